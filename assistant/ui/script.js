// Runs once in each of the page's gr.HTML components, with Gradio's `element`, `trigger` and `watch`.
// Turns clicks on the page's own controls into events, shows the card of a citation, and brings the
// cited words into view. Never makes markup out of text.

const EVENTS = [
  "open_article", "show_evidence", "ask_starter", "ask_again", "ask_wider", "edit_question", "set_filters", "judge", "list_articles",
];
const panel = () => document.querySelector("#panel");
const filters = () => document.querySelector("#filters");
const smoothly = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

// --- controls -----------------------------------------------------------------------------------

element.addEventListener("click", (happening) => {
  const control = happening.target.closest("[data-event]");
  if (!control || !element.contains(control)) return;
  hideCard();
  const { event, ...fields } = control.dataset;
  if (event === "copy") return copy(control);
  if (event === "close_reader") return stepBack();
  if (event === "toggle_filters") return openFilters(!filters().classList.contains("open"));
  if (!EVENTS.includes(event)) return;
  if (event === "open_article") openReader(control, fields);
  if (event === "show_evidence") showPanel(false, true);
  if (event.startsWith("ask_")) waiting(true);
  if (event === "set_filters" && !filters().contains(control)) openFilters(true);
  trigger(event, fields);
});

element.addEventListener("keydown", (pressed) => {
  if (pressed.key === "Enter" && pressed.target.matches("[role=link]")) pressed.target.click();
});

element.addEventListener("change", (happening) => {
  const form = happening.target.closest("form.filters");
  if (!form || happening.target.matches(".find")) return;
  const { publication, ...fields } = Object.fromEntries(new FormData(form));
  trigger("set_filters", { ...fields, publications: JSON.stringify(new FormData(form).getAll("publication")) });
});

element.addEventListener("submit", (happening) => {
  happening.preventDefault();
  const { submit, ...fields } = happening.target.dataset;
  if (EVENTS.includes(submit)) trigger(submit, { ...fields, ...Object.fromEntries(new FormData(happening.target)) });
});

async function copy(control) {
  // Without TLS a browser has no clipboard to write to, only the command for what is selected.
  if (navigator.clipboard) await navigator.clipboard.writeText(control.dataset.copy);
  else copySelected(control.dataset.copy, control);
  const words = control.textContent;
  control.textContent = "Copied";
  setTimeout(() => { control.textContent = words; }, 1500);
}

function copySelected(text, control) {
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.style.cssText = "position: fixed; top: 0; opacity: 0";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  control.focus({ preventScroll: true });
}

// --- the panel ----------------------------------------------------------------------------------

// What all components share: the control that opened the reader, the articles read since, the one asked for last,
// the timer of a question that waits, and the number whose card is shown.
const shared = (window.backfile ??= { opener: null, trail: [], shown: "", queued: 0, number: null });
const narrow = matchMedia("(max-width: 899px)");

// On a telephone the evidence lies below the conversation and has to be brought up; the reader covers the page.
function showPanel(reading, bringUp = false) {
  panel().classList.toggle("reading", reading);
  for (const behind of document.querySelectorAll("#masthead, #chat")) behind.inert = reading && narrow.matches;
  if (bringUp && narrow.matches) panel().scrollIntoView({ block: "start", behavior: smoothly });
}

function openReader(control, fields) {
  const within = element.closest("#reader");
  if (!within) shared.opener = control;
  shared.trail = within ? [...shared.trail, fields] : [fields];
  // So that a telephone's own way back closes the reader, and not the page.
  if (narrow.matches && !history.state?.reading) history.pushState({ ...history.state, reading: true }, "");
  const wanted = JSON.stringify(fields);
  const there = shared.shown === wanted;
  shared.shown = wanted;
  panel().classList.toggle("waiting", !there);
  showPanel(true);
  // What is shown already comes back unchanged, and nobody is told of it.
  if (there) bringIntoView();
}

// To the article that led here, else out of the reader.
function stepBack() {
  shared.trail.pop();
  if (shared.trail.length) {
    shared.shown = JSON.stringify(shared.trail.at(-1));
    return trigger("open_article", shared.trail.at(-1));
  }
  if (history.state?.reading) return history.back();
  closeReader();
}

function closeReader() {
  showPanel(false);
  shared.opener?.focus({ preventScroll: true });
}

function bringIntoView() {
  panel().classList.remove("waiting");
  panel().classList.toggle("deeper", shared.trail.length > 1);
  const reader = document.querySelector("#reader .reader");
  if (!reader) return;
  const mark = reader.querySelector("mark.cited");
  reader.focus({ preventScroll: true });
  if (mark && !onFirstScreen(mark)) mark.scrollIntoView({ block: "center", behavior: smoothly });
  else panel().scrollTo({ top: 0 });
}

// Then title and date can be read beside the words, and nothing need move.
function onFirstScreen(mark) {
  const from = panel().getBoundingClientRect().top - panel().scrollTop;
  return mark.getBoundingClientRect().bottom - from < 0.8 * panel().clientHeight;
}

if (element.closest("#reader")) {
  watch("value", bringIntoView);
  element.addEventListener("keydown", (pressed) => { if (pressed.key === "Escape") leaveReader(); });
  window.addEventListener("popstate", () => { if (panel().classList.contains("reading")) closeReader(); });
  narrow.addEventListener("change", () => showPanel(panel().classList.contains("reading")));
}

function leaveReader() {
  shared.trail = [];
  stepBack();
}

// --- the conversation ---------------------------------------------------------------------------

let turns = 0;

function follow() {
  const all = element.querySelectorAll(".turn");
  if (all.length > turns) {
    showPanel(false);
    if (narrow.matches) openFilters(false);
    all[all.length - 1].scrollIntoView({ block: "start", behavior: smoothly });
  }
  turns = all.length;
}

// Whoever asks while others are being answered hears nothing of the server until a place is free.
function waiting(begun) {
  let line = document.querySelector("#queued");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "queued", role: "status" });
    document.querySelector("#composer").prepend(line);
  }
  clearTimeout(shared.queued);
  line.textContent = "";
  if (begun) shared.queued = setTimeout(() => { line.textContent = "Waiting for a place: others are being answered."; }, 1500);
}

if (element.closest("#conversation")) {
  watch("value", () => { waiting(false); follow(); });
  const asked = () => {
    const box = document.querySelector("#question");
    if (box.querySelector("textarea").value.trim() && !box.querySelector(".stop-button")) waiting(true);
  };
  document.addEventListener("keydown", (pressed) => {
    if (pressed.key === "Enter" && !pressed.shiftKey && pressed.target.matches("#question textarea")) asked();
  }, true);
  document.addEventListener("click", (happening) => { if (happening.target.closest("#question .submit-button")) asked(); }, true);
  // A message of Gradio's: the queue is full, or the server is gone.
  new MutationObserver(() => { if (document.querySelector(".toast-body")) waiting(false); })
    .observe(document.body, { childList: true, subtree: true });
}

// --- the filters: what the server understood wins over what the browser remembers ----------------

function openFilters(open) {
  filters().classList.toggle("open", open);
  filters().querySelector("[data-event=toggle_filters]").setAttribute("aria-expanded", String(open));
}

if (element.closest("#filters")) {
  const publications = () => element.querySelector("details.publications");
  let choosing = false;
  const choose = (open) => { choosing = open; if (publications()) publications().open = open; };
  const find = (words) => {
    for (const choice of element.querySelectorAll(".publications label")) {
      choice.hidden = !choice.textContent.toLowerCase().includes(words.trim().toLowerCase());
    }
  };
  watch("value", () => {
    openFilters(filters().classList.contains("open"));
    choose(choosing);
    for (const field of element.querySelectorAll("input[type=date]")) field.value = field.getAttribute("value") ?? "";
    for (const box of element.querySelectorAll("input[type=checkbox]")) box.checked = box.hasAttribute("checked");
    find(element.querySelector(".find")?.value ?? "");
  });
  element.addEventListener("click", (happening) => {
    // Kept here, since the bar is written anew with each choice.
    if (happening.target.closest(".publications summary")) { happening.preventDefault(); choose(!choosing); }
  });
  element.addEventListener("input", (happening) => { if (happening.target.matches(".find")) find(happening.target.value); });
  element.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Escape" || !choosing) return;
    choose(false);
    publications().querySelector("summary").focus();
  });
  document.addEventListener("click", (happening) => { if (!publications()?.contains(happening.target)) choose(false); });
}

// --- the card of a citation ---------------------------------------------------------------------

function card() {
  let box = document.querySelector("#citation-card");
  if (!box) {
    box = document.createElement("div");
    box.id = "citation-card";
    box.setAttribute("role", "tooltip");
    document.querySelector(".gradio-container").append(box);
  }
  return box;
}

function showCard(happening) {
  const number = happening.target.closest("button.cite");
  const source = number?.nextElementSibling;
  if (!source?.classList.contains("card-source")) return;
  const box = card();
  box.replaceChildren(...Array.from(source.childNodes, (node) => node.cloneNode(true)));
  box.classList.add("shown");
  shared.number = number;
  placeCard();
}

// Beside its number, which moves where the page scrolls: a focus that comes from the keyboard brings it into view.
function placeCard() {
  const box = card();
  if (!box.classList.contains("shown")) return;
  const at = shared.number.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left - 24, innerWidth - box.offsetWidth - 8));
  const below = at.bottom + 8 + box.offsetHeight < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${below ? at.bottom + 8 : at.top - 8 - box.offsetHeight}px`;
}

function hideCard() {
  document.querySelector("#citation-card")?.classList.remove("shown");
}

if (element.closest("#conversation")) document.addEventListener("scroll", placeCard, { capture: true, passive: true });
element.addEventListener("mouseover", showCard);
element.addEventListener("focusin", showCard);
element.addEventListener("mouseout", hideCard);
element.addEventListener("focusout", hideCard);
