// What a conversation is limited to: the two menus at the question box, the chips, and asking again without a limit.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, upload, watch.

let focusNext = null; // what takes the focus once the line is drawn anew
let written = {}; // the days that were last to be set
let offers = 0; // counts openings, so that a slow answer never replaces a later one

const chosen = () => [...element.querySelectorAll("[data-drop=publisher]")].map((chip) => chip.dataset.name);

// Only what changes is sent: the line may not show yet what was changed right before.
function limit(change, focus) {
  focusNext = focus;
  trigger("limit", { filters: change });
}

async function offer(menu) {
  const turn = ++offers;
  const what = menu.matches(".period") ? "years" : "publishers";
  let html;
  try {
    html = await server[what](chosen());
  } catch {
    html = props[`${what}_failed`];
  }
  if (turn !== offers) return;
  const place = menu.querySelector(".offered");
  place.innerHTML = html; // made by the server, every text in it escaped
  if (menu.open && what === "publishers") place.querySelector("input")?.focus();
}

function onToggle(event) {
  const menu = event.target;
  if (!menu.matches("details.filter") || !menu.open) return;
  for (const other of element.querySelectorAll("details.filter[open]")) other.open = other === menu;
  offer(menu);
  if (menu.matches(".period")) menu.querySelector("input").focus();
}

function onSubmit(event) {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.form === "publishers") {
    const publishers = [...form.querySelectorAll("input:checked")].map((box) => box.value);
    limit({ publishers }, "[data-menu=publisher]");
  } else {
    // A field that is half written has no value: it is told from an empty one, and refused.
    const day = (field) => (field.validity.badInput ? "?" : field.value);
    written = { since: day(form.elements.since), until: day(form.elements.until) };
    limit(written, "[data-menu=period]");
  }
}

function onClick(event) {
  if (!(event.target instanceof Element)) return;
  const chip = event.target.closest("[data-drop]");
  if (chip?.dataset.drop === "publisher") {
    limit({ without: chip.dataset.name }, "[data-menu=publisher]");
  } else if (chip) {
    limit({ since: null, until: null }, "[data-menu=period]");
  }
  const year = event.target.closest("[data-year]")?.dataset.year;
  if (year) limit({ since: `${year.padStart(4, "0")}-01-01`, until: `${year.padStart(4, "0")}-12-31` }, "[data-menu=period]");
  const again = event.target.closest("[data-again]");
  if (again) trigger("again", { place: again.dataset.place, without: again.dataset.again });
  if (!element.contains(event.target)) close();
}

function close() {
  for (const menu of element.querySelectorAll("details.filter[open]")) menu.open = false;
}

function onKey(event) {
  const menu = event.key === "Escape" && element.querySelector("details.filter[open]");
  if (!menu) return;
  event.stopPropagation(); // it closes this alone
  menu.open = false;
  menu.querySelector("summary").focus();
}

function onInput(event) {
  if (!event.target.matches(".find")) return;
  const sought = event.target.value.trim().toLowerCase();
  for (const item of element.querySelectorAll(".choices li")) {
    item.hidden = !item.textContent.toLowerCase().includes(sought);
  }
}

element.addEventListener("toggle", onToggle, { capture: true }); // it does not bubble
element.addEventListener("submit", onSubmit);
element.addEventListener("input", onInput);
element.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
// Once the line is drawn anew, its fields show what holds, or what was refused and is to be mended.
new MutationObserver((changes) => {
  if (changes.every(({ target }) => target.closest?.(".offered"))) return; // a day may be half written
  const form = element.querySelector("[data-form=period]");
  const refused = form.querySelector(".problem");
  if (!refused) written = form.dataset;
  for (const name of ["since", "until"]) form.elements[name].value = written[name] ?? "";
  if (refused) form.elements.since.focus();
  else if (focusNext) element.querySelector(focusNext)?.focus();
  focusNext = null;
  const open = element.querySelector("details.filter[open]");
  if (open) offer(open);
}).observe(element.querySelector(".filters").parentNode, { childList: true, subtree: true });
