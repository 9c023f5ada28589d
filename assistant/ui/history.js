// Runs in the gr.HTML components that keep the reader's conversations, with Gradio's `element`, `trigger` and
// `watch`. Stores each finished turn in localStorage, lists what is stored, and hands a conversation back to be
// shown or exported. Writes text as text only, never as markup.

const PREFIX = "backfile.talk.";
const OPEN = "backfile.open";      // in sessionStorage: which conversation this tab shows
const CHANGED = "backfile-talks";  // told to the other component of this script
const MOST_TALKS = 200;
const MOST_TURNS = 60;
const MOST_CHARACTERS = 300_000;   // what one request to the server may carry, with room for its escapes
const TITLE_LENGTH = 120;

// --- the store ----------------------------------------------------------------------------------

// A browser that forbids storage still chats; it only forgets.
function guarded(work, otherwise) {
  try { return work(); } catch { return otherwise; }
}

const openId = () => guarded(() => sessionStorage.getItem(OPEN), null);
const setOpen = (id) => guarded(() => (id ? sessionStorage.setItem(OPEN, id) : sessionStorage.removeItem(OPEN)));
const read = (id) => guarded(() => JSON.parse(localStorage.getItem(PREFIX + id)), null);
const remove = (id) => guarded(() => localStorage.removeItem(PREFIX + id));

function talks() {
  const names = guarded(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)), []);
  return names
    .map((name) => ({ id: name.slice(PREFIX.length), ...read(name.slice(PREFIX.length)) }))
    .filter((talk) => Array.isArray(talk.turns) && talk.turns.length)
    .sort((a, b) => b.changed - a.changed);
}

// The oldest conversations give way where the browser's room is used up.
function write(id, talk) {
  const others = talks().filter((one) => one.id !== id);
  for (const old of others.slice(MOST_TALKS - 1)) remove(old.id);
  for (;;) {
    try { return localStorage.setItem(PREFIX + id, JSON.stringify(talk)); }
    catch { const oldest = others.pop(); if (!oldest) return; remove(oldest.id); }
  }
}

const asList = (talk) => `[${talk.turns.join(",")}]`;

// Not crypto.randomUUID, which a browser lacks without TLS.
const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");

function keep(place, turn) {
  const id = openId() ?? newId();
  const talk = read(id) ?? { title: "", turns: [], let_go: 0 };
  talk.turns = talk.turns.slice(0, Math.max(0, place - talk.let_go));
  talk.turns.push(turn);
  while (talk.turns.length > MOST_TURNS || (talk.turns.length > 1 && asList(talk).length > MOST_CHARACTERS)) {
    talk.turns.shift();
    talk.let_go += 1;
  }
  talk.title ||= JSON.parse(turn).question.slice(0, TITLE_LENGTH);
  talk.changed = Date.now();
  setOpen(id);
  write(id, talk);
  window.dispatchEvent(new CustomEvent(CHANGED));
}

// --- the newest turn, as the server sends it -----------------------------------------------------

if (element.closest("#record")) {
  watch("value", () => {
    const sent = element.querySelector("[data-turn]");
    if (sent) keep(Number(sent.dataset.place), sent.dataset.turn);
  });
}

// --- a file, as the server writes it -------------------------------------------------------------

if (element.closest("#export")) {
  watch("value", () => {
    const sent = element.querySelector("[data-content]");
    if (!sent) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([sent.dataset.content], { type: sent.dataset.kind }));
    link.download = sent.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

// --- the bar and the drawer ----------------------------------------------------------------------

if (element.closest("#history")) {
  const drawer = element.querySelector("dialog");
  const list = element.querySelector(".talks");
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

  const made = (name, properties, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };
  const button = (words, act, label) => {
    const one = made("button", { type: "button", className: "control", textContent: words, onclick: act });
    one.setAttribute("aria-label", label);
    return one;
  };

  const row = (talk) => {
    const open = made("button", { type: "button", className: "talk", onclick: () => show(talk.id) },
      made("span", { className: "talk-name", dir: "auto", textContent: talk.title }),
      made("small", { textContent: `${day.format(talk.changed)} · ${talk.turns.length} ${talk.turns.length === 1 ? "question" : "questions"}` }));
    const line = made("li", { className: talk.id === openId() ? "here" : "" }, open);
    line.append(made("div", { className: "talk-acts" },
      button("Rename", () => rename(line, talk), `Rename “${talk.title}”`),
      button("Markdown", () => give(talk, "markdown"), `Export “${talk.title}” as Markdown`),
      button("JSON", () => give(talk, "json"), `Export “${talk.title}” as JSON`),
      button("Delete", (happening) => forget(happening.currentTarget, talk), `Delete “${talk.title}”`)));
    return line;
  };

  const refresh = () => {
    const all = talks();
    list.replaceChildren(...all.map(row));
    const empty = drawer.querySelector(".notice");
    empty.hidden = all.length > 0;
    empty.textContent = "None yet: they appear here once a question is answered.";
    element.querySelector(".talk-title").textContent = all.find((talk) => talk.id === openId())?.title ?? "";
  };

  const show = (id) => {
    const talk = read(id);
    if (!talk) return;
    setOpen(id);
    drawer.close();
    refresh();
    trigger("restore_talk", { talk: asList(talk) });
  };

  const give = (talk, form) => trigger("export_talk", { talk: asList(talk), title: talk.title, form });

  const rename = (line, talk) => {
    const field = made("input", { value: talk.title, maxLength: TITLE_LENGTH, className: "talk-rename", dir: "auto" });
    field.setAttribute("aria-label", "New name of the conversation");
    let done = false;
    const end = (keepIt) => {
      if (done) return;
      done = true;
      const kept = read(talk.id);
      if (keepIt && field.value.trim() && kept) write(talk.id, { ...kept, title: field.value.trim() });
      refresh();
      list.querySelectorAll(".talk")[talks().findIndex((one) => one.id === talk.id)]?.focus();
    };
    field.onkeydown = (pressed) => {
      // Prevented, since the key would press what has the focus next: the conversation's own button.
      if (pressed.key === "Enter") { pressed.preventDefault(); end(true); }
      if (pressed.key === "Escape") { pressed.preventDefault(); pressed.stopPropagation(); end(false); }
    };
    field.onblur = () => end(true);
    line.querySelector(".talk").replaceWith(field);
    field.select();
  };

  // Asked twice, since nothing brings it back.
  const forget = (control, talk) => {
    if (control.dataset.sure) {
      remove(talk.id);
      if (talk.id === openId()) { setOpen(null); trigger("new_talk", {}); }
      refresh();
      (list.querySelector("button") ?? drawer.querySelector("[data-event=close_history]")).focus();
      return;
    }
    control.dataset.sure = "yes";
    control.textContent = "Delete for good?";
    control.onblur = () => { delete control.dataset.sure; control.textContent = "Delete"; };
  };

  element.addEventListener("click", (happening) => {
    const event = happening.target.closest("[data-event]")?.dataset.event;
    if (event === "open_history") { refresh(); drawer.showModal(); }
    if (event === "close_history" || happening.target === drawer) drawer.close();
    if (event === "new_talk") {
      setOpen(null);
      refresh();
      trigger("new_talk", {});
      document.querySelector("#question textarea")?.focus();
    }
  });

  window.addEventListener(CHANGED, refresh);
  window.addEventListener("storage", refresh);
  refresh();
  const restore = () => {
    if (document.querySelector("#conversation .turn")) return;  // its reader was faster
    if (openId() && read(openId())) show(openId());
    else setOpen(null);
  };
  window.addEventListener("backfile-looked", restore, { once: true });
}
