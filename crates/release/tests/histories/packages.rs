//! Several packages in one repository.

use crate::play::{Expected, Play};

fn manifest(name: &str, version: &str, rest: &str) -> String {
    format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"{version}\"{rest}\n}}\n")
}

/// `core` and `cli`, both released by hand.
fn packages(more: &str, depends: &str, core: &str, cli: &str) -> Play {
    let mut play = Play::new();
    let package = |name: &str| format!("[[package]]\nname = \"{name}\"\npath = \"{name}\"\n{more}\n");
    let config = format!("{}{}", package("core"), package("cli"));
    let files = [
        ("deploy-kit.toml", config.as_str()),
        ("core/package.json", &manifest("core", core, "")),
        ("cli/package.json", &manifest("cli", cli, depends)),
    ];
    play.commit("main", "chore: begin", &files);
    play.tag("main", &format!("core-v{core}"));
    play.tag("main", &format!("cli-v{cli}"));
    play
}

#[test]
fn independent_packages() {
    let mut play = packages("", "", "1.0.0", "2.0.0");
    play.commit("main", "feat: a cache", &[("core/cache", "1")]);
    let run = play.releases("main", "core-v1.1.0", &["a cache"]);
    assert_eq!(run.files, ["core/CHANGELOG.md", "core/package.json"]);
    play.commit("main", "fix: a flag", &[("cli/flag", "1")]);
    play.releases("main", "cli-v2.0.1", &["a flag"]);
    play.commit("main", "fix: both of them", &[("core/cache", "2"), ("cli/flag", "2")]);
    let notes: &[&str] = &["both of them"];
    let both = [Expected { tag: "cli-v2.0.2", notes }, Expected { tag: "core-v1.1.1", notes }];
    play.releases_all("main", &both);
    play.commit("main", "feat: a thing of no package", &[("README.md", "# Octo\n")]);
    play.rests("main");
    play.floats(&[("core-v1", "core-v1.1.1"), ("cli-v2", "cli-v2.0.2"), ("core-v1.1", "core-v1.1.1")]);
    assert!(play.file("main", "core/package.json").contains("\"version\": \"1.1.1\""));
    assert!(play.file("main", "cli/package.json").contains("\"version\": \"2.0.2\""));
}

#[test]
fn a_cascade() {
    let mut play = packages("", ",\n  \"dependencies\": { \"core\": \"^1.0.0\" }", "1.0.0", "2.0.0");
    play.commit("main", "feat: a cache", &[("core/cache", "1")]);
    let run = play.releases_tags("main", &["cli-v2.0.1", "core-v1.1.0"]);
    assert_eq!(run.notes["core-v1.1.0"], ["a cache"]);
    play.commit("main", "fix: a flag", &[("cli/flag", "1")]);
    play.releases("main", "cli-v2.0.2", &["a flag"]);
    // Who depends on it has a change of its own as well: that one decides.
    play.commit("main", "fix: the cache", &[("core/cache", "2")]);
    play.commit("main", "feat: a flag more", &[("cli/flag", "2")]);
    let run = play.releases_tags("main", &["cli-v2.1.0", "core-v1.1.1"]);
    assert_eq!(run.notes["cli-v2.1.0"], ["a flag more"]);
    assert_eq!(run.notes["core-v1.1.1"], ["the cache"]);
    assert!(play.file("main", "cli/package.json").contains("\"version\": \"2.1.0\""));
}

#[test]
fn a_linked_group() {
    let mut play = packages("linked = \"all\"", "", "1.0.0", "1.0.0");
    play.commit("main", "fix: a crash", &[("core/a", "1")]);
    let run = play.releases_tags("main", &["cli-v1.0.1", "core-v1.0.1"]);
    assert_eq!(run.notes["core-v1.0.1"], ["a crash"]);
    play.commit("main", "feat: a flag", &[("cli/flag", "1")]);
    play.commit("main", "fix: another crash", &[("core/a", "2")]);
    let run = play.releases_tags("main", &["cli-v1.1.0", "core-v1.1.0"]);
    assert_eq!(run.notes["cli-v1.1.0"], ["a flag"]);
    assert_eq!(run.notes["core-v1.1.0"], ["another crash"]);
    play.commit("main", "docs: words", &[("cli/words", "1")]);
    play.rests("main");
}
