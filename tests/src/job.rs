//! A job of a workflow: a program in the environment that a runner gives it, and no other.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use deploy_kit_github_sim::DEFAULT_TOKEN;
use serde_json::Value;
use tempfile::TempDir;

use crate::GitHub;
use crate::github::NOW;

/// A job that is to run. Unless it is said otherwise it is of run 1, on a push of which nothing is told, with a token
/// that may do everything.
#[derive(Debug)]
#[must_use]
pub struct Job<'a> {
    github: &'a GitHub,
    /// The runner's files.
    files: TempDir,
    command: Command,
}

/// A job that runs.
#[derive(Debug)]
pub struct Running {
    child: Child,
    files: TempDir,
}

/// How a job ended.
#[derive(Debug)]
pub struct Run {
    /// `None` if it was killed.
    pub exit: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard output and standard error.
    pub log: String,
    /// The file of outputs.
    pub outputs: String,
    /// The job's summary.
    pub summary: String,
    /// The file of variables for later steps.
    pub variables: String,
}

impl<'a> Job<'a> {
    pub(crate) fn new(github: &'a GitHub, program: &str, folder: &Path) -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").expect("a PATH"))
            .env("HOME", files.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("SOURCE_DATE_EPOCH", NOW.to_string())
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_API_URL", github.api_url())
            .env("GITHUB_GRAPHQL_URL", github.graphql_url())
            .env("GITHUB_SERVER_URL", "https://github.example")
            .env("GITHUB_REPOSITORY", github.name())
            .env("GITHUB_RUN_ID", "1")
            .env("GITHUB_RUN_ATTEMPT", "1")
            .env("GITHUB_TOKEN", DEFAULT_TOKEN)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (name, file) in
            [("GITHUB_OUTPUT", "outputs"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_ENV", "variables")]
        {
            command.env(name, write(&files, file, ""));
        }
        Self { github, files, command }.event("push", &Value::Object(serde_json::Map::new()))
    }

    /// What GitHub tells of why it runs.
    pub fn event(self, name: &str, event: &Value) -> Self {
        let path = write(&self.files, "event.json", &event.to_string());
        self.env("GITHUB_EVENT_NAME", name).env("GITHUB_EVENT_PATH", path)
    }

    /// The number of its run.
    pub fn of_run(self, id: u64) -> Self {
        self.env("GITHUB_RUN_ID", id.to_string())
    }

    /// Its token.
    pub fn token(self, secret: &str) -> Self {
        self.env("GITHUB_TOKEN", secret)
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable away.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Adds arguments.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    /// Runs it to its end, or until the embedded GitHub kills it.
    ///
    /// # Panics
    /// It cannot be started, or what it writes is no text.
    #[must_use]
    pub fn run(mut self) -> Run {
        let output = self.github.watched(&mut self.command);
        Run::of(&output, self.files.path())
    }

    /// Starts it beside others.
    ///
    /// # Panics
    /// It cannot be started.
    #[must_use]
    pub fn start(mut self) -> Running {
        Running { child: self.command.spawn().expect("the program"), files: self.files }
    }
}

impl Running {
    /// Its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// What it writes is no text.
    #[must_use]
    pub fn end(self) -> Run {
        Run::of(&self.child.wait_with_output().expect("its end"), self.files.path())
    }
}

impl Run {
    fn of(output: &Output, files: &Path) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
        let read = |name: &str| std::fs::read_to_string(files.join(name)).expect("a file of the runner");
        let stdout = text(&output.stdout);
        Self {
            exit: output.status.code(),
            log: format!("{stdout}{}", text(&output.stderr)),
            stdout,
            outputs: read("outputs"),
            summary: read("summary"),
            variables: read("variables"),
        }
    }

    /// An output of one line.
    ///
    /// # Panics
    /// It was not set.
    #[must_use]
    pub fn output(&self, name: &str) -> &str {
        let mut lines = self.outputs.lines();
        let start = format!("{name}<<");
        let delimiter = lines.find_map(|line| line.strip_prefix(&start));
        let delimiter = delimiter.unwrap_or_else(|| panic!("no output {name}: {}{}", self.outputs, self.log));
        lines.next().filter(|line| *line != delimiter).unwrap_or_default()
    }
}

fn write(files: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = files.path().join(name);
    std::fs::write(&path, text).expect("a file of the runner");
    path
}
