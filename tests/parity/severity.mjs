// What semantic-release would release for ranges of a repository.
//
//   npm ci && node severity.mjs --repository PATH [--cache DIR] [--timeout MS] [--check] [FROM TO]... < ranges
//
// Ranges are pairs of revisions, as arguments or one pair a line on stdin; FROM `-` means from the root.
// Prints one JSON object a line:
//   {from, to, commits, release, byCommit: {sha: type}, reverted: [sha]}
// where a type is "major", "minor", "patch" or null. `byCommit` is the analyzer's word on each commit
// alone; `reverted` lists those that its revert filter takes out of this range. A commit that takes the
// analyzer longer than the time-out is "timeout", and one that it throws at is "crash"; so is its range.
// `--preset angular` asks with the analyzer's default preset. `--check` runs the whole analyzer over
// each range as well, and fails where that differs from the answer put together from single commits.

import { execFileSync } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { filterRevertedCommitsSync } from 'conventional-commits-filter'
import { Cache, analyze, analyzeAll, highest, label } from './analyzer.mjs'

const BATCH = 500 // ranges in memory at a time

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repository: { type: 'string', default: '.' },
    preset: { type: 'string', default: 'conventionalcommits' },
    cache: { type: 'string' },
    timeout: { type: 'string', default: '10000' },
    check: { type: 'boolean', default: false }
  }
})

function git(...args) {
  return execFileSync('git', ['-C', options.repository, ...args], { maxBuffer: 2 ** 30 }).toString('utf8')
}

/** As semantic-release's lib/git.js reads commits: git log's order, the raw message trimmed by JavaScript. */
function readCommits(from, to) {
  const range = from === '-' ? to : `${from}..${to}`
  return git('log', '--format=%H==FIELD==%B==END==', range)
    .split('==END==\n')
    .filter(Boolean)
    .map(record => record.split('==FIELD=='))
    .map(([hash, message]) => ({ hash, message: message.trim() }))
}

const FAILURES = ['crash', 'timeout']

/** The analyzer's answer for a range, put together from its answers for the single commits. */
function combine(commits, results) {
  const parsed = commits.map(({ hash }, index) => ({ hash, ...results[index] }))
  const kept = new Set([...filterRevertedCommitsSync(parsed)].map(({ hash }) => hash))
  const types = parsed.filter(({ hash }) => kept.has(hash)).map(({ release }) => release)
  const failure = FAILURES.find(name => types.includes(name))
  return {
    commits: commits.length,
    release: failure ?? types.reduce(highest, null),
    byCommit: Object.fromEntries(parsed.map(({ hash, release }) => [hash, release])),
    reverted: parsed.filter(({ hash }) => !kept.has(hash)).map(({ hash }) => hash)
  }
}

async function check(range, commits, answer) {
  if (FAILURES.includes(answer.release)) return
  const whole = await analyze(commits, options.preset)
  if (whole !== answer.release) throw new Error(`${range.join('..')}: the whole analyzer says ${whole}, not ${answer.release}`)
}

/** Ranges as given, with their ends as commit ids, which is how they are cached. */
function resolve(ranges) {
  const names = [...new Set(ranges.flat())].filter(name => name !== '-')
  const input = names.map(name => `${name}^{commit}\n`).join('')
  const output = execFileSync('git', ['-C', options.repository, 'cat-file', '--batch-check=%(objectname)'], {
    input,
    maxBuffer: 2 ** 30
  })
  const ids = output.toString().trim().split('\n')
  const byName = new Map([['-', '-'], ...names.map((name, index) => [name, ids[index]])])
  return ranges.map(range => range.map(name => byName.get(name)))
}

async function readRanges() {
  const words = positionals.length > 0 ? positionals : (await text(process.stdin)).split(/\s+/).filter(Boolean)
  if (words.length % 2 === 1) throw new Error('ranges are pairs: FROM TO')
  return Array.from({ length: words.length / 2 }, (_, index) => words.slice(2 * index, 2 * index + 2))
}

const timeout = Number(options.timeout)
const known = new Cache(options.cache, `messages+${label(options.preset)}`)
const answers = new Cache(options.cache, `ranges+${label(options.preset)}`)
const ranges = await readRanges()
const ids = resolve(ranges)

for (let start = 0; start < ranges.length; start += BATCH) {
  const batch = ids
    .slice(start, start + BATCH)
    .map((range, index) => ({ range, name: ranges[start + index], hit: answers.get(range.join('..')) }))
  const missing = batch.filter(({ hit }) => options.check || !hit || hit.release === 'timeout')
  for (const one of missing) one.commits = readCommits(...one.range)
  const messages = missing.flatMap(({ commits }) => commits.map(({ message }) => message))
  const results = await analyzeAll(messages, { preset: options.preset, timeout, known })
  let offset = 0
  for (const one of missing) {
    const answer = combine(one.commits, results.slice(offset, offset + one.commits.length))
    offset += one.commits.length
    if (options.check) await check(one.range, one.commits, answer)
    answers.set(one.range.join('..'), answer)
    one.hit = answer
  }
  for (const { name, hit } of batch) process.stdout.write(JSON.stringify({ from: name[0], to: name[1], ...hit }) + '\n')
}
