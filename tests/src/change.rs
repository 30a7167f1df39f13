//! One commit that a test makes.

use git2::{Oid, Signature};

use crate::Repo;

/// A commit in the making.
#[must_use]
pub struct Change<'a> {
    repo: &'a mut Repo,
    message: Vec<u8>,
    files: Vec<(String, Option<Vec<u8>>)>,
    author: Option<(String, String)>,
    time: Option<i64>,
    parents: Option<Vec<Oid>>,
    merging: Vec<Oid>,
}

impl<'a> Change<'a> {
    pub(crate) fn new(repo: &'a mut Repo, message: Vec<u8>) -> Self {
        Self {
            repo,
            message,
            files: Vec::new(),
            author: None,
            time: None,
            parents: None,
            merging: Vec::new(),
        }
    }

    /// Writes a file.
    pub fn file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((path.to_owned(), Some(content.into())));
        self
    }

    /// Removes a file.
    pub fn remove(mut self, path: &str) -> Self {
        self.files.push((path.to_owned(), None));
        self
    }

    /// Names the author; else it is the committer.
    pub fn author(mut self, name: &str, email: &str) -> Self {
        self.author = Some((name.to_owned(), email.to_owned()));
        self
    }

    /// Sets both times, in seconds since 1970; else each commit is a minute after the one made before it.
    pub fn time(mut self, seconds: i64) -> Self {
        self.time = Some(seconds);
        self
    }

    /// Adds parents after the first.
    pub fn merging(mut self, other: Oid) -> Self {
        self.merging.push(other);
        self
    }

    /// Sets all parents; the commit is then put on no branch.
    pub fn parents(mut self, parents: &[Oid]) -> Self {
        self.parents = Some(parents.to_vec());
        self
    }

    /// Makes the commit and, unless its parents were set, moves the branch to it.
    pub fn commit(self) -> Oid {
        let seconds = self.time.unwrap_or_else(|| self.repo.tick());
        let committer = self.repo.signature("Committer", "committer@example.org", seconds);
        let author = match &self.author {
            Some((name, email)) => self.repo.signature(name, email, seconds),
            None => committer.clone(),
        };
        let detached = self.parents.is_some();
        let parents = self.parents.clone().unwrap_or_else(|| {
            let head = self.repo.git().head().ok().and_then(|head| head.target());
            head.into_iter().chain(self.merging.iter().copied()).collect()
        });
        let tree = self.tree(&parents);
        let data = bytes(tree, &parents, &author, &committer, &self.message);
        let git = self.repo.git();
        let odb = git.odb().expect("the object store");
        let id = odb.write(git2::ObjectType::Commit, &data).expect("a commit");
        if !detached {
            let head = git.find_reference("HEAD").expect("HEAD");
            match head.symbolic_target().ok().flatten() {
                Some(branch) => git.reference(branch, id, true, "commit").map(|_| ()).expect("the branch"),
                None => git.set_head_detached(id).expect("a detached HEAD"),
            }
            if !self.files.is_empty() || !self.merging.is_empty() {
                self.repo.update_files();
            }
        }
        id
    }

    /// The first parent's files, those of merged branches that it lacks, and the changes.
    fn tree(&self, parents: &[Oid]) -> Oid {
        let git = self.repo.git();
        let mut index = git2::Index::new().expect("an index");
        let trees =
            parents.iter().map(|id| git.find_commit(*id).and_then(|commit| commit.tree()).expect("a tree"));
        for (number, tree) in trees.enumerate() {
            if number == 0 {
                index.read_tree(&tree).expect("the parent's files");
                continue;
            }
            let mut other = git2::Index::new().expect("an index");
            other.read_tree(&tree).expect("the merged files");
            for entry in other.iter() {
                let path = String::from_utf8_lossy(&entry.path).into_owned();
                if index.get_path(path.as_ref(), 0).is_none() {
                    index.add(&entry).expect("a merged file");
                }
            }
        }
        for (path, content) in &self.files {
            match content {
                Some(content) => {
                    let id = git.blob(content).expect("a blob");
                    index.add(&entry(path, id)).expect("a file");
                }
                None => index.remove_path(path.as_ref()).expect("a file to remove"),
            }
        }
        index.write_tree_to(git).expect("a tree")
    }
}

/// A commit's bytes: git2 refuses messages that are not UTF-8, histories have them.
fn bytes(
    tree: Oid,
    parents: &[Oid],
    author: &Signature<'_>,
    committer: &Signature<'_>,
    message: &[u8],
) -> Vec<u8> {
    let mut data = format!("tree {tree}\n");
    for parent in parents {
        data.push_str(&format!("parent {parent}\n"));
    }
    for (role, person) in [("author", author), ("committer", committer)] {
        let (name, email) =
            (String::from_utf8_lossy(person.name_bytes()), String::from_utf8_lossy(person.email_bytes()));
        data.push_str(&format!("{role} {name} <{email}> {} +0000\n", person.when().seconds()));
    }
    data.push('\n');
    let mut data = data.into_bytes();
    data.extend_from_slice(message);
    data
}

fn entry(path: &str, id: Oid) -> git2::IndexEntry {
    git2::IndexEntry {
        ctime: git2::IndexTime::new(0, 0),
        mtime: git2::IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}
