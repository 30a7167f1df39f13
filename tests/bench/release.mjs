#!/usr/bin/env node
// A release of one package with three small assets against the embedded GitHub: ours beside semantic-release's,
// then ours with an asset of two gigabytes for its memory.
//
//     cargo build --release -p deploy-kit-release && cargo build -p deploy-kit-github-sim
//     npm ci --prefix tests/contract && apt-get install time
//     node tests/bench/release.mjs [ROUNDS]
//
// Prints a Markdown table; exit code 1 if a goal is missed.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, ftruncateSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { performance } from 'node:perf_hooks';
import { repository, start } from '../contract/server.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const PROGRAM = join(ROOT, 'target', 'release', 'deploy-kit-release');
const PEER = join(ROOT, 'tests', 'contract', 'node_modules', 'semantic-release', 'bin', 'semantic-release.js');
const ADDRESS = 'https://github.com/octo-org/tool.git';
const rounds = Number(process.argv[2] ?? 5);

async function world(sizes) {
  const made = repository();
  made.commit('feat: begin', 'package.json', '{ "name": "tool", "version": "1.0.0" }\n');
  made.git('tag', 'v1.0.0');
  made.commit('feat: be fast', 'fast.txt', 'fast\n');
  const sim = await start(made.folder, '--name', 'octo-org/tool');
  made.git('remote', 'add', 'origin', `file://${sim.variables.GIT_REMOTE}`);
  const dist = join(made.folder, 'dist');
  mkdirSync(dist);
  sizes.forEach((size, index) => {
    const file = openSync(join(dist, `asset-${index}`), 'w');
    ftruncateSync(file, size);
    closeSync(file);
  });
  const end = async () => {
    await sim.stop();
    made.remove();
  };
  return { made, sim, end };
}

function environment(sim, home) {
  const { GITHUB_API_URL, GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = sim.variables;
  return {
    PATH: process.env.PATH, HOME: home, GITHUB_API_URL, GITHUB_GRAPHQL_URL, GITHUB_REPOSITORY, GITHUB_TOKEN,
    GIT_CONFIG_GLOBAL: '/dev/null', GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/main',
  };
}

async function journal(sim) {
  return (await fetch(`${sim.variables.GITHUB_API_URL}/_sim/journal`)).json();
}

function timed(command, options) {
  const began = performance.now();
  const run = spawnSync(command[0], command.slice(1), { ...options, encoding: 'utf8', timeout: 120_000 });
  const wall = performance.now() - began;
  if (run.status !== 0) throw new Error(`${command.join(' ')}\n${run.stdout}${run.stderr}`);
  return { wall, log: run.stdout + run.stderr };
}

async function ours(sizes, before = []) {
  const { made, sim, end } = await world(sizes);
  const command = [...before, PROGRAM, '--repository', made.folder, '--assets=dist/*'];
  const run = timed(command, { env: environment(sim, made.folder), cwd: made.folder });
  const entries = await journal(sim);
  await end();
  const server = entries.reduce((sum, entry) => sum + entry.microseconds / 1000, 0);
  return { ...run, requests: entries.length, beside: run.wall - server };
}

async function peer(sizes) {
  const { made, sim, end } = await world(sizes);
  const { GITHUB_TOKEN, GIT_REMOTE } = sim.variables;
  for (const address of [ADDRESS, ADDRESS.replace('//', `//x-access-token:${GITHUB_TOKEN}@`)]) {
    made.git('config', '--add', `url.file://${GIT_REMOTE}.insteadOf`, address);
  }
  const configuration = {
    branches: ['main'], repositoryUrl: ADDRESS,
    plugins: ['@semantic-release/commit-analyzer', '@semantic-release/release-notes-generator', ['@semantic-release/github', { assets: 'dist/*' }]],
  };
  writeFileSync(join(made.folder, '.releaserc.json'), JSON.stringify(configuration));
  // With this variable it names the token's user in git's addresses, which are rewritten above.
  const variables = { ...environment(sim, made.folder), GITHUB_ACTION: 'release' };
  delete variables.GITHUB_ACTIONS;
  const run = timed([process.execPath, PEER, '--no-ci'], { env: variables, cwd: made.folder });
  const entries = await journal(sim);
  await end();
  return { ...run, requests: entries.length };
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const small = [1000, 2000, 3000];
const own = [];
const theirs = [];
for (let round = 0; round < rounds; round += 1) {
  own.push(await ours(small));
  theirs.push(await peer(small));
}
const folder = mkdtempSync(join(tmpdir(), 'memory-'));
const large = await ours([2 ** 31], ['/usr/bin/time', '-o', join(folder, 'peak'), '-f', '%M']);
const kilobytes = Number(spawnSync('cat', [join(folder, 'peak')], { encoding: 'utf8' }).stdout);
rmSync(folder, { recursive: true });

const beside = median(own.map((run) => run.beside));
const wall = median(own.map((run) => run.wall));
const other = median(theirs.map((run) => run.wall));
const rows = [
  ['requests', `${own[0].requests}`, '≤ 25', own[0].requests <= 25],
  ['time beside the server', `${beside.toFixed(0)} ms`, '≤ 150 ms', beside <= 150],
  ['wall time', `${wall.toFixed(0)} ms`, '', true],
  ['semantic-release, wall time', `${other.toFixed(0)} ms`, '', true],
  ['semantic-release against ours', `${(other / wall).toFixed(0)} ×`, '≥ 20 ×', other >= 20 * wall],
  ['semantic-release, requests', `${theirs[0].requests}`, `> ${own[0].requests}`, theirs[0].requests > own[0].requests],
  ['peak memory with an asset of 2 GiB', `${(kilobytes / 1024).toFixed(1)} MiB`, '< 40 MB', kilobytes * 1024 < 40e6],
  ['the same, wall time', `${(large.wall / 1000).toFixed(1)} s`, '', true],
];
console.log('| what | measured | goal | met |\n|---|--:|--:|---|');
for (const [what, value, goal, met] of rows) console.log(`| ${what} | ${value} | ${goal} | ${goal ? (met ? 'yes' : 'no') : ''} |`);
process.exitCode = rows.every((row) => row[3]) ? 0 : 1;
