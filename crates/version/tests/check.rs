//! `--check` on real repositories: exit code, stdout and stderr. `SNAPSHOTS=overwrite` writes what it says.

use std::process::Command;

use deploy_kit_tests::Repo;
use snapbox::{assert_data_eq, str};

/// What the program says, with these variables and no others.
fn check(repo: &Repo, variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_deploy-kit-version"))
        .env_clear()
        .envs(variables.iter().copied())
        .args(["--check", "--repository"])
        .arg(repo.path())
        .args(arguments)
        .output()
        .expect("the program");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let code = output.status.code().expect("no signal");
    format!("exit {code}\n{}--- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

const MANIFEST: &str = "{\n  \"name\": \"kit\",\n  \"version\": \"1.2.0\"\n}\n";
const LOCK: &str = "{\n  \"name\": \"kit\",\n  \"version\": \"1.1.0\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"\": { \"name\": \"kit\", \"version\": \"1.1.0\" }\n  }\n}\n";

#[test]
fn files_that_agree_with_the_tag() {
    let mut repo = Repo::new();
    repo.change("feat: one").file("package.json", MANIFEST).file("VERSION", "1.2.0\n").commit();
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
2 files agree: 1.2.0 (no tag yet)
--- stderr

"#]]
    );
    repo.tag("v1.2.0");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
2 files agree: 1.2.0 (the tag v1.2.0)
--- stderr

"#]]
    );
    repo.commit("fix: two");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
2 files agree: 1.2.0 (the tag v1.2.0)
--- stderr

"#]]
    );
    // The commit of a release, before its tag is made.
    repo.change("chore(release): v1.2.1")
        .file("package.json", MANIFEST.replace("1.2.0", "1.2.1"))
        .file("VERSION", "1.2.1\n")
        .commit();
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
2 files agree: 1.2.1 (not tagged yet)
--- stderr

"#]]
    );
    repo.tag("v1.2.1");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
2 files agree: 1.2.1 (the tag v1.2.1)
--- stderr

"#]]
    );
}

#[test]
fn files_that_disagree() {
    let mut repo = Repo::new();
    repo.change("feat: one").file("package.json", MANIFEST).file("package-lock.json", LOCK).commit();
    repo.tag("v1.2.0");
    repo.change("fix: two")
        .file("VERSION", "next\n")
        .file("pom.xml", "<project><version>x</version></project>")
        .commit();
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 1
package-lock.json:3  1.1.0  expected 1.2.0  as the tag v1.2.0 says
package-lock.json:6  1.1.0  expected 1.2.0  as the tag v1.2.0 says
pom.xml:1            `x` is no version: unexpected character 'x' while parsing major version number
hint: between releases files state the version of the last one, which `deploy-kit release` writes; `{ path = "…", format = "none" }` in `version-files` leaves one out
--- stderr

"#]]
    );
    assert_data_eq!(
        check(&repo, &[], &["--format", "json"]),
        str![[r#"
exit 1
{
  "to": "df09444719afbd0601f395f57e460a31752fe7a6",
  "packages": [
    {
      "package": null,
      "expected": "1.2.0",
      "by": "the tag v1.2.0"
    }
  ],
  "files": [
    "package-lock.json",
    "package.json",
    "pom.xml"
  ],
  "disagreements": [
    {
      "path": "package-lock.json",
      "line": 3,
      "column": 15,
      "states": "1.1.0",
      "expected": "1.2.0",
      "error": null
    },
    {
      "path": "package-lock.json",
      "line": 6,
      "column": 38,
      "states": "1.1.0",
      "expected": "1.2.0",
      "error": null
    },
    {
      "path": "pom.xml",
      "line": 1,
      "column": 19,
      "states": null,
      "expected": null,
      "error": "`x` is no version: unexpected character 'x' while parsing major version number"
    }
  ]
}
--- stderr

"#]]
    );
    let runner = [("GITHUB_ACTIONS", "true"), ("CI", "true")];
    assert_data_eq!(
        check(&repo, &runner, &[]),
        str![[r#"
exit 1
package-lock.json:3  1.1.0  expected 1.2.0  as the tag v1.2.0 says
package-lock.json:6  1.1.0  expected 1.2.0  as the tag v1.2.0 says
pom.xml:1            `x` is no version: unexpected character 'x' while parsing major version number
hint: between releases files state the version of the last one, which `deploy-kit release` writes; `{ path = "…", format = "none" }` in `version-files` leaves one out
::error title=versions disagree,file=package-lock.json,line=3::`1.1.0` stands here, 1.2.0 was expected, as the tag v1.2.0 says
::error title=versions disagree,file=package-lock.json,line=6::`1.1.0` stands here, 1.2.0 was expected, as the tag v1.2.0 says
::error title=versions disagree,file=pom.xml,line=1::`x` is no version: unexpected character 'x' while parsing major version number
--- stderr

"#]]
    );
}

#[test]
fn packages() {
    let mut repo = Repo::new();
    let config = "[[package]]\nname = \"a\"\npath = \"a\"\nversion-files = [\"docs/a.md\"]\n[[package]]\nname = \"b\"\npath = \"b\"\n";
    repo.change("feat: one")
        .file("deploy-kit.toml", config)
        .file("docs/a.md", "a 1.1.0 <!-- x-deploy-kit-version -->\n")
        .file("a/Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.2.0\"\n")
        .file("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.3.0\"\n")
        .commit();
    repo.tag("a-v1.2.0");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 1
docs/a.md:1  1.1.0  expected 1.2.0  as the tag a-v1.2.0 says
hint: between releases files state the version of the last one, which `deploy-kit release` writes; `{ path = "…", format = "none" }` in `version-files` leaves one out
--- stderr

"#]]
    );
    assert_data_eq!(
        check(&repo, &[], &["--package", "b"]),
        str![[r#"
exit 0
1 file agrees: b 0.3.0 (no tag yet)
--- stderr

"#]]
    );
    repo.tag("b-v0.4.0");
    assert_data_eq!(
        check(&repo, &[], &["--package", "b"]),
        str![[r#"
exit 1
b/Cargo.toml:3  0.3.0  expected 0.4.0  as the tag b-v0.4.0 says
hint: between releases files state the version of the last one, which `deploy-kit release` writes; `{ path = "…", format = "none" }` in `version-files` leaves one out
--- stderr

"#]]
    );
}

#[test]
fn nothing_that_states_a_version() {
    let mut repo = Repo::new();
    repo.change("feat: one").file("package.json", "{ \"private\": true }\n").commit();
    repo.tag("v1.2.0");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 4
no file states a version, so there is nothing to compare
hint: name those that do in `version-files` of `deploy-kit.toml`
--- stderr

"#]]
    );
    repo.change("docs: pins")
        .file("deploy-kit.toml", "[release]\nversion-files = { path = \"*.md\", format = \"uses\" }\n")
        .file("README.md", "uses: kit/tool@v1.2.0\n")
        .commit();
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 2
--- stderr
error: `version-files` names `README.md` for its `uses:`, but the repository's name on GitHub is not known
hint: set `GITHUB_REPOSITORY` to `owner/name`, or give the clone a remote

"#]]
    );
    assert_data_eq!(
        check(&repo, &[("GITHUB_REPOSITORY", "kit/tool")], &[]),
        str![[r#"
exit 0
1 file agrees: 1.2.0 (the tag v1.2.0)
--- stderr

"#]]
    );
}

#[test]
fn a_next_version_that_is_refused_is_another_matter() {
    let mut repo = Repo::new();
    repo.change("feat: one").file("package.json", MANIFEST).commit();
    repo.tag("v1.2.0").branch("1.2.x").checkout("1.2.x");
    repo.commit("feat!: not on this line");
    assert_data_eq!(
        check(&repo, &[], &[]),
        str![[r#"
exit 0
1 file agrees: 1.2.0 (the tag v1.2.0)
--- stderr

"#]]
    );
}
