// A browser without a window, by the DevTools protocol over a pipe: no package, no port.
//
//     https://chromedevtools.github.io/devtools-protocol/

import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser: `CHROME`, or the first of the usual names that can be run; nothing if there is none. */
export function find() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = process.env.CHROME
    ? [process.env.CHROME]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function program() {
  const found = find();
  if (!found) throw new Error(`no browser: install \`chromium\`, or name one in \`CHROME\` (looked for ${NAMES.join(", ")})`);
  return found;
}

export class Browser {
  #child;
  #profile = mkdtempSync(join(tmpdir(), "deploy-kit-html-"));
  #asked = new Map();
  #listeners = [];
  #last = 0;

  constructor() {
    const flags = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars=false"];
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
    const profile = `--user-data-dir=${this.#profile}`;
    this.#child = spawn(program(), [...flags, ...quiet, profile, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    let rest = "";
    this.#child.stdio[4].setEncoding("utf8").on("data", (text) => {
      const parts = (rest + text).split("\0");
      rest = parts.pop();
      parts.forEach((part) => this.#take(JSON.parse(part)));
    });
    this.#child.on("exit", (code) => {
      for (const { reject } of this.#asked.values()) reject(new Error(`the browser ended with ${code}`));
    });
  }

  #take(message) {
    const asked = this.#asked.get(message.id);
    if (!asked) return this.#listeners.forEach((listener) => listener(message));
    this.#asked.delete(message.id);
    if (message.error) asked.reject(new Error(`${asked.method}: ${message.error.message}`));
    else asked.resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = (this.#last += 1);
    this.#child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject, method }));
  }

  listen(listener) {
    this.#listeners.push(listener);
    return () => (this.#listeners = this.#listeners.filter((one) => one !== listener));
  }

  /** A tab of its own. */
  async tab() {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(this, sessionId);
    for (const domain of ["Page", "Runtime", "Network", "Log"]) await tab.send(`${domain}.enable`);
    await tab.send("Page.setLifecycleEventsEnabled", { enabled: true });
    return tab;
  }

  async close() {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.send("Browser.close").catch(() => {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Tab {
  #browser;
  #session;
  #waiting = [];
  /** What the pages asked for. */
  requests = [];
  /** What the pages complained of: errors of scripts, violations of the policy. */
  complaints = [];

  constructor(browser, session) {
    this.#browser = browser;
    this.#session = session;
    browser.listen(({ method, params, sessionId }) => sessionId === session && this.#take(method, params));
  }

  #take(method, params) {
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Log.entryAdded" && params.entry.level === "error") this.complaints.push(params.entry.text);
    if (method === "Page.javascriptDialogOpening") this.complaints.push(`dialog: ${params.message}`);
    this.#waiting = this.#waiting.filter((one) => one.method !== method || one.resolve(params));
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  once(method) {
    return new Promise((resolve) => this.#waiting.push({ method, resolve }));
  }

  /** Opens a page as from nowhere, and waits for its scripts. */
  async open(url) {
    await this.#load("about:blank");
    await this.#load(url);
    await this.frame();
  }

  async #load(url) {
    const loads = [];
    let isLoaded = () => {};
    const stop = this.#browser.listen(({ method, params, sessionId }) => {
      if (sessionId !== this.#session || method !== "Page.lifecycleEvent" || params.name !== "load") return;
      loads.push(params.loaderId);
      isLoaded();
    });
    const { loaderId } = await this.send("Page.navigate", { url });
    while (!loads.includes(loaderId)) await new Promise((resolve) => (isLoaded = resolve));
    stop();
  }

  /** What an expression yields; promises are waited for. */
  async run(expression) {
    const answer = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }

  /** Waits until what was changed is on the screen. */
  frame() {
    return this.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))");
  }

  async press(key, modifiers = 0) {
    const codes = { Enter: 13, Escape: 27, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Tab: 9 };
    const code = codes[key] ?? key.toUpperCase().charCodeAt(0);
    const text = codes[key] && key !== "Enter" ? undefined : key === "Enter" ? "\r" : key;
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", key, text, modifiers, windowsVirtualKeyCode: code });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key, modifiers, windowsVirtualKeyCode: code });
    await this.frame();
  }

  async type(text) {
    for (const key of text) await this.press(key);
  }

  /** Presses a key that leads to another page. */
  async leave(key) {
    const loaded = this.once("Page.loadEventFired");
    this.press(key).catch(() => {});
    await loaded;
    await this.frame();
  }

  size(width, height) {
    return this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  }

  scheme(value) {
    return this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
  }

  async picture() {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }
}
