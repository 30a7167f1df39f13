//! A history that is played against the embedded GitHub, step by step: maintainers push and merge, and where a
//! push releases, the real program does it in a fresh checkout, as a job does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use deploy_kit_github_sim::{Clock, DEFAULT_TOKEN, MergeMethod, MergeSettings, Options, Sim};
use deploy_kit_tests::{Contract, run_git};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The time of the first commit; each step is a minute later.
const START: i64 = 1_763_700_000;

/// The time on GitHub: later than that of every step, and within the week that clocks may be apart.
const GITHUB: i64 = START + 100_000;

/// The history under way.
pub(crate) struct Play {
    pub(crate) sim: Sim,
    /// A maintainer's clone.
    work: PathBuf,
    scratch: TempDir,
    steps: i64,
    /// Arguments of every release.
    arguments: Vec<&'static str>,
}

/// What a run of the release left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: Option<i32>,
    pub(crate) log: String,
    pub(crate) summary: String,
    /// The tags of the releases, in their order.
    pub(crate) tags: Vec<String>,
    /// The entries of each one's notes, without links.
    pub(crate) notes: BTreeMap<String, Vec<String>>,
    /// The files that the release's commit changed.
    pub(crate) files: Vec<String>,
    outputs: String,
}

impl Run {
    /// An output of one line.
    pub(crate) fn output(&self, name: &str) -> &str {
        let mut lines = self.outputs.lines();
        let found = lines.by_ref().any(|line| line.starts_with(&format!("{name}<<")));
        let line = lines.next().filter(|_| found);
        line.or_else(|| self.outputs.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')))
            .unwrap()
    }
}

/// What one release is expected to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) tag: &'a str,
    /// The entries of its notes, in order.
    pub(crate) notes: &'a [&'a str],
}

impl Drop for Play {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let wrong = Contract::load().check(&self.sim.journal());
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}

impl Play {
    /// An empty repository with the branch `main`.
    pub(crate) fn new() -> Self {
        Self::with(MergeSettings::default())
    }

    pub(crate) fn with(merging: MergeSettings) -> Self {
        let sim = Sim::start(Options {
            clock: Clock::Fixed(GITHUB),
            writes: None,
            record: true,
            merging,
            default_branch: Some("main".to_owned()),
            server_url: Some("https://github.example".to_owned()),
            ..Options::default()
        });
        let scratch = tempfile::tempdir().unwrap();
        let work = scratch.path().join("work");
        std::fs::create_dir(&work).unwrap();
        run_git(&work, &["init", "--quiet", "--initial-branch=main"]);
        let sim = sim.unwrap();
        for (key, value) in [("user.name", "Ann"), ("user.email", "ann@example.org")] {
            run_git(&work, &["config", key, value]);
        }
        run_git(&work, &["remote", "add", "origin", sim.git_path().to_str().unwrap()]);
        Self { sim, work, scratch, steps: 0, arguments: vec!["--floating-tags"] }
    }

    /// A repository at a version, tagged by hand.
    pub(crate) fn at(tag: &str) -> Self {
        let mut play = Self::new();
        let version = tag.trim_start_matches('v');
        let manifest = format!("{{\n  \"name\": \"octo\",\n  \"version\": \"{version}\"\n}}\n");
        play.commit("main", "feat: first", &[("package.json", &manifest), ("CHANGELOG.md", "# Changelog\n")]);
        play.tag("main", tag);
        play
    }

    /// The arguments of every release from here on.
    pub(crate) fn releasing_with(&mut self, arguments: &[&'static str]) {
        self.arguments = arguments.to_vec();
    }

    fn git(&mut self, arguments: &[&str]) -> String {
        self.steps += 1;
        let date = format!("{} +0000", START + self.steps * 60);
        let output = Command::new("git")
            .current_dir(&self.work)
            .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
            .args(arguments)
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
            .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", text(&output));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Brings the maintainer's clone to where a branch is on GitHub.
    fn switch(&mut self, branch: &str) {
        self.git(&["fetch", "--quiet", "--tags", "--force", "--prune", "origin"]);
        let there = format!("origin/{branch}");
        let exists = run_git(&self.work, &["branch", "--remotes", "--list", &there]);
        if exists.is_empty() {
            // The first commit of all.
            self.git(&["symbolic-ref", "HEAD", &format!("refs/heads/{branch}")]);
        } else {
            self.git(&["checkout", "--quiet", "-B", branch, &there]);
        }
    }

    /// Pushes a commit that adds these files.
    pub(crate) fn commit(&mut self, branch: &str, message: &str, files: &[(&str, &str)]) -> String {
        self.switch(branch);
        for (path, content) in files {
            let path = self.work.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.push(branch)
    }

    fn push(&mut self, branch: &str) -> String {
        self.git(&["push", "--quiet", "origin", branch]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes a branch at a commit, a tag or another branch.
    pub(crate) fn branch(&mut self, name: &str, at: &str) {
        self.git(&["fetch", "--quiet", "--tags", "--force", "origin"]);
        let remote = format!("origin/{at}");
        let is_branch = !run_git(&self.work, &["branch", "--remotes", "--list", &remote]).is_empty();
        self.git(&["checkout", "--quiet", "-B", name, if is_branch { &remote } else { at }]);
        self.push(name);
    }

    /// Merges a branch or a tag by git, with a merge commit; conflicts in files of versions and notes are settled
    /// for the branch that is merged into.
    pub(crate) fn merge(&mut self, into: &str, from: &str) {
        self.switch(into);
        let remote = format!("origin/{from}");
        let is_branch = !run_git(&self.work, &["branch", "--remotes", "--list", &remote]).is_empty();
        let from = if is_branch { remote } else { from.to_owned() };
        let message = format!("Merge {from} into {into}");
        self.git(&["merge", "--quiet", "--no-ff", "--strategy-option=ours", "--message", &message, &from]);
        self.push(into);
    }

    /// Moves a branch forward to another one.
    pub(crate) fn fast_forward(&mut self, branch: &str, to: &str) {
        self.switch(branch);
        let to = format!("origin/{to}");
        self.git(&["merge", "--quiet", "--ff-only", &to]);
        self.push(branch);
    }

    /// Picks a commit onto a branch, with the note of it.
    pub(crate) fn pick(&mut self, onto: &str, commit: &str) -> String {
        self.switch(onto);
        self.git(&["cherry-pick", "-x", commit]);
        self.push(onto)
    }

    /// Reverts a commit as `git revert` does.
    pub(crate) fn revert(&mut self, branch: &str, commit: &str) -> String {
        self.switch(branch);
        self.git(&["revert", "--no-edit", commit]);
        self.push(branch)
    }

    /// Tags a branch's head by hand.
    pub(crate) fn tag(&mut self, branch: &str, name: &str) {
        self.switch(branch);
        self.git(&["tag", name]);
        self.git(&["push", "--quiet", "origin", name]);
    }

    /// Opens a pull request from a new branch with these commits: message, file and its content.
    pub(crate) fn propose(
        &mut self,
        title: &str,
        base: &str,
        branch: &str,
        commits: &[(&str, &str, &str)],
    ) -> u64 {
        self.branch(branch, base);
        for (message, path, content) in commits {
            self.commit(branch, message, &[(path, content)]);
        }
        let new = json!({ "title": title, "head": branch, "base": base });
        let (status, pull) = self.sim.seed("POST", "{repo}/pulls", new);
        assert_eq!(status, 201, "{pull}");
        pull["number"].as_u64().unwrap()
    }

    /// Merges a pull request on GitHub. Answers the merge's commit.
    pub(crate) fn land(&mut self, number: u64, method: MergeMethod) -> String {
        let method = match method {
            MergeMethod::Merge => "merge",
            MergeMethod::Squash => "squash",
            MergeMethod::Rebase => "rebase",
        };
        let body = json!({ "merge_method": method });
        let (status, merged) = self.sim.seed("PUT", &format!("{{repo}}/pulls/{number}/merge"), body);
        assert_eq!(status, 200, "{merged}");
        merged["sha"].as_str().unwrap().to_owned()
    }

    /// Proposes and merges.
    pub(crate) fn landed(
        &mut self,
        title: &str,
        base: &str,
        method: MergeMethod,
        commits: &[(&str, &str, &str)],
    ) -> u64 {
        self.steps += 1;
        let branch = format!("topic-{}", self.steps);
        let number = self.propose(title, base, &branch, commits);
        self.land(number, method);
        number
    }

    /// A fresh checkout of a branch, as `actions/checkout` makes it.
    fn checkout(&self, branch: &str) -> PathBuf {
        let count = std::fs::read_dir(self.scratch.path()).unwrap().count();
        let path = self.scratch.path().join(format!("job-{count}"));
        let remote = self.sim.git_path().to_str().unwrap();
        run_git(
            self.scratch.path(),
            &["clone", "--quiet", "--branch", branch, remote, path.to_str().unwrap()],
        );
        path
    }

    /// Runs the program on a branch, as the job that its push starts.
    pub(crate) fn run(&self, branch: &str, arguments: &[&str]) -> Run {
        let clone = self.checkout(branch);
        let before: Vec<String> = self.sim.state().releases.into_iter().map(|it| it.tag).collect();
        let head = self.head(branch);
        let (outputs, summary) = (clone.join(".git/outputs"), clone.join(".git/summary"));
        for file in [&outputs, &summary] {
            std::fs::write(file, "").unwrap();
        }
        let mut command = self.command(&clone, arguments);
        command
            .envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF_TYPE", "branch")])
            .env("GITHUB_REF", format!("refs/heads/{branch}"))
            .env("GITHUB_OUTPUT", &outputs)
            .env("GITHUB_STEP_SUMMARY", &summary);
        let output = command.output().unwrap();
        let mut releases = self.sim.state().releases;
        releases.retain(|release| !release.draft && !before.contains(&release.tag));
        let notes =
            releases.iter().map(|it| (it.tag.clone(), entries(it.body.as_deref().unwrap_or_default())));
        Run {
            exit: output.status.code(),
            log: text(&output),
            summary: std::fs::read_to_string(summary).unwrap(),
            outputs: std::fs::read_to_string(outputs).unwrap(),
            tags: releases.iter().map(|release| release.tag.clone()).collect(),
            notes: notes.collect(),
            files: self.changed(&head, branch),
        }
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit-release"));
        command
            .arg("--repository")
            .arg(folder)
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.scratch.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("SOURCE_DATE_EPOCH", (START + self.steps * 60).to_string())
            .env("GITHUB_API_URL", self.sim.api_url())
            .env("GITHUB_GRAPHQL_URL", self.sim.graphql_url())
            .env("GITHUB_REPOSITORY", self.sim.name())
            .env("GITHUB_TOKEN", DEFAULT_TOKEN)
            .stdin(Stdio::null());
        command
    }

    /// The commit of a branch, or of a tag.
    pub(crate) fn head(&self, name: &str) -> String {
        run_git(self.sim.git_path(), &["rev-parse", &format!("{name}^{{commit}}")])
    }

    /// Runs the program in the maintainer's clone. Answers its exit code and its standard output, or all it said
    /// where it failed.
    pub(crate) fn in_terminal(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.command(&self.work, arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), if output.status.success() { said } else { text(&output) })
    }

    /// Files, index, branches and tags of the maintainer's clone.
    pub(crate) fn clone_state(&self) -> String {
        let git = |arguments: &[&str]| run_git(&self.work, arguments);
        format!(
            "{}\n{}\n{}",
            git(&["status", "--porcelain=v2", "--branch"]),
            git(&["for-each-ref", "refs/heads", "refs/tags"]),
            git(&["stash", "list"])
        )
    }

    /// The branches and tags on GitHub.
    pub(crate) fn refs(&self) -> BTreeMap<String, String> {
        self.sim.state().refs
    }

    /// How many requests have asked for a change.
    pub(crate) fn writes(&self) -> usize {
        self.sim.journal().iter().filter(|entry| entry.method != "GET").count()
    }

    /// Commits on GitHub.
    pub(crate) fn log(&self, range: &str, format: &str) -> String {
        run_git(self.sim.git_path(), &["log", &format!("--format={format}"), range])
    }

    pub(crate) fn changed(&self, from: &str, branch: &str) -> Vec<String> {
        let files = run_git(self.sim.git_path(), &["diff", "--name-only", from, branch]);
        files.lines().map(str::to_owned).collect()
    }

    /// A release of the one package: its tag, the entries of its notes, the files that changed.
    #[track_caller]
    pub(crate) fn releases(&mut self, branch: &str, tag: &str, notes: &[&str]) -> Run {
        self.releases_all(branch, &[Expected { tag, notes }])
    }

    /// Releases of several packages.
    #[track_caller]
    pub(crate) fn releases_all(&mut self, branch: &str, expected: &[Expected<'_>]) -> Run {
        let tags: Vec<&str> = expected.iter().map(|it| it.tag).collect();
        let run = self.releases_tags(branch, &tags);
        for Expected { tag, notes } in expected {
            assert_eq!(run.notes[*tag], *notes, "{tag}");
        }
        run
    }

    /// Releases by their tags, in the order of the alphabet.
    #[track_caller]
    pub(crate) fn releases_tags(&mut self, branch: &str, tags: &[&str]) -> Run {
        let run = self.run(branch, &self.arguments);
        assert_eq!(run.exit, Some(0), "{}", run.log);
        assert_eq!(run.tags, tags, "{}", run.log);
        for tag in tags {
            let tagged = self.head(tag);
            assert_eq!(tagged, self.head(branch), "{tag} is on the branch's newest commit");
        }
        if self.arguments.first() != Some(&"pr") {
            assert_eq!(run.files, self.states(branch, tags));
        }
        // Whoever runs it again makes nothing.
        let again = self.run(branch, &self.arguments);
        assert_eq!((again.exit, again.tags.len()), (Some(0), 0), "{}", again.log);
        run
    }

    /// Looks into the files of each released package, which has a folder of its own name where it has a name: the
    /// manifest and the newest section of the changelog state the version. Answers their names.
    #[track_caller]
    fn states(&self, branch: &str, tags: &[&str]) -> Vec<String> {
        let mut files = Vec::new();
        for tag in tags {
            let (folder, version) = match tag.rsplit_once("-v") {
                Some((name, version)) => (format!("{name}/"), version),
                None => (String::new(), &tag[1..]),
            };
            let (changelog, manifest) = (format!("{folder}CHANGELOG.md"), format!("{folder}package.json"));
            let text = self.file(branch, &changelog);
            let newest = text.lines().find_map(|line| line.strip_prefix("## ")).unwrap_or_default();
            assert!(newest.starts_with(&format!("{version} (")), "{newest} is {version}");
            files.push(changelog);
            let tree = run_git(self.sim.git_path(), &["ls-tree", "-r", "--name-only", branch]);
            if tree.lines().any(|path| path == manifest) {
                let text = self.file(branch, &manifest);
                assert!(text.contains(&format!("\"version\": \"{version}\"")), "{text} is {version}");
                files.push(manifest);
            }
        }
        files
    }

    /// A push that releases nothing.
    #[track_caller]
    pub(crate) fn rests(&mut self, branch: &str) {
        let run = self.run(branch, &self.arguments);
        assert_eq!((run.exit, run.tags.len()), (Some(0), 0), "{}", run.log);
        assert!(run.files.is_empty(), "{:?}", run.files);
    }

    /// Which release is the latest.
    #[track_caller]
    pub(crate) fn latest(&self, tag: &str) -> &Self {
        assert_eq!(self.sim.state().latest.as_deref(), Some(tag));
        self
    }

    /// Where floating tags lead.
    #[track_caller]
    pub(crate) fn floats(&self, pairs: &[(&str, &str)]) -> &Self {
        for (name, tag) in pairs {
            assert_eq!(self.head(name), self.head(tag), "{name} leads to {tag}");
        }
        self
    }

    /// What a file says on a branch.
    pub(crate) fn file(&self, branch: &str, path: &str) -> String {
        run_git(self.sim.git_path(), &["show", &format!("{branch}:{path}")])
    }

    /// Whether GitHub calls a release a pre-release.
    pub(crate) fn is_prerelease(&self, tag: &str) -> bool {
        self.sim.state().releases.iter().any(|release| release.tag == tag && release.prerelease)
    }

    /// A document of the API, as the owner sees it.
    pub(crate) fn get(&self, target: &str) -> Value {
        let (status, value) = self.sim.seed("GET", target, Value::Null);
        assert_eq!(status, 200, "{value}");
        value
    }
}

fn text(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// The entries of a release's notes: what stands behind a bullet, without the commit and what it closes.
fn entries(body: &str) -> Vec<String> {
    let bullets = body.lines().filter_map(|line| line.strip_prefix("* "));
    bullets.map(|line| without_commit(line).replace("**", "")).collect()
}

fn without_commit(line: &str) -> &str {
    let is_id = |text: &str| {
        let id = text.get(2..9).is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        id && text[9..].starts_with(')')
    };
    let found = line.match_indices(" (").find(|(at, _)| is_id(&line[*at..]));
    found.map_or(line, |(at, _)| &line[..at])
}
