// An embedded GitHub in a process of its own, over a repository that is made here.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** The path of a program as a profile of cargo has built it. */
export function program(name, profile) {
  return fileURLToPath(new URL(`../../target/${profile}/${name}${SUFFIX}`, import.meta.url));
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Author', GIT_AUTHOR_EMAIL: 'author@example.org', GIT_COMMITTER_NAME: 'Author',
  GIT_COMMITTER_EMAIL: 'author@example.org', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
};

/** A scratch folder with a repository in it, and what git says to a command there. */
export function repository() {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-kit-contract-'));
  const git = (...words) =>
    execFileSync('git', words, { cwd: folder, env: { ...process.env, ...AUTHOR }, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch=main');
  const commit = (message, path, content) => {
    writeFileSync(join(folder, path), content);
    git('add', path);
    git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  return { folder, git, commit, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts it as built for tests; the variables are those that a workflow would see. */
export function start(folder, ...flags) {
  return startBuilt('debug', folder, '--record', ...flags);
}

/** Starts it as a profile of cargo has built it. */
export async function startBuilt(profile, folder, ...flags) {
  const child = spawn(program('deploy-kit-github-sim', profile), ['--repository', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const variables = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const at = line.indexOf('=');
    variables[line.slice(0, at)] = line.slice(at + 1);
    if (line.startsWith('GIT_REMOTE=')) break;
  }
  const api = variables.GITHUB_API_URL;
  const call = async (method, path, body) => {
    const answer = await fetch(`${api}/_sim/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  return {
    variables,
    journal: () => call('GET', 'journal'),
    state: () => call('GET', 'state'),
    seed: (method, path, body) =>
      call('POST', 'seed', { method, path: `/repos/${variables.GITHUB_REPOSITORY}/${path}`, body }),
    stop: () => child.kill(),
  };
}
