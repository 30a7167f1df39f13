use std::collections::HashMap;
use std::error::Error as _;

use super::*;
use crate::by_name;

pub(super) fn package(folder: &str, current: &str, next: &str) -> Package {
    let version = |text: &str| (!text.is_empty()).then(|| Version::parse(text).unwrap());
    Package {
        title: format!("`{folder}`"),
        folder: folder.to_owned(),
        current: version(current),
        last_final: version(current).filter(|version| version.pre.is_empty()),
        next: version(next),
        named: Vec::new(),
    }
}

fn named(path: &str, format: Option<&str>) -> Named {
    Named {
        path: path.to_owned(),
        format: format.map(|name| by_name(name).unwrap()),
        argument: None,
        ignored: false,
    }
}

/// The changed lines of each file, or the error with its cause.
fn changes(files: &[(&str, &str)], packages: &[Package]) -> String {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let texts: HashMap<&str, &str> = files.iter().copied().collect();
    let planned = sources(&paths, packages, Some("kit/tool"))
        .and_then(|sources| plan(packages, &sources, |path| texts.get(path).copied()));
    match planned {
        Ok(changes) => changes.iter().map(show).collect::<Vec<_>>().join("\n"),
        Err(problem) => {
            let cause = problem.source().map(|cause| format!(": {cause}"));
            format!("{problem}{}", cause.unwrap_or_default())
        }
    }
}

fn show(change: &Change) -> String {
    let pairs = change.before.lines().zip(change.after.lines());
    let lines = pairs.filter(|(before, after)| before != after).map(|(_, after)| format!("  {after}"));
    format!("{}\n{}", change.path, lines.collect::<Vec<_>>().join("\n"))
}

const MEMBER: &str = "[package]\nname = \"kit-a\"\nversion.workspace = true\n";
const OTHER: &str = "[package]\nname = \"kit-b\"\nversion.workspace = true\n\n[dependencies]\nkit-a = { path = \"../a\", version = \"1.2.0\" }\n";
const ROOT: &str = "[workspace]\nmembers = [\"crates/*\"]\n\n[workspace.package]\nversion = \"1.2.0\"\n\n[workspace.dependencies]\nkit-a = { path = \"crates/a\", version = \"1.2\" }\n";
const LOCK: &str = "[[package]]\nname = \"kit-a\"\nversion = \"1.2.0\"\n\n[[package]]\nname = \"kit-b\"\nversion = \"1.2.0\"\n\n[[package]]\nname = \"kit-c\"\nversion = \"0.1.0\"\n";

#[test]
fn one_crate() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.2.0\"\n"),
        ("Cargo.lock", "[[package]]\nname = \"a\"\nversion = \"1.2.0\"\n"),
        ("VERSION", "1.2.0\n"),
        ("docs/VERSION", "1.2.0\n"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
Cargo.lock
  version = "1.3.0"
Cargo.toml
  version = "1.3.0"
VERSION
  1.3.0
"#);
}

#[test]
fn a_repository_that_is_one_workspace() {
    let files = [
        ("Cargo.lock", LOCK),
        ("Cargo.toml", ROOT),
        ("crates/a/Cargo.toml", MEMBER),
        ("crates/b/Cargo.toml", OTHER),
        ("crates/c/Cargo.toml", "[package]\nname = \"kit-c\"\nversion = \"0.1.0\"\n"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
Cargo.lock
  version = "1.3.0"
  version = "1.3.0"
Cargo.toml
  version = "1.3.0"
  kit-a = { path = "crates/a", version = "1.3" }
crates/b/Cargo.toml
  kit-a = { path = "../a", version = "1.3.0" }
"#);
}

#[test]
fn a_repository_whose_members_have_one_version_each() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n"),
        ("Cargo.lock", LOCK),
        ("crates/a/Cargo.toml", "[package]\nname = \"kit-a\"\nversion = \"1.2.0\"\n"),
        ("crates/b/Cargo.toml", "[package]\nname = \"kit-b\"\nversion = \"1.2.0\"\n"),
        ("crates/c/Cargo.toml", "[package]\nname = \"kit-c\"\nversion = \"0.1.0\"\n"),
        ("tests/fixtures/x/Cargo.toml", "[package]\nname = \"x\"\nversion = \"1.2.0\"\n"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
Cargo.lock
  version = "1.3.0"
  version = "1.3.0"
crates/a/Cargo.toml
  version = "1.3.0"
crates/b/Cargo.toml
  version = "1.3.0"
"#);
}

#[test]
fn packages_that_share_a_version() {
    let files = [
        ("Cargo.lock", LOCK),
        ("Cargo.toml", ROOT),
        ("crates/a/Cargo.toml", MEMBER),
        ("crates/b/Cargo.toml", OTHER),
    ];
    let both = [package("crates/a", "1.2.0", "2.0.0"), package("crates/b", "1.2.0", "2.0.0")];
    insta::assert_snapshot!(changes(&files, &both), @r#"
Cargo.lock
  version = "2.0.0"
  version = "2.0.0"
Cargo.toml
  version = "2.0.0"
  kit-a = { path = "crates/a", version = "2.0" }
crates/b/Cargo.toml
  kit-a = { path = "../a", version = "2.0.0" }
"#);
    let two = [package("crates/a", "1.2.0", "1.3.0"), package("crates/b", "1.2.0", "1.2.1")];
    insta::assert_snapshot!(changes(&files, &two), @"`Cargo.toml` is to state two versions: 1.3.0 of `crates/a` and 1.2.1 of `crates/b`");
}

#[test]
fn a_package_at_rest_follows_its_sibling() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n"),
        ("crates/a/Cargo.toml", "[package]\nname = \"kit-a\"\nversion = \"1.2.0\"\n"),
        ("crates/b/Cargo.toml", OTHER),
        (
            "tests/Cargo.toml",
            "[package]\nname = \"t\"\n[dependencies]\nkit-a = { path = \"../crates/a\", version = \"1\" }\n",
        ),
        ("tests/Cargo.lock", LOCK),
    ];
    let packages = [package("crates/a", "1.2.0", "2.0.0"), package("crates/b", "0.1.0", "")];
    insta::assert_snapshot!(changes(&files, &packages), @r#"
crates/a/Cargo.toml
  version = "2.0.0"
crates/b/Cargo.toml
  kit-a = { path = "../a", version = "2.0.0" }
tests/Cargo.lock
  version = "2.0.0"
tests/Cargo.toml
  kit-a = { path = "../crates/a", version = "2" }
"#);
}

#[test]
fn npm_workspaces_and_what_lies_outside() {
    let files = [
        (
            "package.json",
            "{\n\"private\": true,\n\"workspaces\": [\"packages/*\"],\n\"dependencies\": {\"@x/a\": \"^1.2.0\"}\n}\n",
        ),
        (
            "package-lock.json",
            "{\n\"packages\": {\n\"\": {\"dependencies\": {\"@x/a\": \"^1.2.0\"}},\n\"packages/a\": {\"name\": \"@x/a\", \"version\": \"1.2.0\"}\n}}\n",
        ),
        ("packages/a/package.json", "{\"name\": \"@x/a\", \"version\": \"1.2.0\"}\n"),
        (
            "packages/b/package.json",
            "{\"name\": \"@x/b\", \"version\": \"0.1.0\", \"devDependencies\": {\"@x/a\": \"^1.2.0\"}}\n",
        ),
        (
            "examples/demo/package.json",
            "{\"name\": \"demo\", \"version\": \"1.2.0\", \"dependencies\": {\"@x/a\": \"^1.2.0\"}}\n",
        ),
        ("tests/broken/package.json", "{"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("packages/a", "1.2.0", "1.3.0")]), @r#"
package-lock.json
  "": {"dependencies": {"@x/a": "^1.3.0"}},
  "packages/a": {"name": "@x/a", "version": "1.3.0"}
package.json
  "dependencies": {"@x/a": "^1.3.0"}
packages/a/package.json
  {"name": "@x/a", "version": "1.3.0"}
packages/b/package.json
  {"name": "@x/b", "version": "0.1.0", "devDependencies": {"@x/a": "^1.3.0"}}
"#);
}

#[test]
fn an_npm_repository_that_is_one_package() {
    let files = [
        (
            "package.json",
            "{\"name\": \"root\", \"version\": \"1.2.0\", \"workspaces\": {\"packages\": [\"./packages/*\"]}}\n",
        ),
        ("packages/a/package.json", "{\"name\": \"a\", \"version\": \"1.2.0\"}\n"),
        (
            "packages/b/package.json",
            "{\"name\": \"b\", \"version\": \"0.1.0\", \"dependencies\": {\"a\": \"1.2.0\"}}\n",
        ),
        (
            "examples/demo/package.json",
            "{\"name\": \"demo\", \"version\": \"1.2.0\", \"dependencies\": {\"a\": \"^1.2.0\"}}\n",
        ),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
package.json
  {"name": "root", "version": "1.3.0", "workspaces": {"packages": ["./packages/*"]}}
packages/a/package.json
  {"name": "a", "version": "1.3.0"}
packages/b/package.json
  {"name": "b", "version": "0.1.0", "dependencies": {"a": "1.3.0"}}
"#);
}

#[test]
fn the_same_name_in_two_ecosystems() {
    let files = [
        ("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.2.0\"\n"),
        ("web/package.json", "{\"name\": \"core\", \"version\": \"0.1.0\"}\n"),
        (
            "app/Cargo.toml",
            "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\ncore = { path = \"../core\", version = \"1.2.0\" }\n",
        ),
    ];
    let packages =
        [package("core", "1.2.0", "1.3.0"), package("web", "0.1.0", "0.2.0"), package("app", "1.0.0", "")];
    insta::assert_snapshot!(changes(&files, &packages), @r#"
app/Cargo.toml
  core = { path = "../core", version = "1.3.0" }
core/Cargo.toml
  version = "1.3.0"
web/package.json
  {"name": "core", "version": "0.2.0"}
"#);
}

#[test]
fn files_that_the_configuration_names() {
    let files = [
        ("package.json", "{\"name\": \"a\", \"version\": \"1.2.0\"}\n"),
        ("docs/install.md", "npm install a@1.2.0 <!-- x-deploy-kit-version -->\n"),
        ("src/build.txt", "1.2.0\n"),
    ];
    let mut package = package("", "1.2.0", "1.3.0");
    package.named = vec![named("docs/install.md", None), named("src/build.txt", Some("text"))];
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @r#"
docs/install.md
  npm install a@1.3.0 <!-- x-deploy-kit-version -->
package.json
  {"name": "a", "version": "1.3.0"}
src/build.txt
  1.3.0
"#);
    package.named = vec![named("nowhere", None)];
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @"`version-files` of `` names `nowhere`, which is not in the repository");
    package.named = vec![named("src/build.txt", None)];
    insta::assert_snapshot!(changes(&files, &[package]), @"cannot change the version in `src/build.txt`: no version stands at a line with the comment `x-deploy-kit-version`");
}

#[test]
fn a_file_that_is_to_be_left_alone() {
    let files = [("VERSION", "1.2.0\n"), ("pom.xml", "<project><version>1.2.3.4</version></project>")];
    let mut package = package("", "1.2.0", "1.3.0");
    let refused = changes(&files, std::slice::from_ref(&package));
    assert!(refused.contains("`1.2.3.4` is no version"), "{refused}");
    package.named = vec![Named { ignored: true, ..named("pom.xml", None) }];
    assert_eq!(changes(&files, &[package]), "VERSION\n  1.3.0");
}

#[test]
fn one_file_of_two_packages() {
    let files = [("README.md", "1.2.0 x-deploy-kit-version\n")];
    let mut packages = [package("a", "1.2.0", "1.3.0"), package("b", "1.2.0", "1.2.1")];
    for package in &mut packages {
        package.named = vec![named("README.md", None)];
    }
    insta::assert_snapshot!(changes(&files, &packages), @"`README.md` is to state two versions: 1.3.0 of `a` and 1.2.1 of `b`");
    packages[1].next = None;
    insta::assert_snapshot!(changes(&files, &packages), @"
README.md
  1.3.0 x-deploy-kit-version
");
}

#[test]
fn what_states_no_version_stays() {
    let files = [
        ("pyproject.toml", "[project]\nname = \"a\"\ndynamic = [\"version\"]\n"),
        ("package.json", "{\"private\": true}\n"),
        ("VERSION", "unknown\n"),
    ];
    assert_eq!(changes(&files, &[package("", "1.2.0", "1.3.0")]), "");
}

#[test]
fn files_that_lie_deeper_follow() {
    let files = [
        ("pyproject.toml", "[project]\nname = \"kit\"\ndynamic = [\"version\"]\n"),
        ("src/kit/__init__.py", "__version__ = \"1.2.0\"\n"),
        ("src/other/__init__.py", "__version__ = \"1.1.0\"\n"),
        ("src-tauri/Cargo.toml", "[package]\nname = \"app\"\nversion = \"1.2.0\"\n"),
        ("src-tauri/Cargo.lock", "[[package]]\nname = \"app\"\nversion = \"1.2.0\"\n"),
        ("src-tauri/tauri.conf.json", "{\"version\": \"1.2.0\"}\n"),
        ("internal/version/version.go", "package version\n\nvar Version = \"dev\"\n"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
src-tauri/Cargo.lock
  version = "1.3.0"
src-tauri/Cargo.toml
  version = "1.3.0"
src-tauri/tauri.conf.json
  {"version": "1.3.0"}
src/kit/__init__.py
  __version__ = "1.3.0"
"#);
    let first = [("setup.py", "setup(version='0.1.0')\n"), ("kit/__init__.py", "__version__ = '0.1.0'\n")];
    insta::assert_snapshot!(changes(&first, &[package("", "", "0.2.0")]), @"
kit/__init__.py
  __version__ = '0.2.0'
setup.py
  setup(version='0.2.0')
");
}

#[test]
fn members_of_a_pnpm_workspace() {
    let files = [
        ("package.json", "{\"name\": \"root\", \"version\": \"1.2.0\"}\n"),
        ("pnpm-workspace.yaml", "packages:\n  - packages/*\n  - '!packages/c'\n"),
        ("packages/c/package.json", "{\"name\": \"c\", \"version\": \"1.2.0\"}\n"),
        ("examples/d/package.json", "{\"name\": \"d\", \"version\": \"1.2.0\"}\n"),
        (
            "pnpm-lock.yaml",
            "importers:\n  packages/b:\n    dependencies:\n      a:\n        specifier: ^1.2.0\n        version: link:../a\n",
        ),
        ("packages/a/package.json", "{\"name\": \"a\", \"version\": \"1.2.0\"}\n"),
        (
            "packages/b/package.json",
            "{\"name\": \"b\", \"version\": \"0.1.0\", \"dependencies\": {\"a\": \"^1.2.0\"}}\n",
        ),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
package.json
  {"name": "root", "version": "1.3.0"}
packages/a/package.json
  {"name": "a", "version": "1.3.0"}
packages/b/package.json
  {"name": "b", "version": "0.1.0", "dependencies": {"a": "^1.3.0"}}
pnpm-lock.yaml
          specifier: ^1.3.0
"#);
}

#[test]
fn globs_and_pins() {
    let files = [
        ("README.md", "uses: kit/tool@v1.2.0\n"),
        ("docs/a.md", "uses: kit/tool@v1.2\n"),
        ("docs/b.md", "1.2.0\n"),
        ("docs/c/d.md", "uses: kit/tool@v1\n"),
    ];
    let mut package = package("", "1.2.0", "1.3.0");
    package.named = vec![named("**/*.md", Some("uses"))];
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @"
README.md
  uses: kit/tool@v1.3.0
docs/a.md
  uses: kit/tool@v1.3
");
    // The last final release is what pages recommend, however many pre-releases came after it.
    package.current = Version::parse("2.0.0-rc.3").ok();
    package.next = Version::parse("2.0.0").ok();
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @"
README.md
  uses: kit/tool@v2.0.0
docs/a.md
  uses: kit/tool@v2.0
docs/c/d.md
  uses: kit/tool@v2
");
    package.named = vec![named("docs/b.md", Some("uses"))];
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @"cannot change the version in `docs/b.md`: no version stands at a `uses:` of this repository with a version");
    package.named = vec![named("nowhere/*.md", Some("uses"))];
    insta::assert_snapshot!(changes(&files, std::slice::from_ref(&package)), @"`version-files` of `` names `nowhere/*.md`, which is not in the repository");
    package.named = vec![named("README.md", Some("uses"))];
    let refused = sources(&["README.md"], &[package], None).unwrap_err();
    insta::assert_snapshot!(refused.to_string(), @"`version-files` names `README.md` for its `uses:`, but the repository's name on GitHub is not known");
}

#[test]
fn a_gem_whose_version_stands_in_a_module() {
    let files = [
        ("Gemfile.lock", "PATH\n  remote: .\n  specs:\n    kit (1.2.0)\n"),
        ("kit.gemspec", "s.name = \"kit\"\ns.version = Kit::VERSION\n"),
        ("lib/kit/version.rb", "VERSION = \"1.2.0\"\n"),
    ];
    insta::assert_snapshot!(changes(&files, &[package("", "1.2.0", "1.3.0")]), @r#"
Gemfile.lock
      kit (1.3.0)
lib/kit/version.rb
  VERSION = "1.3.0"
"#);
}
