//! deploy-kit publishes itself: `.github/release/publish.sh`, twice, with new commits in between.

use std::path::PathBuf;
use std::process::{Command, Output};

use deploy_kit_github_sim::{DEFAULT_TOKEN, Options, Sim, Source};
use deploy_kit_tests::{Repo, run_git, tree};

use super::programs::{make_executable, programs, text};

struct Project {
    github: Sim,
    checkout: PathBuf,
    _origin: Repo,
    scratch: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let mut origin = Repo::new();
        origin.change("feat: first").file("README.md", "# deploy-kit\n").commit();
        let github = Sim::start(Options {
            name: "org/deploy-kit".to_owned(),
            source: Source::Over(origin.path().to_owned()),
            ..Options::default()
        })
        .unwrap();
        let checkout = origin.clone_with(&[]);
        run_git(&checkout, &["remote", "set-url", "origin", github.git_path().to_str().unwrap()]);
        std::fs::create_dir_all(checkout.join("target")).unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let cargo = scratch.path().join("cargo");
        let xtask = programs().built.join("xtask");
        std::fs::write(&cargo, format!("#!/bin/sh\nshift\nexec {} \"$@\"\n", xtask.display())).unwrap();
        make_executable(&cargo);
        Self { github, checkout, _origin: origin, scratch }
    }

    fn publish(&self, version: &str) -> Output {
        let bin = self.checkout.join("bin");
        let _ = std::fs::remove_dir_all(&bin);
        std::fs::create_dir(&bin).unwrap();
        for entry in std::fs::read_dir(&programs().folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name() != "SHA256SUMS" {
                std::fs::copy(entry.path(), bin.join(entry.file_name())).unwrap();
            }
        }
        Command::new("bash")
            .arg(tree::root().join(".github/release/publish.sh"))
            .arg(version)
            .current_dir(&self.checkout)
            .env("PATH", self.path())
            .envs([
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_REF", "refs/heads/main"),
                ("GITHUB_TOKEN", DEFAULT_TOKEN),
            ])
            .envs([("GITHUB_API_URL", self.github.api_url()), ("GITHUB_REPOSITORY", "org/deploy-kit")])
            .env("GITHUB_GRAPHQL_URL", self.github.graphql_url())
            .output()
            .unwrap()
    }

    /// With a `cargo` that runs this workspace's `xtask`.
    fn path(&self) -> std::ffi::OsString {
        let path = std::env::var_os("PATH").unwrap();
        let folders = std::iter::once(self.scratch.path().to_owned()).chain(std::env::split_paths(&path));
        std::env::join_paths(folders).unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        run_git(self.github.git_path(), arguments).trim().to_owned()
    }
}

fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn each_release_is_tagged_on_the_published_tree_and_the_branch_goes_forward() {
    let project = Project::new();
    let mut before = String::new();
    for (version, message) in [("0.1.0", ""), ("0.1.1", "fix: a thing")] {
        if !message.is_empty() {
            let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
            let commit = ["commit", "--quiet", "--allow-empty", "--message", message];
            run_git(&project.checkout, &[&author[..], &commit].concat());
        }
        let sources = run_git(&project.checkout, &["rev-parse", "HEAD"]).trim().to_owned();
        succeeded(&project.publish(version));
        let published = project.git(&["rev-parse", &format!("v{version}^{{commit}}")]);
        assert_eq!(project.git(&["rev-parse", "v0"]), published);
        let parents = project.git(&["log", "-1", "--format=%P", &published]);
        assert_eq!(parents, format!("{before} {sources}").trim());
        let script = project.git(&["show", &format!("{published}:release/action.yml")]);
        let release = project.github.state().releases.into_iter().find(|it| it.tag == format!("v{version}"));
        let release = release.unwrap();
        assert!(!release.draft);
        for asset in release.assets.iter().filter(|asset| asset.name == "deploy-kit-release-linux-x64") {
            let digest = asset.digest.trim_start_matches("sha256:");
            assert!(script.contains(digest), "{digest} is not in the action");
        }
        assert!(release.assets.len() > 4, "{:?}", release.assets);
        // Again changes nothing.
        let state = project.github.state();
        succeeded(&project.publish(version));
        assert_eq!(project.github.state(), state);
        before = published;
    }
    let wrong = project.publish("0.3.0");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stdout).contains("ask for another version"), "{}", text(&wrong.stdout));
    assert_eq!(project.github.state().releases.len(), 2);
    assert_eq!(project.git(&["rev-parse", "v0"]), before);
}
