//! A job in act: a repository on an embedded GitHub, a workflow, and what its steps wrote.

use std::path::{Path, PathBuf};
use std::process::Command;

use deploy_kit_github_sim::{Options, Permissions, Sim, Source, Token};
use deploy_kit_runner_sim::{Files, Observed, Platform, Step};
use deploy_kit_tests::{Repo, program, run_git, tree};
use serde_json::json;
use tempfile::TempDir;

use super::programs::{make_executable, programs, text};

const NAME: &str = "octocat/hello";
pub(crate) const TOKEN: &str = "ghs_tokenOfTheJob";

/// A repository with something to release, GitHub, and a runner that keeps its tool cache from job to job.
pub(crate) struct Runner {
    pub(crate) github: Sim,
    /// What the job has checked out.
    pub(crate) checkout: PathBuf,
    /// The published tree that `org/deploy-kit@v1` is.
    pub(crate) published: PathBuf,
    scratch: TempDir,
    variables: Vec<(String, String)>,
    _origin: Repo,
}

/// What a workflow's run left.
pub(crate) struct Run {
    pub(crate) succeeded: bool,
    /// act's own account of it.
    pub(crate) log: String,
    pub(crate) steps: Vec<Record>,
}

/// What one `run:` wrote, composite or not.
pub(crate) struct Record {
    pub(crate) script: String,
    pub(crate) exit: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) files: Files,
}

impl Runner {
    /// A repository whose last release is 1.0.0, with a feature since then.
    pub(crate) fn new() -> Self {
        let mut origin = Repo::new();
        let manifest = "{\n  \"name\": \"hello\",\n  \"version\": \"1.0.0\"\n}\n";
        origin.change("feat: first").file("package.json", manifest).commit();
        origin.tag("v1.0.0");
        origin.change("feat: a thing ##[set-output name=version]9.9.9").file("a.txt", "a").commit();
        Self::over(origin)
    }

    pub(crate) fn over(origin: Repo) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let github = Sim::start(Options {
            name: NAME.to_owned(),
            source: Source::Over(origin.path().to_owned()),
            tokens: Vec::new(),
            server_url: Some("https://github.com".to_owned()),
            ..Options::default()
        })
        .unwrap();
        let checkout = origin.clone_with(&[]);
        let remote = format!("https://github.com/{NAME}.git");
        run_git(&checkout, &["remote", "set-url", "origin", &remote]);
        run_git(&checkout, &["config", &format!("url.{}.insteadOf", github.git_path().display()), &remote]);
        let published = scratch.path().join("published");
        programs().publish(&published, &programs().digests(), false);
        for folder in ["bin", "home"] {
            std::fs::create_dir(scratch.path().join(folder)).unwrap();
        }
        let shell = scratch.path().join("bin/bash");
        // A `python3` of the PATH may itself be a script of bash.
        let python = installed("python");
        let script = include_str!("shell.py").replacen("/usr/bin/env python3", python.to_str().unwrap(), 1);
        std::fs::write(&shell, script).unwrap();
        make_executable(&shell);
        let variables = vec![("DEPLOY_KIT_DOWNLOAD_URL".to_owned(), programs().downloads())];
        Self { github, checkout, published, scratch, variables, _origin: origin }
    }

    /// Sets a variable of the runner; an empty one takes it away.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Puts a program before all others on the runner's `PATH`.
    pub(crate) fn install(&self, name: &str, script: &str) {
        let path = self.scratch.path().join("bin").join(name);
        std::fs::write(&path, script).unwrap();
        make_executable(&path);
    }

    /// The folder of an artifact that a job has kept for another one.
    pub(crate) fn artifact(&self, name: &str) -> PathBuf {
        self.artifacts().join(name)
    }

    fn artifacts(&self) -> PathBuf {
        self.scratch.path().join("artifacts")
    }

    /// The folder of the tool cache.
    pub(crate) fn tool_cache(&self) -> PathBuf {
        self.scratch.path().join("home/.cache/act/tool_cache")
    }

    /// Checks out the merge of a pull request with this commit, as `actions/checkout` does, for events of it.
    pub(crate) fn pull_request(&self, title: &str, message: &str) {
        let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
        let git = |arguments: &[&str]| run_git(&self.checkout, &[&author[..], arguments].concat());
        git(&["checkout", "--quiet", "-b", "topic"]);
        git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        git(&["checkout", "--quiet", "main"]);
        git(&["merge", "--quiet", "--no-ff", "--message", "Merge topic into main", "topic"]);
        self.retitle(title);
    }

    /// GitHub's word of that pull request with another title.
    pub(crate) fn retitle(&self, title: &str) {
        let git = |arguments: &[&str]| run_git(&self.checkout, arguments);
        self.tell(&json!({
            "action": "opened",
            "number": 7,
            "pull_request": {
                "number": 7,
                "title": title,
                "head": { "ref": "topic", "sha": git(&["rev-parse", "topic"]), "label": "octocat:topic" },
                "base": { "ref": "main", "sha": git(&["rev-parse", "main^1"]) },
            },
        }));
    }

    /// What GitHub tells a workflow of its event.
    pub(crate) fn tell(&self, event: &serde_json::Value) {
        std::fs::write(self.event(), event.to_string()).unwrap();
    }

    fn event(&self) -> PathBuf {
        self.scratch.path().join("event.json")
    }

    /// Runs a workflow on a push, with a token of exactly these permissions.
    pub(crate) fn run(&self, workflow: &str, permissions: Permissions) -> Run {
        self.run_on("push", workflow, permissions)
    }

    /// The same on another event.
    pub(crate) fn run_on(&self, event: &str, workflow: &str, permissions: Permissions) -> Run {
        self.github.allow(Token::app("job", TOKEN, permissions));
        let file = self.scratch.path().join("workflow.yml");
        std::fs::write(&file, workflow).unwrap();
        let records = self.scratch.path().join("records");
        let _ = std::fs::remove_dir_all(&records);
        std::fs::create_dir(&records).unwrap();
        let path = std::env::var_os("PATH").unwrap();
        let bash = program("bash");
        let mut folders = vec![self.scratch.path().join("bin")];
        folders.extend(std::env::split_paths(&path));
        let mut command = Command::new(installed("act"));
        command
            .args([event, "--pull=false", "--action-offline-mode", "-P", "ubuntu-latest=-self-hosted"])
            .arg("--local-repository")
            .arg(format!("org/deploy-kit@v1={}", self.published.display()))
            .args(self.stand_ins(workflow))
            .args(self.event().exists().then(|| ["-e".into(), self.event()]).into_iter().flatten())
            .args(["-s", &format!("GITHUB_TOKEN={TOKEN}"), "-W"])
            .arg(&file)
            .current_dir(&self.checkout)
            .env_clear()
            .env("PATH", std::env::join_paths(folders).unwrap())
            .env("HOME", self.scratch.path().join("home"))
            .envs([("ACT_RECORDS", records.as_os_str()), ("ACT_BASH", bash.as_os_str())]);
        let api = [
            ("GITHUB_API_URL".to_owned(), self.github.api_url().to_owned()),
            ("GITHUB_GRAPHQL_URL".to_owned(), self.github.graphql_url()),
            ("GITHUB_REPOSITORY".to_owned(), NAME.to_owned()),
        ];
        for (name, value) in api.iter().chain(&self.variables) {
            command.args(["--env", &format!("{name}={value}")]);
        }
        let output = command.output().unwrap();
        let log = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(!log.contains(TOKEN), "the token is in the log:\n{log}");
        let mut folders: Vec<_> =
            std::fs::read_dir(&records).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        let steps = folders.iter().map(|folder| Record::read(folder)).collect();
        Run { succeeded: output.status.success(), log, steps }
    }

    /// Stands for the two actions that hand files from job to job: they need GitHub's own server.
    fn stand_ins(&self, workflow: &str) -> Vec<String> {
        let kept = self.artifacts();
        let kept = kept.display();
        let mut arguments = Vec::new();
        for (action, script) in [
            (
                "upload-artifact",
                format!(
                    "to={kept}/$MAPPED_NAME; mkdir -p \"$to\"; from=$MAPPED_PATH; if test -d \"$from\"; then from=$from/.; fi; \
                     cp -R \"$from\" \"$to\""
                ),
            ),
            // By name, or each that a pattern matches.
            (
                "download-artifact",
                format!(
                    "mkdir -p \"$MAPPED_PATH\"; for from in {kept}/${{MAPPED_NAME:-$MAPPED_PATTERN}}; do \
                     if test -d \"$from\"; then cp -R \"$from\"/. \"$MAPPED_PATH\"; fi; done"
                ),
            ),
        ] {
            let Some((_, rest)) = workflow.split_once(&format!("actions/{action}@")) else { continue };
            let pin = rest.split_whitespace().next().unwrap();
            let folder = self.scratch.path().join(action);
            std::fs::create_dir_all(&folder).unwrap();
            let file = format!(
                "name: x\ndescription: x\ninputs: {{path: {{}}, name: {{}}, pattern: {{}}}}\nruns:\n  \
                 using: composite\n  steps:\n    - shell: sh\n      env:\n        MAPPED_PATH: ${{{{ inputs.path }}}}\n        \
                 MAPPED_NAME: ${{{{ inputs.name }}}}\n        MAPPED_PATTERN: ${{{{ inputs.pattern }}}}\n      run: |\n        \
                 {script}\n"
            );
            std::fs::write(folder.join("action.yml"), file).unwrap();
            arguments.push("--local-repository".to_owned());
            arguments.push(format!("actions/{action}@{pin}={}", folder.display()));
        }
        arguments
    }
}

impl Run {
    /// The steps of our actions, the others left out.
    pub(crate) fn actions(&self) -> Vec<&Record> {
        self.steps.iter().filter(|step| step.script.contains("program=deploy-kit")).collect()
    }

    /// What the runner would have understood of the only such step.
    pub(crate) fn observed(&self) -> Observed {
        let [action] = self.actions()[..] else {
            panic!("{} actions ran:\n{}", self.actions().len(), self.log)
        };
        action.observe()
    }
}

impl Record {
    fn read(folder: &Path) -> Self {
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_default();
        Self {
            script: text(&read("script")),
            exit: text(&read("exit")).parse().unwrap_or(-1),
            stdout: read("stdout"),
            stderr: read("stderr"),
            files: Files {
                output: read("GITHUB_OUTPUT"),
                env: read("GITHUB_ENV"),
                path: read("GITHUB_PATH"),
                state: read("GITHUB_STATE"),
                summary: read("GITHUB_STEP_SUMMARY"),
            },
        }
    }

    /// The same bytes, as the real runner reads them.
    pub(crate) fn observe(&self) -> Observed {
        let mut step = Step::new(Platform::Linux);
        step.stdout(&self.stdout);
        step.stderr(&self.stderr);
        let observed = step.finish_with(self.exit, &self.files);
        assert!(observed.errors.is_empty(), "{:?}", observed.errors);
        assert!(!observed.stopped, "the step left commands stopped");
        observed
    }
}

/// A program of the environment that `cargo xtask check` makes.
fn installed(program: &str) -> PathBuf {
    let path = tree::root().join("target/venv/bin").join(program);
    assert!(path.is_file(), "{} is missing: `cargo xtask check audit` makes it", path.display());
    path
}
