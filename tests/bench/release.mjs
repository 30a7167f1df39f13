#!/usr/bin/env node
// A whole release of one package with three small assets, against the embedded GitHub on loopback: ours beside
// semantic-release's with its usual plugins, in turns; then ours with an asset of 2 GB, for its memory.
//
//     cargo build --release -p deploy-kit-release -p deploy-kit-github-sim
//     npm ci --prefix tests/contract && apt-get install time
//     node tests/bench/release.mjs [ROUNDS]
//
// Both write CHANGELOG.md, commit, tag, push, upload and publish; ours changes package.json too. Prints a Markdown
// table of medians; exit code 1 if a goal is missed. It takes a quarter of a minute a round: semantic-release waits a
// second or more between two writes, as GitHub recommends, while ours counts them and waits when they are many. The
// processor's time has no such pauses in it.

import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { program, repository, startBuilt } from '../contract/server.mjs';

const MODULES = join(dirname(fileURLToPath(import.meta.url)), '..', 'contract', 'node_modules');
const PEER = join(MODULES, 'semantic-release', 'bin', 'semantic-release.js');
const OURS = program('deploy-kit-release', 'release');
const ADDRESS = 'https://github.com/octo-org/tool.git';
const SMALL = [1000, 2000, 3000];
const LARGE = [2e9];
const DEADLINE = 300_000;
const rounds = Number(process.argv[2] ?? 5);

/** A repository with something to release, its files to attach, and the server over it. */
async function world(sizes) {
  const made = repository();
  made.commit('feat: begin', 'package.json', '{ "name": "tool", "version": "1.0.0" }\n');
  made.commit('chore: leave what is built out', '.gitignore', 'dist\npeak\n.releaserc.json\n');
  made.git('tag', 'v1.0.0');
  made.commit('feat: be fast', 'fast.txt', 'fast\n');
  const sim = await startBuilt('release', made.folder, '--name', 'octo-org/tool');
  made.git('remote', 'add', 'origin', `file://${sim.variables.GIT_REMOTE}`);
  mkdirSync(join(made.folder, 'dist'));
  sizes.forEach((size, index) => {
    const file = openSync(join(made.folder, 'dist', `asset-${index}`), 'w');
    ftruncateSync(file, size);
    closeSync(file);
  });
  return { made, sim, sizes };
}

/** What a run needs to know, and nothing else: no token or identity of this machine, and no prompt. */
function environment({ made, sim }) {
  const { GITHUB_API_URL, GITHUB_TOKEN } = sim.variables;
  const who = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [[`GIT_${role}_NAME`, 'Author'], [`GIT_${role}_EMAIL`, 'author@example.org']]),
  );
  return {
    PATH: process.env.PATH, HOME: made.folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0', GITHUB_API_URL, GITHUB_TOKEN, ...who,
  };
}

/**
 * Runs a command to its end: wall and processor's time in milliseconds, its children's included, the peak of its memory
 * in bytes, the requests, and the wall time without the server's.
 */
async function measure(at, command, variables) {
  const { made, sim, sizes } = at;
  const began = performance.now();
  const run = spawnSync('/usr/bin/time', ['-o', 'peak', '-f', '%M %U %S', ...command], {
    cwd: made.folder, env: variables, encoding: 'utf8', timeout: DEADLINE, killSignal: 'SIGKILL',
  });
  const wall = performance.now() - began;
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`${command.join(' ')} ended with ${run.status ?? run.signal}\n${run.stdout}${run.stderr}`);
  const entries = await sim.journal();
  const { releases } = await sim.state();
  const release = releases.find((found) => found.tag === 'v1.1.0' && !found.draft);
  const has = (size, index) => release?.assets.some((asset) => asset.name === `asset-${index}` && asset.size === size);
  if (!sizes.every(has)) throw new Error(`${command[0]} has not released all\n${run.stdout}${run.stderr}`);
  // Uploads overlap: of these the longest alone is sure to be waited for.
  const time = (origin) => entries.filter((entry) => entry.origin === origin).map((entry) => entry.microseconds / 1000);
  const server = time('api').reduce((sum, one) => sum + one, 0) + Math.max(0, ...time('uploads'));
  const [kilobytes, user, system] = readFileSync(join(made.folder, 'peak'), 'utf8').split(' ').map(Number);
  const cpu = 1000 * (user + system);
  return { wall, cpu, peak: 1024 * kilobytes, requests: entries.length, beside: wall - server };
}

async function within(sizes, work) {
  const at = await world(sizes);
  try {
    return await work(at);
  } finally {
    at.sim.stop();
    at.made.remove();
  }
}

function ours(sizes, { runner }) {
  return within(sizes, async (at) => {
    const variables = environment(at);
    const { GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY } = at.sim.variables;
    Object.assign(variables, { GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY });
    if (runner) Object.assign(variables, { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/main' });
    return measure(at, [OURS, '--assets=dist/*'], variables);
  });
}

/** semantic-release, with git's way to GitHub turned to the server's repository. */
function peer(sizes) {
  return within(sizes, async (at) => {
    const { made, sim } = at;
    const { GITHUB_TOKEN, GIT_REMOTE } = sim.variables;
    for (const who of ['', `${GITHUB_TOKEN}@`, `x-access-token:${GITHUB_TOKEN}@`]) {
      made.git('config', '--add', `url.file://${GIT_REMOTE}.insteadOf`, ADDRESS.replace('//', `//${who}`));
    }
    const plugins = [
      '@semantic-release/commit-analyzer',
      '@semantic-release/release-notes-generator',
      '@semantic-release/changelog',
      ['@semantic-release/git', { assets: ['CHANGELOG.md'] }],
      ['@semantic-release/github', { assets: 'dist/*' }],
    ];
    const configuration = { branches: ['main'], repositoryUrl: ADDRESS, plugins };
    writeFileSync(join(made.folder, '.releaserc.json'), JSON.stringify(configuration));
    return measure(at, [process.execPath, PEER, '--no-ci'], environment(at));
  });
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const of = (runs, key) => median(runs.map((run) => run[key]));
const ms = (time) => `${time.toFixed(0)} ms`;
// GNU time counts in hundredths of a second.
const cpu = (time) => (time < 10 ? '< 10 ms' : ms(time));

const runner = [];
const terminal = [];
const theirs = [];
for (let round = 0; round < rounds; round += 1) {
  runner.push(await ours(SMALL, { runner: true }));
  terminal.push(await ours(SMALL, { runner: false }));
  theirs.push(await peer(SMALL));
}
const large = await ours(LARGE, { runner: true });

const ratio = of(theirs, 'wall') / of(runner, 'wall');
const requests = Math.max(...runner.map((run) => run.requests));
const rows = [
  ['requests', requests, '≤ 25', requests <= 25],
  ['requests of semantic-release', of(theirs, 'requests')],
  ['on a runner, wall time', ms(of(runner, 'wall'))],
  ['on a runner, beside the server', ms(of(runner, 'beside')), '≤ 150 ms', of(runner, 'beside') <= 150],
  ['in a terminal, by git, wall time', ms(of(terminal, 'wall'))],
  ['semantic-release, wall time', ms(of(theirs, 'wall'))],
  ['semantic-release against ours on a runner', `${ratio.toFixed(0)} ×`, '≥ 20 ×', ratio >= 20],
  ['semantic-release against ours in a terminal', `${(of(theirs, 'wall') / of(terminal, 'wall')).toFixed(0)} ×`],
  ['processor’s time on a runner', cpu(of(runner, 'cpu'))],
  ['processor’s time of semantic-release', cpu(of(theirs, 'cpu'))],
  ['peak memory with an asset of 2 GB', `${(large.peak / 1e6).toFixed(1)} MB`, '≤ 40 MB', large.peak <= 40e6],
  ['the same, wall time', `${(large.wall / 1000).toFixed(1)} s`],
];
console.log(`medians of ${rounds} rounds\n\n| what | measured | goal | met |\n|---|--:|--:|---|`);
for (const [what, value, goal = '', met] of rows) {
  console.log(`| ${what} | ${value} | ${goal} | ${{ true: 'yes', false: '**no**' }[met] ?? ''} |`);
}
process.exitCode = rows.some(([, , , met]) => met === false) ? 1 : 0;
