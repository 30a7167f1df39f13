// A whole release by semantic-release and its GitHub plugin, which believes that it speaks to GitHub.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import semanticRelease from 'semantic-release';
import { judge } from './journal.mjs';
import { repository, start } from './server.mjs';

/** What the plugin and its peers write, for when something fails. */
function sink() {
  const lines = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => lines.join('') };
}

const ADDRESS = 'https://github.com/octo-org/tool.git';

test('semantic-release releases', async (t) => {
  const made = repository();
  t.after(made.remove);
  made.commit('feat: begin', 'README.md', '# Tool\n');
  const sim = await start(made.folder, '--name', 'octo-org/tool');
  t.after(sim.stop);
  const { GITHUB_API_URL, GITHUB_TOKEN, GIT_REMOTE } = sim.variables;

  // An issue, a pull request that closes it, merged, and a commit pushed by hand.
  await sim.seed('POST', 'issues', { title: 'It is slow' });
  made.git('remote', 'add', 'origin', `file://${GIT_REMOTE}`);
  // Git goes to the folder instead, with and without the token that semantic-release puts into the address.
  for (const address of [ADDRESS, ADDRESS.replace('//', `//x-access-token:${GITHUB_TOKEN}@`)]) {
    made.git('config', '--add', `url.file://${GIT_REMOTE}.insteadOf`, address);
  }
  made.git('checkout', '--quiet', '-b', 'topic');
  made.commit('perf: be fast', 'fast.txt', 'fast\n');
  made.git('push', '--quiet', 'origin', 'topic');
  const pull = await sim.seed('POST', 'pulls', { title: 'perf: be fast', head: 'topic', base: 'main', body: 'Fixes #1' });
  await sim.seed('PUT', `pulls/${pull.number}/merge`, { merge_method: 'squash' });
  made.git('checkout', '--quiet', 'main');
  made.git('pull', '--quiet', 'origin', 'main');
  made.git('push', '--quiet', 'origin', 'main');

  writeFileSync(join(made.folder, 'tool.bin'), 'the bytes of the tool');
  const output = sink();
  const result = await semanticRelease(
    {
      branches: ['main'],
      ci: false,
      // The plugin reads owner and name from it; git is told below where that is.
      repositoryUrl: ADDRESS,
      plugins: [
        '@semantic-release/commit-analyzer',
        '@semantic-release/release-notes-generator',
        ['@semantic-release/github', { assets: [{ path: 'tool.bin', label: 'The tool' }], successComment: 'Released in ${nextRelease.version}' }],
      ],
    },
    {
      cwd: made.folder,
      env: { ...process.env, GITHUB_API_URL, GITHUB_TOKEN, GIT_CONFIG_GLOBAL: '/dev/null' },
      stdout: output.stream,
      stderr: output.stream,
    },
  ).catch((error) => {
    throw new Error(`${error.message}\n${output.text()}`, { cause: error });
  });

  assert.equal(result.nextRelease.version, '1.0.0', output.text());
  const state = await sim.state();
  assert.ok(state.refs['refs/tags/v1.0.0']);
  const [release] = state.releases;
  assert.deepEqual([release.tag, release.draft, release.assets.map((asset) => asset.name)], ['v1.0.0', false, ['tool.bin']]);
  assert.match(release.body, /be fast/);
  assert.deepEqual(state.comments.map(({ issue, body }) => [issue, body]), [[1, 'Released in 1.0.0'], [2, 'Released in 1.0.0']]);
  for (const issue of state.issues) assert.deepEqual(issue.labels, ['released']);
  judge(await sim.journal());
});
