
// The card of a mark: while one points at a number, or the focus is on it, what its source says.
// It is a copy of the source in the panel; what it holds was escaped by the server, and goes in as nodes.

const HOVERS = window.matchMedia("(hover: hover)"); // where not, a tap opens the article at once
const GAP = 8; // pixels to the mark, and to the window's edges

const card = document.createElement("div");
card.id = "card";
card.popover = "manual"; // over everything, cut by nothing
card.setAttribute("role", "tooltip");
(find(".gradio-container") ?? document.body).append(card);

let marked = null; // the mark whose card is shown
let leaving = 0;

function showCard(mark) {
  clearTimeout(leaving);
  const source = find(`#sources .source[data-number="${CSS.escape(mark.dataset.number)}"]`);
  if (mark === marked || !source) return;
  hideCard();
  const title = document.createElement("p");
  title.className = "title";
  title.dir = "auto";
  title.textContent = source.querySelector(".title").textContent;
  const copies = [".byline", "blockquote"].map((part) => source.querySelector(part).cloneNode(true));
  card.replaceChildren(copies[0], title, copies[1]);
  marked = mark;
  mark.setAttribute("aria-describedby", "card");
  card.showPopover();
  place(mark);
}

// Under the mark, or over it where there is more room; never out of the window.
function place(mark) {
  const at = mark.getBoundingClientRect();
  card.style.maxHeight = "";
  const below = innerHeight - at.bottom - 2 * GAP;
  const above = at.top - 2 * GAP;
  const isBelow = card.offsetHeight <= below || below >= above;
  card.style.maxHeight = `${Math.max(isBelow ? below : above, 0)}px`;
  const left = Math.min(at.left, document.documentElement.clientWidth - card.offsetWidth - GAP);
  card.style.left = `${Math.max(left, GAP)}px`;
  card.style.top = `${isBelow ? at.bottom + GAP : at.top - GAP - card.offsetHeight}px`;
}

// Whether there was one to hide.
function hideCard() {
  clearTimeout(leaving);
  if (!marked) return false;
  marked.removeAttribute("aria-describedby");
  marked = null;
  card.hidePopover();
  return true;
}

// A mark may have gone when the conversation was drawn anew.
function hideCardOfNone() {
  if (marked && !(marked.isConnected && marked.classList.contains("mark"))) hideCard();
}

function leaveCard() {
  clearTimeout(leaving);
  leaving = setTimeout(hideCard, 200); // time to come over to the card, to select its words
}

const markAt = (event) => (event.target instanceof Element ? event.target.closest(".mark, svg .dot") : null);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch" || !HOVERS.matches) return;
  const mark = markAt(event);
  if (mark) showCard(mark);
  else if (card.contains(event.target)) clearTimeout(leaving);
  else if (marked && marked !== document.activeElement) leaveCard();
});
document.addEventListener("focusin", (event) => {
  const mark = markAt(event);
  if (mark?.matches(":focus-visible") && HOVERS.matches) showCard(mark);
  else if (!card.contains(event.target)) hideCard();
});
document.addEventListener("focusout", (event) => {
  if (markAt(event) === marked) leaveCard();
});
document.addEventListener("scroll", follow, { capture: true, passive: true });
window.addEventListener("resize", follow);

function follow(event) {
  if (!marked || event.target === card) return;
  const { top, bottom } = marked.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight) hideCard();
  else place(marked);
}
