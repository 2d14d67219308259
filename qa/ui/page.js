// What the page does by itself: opening articles at their quotes, moving the focus, the panel on a phone.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, watch.

const NARROW = window.matchMedia("(max-width: 900px)");
const FINE = window.matchMedia("(pointer: fine)"); // elsewhere a focus would bring up the keyboard of the phone

const reader = element;
let opened = null; // the data-key of what opened the article
let number = null; // the number of the source that is open
let latest = 0; // counts openings, so that a slow answer never replaces a later one
let shown = ""; // which conversation, and how many exchanges of it
let cited = ""; // the numbers of the sources that the newest answer cites

const find = (selector) => document.querySelector(selector);
const questionBox = () => find("#question textarea");

function focusQuestion() {
  if (FINE.matches) questionBox()?.focus({ preventScroll: true });
}

function showPanel(open) {
  document.body.classList.toggle("panel-open", open);
  for (const beneath of document.querySelectorAll("#talk, #library-main, #library-side")) {
    beneath.inert = open && NARROW.matches;
  }
  if (open && NARROW.matches) hideCard();
}

function show(html) {
  reader.innerHTML = html; // made by the server, every text in it escaped
  document.body.classList.add("reading-now");
}

async function openArticle(place) {
  const turn = ++latest;
  showPanel(true);
  const waiting = setTimeout(() => turn === latest && show(props.loading), 300);
  let html;
  try {
    html = await server.open_article(place);
  } catch {
    html = props.problem;
  }
  clearTimeout(waiting);
  if (turn !== latest) return;
  show(html);
  const target = reader.querySelector(".target");
  if (!target) find("#panel").scrollTop = 0;
  else target.scrollIntoView({ block: target.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  (target ?? reader.querySelector("[tabindex]"))?.focus({ preventScroll: true });
}

function closeArticle({ returnFocus }) {
  latest += 1;
  reader.innerHTML = "";
  document.body.classList.remove("reading-now");
  if (document.body.classList.contains("in-library")) showPanel(false); // it has no sources to go back to
  if (!returnFocus) return;
  const origin = opened && find(`[data-key="${CSS.escape(opened)}"]`);
  const shown = origin && origin.checkVisibility() && !origin.closest("[inert]");
  const source = number && find(`[data-key="source-${number}"]`);
  const goal = shown ? origin : source || find("#sources-title");
  goal?.focus({ preventScroll: true });
  for (const each of [source, goal]) if (each) each.scrollIntoView({ block: "nearest" });
}

function closePanel() {
  showPanel(false);
  const origin = opened && find(`#talk [data-key="${CSS.escape(opened)}"]`);
  (origin || find(".open-panel"))?.focus();
}

function onClick(event) {
  const pressed = event.target;
  if (!(pressed instanceof Element)) return;
  const example = pressed.closest("[data-example]");
  if (example) {
    trigger("example", { question: example.dataset.example });
    focusQuestion();
  } else if (pressed.closest("[data-step]")) {
    step(Number(pressed.closest("[data-step]").dataset.step));
  } else if (pressed.closest("[data-close]")) {
    closeArticle({ returnFocus: true });
  } else if (pressed.closest("[data-panel]")) {
    if (pressed.closest("[data-panel]").dataset.panel === "close") return closePanel();
    opened = null;
    showPanel(true);
    if (!reader.firstChild) showCited();
    find(reader.firstChild ? "#article-title" : "#sources-title")?.focus({ preventScroll: true });
  } else if (pressed.closest("#ask, #stop, #new")) {
    focusQuestion();
  } else {
    onPlace(pressed.closest("[data-article]"), pressed);
  }
}

function onPlace(place, pressed) {
  if (!place) return;
  const selecting = !pressed.closest("button") && !window.getSelection().isCollapsed;
  if (selecting) return; // words are being chosen to be copied
  openPlace(place);
}

function openPlace(place) {
  hideCard();
  const { key, origin } = place.dataset;
  opened = key ?? origin ?? place.querySelector("[data-key]")?.dataset.key ?? null;
  number = place.dataset.number ?? null;
  const { article, start, end, check, kind } = place.dataset;
  const of = document.querySelectorAll("#sources .source").length;
  openArticle({ article, start, end, check, kind, number, of });
}

// Opens the next or the previous source; with none open, the first or the last that the newest answer cites.
function step(by) {
  const all = [...document.querySelectorAll("#sources .source")];
  const cited = all.filter((each) => each.classList.contains("current"));
  const at = all.findIndex((each) => each.dataset.number === number);
  const isOpen = at >= 0 && document.body.classList.contains("reading-now");
  const goal = isOpen ? all[at + by] : by > 0 ? (cited[0] ?? all[0]) : (cited.at(-1) ?? all.at(-1));
  if (goal) openPlace(goal);
}

// Whether the keys with Alt have a meaning of their own there: in a text that is being written, or a list.
function isTyping(target) {
  if (target === questionBox()) return target.value !== "";
  return target instanceof Element && target.matches("input, textarea, select, [role=listbox], [role=combobox]");
}

function onKey(event) {
  if (event.key === "Enter" && event.isComposing && event.target === questionBox()) {
    event.stopImmediatePropagation(); // it ends a composed character, not the question
  } else if (event.key === "Escape" && !event.isComposing) {
    onEscape(event);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && !isTyping(event.target)) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
}

// Back to where one was: from an article to what opened it, from the sources on a phone to the conversation.
function onEscape(event) {
  const inMenu = find("#filters details[open]") && find("#filters").contains(event.target); // it closes that alone
  if (inMenu || find("dialog[open]") || hideCard()) return;
  const reading = document.body.classList.contains("reading-now");
  const fromTalk = opened && find(`#talk [data-key="${CSS.escape(opened)}"]`);
  if (reading) closeArticle({ returnFocus: true });
  if (NARROW.matches && (fromTalk || !reading)) closePanel();
}

function onConversation() {
  const conversation = find("#conversation .conversation");
  if (!conversation) return;
  hideCardOfNone();
  const { exchanges, conversation: id } = conversation.dataset;
  if (shown === `${id} ${exchanges}`) return;
  shown = `${id} ${exchanges}`;
  opened = null;
  closeArticle({ returnFocus: false });
  showPanel(false);
  if (exchanges !== "0") conversation.lastElementChild.scrollIntoView({ block: "start" });
}

// Brings the sources of the newest answer into view: those of older ones stand above them.
function showCited() {
  const first = find("#sources .source.current");
  (first?.previousElementSibling ? first : find("#sources-title"))?.scrollIntoView({ block: "start" });
}

function onSources() {
  const numbers = [...document.querySelectorAll("#sources .source.current")].map((each) => each.dataset.number);
  if (String(numbers) === cited) return;
  cited = String(numbers);
  if (cited && !document.body.classList.contains("reading-now")) showCited();
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey, { capture: true });
window.addEventListener("hashchange", () => {
  closeArticle({ returnFocus: false }); // the other view
  showPanel(false);
});
NARROW.addEventListener("change", () => showPanel(document.body.classList.contains("panel-open")));
new MutationObserver(onConversation).observe(find("#conversation"), {
  attributes: true,
  attributeFilter: ["data-exchanges", "data-conversation"],
  childList: true,
  subtree: true,
});
new MutationObserver(onSources).observe(find("#sources"), { childList: true, subtree: true });
