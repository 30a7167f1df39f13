// semantic-release's commit-analyzer as a function of one message: `analyzeAll(messages)`.
//
// The analyzer runs in a worker thread with a time-out per message, since its parser is
// cubic in the length of an unbroken word: 2,000 characters keep it busy for half a minute.

import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import { analyzeCommits } from '@semantic-release/commit-analyzer'
import { CommitParser } from 'conventional-commits-parser'

const LEVELS = ['major', 'minor', 'patch']
const SILENT = { log() {} }

/** The higher of two release types, `null` being the lowest. */
export function highest(a, b) {
  if (a === null || b === null) return a ?? b
  return LEVELS.indexOf(a) <= LEVELS.indexOf(b) ? a : b
}

/** What names a result: the versions that made it, so that a cache never outlives them. */
export function label(preset) {
  const lock = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'))
  const version = name => lock.packages[`node_modules/${name}`].version
  return [
    `analyzer-${version('@semantic-release/commit-analyzer')}`,
    `parser-${version('conventional-commits-parser')}`,
    `${preset}-${version(`conventional-changelog-${preset}`)}`
  ].join('+')
}

/** The analyzer itself over a list of `{hash, message}`, newest first. */
export function analyze(commits, preset) {
  return analyzeCommits({ preset }, { commits, cwd: process.cwd(), logger: SILENT })
}

/** One message: its release type, or "crash", and what the analyzer's revert filter looks at. */
async function analyzeOne(message, preset) {
  if (!message.trim()) return { release: null, header: null, revert: null }
  let parsed
  const parse = CommitParser.prototype.parse
  CommitParser.prototype.parse = function (text) {
    return (parsed = parse.call(this, text))
  }
  try {
    const release = await analyze([{ hash: '', message }], preset)
    return { release, header: parsed.header, revert: parsed.revert }
  } catch {
    // "BREAKING CHANGE: x" above a last line "---" makes the parser read past the end.
    return { release: 'crash', header: null, revert: null }
  } finally {
    CommitParser.prototype.parse = parse
  }
}

if (!isMainThread && workerData?.analyzer) {
  for (const [index, message] of workerData.messages) {
    parentPort.postMessage([index, await analyzeOne(message, workerData.preset)])
  }
  parentPort.postMessage(null)
}

/** Analyzes `[index, message]` pairs until one hangs or all are done; calls back with each result. */
function runWorker(pairs, preset, timeout, onResult) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { analyzer: true, messages: pairs, preset }
    })
    let timer
    const finish = async hung => {
      clearTimeout(timer)
      await worker.terminate()
      resolve(hung)
    }
    const arm = ms => {
      clearTimeout(timer)
      timer = setTimeout(() => finish(true), ms)
    }
    arm(timeout + 5_000) // the first one also pays for loading the modules
    worker.on('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    worker.on('message', result => {
      if (result === null) return finish(false)
      onResult(...result)
      arm(timeout)
    })
  })
}

/** Results for all messages, in order; `{release: 'timeout'}` for one that takes longer than `timeout` ms. */
async function analyzeFresh(messages, preset, timeout, onResult) {
  let pairs = [...messages.entries()]
  while (pairs.length > 0) {
    let done = 0
    const hung = await runWorker(pairs, preset, timeout, (index, result) => {
      done += 1
      onResult(index, result)
    })
    if (hung && done < pairs.length) {
      onResult(pairs[done][0], { release: 'timeout', header: null, revert: null })
      done += 1
    }
    pairs = pairs.slice(done)
  }
}

/** A map kept as JSON lines `[key, value]` in `directory`, or in memory only without one. */
export class Cache {
  constructor(directory, name) {
    this.map = new Map()
    if (!directory) return
    mkdirSync(directory, { recursive: true })
    this.file = join(directory, `${name}.jsonl`)
    if (!existsSync(this.file)) return
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      try {
        this.map.set(...JSON.parse(line))
      } catch {
        // an empty or half-written last line
      }
    }
  }

  get(key) {
    return this.map.get(key)
  }

  set(key, value) {
    this.map.set(key, value)
    if (this.file) appendFileSync(this.file, JSON.stringify([key, value]) + '\n')
  }
}

/**
 * `{release, header, revert}` for each message.
 * Options: `preset`, `timeout` in milliseconds per message, `known` a cache of single messages.
 * A time-out from an earlier run is tried again when this one allows more time.
 */
export async function analyzeAll(messages, { preset, timeout, known }) {
  const key = message => createHash('sha1').update(message).digest('hex')
  const usable = hit => hit && (hit.release !== 'timeout' || hit.after >= timeout)
  const missing = [...new Set(messages)].filter(message => !usable(known.get(key(message))))
  await analyzeFresh(missing, preset, timeout, (index, result) => {
    known.set(key(missing[index]), result.release === 'timeout' ? { ...result, after: timeout } : result)
  })
  return messages.map(message => known.get(key(message)))
}
