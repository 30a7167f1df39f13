// What all pages share: keys, their buttons, the list of them.
"use strict";

/** What each key does. */
const keys = new Map();

const help = document.getElementById("keys");
keys.set("?", () => help.showModal());

function press(key) {
  const act = keys.get(key);
  if (act) act();
  return Boolean(act);
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const isText = event.target.matches("input:not([type=checkbox]), textarea");
  if (!isText && press(event.key)) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => press(button.dataset.key));
}
