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
  if (event === "close_reader") return closeReader();
  if (event === "toggle_filters") return openFilters(!filters().classList.contains("open"));
  if (!EVENTS.includes(event)) return;
  if (event === "open_article") openReader(control);
  if (event === "show_evidence") showPanel(false, true);
  if (event === "set_filters" && !filters().contains(control)) openFilters(true);
  trigger(event, fields);
});

element.addEventListener("keydown", (pressed) => {
  if (pressed.key === "Enter" && pressed.target.matches("[role=link]")) pressed.target.click();
});

element.addEventListener("change", (happening) => {
  const form = happening.target.closest("form.filters");
  if (form) trigger("set_filters", Object.fromEntries(new FormData(form)));
});

element.addEventListener("submit", (happening) => {
  happening.preventDefault();
  const { submit, ...fields } = happening.target.dataset;
  if (EVENTS.includes(submit)) trigger(submit, { ...fields, ...Object.fromEntries(new FormData(happening.target)) });
});

async function copy(control) {
  await navigator.clipboard.writeText(control.dataset.copy);
  const words = control.textContent;
  control.textContent = "Copied";
  setTimeout(() => { control.textContent = words; }, 1500);
}

// --- the panel ----------------------------------------------------------------------------------

// On a telephone the panel lies below the conversation and has to be brought up.
function showPanel(reading, bringUp = false) {
  panel().classList.toggle("reading", reading);
  if (bringUp && innerWidth < 900) panel().scrollIntoView({ block: "start", behavior: smoothly });
}

function openReader(control) {
  if (!panel().contains(control)) window.backfileOpener = control;
  panel().classList.add("waiting");
  showPanel(true);
}

function closeReader() {
  showPanel(false);
  window.backfileOpener?.focus();
}

function bringIntoView() {
  panel().classList.remove("waiting");
  const reader = element.querySelector(".reader");
  if (!reader) return;
  const mark = reader.querySelector("mark.cited");
  reader.focus({ preventScroll: true });
  (mark ?? reader).scrollIntoView({ block: mark ? "center" : "start", behavior: smoothly });
}

if (element.closest("#reader")) {
  watch("value", bringIntoView);
  element.addEventListener("keydown", (pressed) => { if (pressed.key === "Escape") closeReader(); });
}

// --- the conversation ---------------------------------------------------------------------------

let turns = 0;

function follow() {
  const all = element.querySelectorAll(".turn");
  if (all.length > turns) {
    showPanel(false);
    all[all.length - 1].scrollIntoView({ block: "start", behavior: smoothly });
  }
  turns = all.length;
}

if (element.closest("#conversation")) watch("value", follow);

// --- the filters: what the server understood wins over what the browser remembers ----------------

function openFilters(open) {
  filters().classList.toggle("open", open);
  filters().querySelector("[data-event=toggle_filters]").setAttribute("aria-expanded", String(open));
}

if (element.closest("#filters")) {
  watch("value", () => {
    openFilters(filters().classList.contains("open"));
    for (const field of element.querySelectorAll("input")) field.value = field.getAttribute("value") ?? "";
    for (const choice of element.querySelectorAll("select")) {
      choice.value = choice.querySelector("option[selected]")?.value ?? "";
    }
  });
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
  const at = number.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left - 24, innerWidth - box.offsetWidth - 8));
  const below = at.bottom + 8 + box.offsetHeight < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${below ? at.bottom + 8 : at.top - 8 - box.offsetHeight}px`;
}

function hideCard() {
  document.querySelector("#citation-card")?.classList.remove("shown");
}

element.addEventListener("mouseover", showCard);
element.addEventListener("focusin", showCard);
element.addEventListener("mouseout", hideCard);
element.addEventListener("focusout", hideCard);
