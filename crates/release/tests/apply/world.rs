//! A repository with something to release, a GitHub that has it, and a job's checkout of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use deploy_kit_github_sim::{Clock, DEFAULT_TOKEN, Fault, Options, Sim, Source, State};
use deploy_kit_tests::{Contract, Repo, run_git};
use serde_json::json;
use tempfile::TempDir;

/// The time of every run: all that two runs do is the same to the byte.
pub(crate) const NOW: i64 = 1_763_700_000;

/// The assets with their contents.
pub(crate) const ASSETS: [(&str, &str); 3] = [("a.tgz", "first"), ("b.tgz", "second"), ("c.tgz", "third")];

pub(crate) struct World {
    pub(crate) sim: Sim,
    pub(crate) clone: PathBuf,
    running: Arc<AtomicU32>,
    scratch: TempDir,
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

/// What a release has to leave behind, without what depends on how it came about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) state: State,
    /// The subjects of the branch's commits, the newest first.
    pub(crate) commits: Vec<String>,
    /// The files of its newest commit that state the version.
    pub(crate) files: Vec<String>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(crate) fn with(options: Options) -> Self {
        let mut origin = Repo::new();
        let manifest = "{\n  \"name\": \"octo\",\n  \"version\": \"1.0.0\"\n}\n";
        origin
            .change("feat: first")
            .file("package.json", manifest)
            .file("CHANGELOG.md", "# Changelog\n")
            .commit();
        origin.annotated_tag("v1.0.0");
        origin.change("feat: a thing (#2)\n\nCloses #1").file("src/a", "a").commit();
        Self::over(origin, options)
    }

    pub(crate) fn over(origin: Repo, options: Options) -> Self {
        let running = Arc::new(AtomicU32::new(0));
        let pid = Arc::clone(&running);
        let kill = move |_: usize| {
            let pid = pid.load(Ordering::SeqCst).to_string();
            Command::new("kill").args(["-9", &pid]).status().unwrap();
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
        })
        .unwrap();
        for title in ["An issue", "A pull request"] {
            assert_eq!(sim.seed("POST", "{repo}/issues", json!({ "title": title })).0, 201);
        }
        for title in ["1.1.0", "later"] {
            assert_eq!(sim.seed("POST", "{repo}/milestones", json!({ "title": title })).0, 201);
        }
        let clone = origin.clone_with(&[]);
        run_git(&clone, &["remote", "set-url", "origin", sim.git_path().to_str().unwrap()]);
        std::fs::create_dir(clone.join("dist")).unwrap();
        for (name, content) in ASSETS {
            std::fs::write(clone.join("dist").join(name), content).unwrap();
        }
        Self { sim, clone, running, scratch: tempfile::tempdir().unwrap(), _origin: origin }
    }

    /// The whole release, with all that can be part of it, on a runner.
    pub(crate) fn release(&self) -> Run {
        self.run(&["--assets=dist/*.tgz", "--floating-tags"])
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_as(DEFAULT_TOKEN, arguments)
    }

    pub(crate) fn run_as(&self, token: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(&self.clone, arguments);
        let (outputs, summary) = (self.file("outputs"), self.file("summary"));
        command
            .envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main"), ("GITHUB_TOKEN", token)])
            .env("GITHUB_OUTPUT", &outputs)
            .env("GITHUB_STEP_SUMMARY", &summary);
        let output = self.watched(command);
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        Run {
            exit: output.status.code(),
            log: log(&output),
            outputs: read(&outputs),
            summary: read(&summary),
        }
    }

    /// The program, in no environment but its own.
    pub(crate) fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit-release"));
        command
            .arg("--repository")
            .arg(folder)
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.scratch.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("SOURCE_DATE_EPOCH", NOW.to_string())
            .env("GITHUB_API_URL", self.sim.api_url())
            .env("GITHUB_GRAPHQL_URL", self.sim.graphql_url())
            .env("GITHUB_REPOSITORY", self.sim.name())
            .stdin(Stdio::null());
        command
    }

    /// Runs a program that the embedded GitHub may kill.
    pub(crate) fn watched(&self, mut command: Command) -> Output {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        self.running.store(child.id(), Ordering::SeqCst);
        child.wait_with_output().unwrap()
    }

    /// A new, empty file.
    fn file(&self, name: &str) -> PathBuf {
        let path = self.scratch.path().join(name);
        std::fs::write(&path, "").unwrap();
        path
    }

    /// A fault, in place of those that are still to come.
    pub(crate) fn fault(&self, fault: Fault) {
        self.sim.clear_faults();
        self.sim.fault(fault);
    }

    pub(crate) fn end(&self) -> End {
        let git = |arguments: &[&str]| run_git(self.sim.git_path(), arguments);
        End {
            state: self.sim.state(),
            commits: git(&["log", "--format=%s", "main"]).lines().map(str::to_owned).collect(),
            files: ["package.json", "CHANGELOG.md"]
                .map(|file| git(&["show", &format!("main:{file}")]))
                .to_vec(),
        }
    }
}

pub(crate) fn log(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
