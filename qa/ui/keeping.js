// The conversations that this browser keeps: listed, opened and deleted; taken away as files or on the clipboard.
// Gradio runs this once, as the body of a function with the arguments element, trigger, props, server, watch.
// What it shows of them goes in as text, never as markup; what they hold is checked by the server.

const PREFIX = "news-qa:conversation:"; // of the keys in the browser's storage, one a conversation
const OPEN = "news-qa:open"; // in the storage of the tab: which conversation it shows
const DRAFT = "news-qa:draft"; // likewise: a question that was being written
const ASK = "news-qa:ask"; // likewise: whether it was asked, and nobody was there to answer
const MOST = props.most; // conversations
const ROOM = 1_000_000; // characters of all of them

const words = props.words;
const dialog = element.querySelector("dialog");
const list = dialog.querySelector(".kept");
const notice = element.querySelector(".notice");
const ears = element.querySelector(".for-ears");
let current = ""; // the conversation on the page, as it is kept
let draft = ""; // of before the page was loaded anew
let unheard = false; // whether that was asked already
let asked = ""; // the question that was asked last
let lost = false; // whether the server has ended, or is another one
let deleted = null; // the one that was deleted last, which can be put back
let apart = null; // { id, own }: the conversation with which another tab goes on too, and by what it is kept here

function make(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function read(key) {
  try {
    const { at, kept } = JSON.parse(localStorage.getItem(key));
    if (typeof at !== "number" || typeof kept.id !== "string" || typeof kept.title !== "string") return null;
    return { key, at, kept, size: localStorage.getItem(key).length };
  } catch {
    return null; // something else's, or none of ours any more
  }
}

// The kept conversations, the newest first.
function all() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map(read).filter(Boolean).sort((one, other) => other.at - one.at);
  } catch {
    return []; // the browser keeps nothing for pages
  }
}

// Lets the oldest go until the rest are few and small enough; how many went.
function makeRoom(own, size) {
  const others = all().filter((each) => each.key !== own);
  let total = size;
  let kept = 1;
  let gone = 0;
  for (const each of others) {
    total += each.size;
    kept += 1;
    if (kept <= MOST && total <= ROOM) continue;
    localStorage.removeItem(each.key);
    gone += 1;
  }
  return gone;
}

function keep(json) {
  const kept = JSON.parse(json);
  const key = PREFIX + kept.id;
  try {
    sessionStorage.setItem(OPEN, kept.id);
    if (JSON.stringify(read(key)?.kept) === JSON.stringify(kept)) return;
    const entry = JSON.stringify({ at: Date.now(), kept });
    const gone = makeRoom(key, entry.length);
    localStorage.setItem(key, entry);
    if (gone) say(gone === 1 ? words.gone_one : words.gone_many.replace("{count}", gone));
  } catch {
    say(words.not_kept);
  }
}

// The conversation under an id of its own where another tab went on with it: neither takes the other's place.
function ownCopy(json) {
  if (!json) return "";
  const kept = JSON.parse(json);
  const own = apart?.id === kept.id ? apart.own : kept.id;
  const there = read(PREFIX + own)?.kept.exchanges;
  const here = new Map(kept.exchanges.map(({ id, status }) => [id, status]));
  const isNews = (each) => !here.has(each?.id) || (each.status === "done" && here.get(each.id) !== "done");
  if (Array.isArray(there) && there.some(isNews)) apart = { id: kept.id, own: `${kept.id}-${Date.now()}` };
  return apart?.id === kept.id ? JSON.stringify({ ...kept, id: apart.own }) : json;
}

function onValue() {
  takeUpDraft();
  const before = current;
  current = ownCopy(props.value);
  if (length(current) !== length(before)) say(""); // what was said stands until the next question
  if (current) keep(current);
  else if (document.querySelector("#conversation [data-exchanges]:not([data-exchanges='0'])")) say(words.too_long);
  else forgetOpen();
}

const length = (json) => (json ? JSON.parse(json).exchanges.length : 0);

function forgetOpen() {
  try {
    sessionStorage.removeItem(OPEN);
  } catch {
    // then nothing was noted there either
  }
}

function say(sentence) {
  notice.textContent = sentence;
  notice.hidden = !sentence;
}

function show() {
  const entries = all();
  list.replaceChildren(...entries.map(item));
  dialog.querySelector(".empty").hidden = entries.length > 0;
  dialog.querySelector(".export").hidden = !current;
}

function item({ key, at, kept }) {
  const entry = make("li");
  const isOpen = current && JSON.parse(current).id === kept.id;
  const open = make("button", kept.title, { type: "button", class: "title", dir: "auto", "data-open": key });
  if (isOpen) open.setAttribute("aria-current", "true");
  const day = make("time", new Date(at).toLocaleDateString(undefined, { dateStyle: "medium" }), { class: "byline" });
  const remove = make("button", words.remove, { type: "button", class: "delete", "data-delete": key });
  remove.setAttribute("aria-label", words.remove_label.replace("{title}", kept.title));
  entry.append(open, day, remove);
  return entry;
}

function open(key) {
  const found = read(key);
  dialog.close();
  if (found) bring(found.kept);
}

function bring(kept) {
  apart = null;
  trigger("open_kept", { kept: JSON.stringify(kept) });
}

function remove(key) {
  deleted = { key, entry: localStorage.getItem(key), shown: Boolean(current) && key === PREFIX + JSON.parse(current).id };
  localStorage.removeItem(key);
  if (deleted.shown) document.querySelector("#new")?.click();
  if (deleted.shown) current = "";
  show();
  const undo = dialog.querySelector(".undo");
  undo.hidden = false;
  undo.querySelector("button").focus();
}

function putBack() {
  if (deleted?.entry) localStorage.setItem(deleted.key, deleted.entry);
  const wasShown = deleted?.shown;
  const key = deleted?.key;
  deleted = null;
  dialog.querySelector(".undo").hidden = true;
  show();
  list.querySelector(`[data-open="${CSS.escape(key)}"]`)?.focus();
  if (wasShown) bring(read(key).kept);
}

// What is taken away is made by the server, from what is kept: { name, type, text }, or null.
async function taken(form, place = null) {
  const file = await server.take_away({ kept: current, form, place });
  if (!file) throw new Error("nothing to take away");
  return file;
}

async function save(form) {
  try {
    const file = await taken(form);
    const url = URL.createObjectURL(new Blob([file.text], { type: file.type }));
    make("a", "", { href: url, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch {
    dialog.close(); // what is said stands on the page, which it makes dim and dumb
    say(words.failed);
  }
}

async function copy(button) {
  const coming = taken(button.dataset.copy, Number(button.dataset.place)).then((file) => file.text);
  coming.catch(() => {}); // told below
  try {
    // Given a promise, also a browser takes it that allows copying only at once after a click.
    const blob = coming.then((text) => new Blob([text], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    const done = await coming.then(copyByHand).catch(() => false);
    if (!done) return say(words.copy_failed);
    button.focus({ preventScroll: true });
  }
  const label = button.textContent;
  if (label === words.copied) return;
  button.textContent = ears.textContent = words.copied;
  setTimeout(() => {
    if (button.textContent === words.copied) button.textContent = label;
    ears.textContent = "";
  }, 2_000);
}

// Where the clipboard is closed to pages, as it is off this machine without TLS.
function copyByHand(text) {
  const area = make("textarea", "", { class: "for-ears", readonly: "" });
  area.value = text;
  document.querySelector(".gradio-container").append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const button = pressed?.closest("[data-conversations], [data-open], [data-delete], [data-undo], [data-save], [data-copy]");
  if (!button) return;
  const asked = button.dataset;
  if (asked.copy) copy(button);
  else if (asked.save) save(asked.save);
  else if (asked.open) open(asked.open);
  else if (asked.delete) remove(asked.delete);
  else if ("undo" in asked) putBack();
  else if (asked.conversations === "close") dialog.close();
  else {
    dialog.querySelector(".undo").hidden = true;
    show();
    dialog.showModal();
  }
});

watch("value", onValue);

try {
  const shown = sessionStorage.getItem(OPEN);
  const found = shown && read(PREFIX + shown);
  if (found) trigger("restore_kept", { kept: JSON.stringify(found.kept) });
  draft = sessionStorage.getItem(DRAFT) ?? "";
  unheard = sessionStorage.getItem(ASK) === "1";
  sessionStorage.removeItem(DRAFT);
  sessionStorage.removeItem(ASK);
  if (!found) setTimeout(takeUpDraft, 1_000); // Gradio fills the box with nothing as it builds the page
} catch {
  // the browser keeps nothing for pages: one starts anew
}

// A server that was started again knows nothing of this page: it is loaded anew, with what was being written.
// What was asked of it stays in the box, since Gradio takes no question from a page that it does not know.
const served = window.gradio_config?.app_id;

async function lookForServer() {
  if (document.hidden || !served) return;
  try {
    const answered = await fetch("gradio_api/app_id");
    if (!answered.ok) return;
    lost = (await answered.json()).app_id !== served;
    if (lost) location.reload();
  } catch {
    lost = true; // it is not there now: later
  }
}

// Gradio, too, loads the page anew once a lost server is back.
window.addEventListener("pagehide", () => {
  const written = document.querySelector("#question textarea")?.value;
  if (!written) return;
  try {
    sessionStorage.setItem(DRAFT, written);
    if (lost && written === asked) sessionStorage.setItem(ASK, "1");
  } catch {
    // the browser keeps nothing for pages
  }
});

function onAsk(event) {
  const box = document.querySelector("#question textarea");
  const entered = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box;
  if (!entered && !(event.type === "click" && event.target.closest?.("#ask"))) return;
  asked = box.value;
  lookForServer();
}

setInterval(lookForServer, 5_000);
document.addEventListener("keydown", onAsk, { capture: true });
document.addEventListener("click", onAsk, { capture: true });

function takeUpDraft() {
  const box = document.querySelector("#question textarea");
  if (!draft || !box || box.value) return;
  box.value = draft;
  draft = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  if (unheard) setTimeout(() => document.querySelector("#ask").click(), 100); // once Gradio has seen it
  unheard = false;
}
