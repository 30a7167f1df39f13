// Generated commit messages, and what semantic-release's commit-analyzer makes of each.
//
//   npm ci && node messages.mjs [COUNT [SEED]]
//
// Prints one JSON object a line: {message, release}. The shapes are those of real histories: types,
// scopes, `!`, footers, near misses, bullets, merges, reverts, trailing numbers, emoji, CRLF, odd
// Unicode. The same seed gives the same messages; each has a word of its own, so that no revert
// finds a partner by accident.

import { Cache, analyzeAll } from './analyzer.mjs'

const count = Number(process.argv[2] ?? 1000)
let state = Number(process.argv[3] ?? 1)

/** mulberry32: a small generator with a seed. */
function random() {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const below = limit => Math.floor(random() * limit)
const pick = list => list[below(list.length)]
const maybe = (share, make) => (random() < share ? make() : '')
const many = (most, make) => Array.from({ length: 1 + below(most) }, make)
const hex = length => Array.from({ length }, () => pick('0123456789abcdef')).join('')

const TYPES = ['feat', 'fix', 'feat', 'fix', 'chore', 'docs', 'perf', 'refactor', 'test', 'build', 'ci', 'style', 'revert', 'deps', 'feature', 'release', 'types', 'wip']
const ODD_TYPES = ['Feat', 'FIX', 'FEAT', 'Fix', 'build-deps', 'fix/feat', 'féature', 'feat ', ' feat', '', 'a b', '[feat]', 'feat,fix', 'feat_x', '1']
const SCOPES = ['core', 'deps', 'deps-dev', '@scope/pkg', 'a,b', 'a b', 'npm: x', '*', '', 'a(b)', 'v2.0', 'тест', ' x ']
const WORDS = ['add', 'remove', 'the', 'parser', 'for', 'a', 'default', 'of', 'tokens', 'when', 'BREAKING', 'CHANGE', 'breaking', 'change', 'fixes', 'closes', '#12', '`code`', 'MIN(COALESCE(a,b))', 'https://example.invalid/a:b', '@someone', 'fix:', 'feat:', 'é', '日本語', '"quoted"', '<b>', '${x}', '->', 'a:b']
const EMOJI = ['✨ ', ':sparkles: ', '🐛', '🚀 ', '👩‍💻 ', '⚠️ ']
const ODD = ['\u2028', '\u2029', '\u00a0', '\ufeff', '\u200b', '\u0085', '\u202e', '\t', '\v', '\f', '\r', '\x1b[31m', '\u0130', '\u017f', '\u212a', '\ufffd', '𝒻']
const NOTES = ['BREAKING CHANGE: ', 'BREAKING-CHANGE: ', 'BREAKING CHANGES: ', 'breaking change: ', 'Breaking Change: ', 'Breaking-Change: ', 'BREAKING CHANGE ', 'BREAKING CHANGE:', 'BREAKING CHANGE #', 'BREAKING CHANGE\n', 'BREAKING_CHANGE: ', 'BREAKING: ', '* BREAKING CHANGE: ', '- BREAKING CHANGE: ', '  BREAKING CHANGE: ', '**BREAKING CHANGE**: ', '## BREAKING CHANGE\n\n', '> BREAKING CHANGE: ', '| BREAKING CHANGE: ', 'BREAKING CHANGE(api): ', 'BREAKING  CHANGE: ', 'NOTE: BREAKING CHANGE: ']
const TRAILERS = ['Signed-off-by: A <a@example.invalid>', 'Co-authored-by: B <b@example.invalid>', 'Refs: #12', 'Closes #12', 'Fixes: #12, #13', 'Reviewed-by: C', 'Release-As: 9.9.9', 'Refs #12', 'gpg: Good signature', 'Change-Id: I0123']
const RULERS = ['---', '---------', '-x-', '--', '***', '```', '# heading', '', '-hash-', '- list -']
const PULL = ['Merge pull request #12 from a/b', "Merge branch 'main' into next", "Merge remote-tracking branch 'origin/main'", "Merge tag 'v1.0.0'", 'Merged in x (pull request #12)', 'merge: main']

let serial = 0
const word = () => maybe(0.02, () => pick(ODD)) + pick(WORDS)
const sentence = () => many(6, word).join(' ')
const own = () => `w${(serial += 1)} ${sentence()}`
const colon = () => maybe(0.85, () => ': ') || pick([':', ' : ', ':  ', ':\t', ':\u00a0', ' ', ' - ', '; ', '：'])
const type = () => (random() < 0.1 ? pick(ODD_TYPES) : pick(TYPES))
const bang = () => maybe(0.12, () => pick(['!', '!', '!', '!!', ' !', '! ']))
const scope = () => maybe(0.35, () => pick(['', '', '', '', '', ' ']) + `(${pick(SCOPES)})`)
const header = () => maybe(0.05, () => pick(EMOJI)) + maybe(0.02, () => pick(ODD)) + type() + scope() + bang() + colon() + own()
const subject = () => pick([header, header, header, header, header, header, own])() + maybe(0.25, () => ' (#12)')

const note = () => pick(NOTES) + sentence()
const bullet = () => pick(['* ', '- ', '+ ', '  * ', '* * ']) + pick([header, sentence, note])()
const paragraph = () =>
  pick([
    sentence,
    sentence,
    () => many(3, sentence).join('\n'),
    () => many(4, bullet).join('\n'),
    () => many(3, bullet).join('\n\n'),
    header,
    note,
    () => many(3, () => pick(TRAILERS)).join('\n'),
    () => pick(RULERS),
    () => '    ' + note(),
    () => sentence() + '\n' + note(),
    () => note() + '\n' + pick(TRAILERS),
    () => pick(TRAILERS) + '\n' + note()
  ])()
const body = () => maybe(0.6, () => pick(['\n\n', '\n\n', '\n\n', '\n\n', '\n', '\n\n\n']) + many(3, paragraph).join(pick(['\n\n', '\n\n', '\n', '\n \n'])))

const revert = () => {
  const what = header()
  const sha = hex(pick([7, 8, 10, 40, 40, 40]))
  return pick([
    `Revert "${what}"\n\nThis reverts commit ${sha}.`,
    `Revert "${what}"\n\nThis reverts commit ${sha}, reversing\nchanges made to ${hex(40)}.`,
    `Revert "${what} (#12)" (#13)\n\nReverts a/b#12`,
    `Revert "${what} (#12)" (#13)\n\nThis reverts commit ${sha}.`,
    `Revert "${what}"`,
    `Revert "Revert "${what}""\n\nThis reverts commit ${sha}.`,
    `Reapply "${what}"\n\nThis reverts commit ${sha}.`,
    `revert: ${what}\n\nThis reverts commit ${sha}.`,
    `revert(core): ${what}\n\nRefs: ${sha}`,
    `revert: ${what}`,
    `fix: revert "${what}"\n\nThis reverts commit ${sha}.`
  ])
}

function message() {
  const shape = random()
  let text = shape < 0.82 ? subject() + body() : shape < 0.9 ? `${pick(PULL)}${maybe(0.3, () => ` ${own()}`)}\n\n${subject()}${body()}` : revert() + maybe(0.2, body)
  text += maybe(0.1, () => '\n') + maybe(0.03, () => pick(ODD))
  text = maybe(0.03, () => pick(['\n', ' ', '\ufeff', '\r\n', '\u00a0'])) + text
  return random() < 0.08 ? text.replace(/\n/g, '\r\n') : text
}

const messages = Array.from({ length: count }, message)
const trimmed = messages.map(text => text.trim()) // as semantic-release hands them over
const results = await analyzeAll(trimmed, { preset: 'conventionalcommits', timeout: 10_000, known: new Cache() })
for (const [index, text] of messages.entries()) {
  process.stdout.write(JSON.stringify({ message: text, release: results[index].release }) + '\n')
}
