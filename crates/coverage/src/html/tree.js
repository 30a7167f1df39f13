// The tree of files. Only the rows that are in view are elements: 10,000 files cost what 40 do.
"use strict";

const tree = document.getElementById("tree");
const body = tree.querySelector(".rows");
const heads = [...tree.querySelectorAll("[data-sort]")];
const filter = document.getElementById("filter");
const list = document.getElementById("list");
const changed = document.getElementById("changed");
const shown = document.getElementById("shown");

const numbers = new Intl.NumberFormat("en");
const counted = (number) => `${numbers.format(number)} ${number === 1 ? "file" : "files"}`;

/** Every file: see `data` in index.rs. */
const files = JSON.parse(document.getElementById("data").textContent).map(
  ([path, page, covered, total, hit, partial, missed, patched, added]) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const sums = page === null ? { covered: 0, total: 0, hit: 0, partial: 0, missed: 0 } : { covered, total, hit, partial, missed };
    const patch = { isChanged: page === null || added !== undefined, patched: patched ?? 0, added: added ?? 0 };
    const unreported = page === null ? 1 : 0;
    const dir = path.slice(0, Math.max(0, path.length - name.length - 1));
    return { path, page, name, dir, unreported, search: path.toLowerCase(), lines: page === null ? covered : 0, ...sums, ...patch };
  },
);

const state = { sort: "name", isDown: false, open: new Set([""]), closed: new Set(), active: "" };
/** The rows of the tree from top to bottom, in view or not. */
let rows = [];
let top_ = { files: 0 };

const isFiltered = () => filter.value.trim() !== "" || Boolean(changed?.checked);
const isOpen = (node) => (isFiltered() ? !state.closed.has(node.path) : state.open.has(node.path));

function matching() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isWanted = (file) => (!changed?.checked || file.isChanged) && words.every((word) => file.search.includes(word));
  return words.length || changed?.checked ? files.filter(isWanted) : files;
}

function folder(path, name) {
  const sums = { covered: 0, total: 0, hit: 0, partial: 0, missed: 0, patched: 0, added: 0, unreported: 0 };
  return { path, name, children: [], files: 0, isChanged: false, ...sums };
}

/** The folders of some files, with their sums. */
function grow(files) {
  const root = folder("", "All files");
  const folders = new Map([["", root]]);
  const at = (path) => {
    let node = folders.get(path);
    if (!node) {
      const slash = path.lastIndexOf("/");
      node = folder(path, path.slice(slash + 1));
      folders.set(path, node);
      at(slash < 0 ? "" : path.slice(0, slash)).children.push(node);
    }
    return node;
  };
  for (const file of files) at(file.dir).children.push(file);
  sum(root);
  return root;
}

function sum(node) {
  node.children.forEach((child, index) => {
    let below = child;
    if (child.children) {
      sum(child);
      // A folder of nothing but a folder stands in one row with it.
      while (below.children.length === 1 && below.children[0].children) {
        const inner = below.children[0];
        inner.name = `${below.name}/${inner.name}`;
        below = inner;
      }
      node.children[index] = below;
    }
    node.covered += below.covered;
    node.total += below.total;
    node.hit += below.hit;
    node.partial += below.partial;
    node.missed += below.missed;
    node.patched += below.patched;
    node.added += below.added;
    node.unreported += below.unreported;
    node.files += below.files ?? 1;
    node.isChanged ||= below.isChanged;
  });
}

const KEYS = {
  percent: (node) => (node.total ? node.covered / node.total : Infinity),
  of: (node) => node.total,
  partial: (node) => node.partial,
  missed: (node) => node.missed,
  patch: (node) => (node.added ? node.patched / node.added : Infinity),
};

/** Nodes in the order that is asked for. Files come in that of their paths: this need not be made again. */
function sorted(nodes) {
  const key = KEYS[state.sort];
  if (key) {
    const sign = state.isDown ? -1 : 1;
    return nodes.toSorted((one, other) => {
      const [left, right] = [key(one), key(other)];
      if (left === right) return 0;
      // What is not applicable stays last.
      return left === Infinity ? 1 : right === Infinity ? -1 : left < right ? -sign : sign;
    });
  }
  const folders = nodes.filter((node) => node.children).sort((one, other) => (one.name < other.name ? -1 : 1));
  const files = folders.length ? nodes.filter((node) => !node.children) : nodes;
  return state.isDown ? [...folders.reverse(), ...files.toReversed()] : [...folders, ...files];
}

function flatten(node, level, into) {
  into.push({ node, level });
  if (!node.children || !isOpen(node)) return;
  const children = sorted(node.children);
  children.forEach((child, index) => {
    const at = into.length;
    flatten(child, level + 1, into);
    into[at].position = index + 1;
    into[at].size = children.length;
  });
}

/** Takes filter, order and open folders anew. */
function update(isSame) {
  if (!isSame) top_ = grow(matching());
  rows = [];
  if (list.checked) {
    rows.push({ node: top_, level: 1 });
    const all = sorted(matching());
    all.forEach((node, index) => rows.push({ node, level: 2, position: index + 1, size: all.length }));
  } else {
    flatten(top_, 1, rows);
  }
  shown.textContent = top_.files === files.length ? counted(files.length) : `${numbers.format(top_.files)} of ${counted(files.length)}`;
  tree.setAttribute("aria-rowcount", rows.length + 1);
  for (const head of heads) {
    const isKey = head.dataset.sort === state.sort;
    if (isKey) head.parentElement.setAttribute("aria-sort", state.isDown ? "descending" : "ascending");
    else head.parentElement.removeAttribute("aria-sort");
  }
  draw(true);
}

const height = () => parseFloat(getComputedStyle(tree).getPropertyValue("--row")) || 30;
let drawn = "";

/** Makes the rows that are in view. */
function draw(isNew, isAll) {
  const size = height();
  const { top } = body.getBoundingClientRect();
  const first = isAll ? 0 : Math.max(0, Math.floor(-top / size) - 5);
  const last = isAll ? rows.length : Math.max(0, Math.ceil((innerHeight - top) / size) + 5);
  const active = current();
  const now = `${first} ${last} ${active} ${size}`;
  if (!isNew && drawn === now) return;
  drawn = now;
  body.style.height = `${rows.length * size}px`;
  body.replaceChildren(...rows.slice(first, last).map((row, index) => element(row, first + index, size, active)));
  const chosen = document.getElementById(`row-${active}`);
  if (chosen) tree.setAttribute("aria-activedescendant", chosen.id);
  else tree.removeAttribute("aria-activedescendant");
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function cell(className, ...content) {
  const element = make("span", className);
  element.setAttribute("role", "gridcell");
  element.append(...content);
  return element;
}

/** Two decimals, cut: what is not whole is never shown as whole. */
function percent(covered, total) {
  if (total === 0) return "n/a";
  const hundredths = String(Math.floor((covered * 10000) / total)).padStart(3, "0");
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}%`;
}

/** One element, not one for each colour: there are many bars. */
function bar(node) {
  const element = make("span", "bar");
  element.ariaHidden = "true";
  const all = node.hit + node.partial + node.missed;
  const [first, second] = [(100 * node.hit) / all, (100 * (node.hit + node.partial)) / all];
  element.style.background = `linear-gradient(90deg, var(--hit-bar) ${first}%, var(--partial-bar) ${first}% ${second}%, var(--missed-bar) ${second}%)`;
  return element;
}

function element({ node, level, position, size }, index, rowHeight, active) {
  const row = make("div", `row ${node.children ? "folder" : "file"}${index === active ? " active" : ""}`);
  row.id = `row-${index}`;
  row.setAttribute("role", "row");
  row.setAttribute("aria-level", level);
  row.setAttribute("aria-rowindex", index + 2);
  row.setAttribute("aria-selected", index === active);
  if (size) {
    row.setAttribute("aria-posinset", position);
    row.setAttribute("aria-setsize", size);
  }
  if (node.children) row.setAttribute("aria-expanded", isOpen(node) || list.checked);
  row.style.top = `${index * rowHeight}px`;
  const label = node.page ? make("a") : make("span");
  label.textContent = list.checked && !node.children ? node.path : node.name;
  label.title = node.path;
  if (node.page) {
    label.href = `files/${node.page}`;
    label.tabIndex = -1;
  }
  const name = cell("name", label);
  name.style.paddingLeft = `${(level - 1) * (innerWidth < 760 ? 9 : 16)}px`;
  if (node.page === null) {
    const told = `not in any report, ${numbers.format(node.lines)} ${node.lines === 1 ? "line" : "lines"} added`;
    row.append(name, cell("percent", make("b", "", "n/a")), cell("of", ""), cell("partial", ""), cell("missed", ""), cell("patch", patchOf(node)));
    row.title = told;
    return row;
  }
  const nothing = node.total ? "0" : "";
  row.append(
    name,
    cell("percent", make("b", "", percent(node.covered, node.total)), ...(node.total ? [bar(node)] : [])),
    cell("of", node.total ? `${numbers.format(node.covered)} / ${numbers.format(node.total)}` : ""),
    cell(`partial${node.partial ? " some" : ""}`, node.partial ? `◐ ${numbers.format(node.partial)}` : nothing),
    cell(`missed${node.missed ? " some" : ""}`, node.missed ? `✕ ${numbers.format(node.missed)}` : nothing),
  );
  if (changed) row.append(cell("patch", patchOf(node)));
  return row;
}

function patchOf(node) {
  if (node.added) return `${percent(node.patched, node.added)} (${node.patched}/${node.added})`;
  return node.unreported ? "not reported" : node.isChanged ? "n/a" : "";
}

const current = () => {
  const index = rows.findIndex(({ node }) => node.path === state.active);
  return index < 0 ? 0 : index;
};

function choose(index) {
  const row = rows[Math.min(Math.max(0, index), rows.length - 1)];
  if (!row) return;
  state.active = row.node.path;
  reveal();
  draw();
}

/** Scrolls the chosen row into view, from under the heads. */
function reveal() {
  const size = height();
  const top = body.getBoundingClientRect().top + current() * size;
  const cover = heads[0].closest(".heads").offsetHeight;
  if (top < cover) scrollBy(0, top - cover);
  else if (top + size > innerHeight) scrollBy(0, top + size - innerHeight + 8);
}

function toggle(node, isWanted) {
  const [set, isIn] = isFiltered() ? [state.closed, !isWanted] : [state.open, isWanted];
  if (isIn) set.add(node.path);
  else set.delete(node.path);
  update(true);
}

const enter = (node) => {
  if (node.children) toggle(node, !isOpen(node));
  else if (node.page) location.href = `files/${node.page}`;
};

const moves = {
  ArrowDown: (at) => choose(at + 1),
  ArrowUp: (at) => choose(at - 1),
  Home: () => choose(0),
  End: () => choose(rows.length - 1),
  PageDown: (at) => choose(at + Math.floor(innerHeight / height()) - 2),
  PageUp: (at) => choose(at - Math.floor(innerHeight / height()) + 2),
  ArrowRight: (at, { node }) => (node.children && !isOpen(node) ? toggle(node, true) : node.children && choose(at + 1)),
  ArrowLeft: (at, { node, level }) => {
    if (node.children && isOpen(node) && !list.checked) return toggle(node, false);
    while (at > 0 && rows[at].level >= level) at -= 1;
    choose(at);
  },
  Enter: (at, { node }) => enter(node),
  " ": (at, { node }) => enter(node),
};

function move(event) {
  const act = moves[event.key];
  const at = current();
  if (!act || !rows[at] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(at, rows[at]);
}

tree.addEventListener("keydown", (event) => event.target === tree && move(event));
// With nothing chosen yet the arrows mean the tree.
addEventListener("keydown", (event) => {
  if (document.activeElement !== document.body || !event.key.startsWith("Arrow") || help.open) return;
  tree.focus({ preventScroll: true });
  move(event);
});

body.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (!row) return;
  const { node } = rows[Number(row.id.slice(4))];
  state.active = node.path;
  if (!event.target.closest("a")) {
    tree.focus({ preventScroll: true });
    if (node.children && !list.checked) toggle(node, !isOpen(node));
    else draw();
  }
});

for (const head of heads) {
  head.tabIndex = 0;
  head.addEventListener("click", () => {
    const key = head.dataset.sort;
    // Of coverage the least comes first, of lines the most.
    const isDown = key !== "name" && key !== "percent" && key !== "patch";
    state.isDown = state.sort === key ? !state.isDown : isDown;
    state.sort = key;
    update(true);
  });
}

const refilter = () => {
  state.closed.clear();
  update();
};
filter.addEventListener("input", refilter);
filter.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && filter.value) {
    filter.value = "";
    refilter();
  } else if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "Escape") {
    tree.focus({ preventScroll: true });
    if (event.key !== "Escape") choose(isFiltered() ? Math.max(0, rows.findIndex(({ node }) => !node.children)) : 0);
  } else {
    return;
  }
  event.preventDefault();
});
list.addEventListener("change", () => update(true));
changed?.addEventListener("change", refilter);

keys.set("/", () => {
  filter.focus();
  filter.select();
});
keys.set("l", () => list.click());
if (changed) keys.set("c", () => changed.click());

/** Opens the folders down to what the address names: `#/folder/file`. */
function follow() {
  if (location.hash === "#changed" && changed) changed.checked = true;
  if (!location.hash.startsWith("#/")) return;
  let path;
  try {
    path = decodeURIComponent(location.hash.slice(2));
  } catch {
    return;
  }
  if (isFiltered() && !matching().some((file) => file.path === path)) {
    filter.value = "";
    if (changed) changed.checked = false;
  }
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) state.open.add(path.slice(0, at));
  state.open.add(path);
  update();
  const row = rows.find(({ node }) => node.path === path) ?? rows.find(({ node }) => node.path.startsWith(`${path}/`));
  if (row) {
    state.active = row.node.path;
    if (row.node.children && !isOpen(row.node)) toggle(row.node, true);
    tree.focus({ preventScroll: true });
    reveal();
    draw();
  }
}

/** Opens folders, the upper ones first, as long as all fits on a page. */
function unfold() {
  let count = 1;
  for (let level = [top_]; level.length && count < 24; ) {
    const next = [];
    for (const node of level) {
      if (count + node.children.length > 32 && node !== top_) continue;
      count += node.children.length;
      state.open.add(node.path);
      next.push(...node.children.filter((child) => child.children));
    }
    level = next;
  }
}

// What was open is open again for who comes back. Storage is refused in some sandboxes: then it is not.
const STORE = `coverage ${location.pathname}`;
addEventListener("pagehide", () => {
  const { sort, isDown, active } = state;
  const choice = { sort, isDown, active, open: [...state.open], filter: filter.value, list: list.checked, changed: changed?.checked, scroll: scrollY };
  try {
    sessionStorage.setItem(STORE, JSON.stringify(choice));
  } catch {}
});
function restore() {
  try {
    const choice = JSON.parse(sessionStorage.getItem(STORE));
    if (!choice) return 0;
    Object.assign(state, { sort: choice.sort, isDown: choice.isDown, active: choice.active, open: new Set(choice.open) });
    filter.value = choice.filter;
    list.checked = choice.list;
    if (changed) changed.checked = choice.changed;
    return choice.scroll;
  } catch {
    return 0;
  }
}

tree.classList.toggle("with-patch", Boolean(changed));
top_ = grow(files);
unfold();
const scroll = restore();
if (location.hash === "#changed" && changed) changed.checked = true;
update();
if (scroll) scrollTo(0, scroll);
follow();

let isAsked = false;
const later = () => {
  if (!isAsked) requestAnimationFrame(() => draw((isAsked = false)));
  isAsked = true;
};
addEventListener("scroll", later, { passive: true });
addEventListener("resize", later);
addEventListener("hashchange", () => follow());
addEventListener("beforeprint", () => draw(true, true));
addEventListener("afterprint", () => draw(true));
