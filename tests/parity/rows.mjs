// Checks the two semantic-release columns of rows.json against the analyzer itself.
//
//   npm ci && node rows.mjs
//
// rows.json has what each peer makes of a message, or of a short history (oldest first), from 1.0.0:
// major, minor, patch, none, or unparsed where it ignores everything. `{sha:0}` in a message stands for
// the id of the first commit, `{short:0}` for its first seven digits. In a row with `merge` the last
// commit is a merge of the ones before it; otherwise each commit has one parent.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { analyze } from './analyzer.mjs'

/** Newest first, as the analyzer expects them, with made-up ids. */
function history({ id, messages }) {
  const shas = messages.map((_, index) => createHash('sha1').update(`${id} ${index}`).digest('hex'))
  const fill = text => text.replace(/\{(sha|short):(\d)\}/g, (_, form, index) => shas[index].slice(0, form === 'sha' ? 40 : 7))
  return messages.map((text, index) => ({ hash: shas[index], message: fill(text) })).reverse()
}

let wrong = 0
for (const row of JSON.parse(readFileSync(new URL('rows.json', import.meta.url), 'utf8'))) {
  for (const [column, preset] of [['sr_default', 'angular'], ['sr_preset', 'conventionalcommits']]) {
    const answer = (await analyze(history(row), preset)) ?? 'none'
    if (answer === row[column]) continue
    wrong += 1
    console.log(`${row.id}: ${column} is ${answer}, not ${row[column]}`)
  }
}
console.log(wrong === 0 ? 'rows.json agrees with the analyzer' : `${wrong} differences`)
process.exitCode = wrong === 0 ? 0 : 1
