// The HTML pages of a coverage report in a browser, from the disk.
//
//     cargo run --package deploy-kit-coverage --example pages -- target/pages
//     cargo run --package deploy-kit-coverage --example pages -- target/pages-many 10000
//     node --test tests/html/report.test.mjs
//
// The first sample holds what `crates/coverage/examples/pages.rs` says, hostile names included.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";

import { Browser } from "./chromium.mjs";

const SAMPLE = new URL("../../target/pages/", import.meta.url);
const MANY = new URL("../../target/pages-many/", import.meta.url);
const names = readdirSync(new URL("files/", SAMPLE));
const page = (name) => new URL(`files/${names.find((each) => each.includes(name))}`, SAMPLE).href;
const index = new URL("index.html", SAMPLE).href;
const SHIFT = 8;

let browser;
let tab;
before(async () => {
  browser = new Browser();
});
after(() => browser.close());
beforeEach(async () => {
  tab = await browser.tab();
  await tab.size(1280, 800);
});

/** The rows of the tree as they are in view: `name covered`. */
const rows = () => tab.run(`[...document.querySelectorAll(".row")].map((row) => row.querySelector(".name").textContent + " " + row.querySelector("b").textContent)`);
const chosen = () => tab.run(`document.querySelector(".row.active .name").textContent`);
const place = () => tab.run(`document.getElementById("place").textContent`);
const selected = () => tab.run(`[...document.querySelectorAll(".sel > a")].map((line) => line.textContent).join(" ")`);
const isSeen = (selector) =>
  tab.run(`(() => {
    const box = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
    return box.height > 0 && document.elementFromPoint(box.left + 20, box.top + 5)?.closest(${JSON.stringify(selector)}) !== null;
  })()`);

test("nothing is asked for but the folder, and nothing is complained of", async () => {
  for (const name of ["index.html", "patch.html", ...names.map((name) => `files/${encodeURIComponent(name)}`)]) {
    await tab.open(new URL(name, SAMPLE).href);
  }
  assert.deepEqual(tab.complaints, []);
  const others = tab.requests.filter((url) => !url.startsWith(SAMPLE.href) && !["about:blank", "data:,"].includes(url));
  assert.deepEqual(others, []);
  assert.ok(tab.requests.length > names.length, "the requests are seen at all");
});

test("a script that got into a page would not run", async () => {
  await tab.open(page("whole.rs"));
  await tab.run(`(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'broken'";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<button id=bad onclick=\\"document.title = 'broken'\\">x</button><img src='https://example.invalid/x.png'>");
    document.getElementById("bad").click();
  })()`);
  await tab.frame();
  assert.doesNotMatch(await tab.run("document.title"), /broken/);
  assert.ok(tab.complaints.some((text) => /Content Security Policy/.test(text)), "the policy is what stopped it");
});

test("a stranger's text is shown and does nothing", async () => {
  await tab.open(page("hostile"));
  const lines = await tab.run(`[...document.querySelectorAll("code")].map((line) => line.textContent)`);
  assert.equal(lines[0], "</script></code><script>document.title = 'broken'</script>");
  assert.equal(lines[2], 'if (access != "userU+202E U+2066// Check if adminU+2069 U+2066") {U+0000U+0007');
  assert.equal(lines[3], "'quote' \"double\" &amp; &lt; U+FEFFU+200BzeroU+E0041");
  const elements = await tab.run(`[...new Set([...document.querySelectorAll("#code *")].map((element) => element.localName))].sort().join(" ")`);
  assert.equal(elements, "a b code div u");
  await tab.open(page("script--img"));
  assert.equal(await tab.run("document.querySelector('h1').textContent"), "script><img src=x onerror=alert(1)>.js");
  await tab.open(index);
  await tab.press("/");
  await tab.type("onerror");
  assert.deepEqual((await rows()).slice(-1), ["script><img src=x onerror=alert(1)>.js 80.00%"]);
  assert.equal(await tab.run("document.querySelectorAll('img').length"), 0);
});

test("the tree is walked by keys", async () => {
  await tab.open(index);
  await tab.press("ArrowDown");
  assert.equal(await chosen(), "docs");
  await tab.press("End");
  const last = await chosen();
  await tab.press("Home");
  assert.equal(await chosen(), "All files");
  assert.notEqual(last, "All files");
  const all = (await rows()).length;
  await tab.press("ArrowDown");
  await tab.press("ArrowLeft");
  assert.ok((await rows()).length < all, "the folder is closed");
  await tab.press("ArrowRight");
  assert.equal((await rows()).length, all);
  await tab.press("ArrowRight");
  assert.equal(await chosen(), "new.rs");
  await tab.press("ArrowLeft");
  assert.equal(await chosen(), "docs");
  const state = await tab.run(`(() => {
    const row = document.getElementById(document.activeElement.getAttribute("aria-activedescendant"));
    return [row.getAttribute("role"), row.getAttribute("aria-level"), row.getAttribute("aria-expanded"), row.getAttribute("aria-setsize")];
  })()`);
  assert.deepEqual(state, ["row", "2", "true", "4"]);
});

test("what is filtered opens with enter, and what was filtered is there on the way back", async () => {
  await tab.open(index);
  await tab.press("/");
  await tab.type("ENGINE thr");
  assert.deepEqual((await rows()).slice(1), ["src/engine 70.15%", "thrust.rs 70.15%"]);
  assert.equal(await tab.run("document.getElementById('shown').textContent"), "1 of 17 files");
  await tab.press("Enter");
  assert.equal(await chosen(), "thrust.rs");
  await tab.leave("Enter");
  assert.equal(await tab.run("document.querySelector('h1').textContent"), "thrust.rs");
  await tab.leave("u");
  assert.equal(await chosen(), "thrust.rs");
  assert.equal(await tab.run("document.getElementById('filter').value"), "ENGINE thr");
  await tab.press("/");
  await tab.press("Escape");
  assert.equal(await tab.run("document.getElementById('filter').value"), "");
});

test("a list, in order of what is asked", async () => {
  await tab.open(index);
  await tab.press("l");
  await tab.run(`document.querySelector("[data-sort=missed]").click()`);
  await tab.frame();
  const missed = await tab.run(`[...document.querySelectorAll(".row .missed")].map((cell) => Number(cell.textContent.replace(/\\D/g, "")))`);
  assert.ok(missed.length > 10);
  assert.deepEqual(missed.slice(1), missed.slice(1).sort((one, other) => other - one));
  assert.equal((await rows())[1], "generated/parser.rs 86.36%");
  await tab.run(`document.querySelector("[data-sort=percent]").click()`);
  await tab.frame();
  assert.equal((await rows())[1], "src/shorter.rs 33.33%");
  assert.match((await rows()).at(-1), / n\/a$/, "what is not applicable stays last");
  assert.equal(await tab.run(`document.querySelector(".percent[role=columnheader]").ariaSort`), "ascending");
});

test("changed files alone, with those that no report mentions", async () => {
  await tab.open(index);
  await tab.press("c");
  const patch = await tab.run(`[...document.querySelectorAll(".row.file")].map((row) => row.querySelector(".name").textContent + " " + row.querySelector(".patch").textContent)`);
  assert.deepEqual(patch, ["new.rs not reported", "thrust.rs 67.50% (27/40)", "main.rs 75.00% (3/4)", "whole.rs 100.00% (1/1)", "hostile.js 100.00% (2/2)"]);
  assert.equal((await tab.run(`document.querySelector(".row .patch").textContent`)), "70.21% (33/47)");
});

test("percentages are cut", async () => {
  await tab.open(index);
  assert.equal(await tab.run("percent(99999, 100000)"), "99.99%");
  assert.equal(await tab.run("percent(2, 3)"), "66.66%");
  assert.equal(await tab.run("percent(0, 0)"), "n/a");
  assert.equal(await tab.run("percent(1, 20000)"), "0.00%");
  const total = await tab.run(`document.querySelector(".total strong").textContent`);
  assert.equal((await rows())[0], `All files ${total}`, "the page and its script cut alike");
});

test("an address of a folder opens the tree there", async () => {
  await tab.open(`${index}#/src/engine/fuel/mixture.rs`);
  assert.equal(await chosen(), "mixture.rs");
  await tab.open(`${index}#/src/main`);
  assert.equal(await chosen(), "main/java/org/acme/rocket");
  await tab.open(`${index}#/tests/gr%C3%B6%C3%9Fe`);
  assert.equal(await chosen(), "größe");
  await tab.open(`${index}#/%E0%A4%A`);
  assert.equal(await chosen(), "größe", "what is no address changes nothing");
});

test("from one uncovered stretch to the next, and back", async () => {
  await tab.open(page("thrust"));
  await tab.press("n");
  assert.deepEqual([await selected(), await place()], ["1", "line 1, uncovered 1 of 46"]);
  await tab.press("j");
  assert.deepEqual([await selected(), await place()], ["9 10 11", "lines 9–11, uncovered 2 of 46"]);
  assert.equal(await tab.run("location.hash"), "#L9-L11");
  assert.equal(await tab.run("document.activeElement.textContent"), "9");
  await tab.press("k");
  assert.equal(await selected(), "1");
  await tab.press("p");
  assert.match(await place(), /46 of 46$/, "before the first comes the last");
  assert.ok(await isSeen("div.sel"));
  await tab.press("c");
  assert.equal(await selected(), "8 9 10 11 12");
  await tab.press("C", SHIFT);
  assert.match(await selected(), /^200 201 /);
});

test("an address names lines", async () => {
  await tab.open(`${page("thrust")}#L200-L203`);
  assert.equal(await selected(), "200 201 202 203");
  assert.ok(await isSeen("#L200"));
  await tab.open(`${page("thrust")}#L7`);
  assert.equal(await selected(), "7");
  const point = (line) => tab.run(`(() => { const box = document.querySelector("#L${line} > a").getBoundingClientRect(); return [box.left + 30, box.top + 10]; })()`);
  const click = async (line, modifiers) => {
    const [x, y] = await point(line);
    for (const type of ["mousePressed", "mouseReleased"]) await tab.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1, modifiers });
    await tab.frame();
  };
  await click(4, 0);
  await click(6, SHIFT);
  assert.deepEqual([await selected(), await tab.run("location.hash")], ["4 5 6", "#L4-L6"]);
});

test("a line tells how it fared by more than its colour", async () => {
  await tab.open(page("thrust"));
  const { nodes } = await tab.send("Accessibility.getFullAXTree");
  const text = nodes.filter((node) => node.role?.value === "StaticText").map((node) => node.name.value);
  for (const word of ["missed, ", "partial, ", "added, "]) assert.ok(text.includes(word), word);
  assert.ok(text.includes("1 of 2 branches taken, not arm 2"));
});

test("without a source, and past its end, the measured lines are there and it is said", async () => {
  await tab.open(page("gone.rs"));
  assert.match(await tab.run("document.querySelector('.note').textContent"), /source was not at hand/);
  assert.equal(await tab.run(`[...document.querySelectorAll(".block > div")].map((row) => row.innerText.replace(/\\s+/g, " ").trim()).join("; ")`), "3 1; 4 0; 9 18E");
  assert.equal(await tab.run("document.querySelector('#L9 b').title"), "18,446,744,073,709,551,615");
  await tab.open(page("shorter.rs"));
  assert.match(await tab.run("document.querySelector('.note').textContent"), /from line 9 on/);
});

test("the patch on one page", async () => {
  await tab.open(new URL("patch.html", SAMPLE).href);
  const files = await tab.run(`[...document.querySelectorAll("section h2")].map((head) => head.textContent.replace(/\\s+/g, " "))`);
  assert.deepEqual(files, ["In no report", "src/engine/thrust.rs 67.50% (27/40)", "src/main.rs 75.00% (3/4)", "src/whole.rs 100.00% (1/1)", "tests/hostile.js 100.00% (2/2)"]);
  await tab.press("n");
  assert.equal(await selected(), "9 10 11", "context that was missed before is not of the patch");
  const target = await tab.run(`document.querySelector(".sel > a").href`);
  assert.ok(target.endsWith("-thrust.rs.html#L9"), target);
  await tab.leave("u");
  assert.ok(await tab.run("document.getElementById('changed').checked"));
});

test("50,000 lines", async () => {
  await tab.open(`${page("parser.rs")}#L49990`);
  assert.equal(await tab.run("document.querySelectorAll('.block > div').length"), 50_000);
  assert.ok(await isSeen("#L49990"));
  await tab.press("p");
  assert.ok(await isSeen("div.sel"));
});

test("10,000 files: no more elements than are in view", async () => {
  await tab.open(new URL("index.html", MANY).href);
  const count = () => tab.run("document.querySelectorAll('body *').length");
  assert.ok((await count()) < 1500, `${await count()} elements`);
  assert.equal(await tab.run("document.getElementById('shown').textContent"), "10,000 files");
  await tab.press("/");
  await tab.type("component_0");
  assert.equal(await tab.run("rows.filter(({ node }) => !node.children).length"), 10_000);
  assert.ok((await count()) < 1500, `${await count()} elements`);
  await tab.run("scrollTo(0, 200000)");
  await tab.frame();
  const middle = await tab.run("document.elementFromPoint(640, 400).closest('.row')?.ariaRowIndex");
  assert.ok(Number(middle) > 6000, `row ${middle} is in view`);
  await tab.type("9999");
  assert.deepEqual((await rows()).slice(-1)[0].split(" ")[0], "component_09999.ts");
  for (const line of await timings()) console.log(line);
});

/** What people wait for, for whoever wants to know: times are told, not judged. */
async function timings() {
  const load = await tab.run("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)");
  const strokes = await tab.run(`(() => {
    const times = [];
    for (const text of ["c", "co", "com", "component_0", "component_01", "component_012", "package-1 part_3", ""]) {
      const start = performance.now();
      filter.value = text;
      filter.dispatchEvent(new Event("input"));
      document.body.offsetHeight;
      times.push(Math.round(performance.now() - start));
    }
    return times.join(" ");
  })()`);
  return [`loaded in ${load} ms`, `a stroke in the filter: ${strokes} ms`];
}

test("without scripts there are links, numbers and lines", async () => {
  await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
  const loaded = tab.once("Page.loadEventFired");
  await tab.send("Page.navigate", { url: index });
  await loaded;
  const { root } = await tab.send("DOM.getDocument", { depth: -1 });
  const { nodeIds } = await tab.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "noscript a" });
  assert.equal(nodeIds.length, 16);
  const { model } = await tab.send("DOM.getBoxModel", { nodeId: nodeIds[0] });
  assert.ok(model.height > 0);
});

for (const scheme of ["light", "dark"]) {
  test(`text has a contrast of 4.5 at least, ${scheme}`, async () => {
    await tab.scheme(scheme);
    for (const url of [`${index}#changed`, index, `${page("thrust")}#L8-L12`, new URL("patch.html", SAMPLE).href, page("hostile"), page("gone.rs")]) {
      await tab.open(url);
      assert.deepEqual(await tab.run(`(${faint})()`), [], url);
    }
  });
}

/** Texts that are hard to read; runs in the page. */
function faint() {
  const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([red, green, blue]) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3) return colour;
    }
    return parse(getComputedStyle(document.body).backgroundColor);
  };
  const bad = new Set();
  let seen = 0;
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    if (!text || !element.checkVisibility()) continue;
    seen += 1;
    for (const which of [null, "::before"]) {
      const [one, other] = [light(parse(getComputedStyle(element, which).color)), light(behind(element))].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < 4.5) bad.add(`${element.localName}.${element.className}${which ?? ""} ${contrast.toFixed(2)}`);
    }
  }
  return seen > 20 || document.querySelector("code") ? [...bad] : ["nothing was seen"];
}

test("a narrow window is no wider than it is, and nothing jumps", async () => {
  await tab.size(420, 800);
  for (const url of [index, page("thrust"), page("hostile"), new URL("patch.html", SAMPLE).href]) {
    await tab.open(url);
    assert.ok(await tab.run("document.documentElement.scrollWidth <= innerWidth"), url);
    const shift = await tab.run(`new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: "layout-shift", buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done(0)));
    })`);
    assert.ok(shift < 0.05, `${url} shifts by ${shift}`);
  }
});

test("everything that can be used has a name, and every page its landmarks", async () => {
  for (const url of [index, page("thrust"), new URL("patch.html", SAMPLE).href]) {
    await tab.open(url);
    const { nodes } = await tab.send("Accessibility.getFullAXTree");
    const role = (node) => node.role?.value;
    const usable = nodes.filter((node) => !node.ignored && ["button", "link", "checkbox", "searchbox", "treegrid", "main", "columnheader"].includes(role(node)));
    assert.ok(usable.length > 8);
    assert.deepEqual(usable.filter((node) => !node.name?.value && role(node) !== "main").map((node) => role(node)), [], url);
    assert.equal(nodes.filter((node) => role(node) === "main").length, 1);
    assert.equal(nodes.filter((node) => role(node) === "heading" && node.properties.some(({ name, value }) => name === "level" && value.value === 1)).length, 1);
  }
});

test("the keys are told, and closed again", async () => {
  for (const url of [index, page("thrust")]) {
    await tab.open(url);
    await tab.press("?");
    assert.ok(await tab.run("document.getElementById('keys').open"));
    assert.ok((await tab.run("document.querySelectorAll('dialog dt').length")) >= 7);
    await tab.press("Escape");
    assert.ok(!(await tab.run("document.getElementById('keys').open")));
  }
});

test("on paper every file has its row", async () => {
  await tab.open(index);
  const count = () => tab.run("document.querySelectorAll('.row').length");
  await tab.size(1280, 300);
  await tab.frame();
  await tab.run("draw(true)");
  const before = await count();
  await tab.run("dispatchEvent(new Event('beforeprint'))");
  assert.ok((await count()) > before);
  assert.equal(await count(), await tab.run("rows.length"));
});
