//! A repository that a test builds: branches, merges, tags, remotes, clones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use git2::build::CheckoutBuilder;
use git2::{Oid, Repository, RepositoryInitOptions, Signature, Time};
use tempfile::TempDir;

use crate::Change;

/// The committer's time of a repository's first commit: 2024-01-01T00:00:00Z. Each later one is a minute on.
pub const START: i64 = 1_704_067_200;

/// Seconds from one commit to the next, unless a test sets the time.
const STEP: i64 = 60;

/// A git repository in a temporary folder that is removed with it. Its methods panic where git fails: a test
/// cannot go on then.
pub struct Repo {
    git: Repository,
    root: TempDir,
    path: PathBuf,
    clock: i64,
}

impl Default for Repo {
    fn default() -> Self {
        Self::new()
    }
}

impl Repo {
    /// An empty repository with a working folder, on the unborn branch `main`.
    #[must_use]
    pub fn new() -> Self {
        Self::init(false)
    }

    /// An empty repository without a working folder.
    #[must_use]
    pub fn bare() -> Self {
        Self::init(true)
    }

    fn init(bare: bool) -> Self {
        let root = TempDir::new().expect("a temporary folder");
        let path = root.path().join("repo");
        let mut options = RepositoryInitOptions::new();
        options.bare(bare).initial_head("main").external_template(false);
        let git = Repository::init_opts(&path, &options).expect("an empty repository");
        Self { git, root, path, clock: START }
    }

    /// The repository's folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A `file://` URL that clones can be made from.
    #[must_use]
    pub fn url(&self) -> String {
        format!("file://{}", self.path.display())
    }

    /// The repository as git2 sees it, for what the builder does not offer.
    #[must_use]
    pub fn git(&self) -> &Repository {
        &self.git
    }

    /// The latest commit.
    #[must_use]
    pub fn head(&self) -> Oid {
        let head = self.git.head().expect("a branch with commits");
        head.target().expect("a commit")
    }

    /// Commits with this message and no change of files.
    pub fn commit(&mut self, message: &str) -> Oid {
        self.change(message).commit()
    }

    /// Starts a commit of which more than the message is set.
    pub fn change(&mut self, message: impl Into<Vec<u8>>) -> Change<'_> {
        Change::new(self, message.into())
    }

    /// Makes a branch at the latest commit and checks it out.
    pub fn branch(&mut self, name: &str) -> &mut Self {
        let head = self.head();
        self.git.reference(&format!("refs/heads/{name}"), head, false, "branch").expect("a new branch");
        self.checkout(name)
    }

    /// Checks out a branch, or a commit by its id, which detaches `HEAD`.
    pub fn checkout(&mut self, name: &str) -> &mut Self {
        let branch = format!("refs/heads/{name}");
        if self.git.find_reference(&branch).is_ok() {
            self.git.set_head(&branch).expect("the branch");
        } else {
            let id = self.git.revparse_single(name).expect("a commit").id();
            self.git.set_head_detached(id).expect("the commit");
        }
        self.update_files();
        self
    }

    /// Merges a branch into the one that is checked out, always with a merge commit.
    pub fn merge(&mut self, branch: &str, message: &str) -> Oid {
        let other = self.git.revparse_single(branch).expect("a branch").id();
        self.change(message).merging(other).commit()
    }

    /// Tags the latest commit without a tag object.
    pub fn tag(&mut self, name: &str) -> &mut Self {
        let head = self.head();
        self.tag_at(name, head)
    }

    /// Tags any object without a tag object.
    pub fn tag_at(&mut self, name: &str, id: Oid) -> &mut Self {
        self.git.reference(&format!("refs/tags/{name}"), id, true, "tag").expect("a tag");
        self
    }

    /// Tags the latest commit with a tag object.
    pub fn annotated_tag(&mut self, name: &str) -> Oid {
        let head = self.head();
        self.annotated_tag_at(name, head)
    }

    /// Tags any object with a tag object; of a tag's id it makes a nested tag.
    pub fn annotated_tag_at(&mut self, name: &str, id: Oid) -> Oid {
        let object = self.git.find_object(id, None).expect("the object");
        let tagger = self.signature("Committer", "committer@example.org", self.clock);
        self.git.tag(name, &object, &tagger, name, true).expect("a tag object")
    }

    /// Names a remote.
    pub fn remote(&mut self, name: &str, url: &str) -> &mut Self {
        self.git.remote(name, url).expect("a remote");
        self
    }

    /// Sets a key of the repository's configuration.
    pub fn configure(&mut self, key: &str, value: &str) -> &mut Self {
        let config = self.git.config().expect("the configuration");
        let mut local = config.open_level(git2::ConfigLevel::Local).expect("the repository's own");
        local.set_str(key, value).expect("a key");
        self
    }

    /// Writes a file into the working folder without committing it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("the file's folder");
        }
        fs::write(path, content).expect("the file");
        self
    }

    /// Moves all references into `packed-refs` and all objects into a pack, as `git gc` does.
    pub fn pack(&self) -> &Self {
        self.run(&["gc", "--quiet", "--prune=now"]);
        self
    }

    /// Clones the repository with the git program; `options` are those of `git clone`: `--depth=1`, `--bare`,
    /// `--filter=tree:0`. The folder is removed with this repository.
    #[must_use]
    pub fn clone_with(&self, options: &[&str]) -> PathBuf {
        let name = format!("clone-{}", fs::read_dir(self.root.path()).expect("the folder").count());
        let target = self.root.path().join(name);
        self.run(&["config", "uploadpack.allowFilter", "true"]);
        self.run(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        let url = self.url();
        let target_text = target.to_str().expect("a path in UTF-8");
        self.run(&[&["clone", "--quiet"], options, &[&url, target_text]].concat());
        target
    }

    /// Runs the git program in the repository, without the user's configuration; returns what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        run_git(&self.path, arguments)
    }

    /// The time of the next commit; each call moves on by a minute.
    pub(crate) fn tick(&mut self) -> i64 {
        let now = self.clock;
        self.clock += STEP;
        now
    }

    /// A signature at a time in UTC.
    pub(crate) fn signature(&self, name: &str, email: &str, seconds: i64) -> Signature<'static> {
        Signature::new(name, email, &Time::new(seconds, 0)).expect("a signature")
    }

    /// Makes the working folder what `HEAD` says.
    pub(crate) fn update_files(&self) {
        if !self.git.is_bare() {
            self.git.checkout_head(Some(CheckoutBuilder::new().force())).expect("a checkout");
        }
    }
}

/// Runs the git program in a folder, without the user's configuration; returns what it printed.
///
/// # Panics
///
/// Where git cannot be run or fails.
pub fn run_git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Committer", "-c", "user.email=committer@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .expect("the git program");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?} in {folder:?}: {text}");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}
