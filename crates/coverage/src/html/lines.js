// Lines of source files: from one stretch to the next, ranges in the address, the map beside them.
"use strict";

const code = document.getElementById("code");
const place = document.getElementById("place");
const up = document.getElementById("up");
const all = [...code.querySelectorAll(".block > div")];
/** On the page of a patch only what was added counts. */
const isCounted = (row) => !code.dataset.within || row.matches(code.dataset.within);
const numberOf = (row) => Number(row.firstElementChild.textContent);

if (code.dataset.columns) code.style.setProperty("--columns", code.dataset.columns);

/** Stretches of rows, each from its first to its last; rows that say nothing do not end one. */
function stretches(isIn, isOut) {
  const found = [];
  let open = null;
  let section = null;
  all.forEach((row, index) => {
    const here = row.parentElement.parentElement;
    if (here !== section || row.classList.contains("g") || isOut(row)) open = null;
    section = here;
    if (!isIn(row)) return;
    if (open) open.last = index;
    else found.push((open = { first: index, last: index }));
  });
  return found;
}

const has = (row, name) => row.classList.contains(name);
let uncovered = null;
let added = null;
const lists = {
  uncovered: () => (uncovered ??= stretches((row) => (has(row, "m") || has(row, "p")) && isCounted(row), (row) => has(row, "h"))),
  added: () => (added ??= stretches((row) => has(row, "c"), (row) => !has(row, "c"))),
};

/** The row that is looked at: where a jump or the address has led. */
let at = -1;

function select(first, last) {
  for (const row of code.querySelectorAll(".sel")) row.classList.remove("sel");
  for (let index = first; index <= last; index += 1) all[index].classList.add("sel");
}

function show(index) {
  const left = code.scrollLeft;
  all[index].scrollIntoView({ block: "center" });
  code.scrollLeft = left;
}

function go(name, step) {
  const list = lists[name]();
  const what = name === "added" ? "changed" : "uncovered";
  if (list.length === 0) {
    place.textContent = `nothing ${what}`;
    return;
  }
  const ahead = list.findIndex(({ first }) => first > at);
  const behind = list.findLastIndex(({ first }) => first < at);
  const index = step > 0 ? (ahead < 0 ? 0 : ahead) : behind < 0 ? list.length - 1 : behind;
  const { first, last } = list[index];
  at = first;
  show(first);
  select(first, last);
  all[first].firstElementChild.focus({ preventScroll: true });
  const [from, to] = [numberOf(all[first]), numberOf(all[last])];
  place.textContent = `${from === to ? `line ${from}` : `lines ${from}–${to}`}, ${what} ${index + 1} of ${list.length}`;
  if (all[first].id) address(from, to);
}

function address(from, to) {
  try {
    history.replaceState(null, "", from === to ? `#L${from}` : `#L${from}-L${to}`);
  } catch {
    // Some sandboxes refuse it; the jump was made all the same.
  }
}

/** Goes to what the address names: `#L12`, `#L12-L20`. */
function follow(isQuiet) {
  const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(location.hash);
  if (!match) return;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])].sort((one, other) => one - other);
  // Lines are in order, but without a source not all of them are there.
  const first = all.findIndex((row) => numberOf(row) >= from);
  const last = all.findLastIndex((row) => numberOf(row) <= to);
  if (first < 0 || last < first) return;
  at = first;
  select(first, last);
  if (!isQuiet) show(first);
}

keys.set("n", () => go("uncovered", 1));
keys.set("p", () => go("uncovered", -1));
keys.set("j", keys.get("n"));
keys.set("k", keys.get("p"));
keys.set("c", () => go("added", 1));
keys.set("C", () => go("added", -1));
keys.set("u", () => up.click());

// With the shift key a range is chosen, from the line before.
code.addEventListener("click", (event) => {
  const row = event.target.closest(".block > div > a")?.parentElement;
  if (!row?.id) return;
  const [here, before] = [numberOf(row), at < 0 ? null : numberOf(all[at])];
  event.preventDefault();
  if (event.shiftKey && before !== null) address(Math.min(here, before), Math.max(here, before));
  else address(here, here);
  follow(true);
  if (event.shiftKey && before !== null) at = all.findIndex((one) => numberOf(one) === before);
});
addEventListener("hashchange", () => follow());

/** A map of the whole file: what is missed, partial, added, and where. */
const map = document.createElement("canvas");
map.id = "map";
map.setAttribute("aria-hidden", "true");
code.after(map);
function paint() {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = map;
  const pen = width && height ? map.getContext("2d") : null;
  if (!pen) return;
  map.width = width * scale;
  map.height = height * scale;
  pen.scale(scale, scale);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name);
  const marks = [["p", colour("--partial-bar"), 3, width], ["m", colour("--missed-bar"), 3, width], ["c", colour("--link"), 0, 3]];
  // A line is no less than two points high, and no more than it is in the text.
  const step = Math.min(height / all.length, 20);
  for (const [name, fill, left, right] of marks) {
    pen.fillStyle = fill;
    all.forEach((row, index) => {
      if (has(row, name)) pen.fillRect(left, index * step, right - left, Math.max(2, step));
    });
  }
  map.dataset.step = step;
}
map.addEventListener("click", (event) => {
  const index = Math.floor(event.offsetY / Number(map.dataset.step));
  if (all[index]) show(index);
});
new ResizeObserver(paint).observe(map);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

follow();
