
// The lines of trust stay as the reader opened or closed them, while the conversation lasts. Each time that it is
// drawn anew, Gradio makes every element as the server has it: then they are set again.

const chosen = new Map(); // by the data-key of a line, whether it is open
let chosenIn = ""; // which conversation

function onLines(changes) {
  const id = find("#conversation .conversation")?.dataset.conversation ?? "";
  if (id !== chosenIn) chosen.clear();
  chosenIn = id;
  const lines = changes.map((change) => change.attributeName === "open" && change.target.closest(".trust"));
  if (lines.every(Boolean)) {
    for (const line of lines) chosen.set(line.dataset.key, line.open); // nothing but lines: this was the reader
    return;
  }
  for (const line of document.querySelectorAll("#conversation .trust")) {
    if (chosen.has(line.dataset.key)) line.open = chosen.get(line.dataset.key);
  }
}

new MutationObserver(onLines).observe(find("#conversation"), {
  attributes: true,
  characterData: true,
  childList: true,
  subtree: true,
});
