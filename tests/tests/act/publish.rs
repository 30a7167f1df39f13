//! deploy-kit publishes itself: `.github/release/publish.sh`, twice, with new commits in between.

use std::path::PathBuf;
use std::process::{Command, Output};

use deploy_kit_github_sim::{Effect, Fault, Level, Options, Permissions, Scope, Sim, Source, Token};
use deploy_kit_tests::{Repo, run_git, tree};

use super::job::TOKEN;
use super::programs::{programs, text};

struct Project {
    github: Sim,
    checkout: PathBuf,
    _origin: Repo,
}

impl Project {
    fn new() -> Self {
        let mut origin = Repo::new();
        let config = "[version]\ninitial = \"0.1.0\"\n";
        origin.change("feat: first").file("deploy-kit.toml", config).commit();
        let github = Sim::start(Options {
            name: "org/deploy-kit".to_owned(),
            source: Source::Over(origin.path().to_owned()),
            tokens: vec![Token::app("job", TOKEN, Permissions::none().with(Scope::Contents, Level::Write))],
            ..Options::default()
        })
        .unwrap();
        let checkout = origin.clone_with(&[]);
        run_git(&checkout, &["remote", "set-url", "origin", github.git_path().to_str().unwrap()]);
        Self { github, checkout, _origin: origin }
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
            .env("XTASK", programs().built.join("xtask"))
            .envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main"), ("GITHUB_TOKEN", TOKEN)])
            .envs([("GITHUB_API_URL", self.github.api_url()), ("GITHUB_REPOSITORY", "org/deploy-kit")])
            .env("GITHUB_GRAPHQL_URL", self.github.graphql_url())
            .output()
            .unwrap()
    }

    fn commit_locally(&self, message: &str) {
        let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
        let commit = ["commit", "--quiet", "--allow-empty", "--message", message];
        run_git(&self.checkout, &[&author[..], &commit].concat());
    }

    /// A commit on `main` of the server.
    fn commit(&self, message: &str) {
        self.commit_locally(message);
        run_git(&self.checkout, &["push", "--quiet", "origin", "HEAD:main"]);
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
    for (version, message) in
        [("0.1.0", ""), ("0.1.1", "fix: a thing"), ("1.0.0", "feat: all\n\nRelease-As: 1.0.0")]
    {
        if !message.is_empty() {
            project.commit(message);
        }
        let sources = run_git(&project.checkout, &["rev-parse", "HEAD"]).trim().to_owned();
        succeeded(&project.publish(version));
        let published = project.git(&["rev-parse", &format!("v{version}^{{commit}}")]);
        let branch = format!("v{}", &version[..1]);
        assert_eq!(project.git(&["rev-parse", &branch]), published);
        assert_eq!(
            project.git(&["log", "-1", "--format=%P", &published]),
            format!("{before} {sources}").trim()
        );
        let script = |name: &str| project.git(&["show", &format!("{published}:{name}/action.yml")]);
        let releases = project.github.state().releases;
        let release = releases.into_iter().find(|it| it.tag == format!("v{version}")).unwrap();
        assert!(!release.draft);
        for tool in deploy_kit::TOOLS {
            let name = format!("deploy-kit-{}-linux-x64", tool.name);
            let asset = release.assets.iter().find(|asset| asset.name == name).unwrap();
            assert!(script(tool.name).contains(asset.digest.trim_start_matches("sha256:")), "{name}");
        }
        // Again changes nothing, and main knows what was published.
        let state = project.github.state();
        succeeded(&project.publish(version));
        assert_eq!(project.github.state(), state);
        assert_eq!(state.refs.keys().filter(|name| name.contains("publish/")).count(), 0);
        run_git(&project.checkout, &["pull", "--quiet", "--ff-only"]);
        assert_eq!(project.git(&["merge-base", "main", &published]), published);
        before = published;
    }
}

#[test]
fn a_version_that_the_commits_do_not_ask_for_and_sources_that_are_not_on_main_are_refused() {
    let project = Project::new();
    let wrong = project.publish("0.3.0");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stdout).contains("ask for another version"), "{}", text(&wrong.stdout));
    run_git(&project.checkout, &["checkout", "--quiet", "-b", "topic"]);
    project.commit_locally("feat: unseen");
    let foreign = project.publish("0.1.0");
    assert_eq!(foreign.status.code(), Some(1));
    assert!(text(&foreign.stdout).contains("only what is on main"), "{}", text(&foreign.stdout));
    let state = project.github.state();
    assert!(state.releases.is_empty());
    assert_eq!(state.refs.len(), 1, "{:?}", state.refs);
}

/// What was pushed and never released stands in nobody's way.
#[test]
fn a_run_that_fails_halfway_is_followed_by_one_for_a_newer_commit() {
    let project = Project::new();
    let refused = Effect::Status { status: 403 };
    project.github.fault(Fault::at("POST", "/repos/org/deploy-kit/releases", refused).always());
    assert!(!project.publish("0.1.0").status.success());
    assert!(project.github.state().releases.is_empty());
    project.github.clear_faults();
    project.commit("fix: what was wrong");
    succeeded(&project.publish("0.1.0"));
    assert_eq!(project.github.state().releases.len(), 1);
}
