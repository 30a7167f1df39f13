#!/usr/bin/env bash
# Publishes the programs in the folder `bin` as a release of deploy-kit, by deploy-kit.
#
#   publish.sh VERSION
#
# The tag stands on a commit of the published tree: `uses: org/deploy-kit/release@v1.2.3` finds the actions there, each
# pinned to the programs of the same release. The commit's parents are the one that was published before and the
# sources; so the tags of all releases are in its history, and deploy-kit finds the last one and what came since.
# A merge that changes no file brings it into the history of `main`, too.
#
# Nothing is forced: run it again after it was interrupted. `XTASK` names the program that renders the tree, built
# before, so that nothing is compiled where the token may write.
set -euo pipefail

version=$1
branch=v${version%%.*}
program=$PWD/bin/deploy-kit-release-linux-x64
sources=$(git rev-parse HEAD)
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_COMMITTER_NAME='github-actions[bot]'
export GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
chmod +x bin/*
mkdir -p target

git fetch --quiet --tags origin '+refs/heads/*:refs/remotes/origin/*'
git merge-base --is-ancestor "$sources" refs/remotes/origin/main || {
  echo '::error::only what is on main is published'
  exit 1
}

release() {
  "$program" "$@" --repository target/publish --config "$PWD/deploy-kit.toml" --tag-prefix v \
    --changelog=false --files=false --comments=false
}

# 1. The commit of the published tree. Where the tag stands already, an earlier run has made it.
if commit=$(git rev-parse --quiet --verify "refs/tags/v$version^{commit}"); then
  echo "v$version is on $commit already"
else
  (cd bin && sha256sum deploy-kit*) >target/SHA256SUMS
  tree=$("$XTASK" dist --digests target/SHA256SUMS --version "$version")
  last=$(git tag --list 'v[0-9]*.[0-9]*.[0-9]*' --sort=-version:refname | head -n 1)
  # The same input gives the same commit.
  GIT_AUTHOR_DATE=$(git show --no-patch --format=%cI "$sources")
  export GIT_AUTHOR_DATE GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
  commit=$(git commit-tree "$tree" ${last:+-p "$last^{commit}"} -p "$sources" -m "chore(release): publish $version")
fi
rm -rf target/publish
git worktree prune
git worktree add --quiet --detach target/publish "$commit"
cp -R bin target/publish/bin

# 2. The programs say that they are this version: the commits have to ask for the same.
if ! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null; then
  : >target/planned
  GITHUB_OUTPUT=$PWD/target/planned release plan
  grep --quiet --line-regexp "v$version" target/planned || {
    echo "::error::the programs are $version, and the commits since the last release ask for another version: see the plan above"
    exit 1
  }
fi

# 3. The release: a draft, the tag, the programs with their digests compared, then published.
scratch=publish/$version-${commit:0:12}
git push --quiet origin "$commit:refs/heads/$scratch"
release --branch "$scratch" --assets 'bin/*'

# 4. The branch that workflows name, forward only, once the programs are there.
git push --quiet origin "$commit:refs/heads/$branch"
git push --quiet origin ":refs/heads/$scratch"
git worktree remove --force target/publish

# 5. The history of main.
unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
for _ in 1 2 3; do
  git fetch --quiet origin main
  main=$(git rev-parse FETCH_HEAD)
  if git merge-base --is-ancestor "$commit" "$main"; then exit 0; fi
  merge=$(git commit-tree "$main^{tree}" -p "$main" -p "$commit" -m "chore(release): join $version")
  if git push --quiet origin "$merge:refs/heads/main"; then exit 0; fi
done
echo "::warning::$version is out, and main does not have it in its history: merge $branch into it with --strategy ours"
