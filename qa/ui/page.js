// What the page does by itself: opening articles at their quotes, moving the focus, the panel on a phone.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, watch.

const NARROW = window.matchMedia("(max-width: 900px)");
const FINE = window.matchMedia("(pointer: fine)"); // elsewhere a focus would bring up the keyboard of the phone

const reader = element;
let opened = null; // the data-key of what opened the article
let number = null; // the number of the source that is open
let latest = 0; // counts openings, so that a slow answer never replaces a later one
let exchanges = 0;

const find = (selector) => document.querySelector(selector);
const questionBox = () => find("#question textarea");

function focusQuestion() {
  if (FINE.matches) questionBox()?.focus({ preventScroll: true });
}

function showPanel(open) {
  document.body.classList.toggle("panel-open", open);
  const talk = find("#talk");
  if (talk) talk.inert = open && NARROW.matches;
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
  if (!returnFocus) return;
  const origin = opened && find(`[data-key="${CSS.escape(opened)}"]`);
  const shown = origin && origin.checkVisibility() && !origin.closest("[inert]");
  const source = number && find(`[data-key="source-${number}"]`);
  const goal = shown ? origin : source || find("#sources-title");
  goal?.focus({ preventScroll: true });
  goal?.scrollIntoView({ block: "nearest" });
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
  } else if (pressed.closest("[data-close]")) {
    closeArticle({ returnFocus: true });
  } else if (pressed.closest("[data-panel]")) {
    if (pressed.closest("[data-panel]").dataset.panel === "close") return closePanel();
    opened = null;
    showPanel(true);
    find(reader.firstChild ? "#article-title" : "#sources-title")?.focus();
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
  opened = place.dataset.key ?? place.querySelector("[data-key]")?.dataset.key ?? null;
  number = place.dataset.number ?? null;
  const { article, start, end, check, kind } = place.dataset;
  openArticle({ article, start, end, check, kind, number });
}

function onKey(event) {
  if (event.key === "Enter" && event.isComposing && event.target === questionBox()) {
    event.stopImmediatePropagation(); // it ends a composed character, not the question
  } else if (event.key === "Escape" && !event.isComposing) {
    onEscape();
  }
}

// Back to where one was: from an article to what opened it, from the sources on a phone to the conversation.
function onEscape() {
  const reading = document.body.classList.contains("reading-now");
  const fromTalk = opened && find(`#talk [data-key="${CSS.escape(opened)}"]`);
  if (reading) closeArticle({ returnFocus: true });
  if (NARROW.matches && (fromTalk || !reading)) closePanel();
}

function onConversation() {
  const conversation = find("#conversation .conversation");
  if (!conversation) return;
  const count = Number(conversation.dataset.exchanges);
  if (count === exchanges) return;
  const grown = count > exchanges;
  exchanges = count;
  opened = null;
  closeArticle({ returnFocus: false });
  showPanel(false);
  if (grown) conversation.lastElementChild.scrollIntoView({ block: "start" });
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey, { capture: true });
NARROW.addEventListener("change", () => showPanel(document.body.classList.contains("panel-open")));
new MutationObserver(onConversation).observe(find("#conversation"), {
  attributes: true,
  attributeFilter: ["data-exchanges"],
  childList: true,
  subtree: true,
});
