//! The repositories of the documentation's examples.

use deploy_kit_tests::Repo;

/// Builds the repository of this name.
pub(crate) fn build(name: &str) -> Repo {
    match name {
        "files" => files(),
        "fix" => fix(),
        "line" => line(),
        "packages" => packages(),
        "release" => release(),
        other => panic!("no scenario is named `{other}`"),
    }
}

/// One package whose lock file was forgotten in its last release.
fn files() -> Repo {
    let mut repo = Repo::new();
    let lock = "{\n  \"name\": \"kit\",\n  \"version\": \"1.4.0\",\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"\": {\n      \"name\": \"kit\",\n      \"version\": \"1.4.0\"\n    }\n  }\n}\n";
    repo.change("feat: read histories")
        .file("package.json", "{\n  \"name\": \"kit\",\n  \"version\": \"1.4.1\"\n}\n")
        .file("package-lock.json", lock)
        .file("VERSION", "1.4.1\n")
        .commit();
    repo.tag("v1.4.1");
    repo
}

/// One package: a fix since the last release.
fn fix() -> Repo {
    let mut repo = Repo::new();
    repo.commit("feat: read histories");
    repo.tag("v1.4.1");
    repo.commit("fix(cli): name the missing file (#41)");
    repo
}

/// One package: a fix, a feature that is taken back, a near miss.
fn line() -> Repo {
    let mut repo = Repo::new();
    repo.commit("feat: read histories");
    repo.tag("v1.4.1");
    repo.commit("fix(cli): name the missing file (#41)");
    let feature = repo.commit("feat: read packages from Cargo.toml (#42)");
    repo.commit("docs: explain channels");
    repo.commit("feat(api) add a time-out");
    repo.commit(&format!(
        "Revert \"feat: read packages from Cargo.toml (#42)\" (#44)\n\nThis reverts commit {feature}."
    ));
    repo
}

/// One package with a changelog: a feature and a fix since the last release.
fn release() -> Repo {
    let mut repo = Repo::new();
    let changelog = "# Changelog\n\n## 1.4.1 (2023-12-24)\n\n### Bug Fixes\n\n* read empty files\n";
    repo.change("fix: read empty files").file("CHANGELOG.md", changelog).commit();
    repo.tag("v1.4.1");
    repo.commit("fix(cli): name the missing file (#41)\n\nCloses #38");
    repo.commit("docs: explain channels");
    repo.commit("feat: read packages from Cargo.toml (#42)");
    repo
}

/// Two Cargo packages, one of which depends on the other.
fn packages() -> Repo {
    let mut repo = Repo::new();
    let config = "[[package]]\nname = \"core\"\npath = \"crates/core\"\n\n\
                  [[package]]\nname = \"cli\"\npath = \"crates/cli\"\n";
    let core = "[package]\nname = \"core\"\n";
    let cli = "[package]\nname = \"cli\"\n\n[dependencies]\ncore = { path = \"../core\" }\n";
    repo.change("feat: begin")
        .file("deploy-kit.toml", config)
        .file("crates/core/Cargo.toml", core)
        .file("crates/cli/Cargo.toml", cli)
        .commit();
    repo.tag("core-v1.4.0").tag("cli-v0.3.0");
    repo.change("feat(core): keep the order of keys").file("crates/core/src/lib.rs", "").commit();
    repo.change("docs: say how to build").file("BUILD.md", "").commit();
    repo
}
