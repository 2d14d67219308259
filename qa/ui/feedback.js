// What the user thinks of an answer: the buttons under it answer at once, and the server is told.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, watch.

let turn = 0; // of the word said last: two that are sent at once may arrive in either order

function tell(group) {
  const pressed = group.querySelector('[aria-pressed="true"]');
  const reason = group.querySelector(".why").value;
  turn = Math.max(turn + 1, Date.now());
  element.querySelector("[role=status]").textContent = ""; // so that the same sentence is said anew
  trigger("feedback", { exchange: group.dataset.feedback, verdict: pressed ? pressed.dataset.verdict : null, reason, turn });
}

function press(thumb) {
  const group = thumb.closest("[data-feedback]");
  const again = thumb.getAttribute("aria-pressed") === "true"; // takes the word back
  for (const each of group.querySelectorAll("[data-verdict]")) {
    each.setAttribute("aria-pressed", String(each === thumb && !again));
  }
  if (again) group.querySelector(".why").value = "";
  group.querySelector(".reason").hidden = again;
  tell(group);
}

function onClick(event) {
  const pressed = event.target instanceof Element ? event.target.closest("[data-feedback] button") : null;
  if (!pressed) return;
  if (pressed.matches("[data-verdict]")) press(pressed);
  else tell(pressed.closest("[data-feedback]"));
}

function onKey(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-feedback] .why")) return;
  event.preventDefault();
  tell(event.target.closest("[data-feedback]"));
}

function onHeard() {
  const said = element.querySelector("[role=status]");
  const place = document.querySelector(`[data-feedback="${CSS.escape(said.dataset.exchange ?? "")}"] .told`);
  if (place && said.textContent) place.textContent = said.textContent;
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
new MutationObserver(onHeard).observe(element, { attributes: true, childList: true, characterData: true, subtree: true });
