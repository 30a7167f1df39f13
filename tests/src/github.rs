//! The embedded GitHub behind a test: all that was sent to it and answered is what GitHub describes.

use std::ops::Deref;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use deploy_kit_github_sim::{Clock, CommentState, Options, Sim, Source};
use serde_json::json;

use crate::{Contract, Job, Repo};

/// The time on the embedded GitHub and of every run, in seconds since 1970: what two runs do is the same to the byte.
pub const NOW: i64 = 1_763_700_000;

/// Whose comments are those of a workflow's token.
pub const BOT: &str = "github-actions[bot]";

/// An embedded GitHub. Where it stops at a request, it kills the program that [`watched`](Self::watched) runs.
#[derive(Debug)]
pub struct GitHub {
    sim: Sim,
    running: Arc<AtomicU32>,
}

impl GitHub {
    /// With the branches and tags of a repository, whose default branch is `main`, and without limits.
    ///
    /// # Panics
    /// It cannot start.
    #[must_use]
    pub fn over(origin: &Repo) -> Self {
        let default_branch = Some("main".to_owned());
        Self::with(origin, Options { default_branch, hourly: u64::MAX, ..Options::default() })
    }

    /// The same with other options.
    ///
    /// # Panics
    /// It cannot start.
    #[must_use]
    pub fn with(origin: &Repo, options: Options) -> Self {
        let running = Arc::new(AtomicU32::new(0));
        let pid = Arc::clone(&running);
        let kill = move |_: usize| {
            let pid = pid.load(Ordering::SeqCst).to_string();
            Command::new("kill").args(["-9", &pid]).status().expect("the program kill");
        };
        let sim = Sim::start(Options {
            source: Source::Over(origin.path().to_owned()),
            clock: Clock::Fixed(NOW),
            notify: Some(Arc::new(kill)),
            writes: None,
            record: true,
            // Addresses do not depend on the port.
            server_url: Some("https://github.example".to_owned()),
            ..options
        });
        Self { sim: sim.expect("an embedded GitHub"), running }
    }

    /// Opens a pull request to `main` from a branch, `topic`, or a fork's, `mona:topic`; answers its number and its
    /// newest commit.
    ///
    /// # Panics
    /// There is no such branch.
    #[must_use]
    pub fn open_pull(&self, head: &str) -> (u64, String) {
        let new = json!({ "title": "A pull request", "head": head, "base": "main" });
        let (status, made) = self.seed("POST", "{repo}/pulls", new);
        assert_eq!(status, 201, "{made}");
        let number = made["number"].as_u64().expect("a number");
        (number, made["head"]["sha"].as_str().expect("a commit").to_owned())
    }

    /// A job of a workflow that runs a program in a folder.
    pub fn job(&self, program: &str, folder: &Path) -> Job<'_> {
        Job::new(self, program, folder)
    }

    /// Runs a program that may be killed.
    ///
    /// # Panics
    /// It cannot be started.
    pub fn watched(&self, command: &mut Command) -> Output {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        self.running.store(child.id(), Ordering::SeqCst);
        child.wait_with_output().expect("its end")
    }

    /// The requests that change something, by the names of their operations.
    #[must_use]
    pub fn writes(&self) -> Vec<String> {
        let is_write = |query: &str| query.starts_with("mutation");
        let mut journal = self.journal();
        journal.retain(|entry| match (entry.method.as_str(), &entry.request) {
            ("GET", _) => false,
            ("POST", Some(request)) => request["query"].as_str().is_none_or(is_write),
            _ => true,
        });
        journal.iter().map(|entry| entry.operation.unwrap_or("?").to_owned()).collect()
    }

    /// The comments of workflows, the oldest first.
    #[must_use]
    pub fn comments(&self) -> Vec<CommentState> {
        let mut comments = self.state().comments;
        comments.retain(|comment| comment.author == BOT);
        comments
    }
}

impl Deref for GitHub {
    type Target = Sim;

    fn deref(&self) -> &Sim {
        &self.sim
    }
}

impl Drop for GitHub {
    fn drop(&mut self) {
        static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);
        if !std::thread::panicking() {
            // What a fault did is none of GitHub's doing.
            let mut journal = self.journal();
            journal.retain(|entry| entry.faults.is_empty());
            let wrong = CONTRACT.check(&journal);
            assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        }
    }
}
