//! The program on real repositories: exit code, stdout and stderr. `SNAPSHOTS=overwrite` writes what it says.

use std::path::Path;
use std::process::Command;

use deploy_kit_tests::Repo;
use snapbox::{IntoData as _, assert_data_eq, str};

/// What the program says, with nothing of this machine in its environment nor in its answer.
fn version(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_deploy-kit-version"))
        .env_clear()
        .arg("--repository")
        .arg(folder)
        .args(arguments)
        .output()
        .expect("the program");
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        text.replace(folder.to_str().expect("a path in UTF-8"), "[FOLDER]")
    };
    let code = output.status.code().expect("no signal");
    format!("exit {code}\n{}--- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

fn explain(repo: &Repo, arguments: &[&str]) -> String {
    version(repo.path(), &[&["--explain"], arguments].concat())
}

#[test]
fn tags_off_the_branch_do_not_count() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    repo.tag("v1.0.0").branch("other");
    repo.commit("feat!: elsewhere");
    repo.tag("v2.0.0").checkout("main");
    repo.commit("fix: two");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
1.0.0 → 1.0.1  patch
  9dcb9a7  patch  type  fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
    // The version that the commits lead to may be taken there.
    repo.commit("feat!: three");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 1
--- stderr
error: version 2.0.0 has a tag already, on a commit that this branch does not contain
hint: fetch and merge the branch that was released, or delete the tag

"#]]
    );
    repo.merge("other", "Merge branch 'other'");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
2.0.0 → 3.0.0  major
  b007099  none   merge     Merge branch 'other'  merge: the commits that it brings count themselves
  5d77815  major  breaking  feat!: three  `!` marks a breaking change
  9dcb9a7  patch  type      fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
}

#[test]
fn tags_with_and_without_v() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    repo.tag("1.0.0");
    repo.commit("fix: two");
    assert_data_eq!(
        version(repo.path(), &["--format=json"]),
        str![[r#"
exit 0
{
  "to": "b5e626bab0cee88082bf8b07d6fc26e294b9d326",
  "packages": [
    {
      "package": null,
      "current": "1.0.0",
      "since": "1.0.0",
      "next": "1.0.1",
      "severity": "patch",
      "bump": "patch",
      "should_release": true,
      "tag": "1.0.1",
      "channel": null,
      "because_of": [],
      "commits": [
        {
          "id": "b5e626bab0cee88082bf8b07d6fc26e294b9d326",
          "subject": "fix: two",
          "type": "fix",
          "scope": null,
          "breaking": false,
          "breaking_text": null,
          "description": "two",
          "references": [],
          "pull_request": null,
          "bump": "patch",
          "rule": "type",
          "reason": "type `fix` asks for a patch release",
          "near_misses": []
        }
      ]
    }
  ],
  "outside": []
}
--- stderr

"#]]
    );
    repo.annotated_tag("v1.0.1");
    repo.commit("feat: three");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
1.0.1 → 1.1.0  minor
  56af35f  minor  type  feat: three  type `feat` asks for a minor release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &["--tag-prefix="]),
        str![[r#"
exit 0
1.0.0 → 1.1.0  minor
  56af35f  minor  type  feat: three  type `feat` asks for a minor release
  b5e626b  patch  type  fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
}

#[test]
fn tags_that_are_no_versions_are_left_alone() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    for name in ["nightly", "v1", "v1.2", "release-1.2.3", "v1.2.3.4", "v01.0.0", "vv1.0.0", "core-v3.0.0"] {
        repo.tag(name);
    }
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
no release yet → 0.1.0  minor
  5b10993  minor  type  feat: one  type `feat` asks for a minor release
--- stderr

"#]]
    );
}

#[test]
fn a_pre_release_is_promoted() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    repo.tag("v1.0.0");
    repo.commit("feat: two");
    repo.tag("v1.1.0-beta.1");
    assert_data_eq!(
        explain(&repo, &["--channel=beta"]),
        str![[r#"
exit 0
1.1.0-beta.1  nothing to release
  0bafd50  minor  type  feat: two  type `feat` asks for a minor release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
1.0.0 → 1.1.0  minor
  0bafd50  minor  type  feat: two  type `feat` asks for a minor release
--- stderr

"#]]
    );
    repo.commit("fix: three");
    assert_data_eq!(
        explain(&repo, &["--channel=beta"]),
        str![[r#"
exit 0
1.1.0-beta.1 → 1.1.0-beta.2  minor
  6fc1884  patch  type  fix: three  type `fix` asks for a patch release
  0bafd50  minor  type  feat: two  type `feat` asks for a minor release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &["--channel=rc"]),
        str![[r#"
exit 0
1.0.0 → 1.1.0-rc.1  minor
  6fc1884  patch  type  fix: three  type `fix` asks for a patch release
  0bafd50  minor  type  feat: two  type `feat` asks for a minor release
--- stderr

"#]]
    );
}

#[test]
fn a_range_may_start_and_end_anywhere() {
    let mut repo = Repo::new();
    let first = repo.commit("feat: one").to_string();
    repo.tag("v0.9.0");
    repo.commit("fix: two");
    repo.tag("v0.9.1");
    repo.commit("feat!: three");
    repo.tag("v1.0.0");
    repo.commit("fix: four");
    assert_data_eq!(
        explain(&repo, &["--from=v0.9.0", "--to=v1.0.0"]),
        str![[r#"
exit 0
0.9.0 → 0.10.0  minor  (the commits ask for major)
  eda4bd0  major  breaking  feat!: three  `!` marks a breaking change
  b5e626b  patch  type      fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &["--from", &first, "--to=v0.9.1"]),
        str![[r#"
exit 0
0.9.0 → 0.9.1  patch
  b5e626b  patch  type  fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &["--from", &first[..8]]),
        str![[r#"
exit 0
0.9.0 → 0.10.0  minor  (the commits ask for major)
  d038b87  patch  type      fix: four  type `fix` asks for a patch release
  eda4bd0  major  breaking  feat!: three  `!` marks a breaking change
  b5e626b  patch  type      fix: two  type `fix` asks for a patch release
--- stderr

"#]]
    );
    assert_data_eq!(
        explain(&repo, &["--from=v9.9.9"]),
        str![[r#"
exit 2
--- stderr
error: `v9.9.9` names no branch, tag or commit
hint: did you mean `v0.9.0`?

"#]]
    );
}

#[test]
fn head_may_be_detached_but_not_unborn() {
    let mut repo = Repo::new();
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 2
--- stderr
error: the branch `main` has no commit yet, so there is nothing to release
hint: make the first commit, then run this again

"#]]
    );
    let first = repo.commit("feat: one").to_string();
    repo.tag("v1.0.0");
    repo.commit("feat: two");
    repo.checkout(&first);
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
1.0.0  nothing to release
--- stderr

"#]]
    );
}

#[test]
fn a_bare_repository_will_do() {
    let mut repo = Repo::bare();
    repo.commit("feat: one");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
no release yet → 0.1.0  minor
  5b10993  minor  type  feat: one  type `feat` asks for a minor release
--- stderr

"#]]
    );
}

#[test]
fn a_message_may_hold_any_bytes() {
    let mut repo = Repo::new();
    repo.change(b"feat: caf\xe9 \xff\n\nBREAKING CHANGE: \xc3(\n".to_vec()).commit();
    repo.change("fix: ::error::x ##[group]y \u{1b}[31m\u{202e}").commit();
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
no release yet → 0.1.0  major
  2e5ff64  patch  type      fix: ::error::x ##\[group]y ␛[31m<U+202E>  type `fix` asks for a patch release
  3030ba9  major  breaking  feat: caf� �  `BREAKING CHANGE:` footer
--- stderr

"#]]
        .raw()
    );
}

#[test]
fn a_message_may_be_large() {
    let mut repo = Repo::new();
    repo.change(format!("feat: one\n\n{}", "word ".repeat(2 << 20))).commit();
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 0
no release yet → 0.1.0  minor
  bfc8b4f  minor  type  feat: one  type `feat` asks for a minor release
--- stderr

"#]]
    );
}

#[test]
fn a_maintenance_branch_keeps_its_line() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    repo.tag("v1.4.0").branch("1.4.x");
    repo.commit("feat: too much");
    assert_data_eq!(
        explain(&repo, &[]),
        str![[r#"
exit 1
--- stderr
error: the commits lead to 1.5.0, which the maintenance branch `1.4.x` (>=1.4.0, <1.5.0) may not release
hint: d21f617 asks for it: `feat: too much`; release it from the main branch

"#]]
    );
}

#[test]
fn what_cannot_work_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_data_eq!(
        version(folder.path(), &[]),
        str![[r#"
exit 2
--- stderr
error: `[FOLDER]` is not in a git repository
hint: run it inside a clone, or name one with `--repository`; in a workflow `actions/checkout` comes before

"#]]
    );
    let mut repo = Repo::new();
    repo.commit("Update the readme");
    repo.write("deploy-kit.toml", "[version]\nchanel = \"beta\"\n");
    assert_data_eq!(
        version(repo.path(), &[]),
        str![[r#"
exit 2
--- stderr
error: `[FOLDER]/deploy-kit.toml` line 2: unknown key in `version`: `chanel`
hint: did you mean `channel`?

"#]]
    );
    repo.write("deploy-kit.toml", "[version\n");
    assert_data_eq!(
        version(repo.path(), &[]),
        str![[r#"
exit 2
--- stderr
error: `[FOLDER]/deploy-kit.toml` line 1 is not valid TOML: unclosed table, expected `]`

"#]]
    );
    repo.write("deploy-kit.toml", "");
    assert_data_eq!(
        version(repo.path(), &["--strict"]),
        str![[r#"
exit 1
no release yet  nothing to release
  1 change in all
--- stderr
error: not a conventional commit: 93acacb `Update the readme` is not a conventional commit

"#]]
    );
    assert_data_eq!(
        version(repo.path(), &["--channel=not a channel"]),
        str![[r#"
exit 2
--- stderr
error: `not a channel` cannot name a channel: use letters, digits and hyphens, starting with a letter

"#]]
    );
}

#[test]
fn a_long_range_counts_in_whole_as_a_listed_one() {
    let mut repo = Repo::new();
    repo.commit("feat: one");
    repo.tag("v1.0.0");
    repo.commit("chore: sync\n\n* feat: from a list");
    for number in 0..600 {
        repo.commit(&format!("fix: {number}\n\nProse, and #{number}."));
    }
    assert_data_eq!(
        version(repo.path(), &[]),
        str![[r#"
exit 0
1.0.0 → 1.1.0  minor
  602 changes since v1.0.0
  1285762 chore: sync  squashed `feat` asks for a minor release
--- stderr

"#]]
    );
    assert!(version(repo.path(), &["--format=json"]).contains(r#""next": "1.1.0""#));
}
