//! A pull request on a GitHub, and jobs that comment on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use deploy_kit_github_sim::{Clock, CommentState, DEFAULT_TOKEN, Options, Sim, Source};
use deploy_kit_tests::{Contract, Repo};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The time of every run.
pub(crate) const NOW: i64 = 1_763_700_000;

/// Whose comments are ours.
pub(crate) const BOT: &str = "github-actions[bot]";

pub(crate) struct World {
    pub(crate) sim: Sim,
    /// The pull request's number.
    pub(crate) pull: u64,
    /// Its newest commit.
    pub(crate) head: String,
    /// The number of a discussion.
    pub(crate) discussion: u64,
    pub(crate) scratch: TempDir,
    running: Arc<AtomicU32>,
    _origin: Repo,
}

/// All that was sent and answered is what GitHub describes, in every test.
impl Drop for World {
    fn drop(&mut self) {
        static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);
        if !std::thread::panicking() {
            // What a fault did is none of GitHub's doing.
            let mut journal = self.sim.journal();
            journal.retain(|entry| entry.faults.is_empty());
            let wrong = CONTRACT.check(&journal);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}

/// A comment of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) author: String,
    pub(crate) body: String,
    pub(crate) minimized: Option<String>,
    pub(crate) reactions: Vec<String>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// `None` if it was killed.
    pub(crate) exit: Option<i32>,
    /// Standard output and standard error.
    pub(crate) log: String,
    /// The file of outputs.
    pub(crate) outputs: String,
    /// The job's summary.
    pub(crate) summary: String,
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
        origin.change("feat: second").file("b", "b").commit();
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
        let new = json!({ "title": "A pull request", "head": head, "base": "main" });
        let (status, made) = sim.seed("POST", "{repo}/pulls", new);
        assert_eq!(status, 201, "{made}");
        let (pull, head) =
            (made["number"].as_u64().unwrap(), made["head"]["sha"].as_str().unwrap().to_owned());
        let discussion = sim.discuss("Announcements", "News");
        Self { sim, pull, head, discussion, scratch: tempfile::tempdir().unwrap(), running, _origin: origin }
    }

    /// A job of this run about a commit that stays the same.
    pub(crate) fn post(&self, run: u64, arguments: &[&str]) -> Run {
        self.run(run, "pull_request", &self.pull_request(self.sim.name().as_str()), DEFAULT_TOKEN, arguments)
    }

    /// What GitHub tells a run on a pull request whose commits are in a repository.
    pub(crate) fn pull_request(&self, from: &str) -> Value {
        json!({
            "action": "synchronize",
            "number": self.pull,
            "pull_request": {
                "number": self.pull,
                "head": { "ref": "topic", "sha": self.head, "repo": { "full_name": from } },
                "base": { "ref": "main", "sha": self.head, "repo": { "full_name": self.sim.name() } },
            },
        })
    }

    pub(crate) fn run(&self, run: u64, name: &str, event: &Value, token: &str, arguments: &[&str]) -> Run {
        let folder = tempfile::tempdir_in(self.scratch.path()).unwrap();
        let file = |name: &str, text: &str| -> PathBuf {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let (outputs, summary) = (file("outputs", ""), file("summary", ""));
        let mut command = self.command(run, arguments);
        command
            .env("GITHUB_TOKEN", token)
            .env("GITHUB_EVENT_NAME", name)
            .env("GITHUB_EVENT_PATH", file("event.json", &event.to_string()))
            .env("GITHUB_OUTPUT", &outputs)
            .env("GITHUB_STEP_SUMMARY", &summary);
        let child = command.spawn().unwrap();
        self.running.store(child.id(), Ordering::SeqCst);
        let output = child.wait_with_output().unwrap();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        Run {
            exit: output.status.code(),
            log: log(&output),
            outputs: read(&outputs),
            summary: read(&summary),
        }
    }

    /// A job that comments on what an argument such as `--commit` names.
    pub(crate) fn on(&self, place: &str, run: u64, arguments: &[&str]) -> Run {
        self.by(DEFAULT_TOKEN, place, run, arguments)
    }

    /// The same with another token.
    pub(crate) fn by(&self, token: &str, place: &str, run: u64, arguments: &[&str]) -> Run {
        let place = self.named(place);
        self.run(run, "push", &json!({}), token, &[&[place.as_str()], arguments].concat())
    }

    fn named(&self, place: &str) -> String {
        match place {
            "--pull-request" => format!("{place}={}", self.pull),
            "--commit" => format!("{place}={}", self.head),
            _ => format!("{place}={}", self.discussion),
        }
    }

    /// The comments at a place, the oldest first.
    pub(crate) fn at(&self, place: &str) -> Vec<Said> {
        macro_rules! said {
            ($comments:expr) => {{
                let said = $comments.into_iter().map(|it| Said {
                    author: it.author,
                    body: it.body,
                    minimized: it.minimized,
                    reactions: it.reactions,
                });
                said.collect()
            }};
        }
        let mut state = self.sim.state();
        match place {
            "--pull-request" => said!(state.comments),
            "--commit" => said!(state.commit_comments),
            _ => said!(state.discussions.remove(0).comments),
        }
    }

    /// A job without an event of a pull request, and without files for what it tells.
    pub(crate) fn start(&self, run: u64, number: u64, arguments: &[&str]) -> Child {
        let number = format!("--pull-request={number}");
        let mut command = self.command(run, &[&[number.as_str()], arguments].concat());
        command.env("GITHUB_TOKEN", DEFAULT_TOKEN).spawn().unwrap()
    }

    /// The program, in no environment but its own.
    fn command(&self, run: u64, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit-comment"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.scratch.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("SOURCE_DATE_EPOCH", NOW.to_string())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_API_URL", self.sim.api_url())
            .env("GITHUB_GRAPHQL_URL", self.sim.graphql_url())
            .env("GITHUB_SERVER_URL", "https://github.example")
            .env("GITHUB_REPOSITORY", self.sim.name())
            .env("GITHUB_RUN_ID", run.to_string())
            .env("GITHUB_RUN_ATTEMPT", "1")
            .env("GITHUB_SHA", &self.head)
            .current_dir(self.scratch.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// A comment by somebody.
    pub(crate) fn comment(&self, body: &str) {
        let target = format!("{{repo}}/issues/{}/comments", self.pull);
        assert_eq!(self.sim.seed("POST", &target, json!({ "body": body })).0, 201);
    }

    /// The comments by the bot, the oldest first.
    pub(crate) fn comments(&self) -> Vec<CommentState> {
        let mut comments = self.sim.state().comments;
        comments.retain(|comment| comment.author == BOT);
        comments
    }

    /// What the only comment by the bot says, without its marks.
    pub(crate) fn said(&self) -> String {
        let [comment] = &self.comments()[..] else { panic!("{:#?}", self.comments()) };
        let lines = comment.body.lines().filter(|line| !line.starts_with("<!--") && !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The requests that change something.
    pub(crate) fn writes(&self) -> Vec<String> {
        let is_write = |query: &str| query.starts_with("mutation");
        let mut journal = self.sim.journal();
        journal.retain(|entry| match (entry.method.as_str(), &entry.request) {
            ("GET", _) => false,
            ("POST", Some(request)) => request["query"].as_str().is_none_or(is_write),
            _ => true,
        });
        journal.iter().map(|entry| format!("{} {}", entry.method, entry.operation.unwrap_or("?"))).collect()
    }
}

pub(crate) fn log(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
