// The two views of the page, and the library: looking through it, adding by dropping files, removing and undoing.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, upload, watch.

const FIELDS = ["text", "order", "publisher", "kind", "since", "until"];
const LOOK_AGAIN = 3000; // milliseconds, after which one looks whether another process has changed the library
const TYPED = 250; // milliseconds after the last letter, before one looks for it

const find = (selector) => document.querySelector(selector);
const part = (name) => find(`#workspace [data-part="${name}"]`);
const form = element.querySelector("form.look");
const picked = new Set(); // the ids of the articles that are ticked
const drawn = new Map(); // what stands in each part, so that nothing is drawn anew that stays the same

let page = 1;
let stamp = ""; // of the library as it was last seen
let latest = 0; // counts requests, so that a slow answer never replaces a later one
let typing = 0;
let focusNext = null; // where the focus goes once the next list or notice is there
let adding = Promise.resolve();
let shownAdding = null; // the token of the adding that is shown to be running
let stopHeld = false; // whether the focus was last on its button

const inLibrary = () => location.hash.startsWith("#library");

// The views.

function showView() {
  const shown = inLibrary() ? "library" : "ask";
  document.body.classList.toggle("in-library", shown === "library");
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.view === shown));
    tab.tabIndex = tab.dataset.view === shown ? 0 : -1;
  }
  if (shown === "library") {
    readHash();
    browse();
  }
}

function choose(view) {
  location.hash = view === "library" ? hash() : "#ask"; // showView follows
}

function hash() {
  const usual = { page: 1, order: "newest" };
  const set = Object.entries(query()).filter(([name, value]) => value && value !== usual[name]);
  return set.length ? `#library?${new URLSearchParams(set)}` : "#library";
}

function readHash() {
  const set = new URLSearchParams(location.hash.split("?")[1] ?? "");
  for (const name of FIELDS) {
    const field = form.elements[name];
    const value = set.get(name) ?? (name === "order" ? "newest" : "");
    if (name === "publisher" && value && ![...field.options].some((option) => option.value === value)) {
      field.add(new Option(value, value));
    }
    field.value = value;
  }
  page = Number(set.get("page")) || 1;
}

// Looking through it.

function query() {
  const values = FIELDS.map((name) => [name, form.elements[name].value]);
  return { ...Object.fromEntries(values), page };
}

async function browse() {
  const turn = ++latest;
  let shown;
  try {
    shown = await server.browse(query());
  } catch {
    shown = { problem: props.failed };
  }
  if (turn !== latest) return;
  if (shown.problem) {
    draw("list", shown.problem);
    draw("pager", "");
    part("found").textContent = "";
    return;
  }
  page = shown.page;
  note(shown.stamp);
  part("found").textContent = shown.found;
  const follow = find("#library-taken [data-adding]") && seesTaken(); // on a phone the list grows above what is said of the adding
  for (const name of ["list", "pager", "plot"]) draw(name, shown[name]);
  if (follow) showTaken();
  drawPublishers(shown.publishers);
  for (const box of element.querySelectorAll("[data-pick]")) box.checked = picked.has(box.dataset.pick);
  showPicked();
  element.querySelector("[data-clear]").hidden = !FIELDS.some((name) => name !== "order" && form.elements[name].value);
  if (inLibrary()) history.replaceState(null, "", hash());
  focusNext?.();
  focusNext = null;
}

function draw(name, html) {
  const place = part(name);
  if (drawn.get(name) === html) return;
  drawn.set(name, html);
  const key = place.contains(document.activeElement) && document.activeElement.dataset.key;
  place.innerHTML = html; // made by the server, every text in it escaped
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

function drawPublishers(html) {
  const field = form.elements.publisher;
  if (drawn.get("publishers") === html) return;
  drawn.set("publishers", html);
  const { value } = field;
  field.innerHTML = html;
  field.value = value;
}

function lookAnew() {
  page = 1;
  browse();
}

function turnTo(number) {
  page = number;
  focusNext = () => {
    find("#library-main").scrollTop = 0;
    element.querySelector(".articles .title")?.focus({ preventScroll: true });
  };
  browse();
}

function showAll() {
  for (const name of FIELDS) if (name !== "order") form.elements[name].value = "";
  form.elements.text.focus();
  lookAnew();
}

// To what stands beside the list, which on a phone is below it.
function jump() {
  find("#library-side").scrollIntoView();
  find("#library-side .month[tabindex='0'], #library-side input")?.focus({ preventScroll: true });
}

function limitTo({ since = "", until = "", kind = form.elements.kind.value }) {
  form.elements.since.value = since;
  form.elements.until.value = until;
  form.elements.kind.value = kind;
  lookAnew();
}

function onMonth(bar) {
  const { since, until } = bar.dataset;
  const again = form.elements.since.value === since && form.elements.until.value === until;
  limitTo(again ? {} : { since, until, kind: form.elements.kind.value === "undated" ? "" : undefined });
}

function alongMonths(bar, step) {
  const bars = [...bar.parentNode.querySelectorAll(".month")];
  const next = bars[bars.indexOf(bar) + step];
  if (!next) return;
  bar.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

// What others change.

function note(now) {
  if (stamp && now !== stamp) trigger("changed", {});
  stamp = now;
}

async function lookAgain() {
  if (document.hidden) return;
  try {
    const now = await server.stamp(null);
    if (!now || now === stamp) return;
    note(now);
    if (inLibrary()) browse();
  } catch {
    // the server has ended, or is being started anew
  }
}

// Removing.

function showPicked() {
  const button = element.querySelector("[data-discard-all]");
  button.hidden = picked.size === 0;
  button.textContent = props.remove_picked.replace("{count}", picked.size);
}

function discard(ids) {
  for (const id of ids) picked.delete(id);
  trigger("discard", { ids });
  showPicked();
  watchOnce("#library-removals", () => {
    const undo = find("#library-removals .undo");
    undo?.focus({ preventScroll: true });
  });
}

function restore(number) {
  trigger("restore", { number });
  watchOnce("#library-removals", () => {
    focusNext = () => element.querySelector(".articles .title")?.focus({ preventScroll: true });
  });
}

function watchOnce(selector, then) {
  const observer = new MutationObserver(() => {
    observer.disconnect();
    then();
  });
  observer.observe(find(selector), { childList: true, subtree: true });
}

// Adding.

function dropped(transfer) {
  return [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => (item.webkitGetAsEntry()?.isDirectory ? { name: item.webkitGetAsEntry().name } : item.getAsFile()))
    .filter(Boolean);
}

async function takeIn(files) {
  const sent = [];
  const most = Math.min(files.length, props.most_files); // the server says of the others that they are too many
  for (const [at, file] of files.slice(0, most).entries()) {
    part("uploading").textContent = props.uploading.replace("{number}", at + 1).replace("{count}", most);
    sent.push({ name: file.name, ...(await bring(file)) });
  }
  for (const { name } of files.slice(most)) sent.push({ name });
  part("uploading").textContent = "";
  await added();
  trigger("take_in", { files: sent });
}

async function bring(file) {
  if (!(file instanceof File)) return { refused: "folder" };
  if (file.size > props.largest) return { refused: "large" };
  try {
    return { path: (await upload(file)).path };
  } catch {
    return { refused: "lost" };
  }
}

const running = () => find("#library-taken [data-stop]");

// Resolves once no files are being added.
function added() {
  if (!running()) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (running()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(find("#library-taken"), { childList: true, subtree: true, attributes: true });
  });
}

function add(files) {
  if (files.length) adding = adding.then(() => takeIn(files));
}

function stop(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  trigger("stop_adding", { adding: button.dataset.stop });
}

// Brings into view that files are being added, and that they are; a focus that was on Stop goes there with it.
function onTaken() {
  if (!inLibrary()) return;
  browse();
  const now = running()?.dataset.stop ?? null;
  if (now === shownAdding) return;
  const said = find("#library-taken .adding");
  if (shownAdding && !now && document.activeElement === document.body && stopHeld) {
    said.querySelector(".state").focus({ preventScroll: true });
  }
  shownAdding = now;
  showTaken();
}

const showTaken = () => find("#library-taken .adding").scrollIntoView({ block: "nearest", behavior: "instant" });

function seesTaken() {
  const { top, bottom } = find("#library-taken .adding").getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

// What is pressed, typed and dropped.

function onClick(event) {
  if (!(event.target instanceof Element)) return;
  const pressed = event.target.closest("[data-view], .month, button");
  if (!pressed) return;
  const { view, page: number, discard: id, restore: removal } = pressed.dataset;
  if (view) choose(view);
  else if (pressed.matches(".month")) onMonth(pressed);
  else if (pressed.matches("[data-undated]")) limitTo({ kind: "undated" });
  else if (pressed.matches("[data-clear]")) showAll();
  else if (pressed.matches("[data-jump]")) jump();
  else if (pressed.matches("[data-stop]")) stop(pressed);
  else if (pressed.matches("[data-discard-all]")) discard([...picked]);
  else if (id) discard([id]);
  else if (removal) restore(removal);
  else if (number) turnTo(Number(number));
}

function onKey(event) {
  if (!(event.target instanceof Element)) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const tab = event.target.closest("[data-view]");
  const bar = event.target.closest(".month");
  if (tab && step) {
    const other = find(`[data-view]:not([data-view="${tab.dataset.view}"])`);
    other.focus();
    choose(other.dataset.view);
  } else if (bar && step) {
    alongMonths(bar, step);
  } else if (bar && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    onMonth(bar);
  }
}

function onInput(event) {
  clearTimeout(typing);
  if (event.target.name === "text") typing = setTimeout(lookAnew, TYPED);
}

function onChange(event) {
  const { target } = event;
  if (target.matches("[data-pick]")) {
    picked[target.checked ? "add" : "delete"](target.dataset.pick);
    showPicked();
  } else if (target.matches("#library-side input[type=file]")) {
    add([...target.files]);
    target.value = ""; // so that the same file can be chosen again
  } else if (form.contains(target) && target.name !== "text") {
    lookAnew();
  }
}

function onDrag(event) {
  if (!inLibrary() || !event.dataTransfer?.types.includes("Files") || !find(".drop")) return;
  event.preventDefault(); // else the browser would leave the page for the file
  const over = event.type === "dragover";
  document.body.classList.toggle("dropping", over);
  if (event.type === "drop") add(dropped(event.dataTransfer));
}

function start() {
  for (const [tab, panel] of [["ask", "talk"], ["library", "library-main"]]) {
    find(`#tab-${tab}`).setAttribute("aria-controls", panel);
    find(`#${panel}`).setAttribute("role", "tabpanel");
    find(`#${panel}`).setAttribute("aria-labelledby", `tab-${tab}`);
  }
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  form.addEventListener("input", onInput);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    lookAnew();
  });
  for (const type of ["dragover", "dragleave", "drop"]) document.addEventListener(type, onDrag);
  const changed = { childList: true, subtree: true };
  new MutationObserver(() => inLibrary() && browse()).observe(find("#library-removals"), changed);
  new MutationObserver(onTaken).observe(find("#library-taken"), changed);
  document.addEventListener("focusin", (event) => (stopHeld = event.target.matches("[data-stop]")));
  window.addEventListener("hashchange", showView);
  setInterval(lookAgain, LOOK_AGAIN);
  lookAgain();
  showView();
}

// Gradio makes the components one after another, and this one is not the last.
function startWhenAllIsThere() {
  const all = ["#tab-ask", "#talk", "#library-removals", "#library-taken", '[data-part="plot"]'].every(find);
  if (all) start();
  else requestAnimationFrame(startWhenAllIsThere);
}

startWhenAllIsThere();
