//! A pull request on a GitHub, an application that is previewed, and jobs that do so.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use deploy_kit_github_sim::{Clock, Level, Options, Permissions, Scope, Sim, Source, Token};
use deploy_kit_tests::{Contract, Repo};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The time of every run.
pub(crate) const NOW: i64 = 1_763_700_000;

/// A token such as a job is given.
pub(crate) const TOKEN: &str = "ghs_ofTheJob";

/// Whose comments are ours.
pub(crate) const BOT: &str = "github-actions[bot]";

pub(crate) struct World {
    pub(crate) sim: Sim,
    /// The pull request's number.
    pub(crate) pull: u64,
    /// Its commits, of which the first is its newest at the start.
    pub(crate) commits: [String; 2],
    pub(crate) scratch: TempDir,
    running: Arc<AtomicU32>,
    _origin: Repo,
}

/// All that was sent and answered is what GitHub describes, in every test.
impl Drop for World {
    fn drop(&mut self) {
        static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);
        if !thread::panicking() {
            // What a fault did is none of GitHub's doing.
            let mut journal = self.sim.journal();
            journal.retain(|entry| entry.faults.is_empty());
            let wrong = CONTRACT.check(&journal);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// `None` if it was killed.
    pub(crate) exit: Option<i32>,
    /// Standard output and standard error.
    pub(crate) log: String,
    outputs: String,
    /// The job's summary.
    pub(crate) summary: String,
    /// The file of variables for later steps.
    pub(crate) variables: String,
}

impl Run {
    /// An output of one line.
    pub(crate) fn output(&self, name: &str) -> &str {
        let lines: Vec<&str> = self.outputs.lines().collect();
        let at = lines.iter().position(|line| line.starts_with(&format!("{name}<<"))).unwrap();
        let (_, delimiter) = lines[at].split_once("<<").unwrap();
        if lines[at + 1] == delimiter { "" } else { lines[at + 1] }
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::from_branch("topic")
    }

    /// `head` as GitHub takes it: `mona:topic` is a fork's branch.
    pub(crate) fn from_branch(head: &str) -> Self {
        let mut origin = Repo::new();
        origin.change("feat: first").file("a", "a").commit();
        origin.branch("topic").checkout("topic");
        let first = origin.change("feat: second").file("b", "b").commit();
        origin.branch("pushed").checkout("pushed");
        let second = origin.change("feat: third").file("c", "c").commit();
        let running = Arc::new(AtomicU32::new(0));
        let pid = Arc::clone(&running);
        let kill = move |_: usize| {
            let pid = pid.load(Ordering::SeqCst).to_string();
            Command::new("kill").args(["-9", &pid]).status().unwrap();
        };
        let sim = Sim::start(Options {
            source: Source::Over(origin.path().to_owned()),
            default_branch: Some("main".to_owned()),
            clock: Clock::Fixed(NOW),
            notify: Some(Arc::new(kill)),
            writes: None,
            hourly: u64::MAX,
            record: true,
            // Addresses do not depend on the port.
            server_url: Some("https://github.example".to_owned()),
            ..Options::default()
        })
        .unwrap();
        let writes = [Scope::Deployments, Scope::PullRequests].into_iter();
        let permissions = Permissions::none().with(Scope::Contents, Level::Read);
        let permissions = writes.fold(permissions, |all, scope| all.with(scope, Level::Write));
        sim.allow(Token::app("github-actions", TOKEN, permissions));
        let new = json!({ "title": "A pull request", "head": head, "base": "main" });
        let (status, made) = sim.seed("POST", "{repo}/pulls", new);
        assert_eq!(status, 201, "{made}");
        let pull = made["number"].as_u64().unwrap();
        let commits = [first.to_string(), second.to_string()];
        Self { sim, pull, commits, scratch: tempfile::tempdir().unwrap(), running, _origin: origin }
    }

    /// A second commit on the pull request's branch.
    pub(crate) fn push(&self) {
        let moved = json!({ "sha": self.commits[1], "force": true });
        let (status, answer) = self.sim.seed("PATCH", "{repo}/git/refs/heads/topic", moved);
        assert_eq!(status, 200, "{answer}");
    }

    pub(crate) fn close(&self) {
        let target = format!("{{repo}}/pulls/{}", self.pull);
        assert_eq!(self.sim.seed("PATCH", &target, json!({ "state": "closed" })).0, 200);
    }

    /// A job of a run on the pull request, about its first or second commit.
    pub(crate) fn post(&self, run: u64, commit: usize, arguments: &[&str]) -> Run {
        let event = self.event("synchronize", commit);
        self.run(run, "pull_request", &event, TOKEN, arguments)
    }

    /// The job that runs when the pull request is closed.
    pub(crate) fn closed(&self, run: u64, commit: usize, arguments: &[&str]) -> Run {
        self.run(run, "pull_request", &self.event("closed", commit), TOKEN, arguments)
    }

    pub(crate) fn event(&self, action: &str, commit: usize) -> Value {
        let (name, sha) = (self.sim.name(), &self.commits[commit]);
        json!({
            "action": action,
            "number": self.pull,
            "pull_request": {
                "number": self.pull,
                "head": { "ref": "topic", "sha": sha, "repo": { "full_name": name } },
                "base": { "ref": "main", "sha": sha, "repo": { "full_name": name } },
            },
        })
    }

    pub(crate) fn run(&self, run: u64, name: &str, event: &Value, token: &str, arguments: &[&str]) -> Run {
        let (folder, mut command) = self.command(run, name, event, token, arguments);
        let child = command.spawn().unwrap();
        self.running.store(child.id(), Ordering::SeqCst);
        ended(child, folder.path())
    }

    /// A job, and the folder of the files that it writes.
    pub(crate) fn command(
        &self,
        run: u64,
        name: &str,
        event: &Value,
        token: &str,
        arguments: &[&str],
    ) -> (TempDir, Command) {
        let folder = tempfile::tempdir_in(self.scratch.path()).unwrap();
        let file = |name: &str, text: &str| -> PathBuf {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit-preview"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.scratch.path())
            .env("SOURCE_DATE_EPOCH", NOW.to_string())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_API_URL", self.sim.api_url())
            .env("GITHUB_GRAPHQL_URL", self.sim.graphql_url())
            .env("GITHUB_SERVER_URL", "https://github.example")
            .env("GITHUB_REPOSITORY", self.sim.name())
            .env("GITHUB_RUN_ID", run.to_string())
            .env("GITHUB_RUN_ATTEMPT", "1")
            .env("GITHUB_TOKEN", token)
            .env("GITHUB_EVENT_NAME", name)
            .env("GITHUB_EVENT_PATH", file("event.json", &event.to_string()))
            .env("GITHUB_OUTPUT", file("outputs", ""))
            .env("GITHUB_STEP_SUMMARY", file("summary", ""))
            .env("GITHUB_ENV", file("variables", ""))
            .current_dir(self.scratch.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        (folder, command)
    }

    /// The deployments by environment, run and state, the oldest first.
    pub(crate) fn deployments(&self) -> Vec<String> {
        let all = self.sim.state().deployments;
        let line = |it: &deploy_kit_github_sim::DeploymentState| {
            let run = it.payload["run"].as_u64().unwrap_or(0);
            format!("{} run {run}: {}", it.environment, it.states.last().map_or("pending", String::as_str))
        };
        all.iter().map(line).collect()
    }

    /// What the bot's only comment says, without its marks.
    pub(crate) fn said(&self) -> String {
        let mut comments = self.sim.state().comments;
        comments.retain(|comment| comment.author == BOT);
        let [comment] = &comments[..] else { panic!("{comments:#?}") };
        plain(&comment.body)
    }

    pub(crate) fn has_comment(&self) -> bool {
        self.sim.state().comments.iter().any(|comment| comment.author == BOT)
    }

    /// The state in the row of an app, in the comment.
    pub(crate) fn row(&self, app: &str) -> String {
        let said = self.said();
        let start = format!("| {app} | ");
        said.lines().find_map(|line| line.strip_prefix(&start)).map(str::to_owned).unwrap_or(said)
    }

    /// The requests that change something, and all of them.
    pub(crate) fn requests(&self) -> (Vec<String>, usize) {
        let is_write = |query: &str| query.starts_with("mutation");
        let all = self.sim.journal();
        let writes = all.iter().filter(|entry| match (entry.method.as_str(), &entry.request) {
            ("GET", _) => false,
            ("POST", Some(request)) => request["query"].as_str().is_none_or(is_write),
            _ => true,
        });
        let writes = writes.map(|entry| entry.operation.unwrap_or("?").to_owned()).collect();
        (writes, all.len())
    }
}

/// Waits for a job.
pub(crate) fn ended(child: Child, folder: &Path) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    Run {
        exit: output.status.code(),
        log: format!("{}{}", text(&output.stdout), text(&output.stderr)),
        outputs: read("outputs"),
        summary: read("summary"),
        variables: read("variables"),
    }
}

/// A comment without its marks.
fn plain(body: &str) -> String {
    let mut text = body.to_owned();
    while let Some((before, after)) = text.split_once("<!--") {
        text = format!("{before}{}", after.split_once("-->").unwrap().1);
    }
    text.trim().to_owned()
}
