#!/usr/bin/env bash
# Publishes the programs in the folder `bin` as a release of deploy-kit, by deploy-kit.
#
#   publish.sh VERSION
#
# The tag stands on a commit of the published tree: `uses: org/deploy-kit/release@v1.2.3` finds the actions there, each
# pinned to the programs of the same release. The commit's parents are the one that was published before and the
# sources; so the tags of all releases are in its history, and deploy-kit finds the last one and what came since.
#
# Nothing is forced: run it again after it was interrupted, or at the same time as another run.
set -euo pipefail

version=$1
branch=v${version%%.*}
sources=$(git rev-parse HEAD)
program=$PWD/bin/deploy-kit-release-linux-x64
chmod +x bin/*

# 1. The published tree, pinned to the digests of these programs.
(cd bin && sha256sum deploy-kit*) >target/SHA256SUMS
tree=$(cargo xtask dist --digests target/SHA256SUMS --version "$version")

# 2. Its commit. What is published already is found again by its tree.
git fetch --quiet --tags origin
before=$(git rev-parse --quiet --verify "refs/remotes/origin/$branch" || true)
if [ -n "$before" ] && [ "$(git rev-parse "$before^{tree}")" = "$tree" ]; then
  commit=$before
else
  # The same input gives the same commit: an interrupted run does not leave a second one.
  GIT_AUTHOR_DATE=$(git show --no-patch --format=%cI "$sources")
  export GIT_AUTHOR_DATE GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
  export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
  export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
  export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
  commit=$(git commit-tree "$tree" ${before:+-p "$before"} -p "$sources" -m "chore(release): publish $version")
fi
git push --quiet origin "$commit:refs/heads/publish/$version"

# 3. The release: a draft, the tag, the programs with their digests compared, then published.
rm -rf target/publish
git worktree prune
git worktree add --quiet --detach target/publish "$commit"
cp -R bin target/publish/bin
if ! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null; then
  # The programs say that they are this version: the commits have to ask for the same.
  : >target/planned
  GITHUB_OUTPUT=$PWD/target/planned "$program" plan --repository target/publish --tag-prefix v --changelog=false --files=false
  grep --quiet --line-regexp "v$version" target/planned || {
    echo "::error::the programs are $version, and the commits since the last release ask for another version: see the plan above"
    exit 1
  }
fi
"$program" --repository target/publish --branch "publish/$version" --assets 'bin/*' \
  --tag-prefix v --changelog=false --files=false --comments=false

# 4. The branch that workflows name, forward only, once the programs are there.
git push --quiet origin "$commit:refs/heads/$branch"
git push --quiet origin ":refs/heads/publish/$version"
git worktree remove --force target/publish
