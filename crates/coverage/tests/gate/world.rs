//! A repository that is measured, a GitHub that has it, and jobs that check out its commits.
//!
//! A file's lines are words, and how a word ends says what a test did with its line: `save` ran, `save!` did not, of
//! `save?` it took one of two branches, and `save.` cannot run. So the sources and the report of a commit are one text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use deploy_kit_tests::{GitHub, Job, Oid, Repo, Run, run_git};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Files by path.
pub(crate) type Code = BTreeMap<&'static str, &'static str>;

/// A calculator, covered by 8 of 10 lines.
pub(crate) const CALC: &str = "one two three four five six seven eight nine! ten!";

pub(crate) struct World {
    pub(crate) github: GitHub,
    origin: Repo,
    /// What the job has checked out.
    pub(crate) checkout: PathBuf,
    /// The runner's folder for temporary files.
    pub(crate) scratch: TempDir,
    /// What `main` holds.
    pub(crate) main: String,
    pub(crate) code: Code,
}

/// A pull request, as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Pull {
    pub(crate) number: u64,
    /// Whose branch it is: `octo-org/octo-repo`, or a fork.
    pub(crate) from: String,
    pub(crate) head: String,
    /// What a runner checks out: its trial merge.
    pub(crate) merge: String,
}

impl World {
    /// A repository of one commit.
    pub(crate) fn new() -> Self {
        Self::of(&[("src/calc.rs", CALC)])
    }

    pub(crate) fn of(code: &[(&'static str, &'static str)]) -> Self {
        let mut origin = Repo::new();
        let code: Code = code.iter().copied().collect();
        let main = commit(&mut origin, "feat: first", &Code::new(), &code, &[]).to_string();
        let github = GitHub::over(&origin);
        let scratch = tempfile::tempdir().unwrap();
        let checkout = origin.path().to_owned();
        let mut world = Self { github, origin, checkout, scratch, main, code };
        world.check_out_main();
        world
    }

    /// A commit on `main`, with all that is then in it; it is checked out and has a report.
    pub(crate) fn push(&mut self, code: &[(&'static str, &'static str)]) -> String {
        let new: Code = code.iter().copied().collect();
        self.origin.checkout("main");
        self.main = commit(&mut self.origin, "feat: more", &self.code, &new, &[]).to_string();
        self.code = new;
        self.point("refs/heads/main", &self.main);
        self.check_out_main();
        self.main.clone()
    }

    /// A job of the push to `main` that is checked out.
    pub(crate) fn pushed(&self, arguments: &[&str]) -> Run {
        self.push_job(&self.checkout, &self.main).arguments(arguments).run()
    }

    pub(crate) fn push_job(&self, folder: &Path, sha: &str) -> Job<'_> {
        let before = run_git(folder, &["rev-list", "--max-count=2", sha]);
        let before = before.lines().nth(1).unwrap_or("0000000000000000000000000000000000000000");
        let event = json!({
            "ref": "refs/heads/main",
            "before": before,
            "after": sha,
            "repository": self.repository(),
        });
        self.job(folder).event("push", &event).env("GITHUB_REF", "refs/heads/main").env("GITHUB_SHA", sha)
    }

    /// A pull request with all that is then in the repository. `head` is `topic`, or of a fork `mona:topic`. Its trial
    /// merge is checked out and has a report.
    pub(crate) fn open(&mut self, head: &str, code: &[(&'static str, &'static str)]) -> Pull {
        let (owner, branch) = head.split_once(':').unwrap_or(("octo-org", head));
        self.origin.checkout("main").branch(branch);
        let mut pull =
            Pull { number: 0, from: format!("{owner}/octo-repo"), head: String::new(), merge: String::new() };
        self.advance(&mut pull, branch, code);
        (pull.number, pull.head) = self.github.open_pull(head);
        pull
    }

    /// Another commit on a pull request's branch.
    pub(crate) fn advance(
        &mut self,
        pull: &mut Pull,
        branch: &str,
        code: &[(&'static str, &'static str)],
    ) -> String {
        let new: Code = code.iter().copied().collect();
        self.origin.checkout(branch);
        let old = Code::from_iter(self.code.keys().map(|path| (*path, "")));
        let head = commit(&mut self.origin, "feat: a change", &old, &new, &[]);
        pull.head = head.to_string();
        self.point(&format!("refs/heads/{branch}"), &pull.head);
        pull.merge = self.merge(head, &new);
        pull.merge.clone()
    }

    /// What a runner would make of `main` and a branch; it is checked out and has a report.
    fn merge(&mut self, head: Oid, code: &Code) -> String {
        self.origin.checkout(&self.main);
        let old = Code::from_iter(self.code.keys().map(|path| (*path, "")));
        let merge = commit(&mut self.origin, "Merge", &old, code, &[head]).to_string();
        self.report("lcov.info", code);
        merge
    }

    /// What a runner makes of a pull request after `main` has gone on, with all that is then in it.
    pub(crate) fn merge_anew(&mut self, pull: &mut Pull, code: &[(&'static str, &'static str)]) {
        pull.merge = self.merge(pull.head.parse().unwrap(), &code.iter().copied().collect());
    }

    /// The checkout of a commit as `actions/checkout` makes it: without what came before.
    pub(crate) fn become_shallow(&mut self, sha: &str) {
        let report = std::fs::read(self.checkout.join("lcov.info")).unwrap();
        self.point("refs/heads/shallow", sha);
        self.checkout = self.scratch.path().join("shallow");
        let url = format!("file://{}", self.github.git_path().display());
        let to = self.checkout.to_str().unwrap();
        run_git(self.scratch.path(), &["clone", "--quiet", "--depth=1", "--branch=shallow", &url, to]);
        run_git(&self.checkout, &["checkout", "--quiet", "--detach", sha]);
        std::fs::write(self.checkout.join("lcov.info"), report).unwrap();
    }

    /// A job on a pull request.
    pub(crate) fn pulled(&self, pull: &Pull, arguments: &[&str]) -> Run {
        self.pull_job(pull).arguments(arguments).run()
    }

    pub(crate) fn pull_job(&self, pull: &Pull) -> Job<'_> {
        let name = self.github.name();
        let event = json!({
            "action": "synchronize",
            "number": pull.number,
            "pull_request": {
                "number": pull.number,
                "title": "A pull request",
                "head": { "ref": "topic", "sha": pull.head, "repo": { "full_name": pull.from } },
                "base": { "ref": "main", "sha": self.main, "repo": { "full_name": name } },
            },
            "repository": self.repository(),
        });
        let job = self.job(&self.checkout).event("pull_request", &event);
        job.env("GITHUB_REF", format!("refs/pull/{}/merge", pull.number)).env("GITHUB_SHA", &pull.merge)
    }

    fn job(&self, folder: &Path) -> Job<'_> {
        let program = env!("CARGO_BIN_EXE_deploy-kit-coverage");
        self.github.job(program, folder).env("RUNNER_TEMP", self.scratch.path()).env("GITHUB_ACTOR", "mona")
    }

    fn repository(&self) -> Value {
        json!({ "full_name": self.github.name(), "default_branch": "main" })
    }

    /// Lets a ref of GitHub stand at a commit: its objects are there already.
    fn point(&self, name: &str, sha: &str) {
        run_git(self.github.git_path(), &["update-ref", name, sha]);
    }

    /// Checks out the newest commit as a job does, and measures it.
    fn check_out_main(&mut self) {
        self.origin.checkout(&self.main);
        self.report("lcov.info", &self.code);
    }

    /// Another checkout, as of another job, with a report.
    pub(crate) fn other_checkout(&self, sha: &str, code: &Code) -> PathBuf {
        let folder = self.origin.clone_with(&[]);
        run_git(&folder, &["checkout", "--quiet", "--detach", sha]);
        std::fs::write(folder.join("lcov.info"), lcov(code)).unwrap();
        folder
    }

    /// A report of some files, at a path of the checkout.
    pub(crate) fn report(&self, path: &str, code: &Code) {
        self.write(path, &lcov(code));
    }

    /// A file of the checkout.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.checkout.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.checkout.join(path)).unwrap();
    }

    /// The baselines: each file of the ref, or none.
    pub(crate) fn stored(&self) -> BTreeMap<String, String> {
        let git = |arguments: &[&str]| run_git(self.github.git_path(), arguments);
        if git(&["for-each-ref", BASELINES]).is_empty() {
            return BTreeMap::new();
        }
        let names = git(&["ls-tree", "-r", "--name-only", BASELINES]);
        // All of it is on the shelf of the one key.
        let text = |name: &str| {
            let short = name.strip_prefix("coverage/").unwrap();
            (short.to_owned(), git(&["show", &format!("{BASELINES}:{name}")]))
        };
        names.lines().map(text).collect()
    }

    /// The only comment of a workflow, without its marks.
    #[track_caller]
    pub(crate) fn said(&self) -> String {
        let comments = self.github.comments();
        let [comment] = &comments[..] else { panic!("{comments:#?}") };
        let mut text = comment.body.clone();
        while let Some((before, after)) = text.split_once("<!--") {
            text = format!("{before}{}", after.split_once("-->").unwrap().1);
        }
        text.trim().to_owned()
    }
}

/// Where baselines are kept.
pub(crate) const BASELINES: &str = "refs/deploy-kit/coverage";

fn commit(repo: &mut Repo, message: &str, old: &Code, new: &Code, merged: &[Oid]) -> Oid {
    let mut change = repo.change(message);
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        change = change.remove(path);
    }
    for (path, words) in new {
        change = change.file(path, source(words));
    }
    merged.iter().fold(change, |change, other| change.merging(*other)).commit()
}

/// A file: a word a line.
pub(crate) fn source(words: &str) -> String {
    words.split_whitespace().fold(String::new(), |text, word| text + name(word) + "\n")
}

fn name(word: &str) -> &str {
    word.trim_end_matches(['!', '?', '.'])
}

/// The report of some files.
pub(crate) fn lcov(code: &Code) -> String {
    let mut text = String::new();
    for (path, words) in code {
        let _ = writeln!(text, "SF:{path}");
        for (number, word) in (1..).zip(words.split_whitespace()) {
            let hits = match word.chars().last() {
                Some('.') => continue,
                Some('!') => 0,
                Some('?') => {
                    let _ = writeln!(text, "BRDA:{number},0,0,1\nBRDA:{number},0,1,0");
                    1
                }
                _ => 1,
            };
            let _ = writeln!(text, "DA:{number},{hits}");
        }
        text.push_str("end_of_record\n");
    }
    text
}

/// The lines of a text that hold another one.
#[track_caller]
pub(crate) fn assert_says(text: &str, wanted: &str) {
    assert!(text.contains(wanted), "`{wanted}` is not in:\n{text}");
}
