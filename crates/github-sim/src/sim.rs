//! The handle of a running embedded GitHub.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::access::Token;
use crate::faults::{Fault, Late, Plan};
use crate::journal::{Entry, Journal};
use crate::options::Options;
use crate::server::{self, Limits, Listeners, Shared, lock};
use crate::state::{MergeMethod, MergeSettings, Repository, State, Urls, WorkflowRun, World};

/// Why it did not start.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// The name is not `owner/name`.
    #[error("`{0}` is not of the form `owner/name`")]
    Name(String),
    /// No port, or no scratch folder.
    #[error("cannot start the embedded GitHub")]
    Io(#[from] io::Error),
    /// The repository cannot be opened.
    #[error("cannot open the repository behind the embedded GitHub")]
    Git(#[from] git2::Error),
}

/// A running embedded GitHub. It stops when it is dropped.
pub struct Sim {
    shared: Arc<Shared>,
    urls: Urls,
    git: PathBuf,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    // Goes last: the thread writes to it.
    _folder: Option<TempDir>,
}

impl Sim {
    /// Starts it in a thread of its own. It listens when this returns.
    ///
    /// # Errors
    ///
    /// A wrong name, a port or a folder that cannot be had, a repository that cannot be opened.
    pub fn start(options: Options) -> Result<Self, SimError> {
        let (owner, name) =
            options.name.split_once('/').ok_or_else(|| SimError::Name(options.name.clone()))?;
        let scratch = if options.folder.is_none() { Some(tempfile::tempdir()?) } else { None };
        let folder = match (&options.folder, &scratch) {
            (Some(folder), _) => folder.clone(),
            (None, Some(scratch)) => scratch.path().to_owned(),
            (None, None) => PathBuf::new(),
        };
        let files = folder.join("assets");
        std::fs::create_dir_all(&files)?;
        let git = crate::git::open(&options.source, &folder, options.default_branch.as_deref())?;
        let git_path = git.path.clone();
        let listeners = Listeners::bind(options.port)?;
        let (api, uploads) = listeners.addresses()?;
        let api = format!("http://{api}");
        let server = options.server_url.clone().unwrap_or_else(|| api.clone());
        let urls = Urls { api, uploads: format!("http://{uploads}"), server };
        let repository = repository(owner, name, &options);
        let world = World::new(options.clock, urls.clone(), repository, git, files);
        let shared = Arc::new(shared(options, world));
        let (end, ended) = oneshot::channel();
        let state = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("github-sim".to_owned()).spawn(move || {
            // The sockets are bound already: what can fail from here on is the runtime alone, and then clients
            // are refused.
            let _ = server::run(listeners, state, ended);
        })?;
        Ok(Self { shared, urls, git: git_path, end: Some(end), thread: Some(thread), _folder: scratch })
    }

    /// `GITHUB_API_URL`: without a slash at the end.
    pub fn api_url(&self) -> &str {
        &self.urls.api
    }

    /// The origin of uploads. Clients find it in a release's `upload_url`.
    pub fn upload_url(&self) -> &str {
        &self.urls.uploads
    }

    /// `GITHUB_GRAPHQL_URL`.
    pub fn graphql_url(&self) -> String {
        format!("{}/graphql", self.urls.api)
    }

    /// `GITHUB_SERVER_URL`.
    pub fn server_url(&self) -> &str {
        &self.urls.server
    }

    /// The bare repository: a remote that `git push` can be given as a path.
    pub fn git_path(&self) -> &Path {
        &self.git
    }

    /// The requests so far, in the order of arrival.
    pub fn journal(&self) -> Vec<Entry> {
        lock(&self.shared.journal).entries().to_vec()
    }

    /// Forgets the requests so far: the next has index 0.
    pub fn clear_journal(&self) {
        lock(&self.shared.journal).clear();
    }

    /// Plans a fault.
    pub fn fault(&self, fault: Fault) {
        lock(&self.shared.plan).add(fault);
    }

    /// Forgets the faults that are still to come.
    pub fn clear_faults(&self) {
        lock(&self.shared.plan).clear();
    }

    /// Everything a run may have changed.
    pub fn state(&self) -> State {
        let mut world = lock(&self.shared.world);
        world.refresh_pulls();
        State::of(&world)
    }

    /// Carries out an operation of the API as the owner, past connection, limits and journal: how a test puts
    /// issues, labels and the like in place. Returns the status and the document.
    pub fn seed(&self, method: &str, target: &str, body: Value) -> (u16, Value) {
        let target = target.replacen("{repo}", &format!("/repos/{}", self.name()), 1);
        let response = server::own(&self.shared, method, &target, body);
        (response.status, response.json().cloned().unwrap_or_default())
    }

    /// Puts an issue in place under a number that it has on the real GitHub; one that is there stays.
    pub fn place_issue(&self, number: u64, title: &str) {
        crate::routes::place_issue(&mut lock(&self.shared.world), number, title);
    }

    /// Opens a discussion as the owner; answers its number. The API has no way to do so but a release's.
    pub fn discuss(&self, category: &str, title: &str) -> u64 {
        let mut world = lock(&self.shared.world);
        let owner = world.repository.owner.clone();
        world.discuss(&owner, category, title, "")
    }

    /// Puts a run of a workflow in place, with the artifacts that it left; answers its id.
    pub fn ran(&self, run: WorkflowRun) -> u64 {
        lock(&self.shared.world).ran(run)
    }

    /// Locks the conversation of an issue or a pull request: nobody comments there.
    pub fn lock_conversation(&self, number: u64) {
        let mut world = lock(&self.shared.world);
        for issue in world.issues.iter_mut().filter(|issue| issue.number == number) {
            issue.locked = true;
        }
    }

    /// `owner/name`.
    pub fn name(&self) -> String {
        lock(&self.shared.world).repository.full_name()
    }

    /// Lets another token in; one with the same secret has these permissions from now on.
    pub fn allow(&self, token: Token) {
        let mut tokens = lock(&self.shared.tokens);
        tokens.retain(|known| known.secret != token.secret);
        tokens.push(token);
    }

    /// Renames the repository: its former name redirects.
    pub fn rename(&self, owner: &str, name: &str) {
        let mut world = lock(&self.shared.world);
        let former = world.repository.full_name();
        world.repository.former.push(former);
        world.repository.owner = owner.to_owned();
        world.repository.name = name.to_owned();
    }

    /// Archives the repository, or takes it out of the archive. Pushes are refused too.
    ///
    /// # Errors
    ///
    /// If the repository's hook cannot be written.
    pub fn archive(&self, archived: bool) -> io::Result<()> {
        let mut world = lock(&self.shared.world);
        world.repository.archived = archived;
        write_locks(&mut world)
    }

    /// Makes releases immutable from their publication on.
    pub fn immutable_releases(&self, immutable: bool) {
        lock(&self.shared.world).repository.immutable_releases = immutable;
    }

    /// Changes how pull requests may be merged, and what their commits say.
    pub fn merging(&self, change: impl FnOnce(&mut MergeSettings)) {
        change(&mut lock(&self.shared.world).repository.merging);
    }

    /// The merge queue: several pull requests of one base in one push, each by its method, as the owner. Answers
    /// the base's new head.
    ///
    /// # Errors
    ///
    /// GitHub's words for why one of them cannot be merged; then none is.
    pub fn merge_queue(&self, group: &[(u64, MergeMethod)]) -> Result<Option<String>, String> {
        let mut world = lock(&self.shared.world);
        let owner = world.repository.owner.clone();
        let head = world.merge_group(group, &owner).map_err(|problem| problem.message().to_owned())?;
        Ok(head.map(|head| head.to_string()))
    }

    /// Protects refs against every write, by a glob of whole names (`refs/heads/main`, `refs/tags/v*`).
    ///
    /// # Errors
    ///
    /// If the repository's hook cannot be written.
    pub fn protect(&self, pattern: &str) -> io::Result<()> {
        let mut world = lock(&self.shared.world);
        world.rules.protected.push(pattern.to_owned());
        write_locks(&mut world)
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // A panic there has been reported already.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Sim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sim").field("urls", &self.urls).field("git", &self.git).finish_non_exhaustive()
    }
}

fn write_locks(world: &mut World) -> io::Result<()> {
    let locks = world.locks();
    world.git.lock(locks)
}

fn repository(owner: &str, name: &str, options: &Options) -> Repository {
    Repository {
        id: 1_296_269,
        owner: owner.to_owned(),
        name: name.to_owned(),
        former: Vec::new(),
        private: options.private,
        archived: false,
        description: None,
        immutable_releases: options.immutable_releases,
        discussions: options.discussions.clone(),
        merging: options.merging.clone(),
        created_at: options.clock.now(),
    }
}

fn shared(options: Options, world: World) -> Shared {
    let now = world.now();
    Shared {
        world: Mutex::new(world),
        journal: Mutex::new(Journal::default()),
        plan: Mutex::new(Plan::default()),
        late: Mutex::new(Late::default()),
        limits: Mutex::new(Limits::new(options.hourly, options.writes, now)),
        tokens: Mutex::new(options.tokens),
        stopped: Mutex::new(None),
        resume: tokio::sync::Notify::new(),
        notify: options.notify,
        record: options.record,
    }
}
