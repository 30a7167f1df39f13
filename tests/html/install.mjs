// A browser for the tests of pages: the one that is there, else Debian's.
//
//     node tests/html/install.mjs

import { spawnSync } from "node:child_process";

import { find } from "./chromium.mjs";

/** Runs a command of the system's package manager, as root or by way of sudo. */
function apt(...words) {
  const line = [...(process.getuid() === 0 ? [] : ["sudo"]), "apt-get", ...words];
  const { status, error } = spawnSync(line[0], line.slice(1), { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  if (status !== 0) {
    console.error(`\`${line.join(" ")}\` failed${error ? `: ${error.message}` : ""}; install Chromium or Chrome, or name one in \`CHROME\``);
    process.exit(1);
  }
}

if (!find()) {
  apt("update");
  apt("install", "--yes", "--no-install-recommends", "chromium");
}
console.log(find());
