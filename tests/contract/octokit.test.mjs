// A whole release by GitHub's official client.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Octokit } from '@octokit/rest';
import { judge } from './journal.mjs';
import { repository, start } from './server.mjs';

test('@octokit/rest releases', async (t) => {
  const made = repository();
  t.after(made.remove);
  const head = made.commit('feat: begin', 'README.md', '# Tool\n');
  const sim = await start(made.folder, '--public');
  t.after(sim.stop);
  const { GITHUB_API_URL: baseUrl, GITHUB_TOKEN: auth, GITHUB_REPOSITORY: name } = sim.variables;
  const octokit = new Octokit({ auth, baseUrl, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const [owner, repo] = name.split('/');
  const at = { owner, repo };

  assert.equal((await octokit.rest.repos.get(at)).data.default_branch, 'main');
  const milestone = await octokit.rest.issues.createMilestone({ ...at, title: '1.0.0' });
  const issue = await octokit.rest.issues.create({ ...at, title: 'It breaks', milestone: milestone.data.number });

  const { createCommitOnBranch } = await octokit.graphql(
    'mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid url } } }',
    {
      input: {
        branch: { repositoryNameWithOwner: name, branchName: 'main' },
        expectedHeadOid: head,
        message: { headline: 'chore: release 1.0.0' },
        fileChanges: { additions: [{ path: 'CHANGELOG.md', contents: Buffer.from('# 1.0.0\n').toString('base64') }] },
      },
    },
  );
  const sha = createCommitOnBranch.commit.oid;

  const draft = await octokit.rest.repos.createRelease({
    ...at, tag_name: 'v1.0.0', target_commitish: sha, name: '1.0.0', body: 'Notes', draft: true,
  });
  await assert.rejects(octokit.rest.repos.getReleaseByTag({ ...at, tag: 'v1.0.0' }), { status: 404 });
  const bytes = Buffer.from('the bytes of the tool');
  const asset = await octokit.rest.repos.uploadReleaseAsset({
    ...at, release_id: draft.data.id, url: draft.data.upload_url, name: 'tool.bin', label: 'The tool', data: bytes,
    headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
  });
  assert.equal(asset.data.digest, `sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  const published = await octokit.rest.repos.updateRelease({
    ...at, release_id: draft.data.id, draft: false, make_latest: 'true',
  });
  assert.equal(published.data.draft, false);
  assert.equal((await octokit.rest.git.getRef({ ...at, ref: 'tags/v1.0.0' })).data.object.sha, sha);
  assert.equal((await octokit.rest.repos.getLatestRelease(at)).data.id, draft.data.id);

  const downloaded = await octokit.rest.repos.getReleaseAsset({
    ...at, asset_id: asset.data.id, headers: { accept: 'application/octet-stream' },
  });
  assert.deepEqual(Buffer.from(downloaded.data), bytes);
  const page = await fetch(published.data.assets[0].browser_download_url);
  assert.deepEqual(Buffer.from(await page.arrayBuffer()), bytes);

  await octokit.rest.git.createRef({ ...at, ref: 'refs/tags/v1', sha });
  await octokit.rest.issues.createComment({ ...at, issue_number: issue.data.number, body: 'Released in v1.0.0' });
  await octokit.rest.issues.addLabels({ ...at, issue_number: issue.data.number, labels: ['released'] });
  await octokit.rest.issues.update({ ...at, issue_number: issue.data.number, state: 'closed' });
  await octokit.rest.issues.updateMilestone({ ...at, milestone_number: milestone.data.number, state: 'closed' });
  const releases = await octokit.paginate(octokit.rest.repos.listReleases, { ...at, per_page: 1 });
  assert.deepEqual(releases.map((release) => release.tag_name), ['v1.0.0']);

  const state = await sim.state();
  assert.equal(state.refs['refs/heads/main'], sha);
  assert.equal(state.latest, 'v1.0.0');
  assert.deepEqual(state.releases[0].assets.map(({ name, state, size }) => ({ name, state, size })), [
    { name: 'tool.bin', state: 'uploaded', size: bytes.length },
  ]);
  assert.deepEqual(state.comments.map((comment) => comment.body), ['Released in v1.0.0']);
  assert.deepEqual(state.issues[0].labels, ['released']);
  judge(await sim.journal());
});
