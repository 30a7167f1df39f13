//! Opening repositories of every kind, and what is said where there is none.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use deploy_kit_git::{Error, Head, Id, Repository};
use deploy_kit_tests::{Oid, Repo, START, run_git};

fn open(path: impl AsRef<Path>) -> Repository {
    Repository::open(path.as_ref()).unwrap()
}

fn id(oid: Oid) -> Id {
    oid.to_string().parse().unwrap()
}

fn failure(path: impl AsRef<Path>) -> String {
    Repository::open(path.as_ref()).unwrap_err().to_string()
}

#[test]
fn finds_the_repository_from_inside() {
    let mut repo = Repo::new();
    repo.change("a").file("deep/down/file", "x").commit();
    let root = fs::canonicalize(repo.path()).unwrap();
    for path in ["", "deep/down", ".git", ".git/objects"] {
        let found = open(repo.path().join(path));
        assert_eq!(found.work_dir(), Some(root.as_path()), "{path}");
        assert!(found.git_dir().ends_with(".git"));
    }
}

#[test]
fn opens_bare_repositories_without_a_configuration_file() {
    let mut repo = Repo::bare();
    let head = repo.commit("a");
    fs::remove_file(repo.path().join("config")).unwrap();
    let found = open(repo.path());
    assert_eq!(found.work_dir(), None);
    let expected = Head::Branch { name: "main".to_owned(), id: id(head) };
    assert_eq!(found.head().unwrap(), expected);
}

#[test]
fn opens_linked_worktrees() {
    let mut repo = Repo::new();
    repo.commit("a");
    let head = repo.commit("b");
    repo.tag("v1").pack();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("linked");
    repo.run(&["worktree", "add", "-q", "-b", "side", path.to_str().unwrap(), "HEAD"]);
    let linked = open(&path);
    let expected = Head::Branch { name: "side".to_owned(), id: id(head) };
    assert_eq!(linked.head().unwrap(), expected);
    assert_eq!(linked.work_dir(), Some(fs::canonicalize(&path).unwrap().as_path()));
    assert_eq!(linked.tags().unwrap().len(), 1);
}

#[test]
fn tells_unborn_and_detached_heads() {
    let mut repo = Repo::new();
    let unborn = open(repo.path());
    assert_eq!(unborn.head().unwrap(), Head::Unborn { branch: "main".to_owned() });
    assert_eq!(unborn.head().unwrap().id(), None);
    let error = unborn.resolve("HEAD").unwrap_err();
    assert_eq!(error.to_string(), "branch `main` has no commits yet");
    assert_eq!(error.hint().as_deref(), Some("make a first commit"));
    assert!(unborn.tags().unwrap().is_empty());

    let first = repo.commit("a");
    repo.commit("b");
    repo.checkout(&first.to_string());
    assert_eq!(open(repo.path()).head().unwrap(), Head::Detached { id: id(first) });
}

#[test]
fn says_what_cannot_be_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let error = Repository::open(path).unwrap_err();
    let expected = format!("`{}` is not in a git repository", path.display());
    assert_eq!(error.to_string(), expected);
    assert!(error.hint().unwrap().contains("--repository"));
    assert!(failure(path.join("absent")).ends_with("is not in a git repository"));

    run_git(path, &["init", "-q", "--object-format=sha256", "new"]);
    let message = failure(path.join("new"));
    let expected = "uses `extensions.objectformat = sha256`, which is not supported";
    assert!(message.ends_with(expected), "{message}");

    fs::write(path.join(".git"), "not a pointer").unwrap();
    assert!(failure(path).ends_with("is damaged: it does not start with `gitdir:`"));
}

#[test]
fn reports_corrupt_and_missing_objects() {
    let mut repo = Repo::new();
    let hex = repo.commit("a").to_string();
    let object = repo.path().join(".git/objects").join(&hex[..2]).join(&hex[2..]);
    fs::remove_file(&object).unwrap();
    fs::write(&object, "nonsense").unwrap();
    let error = open(repo.path()).resolve("HEAD").unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
    fs::remove_file(&object).unwrap();
    let error = open(repo.path()).resolve("HEAD").unwrap_err();
    assert!(matches!(error, Error::Missing { .. }), "{error:?}");
    assert_eq!(error.hint().as_deref(), Some("check the repository with `git fsck`"));
}

#[test]
fn reports_a_corrupt_pack() {
    let mut repo = Repo::new();
    let head = repo.commit("a");
    repo.commit("b");
    repo.pack();
    let folder = repo.path().join(".git/objects/pack");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pack = files.into_iter().find(|path| path.extension() == Some("pack".as_ref())).unwrap();
    let mut bytes = fs::read(&pack).unwrap();
    let end = bytes.len() - 20;
    bytes[14..end].fill(0xff);
    fs::remove_file(&pack).unwrap();
    fs::write(&pack, bytes).unwrap();
    let error = open(repo.path()).commit(id(head)).unwrap_err();
    assert!(matches!(error, Error::Corrupt { .. }), "{error:?}");
}

#[test]
fn reads_every_kind_of_message() {
    let mut repo = Repo::new();
    let long = "x".repeat(10 << 20);
    let trailers = "docs: a\n\nbody\n\nCo-authored-by: Ada <ada@example.org>\nRefs: #1";
    let ids = [
        repo.change(b"feat: caf\xe9 \xff".to_vec()).author("J\u{f6}rg", "j@example.org").commit(),
        repo.commit(""),
        repo.commit(&format!("fix: long\n\n{long}")),
        repo.commit(trailers),
    ];
    for _ in ["loose", "packed"] {
        let found = open(repo.path());
        let commits = ids.map(|oid| found.commit(id(oid)).unwrap());
        assert_eq!(commits[0].message(), "feat: caf\u{fffd} \u{fffd}");
        assert_eq!(commits[0].author().name, "J\u{f6}rg");
        assert_eq!(commits[0].committer().email, "committer@example.org");
        assert_eq!(commits[0].committer_time().seconds, START);
        assert_eq!((commits[1].subject().as_ref(), commits[1].body().as_ref()), ("", ""));
        assert_eq!(commits[2].body().len(), long.len());
        assert_eq!(commits[3].trailers()[1].token, "Refs");
        assert_eq!(commits[3].co_authors()[0].name, "Ada");
        assert_eq!(commits[3].parents().collect::<Vec<_>>(), [id(ids[2])]);
        assert!(!commits[3].is_merge());
        repo.pack();
    }
}

#[test]
fn leaves_signatures_out() {
    let repo = Repo::bare();
    let tree = repo.run(&["mktree", "--missing"]);
    let text = format!(
        "tree {tree}\nauthor A <a@b> 1 +0000\ncommitter C <c@d> 2 +0100\n\
         gpgsig -----BEGIN PGP SIGNATURE-----\n x\n\n y\n -----END\n\nfeat: signed\n\nbody\n"
    )
    .replace("\n\n y", "\n \n y");
    let odb = repo.git().odb().unwrap();
    let oid = odb.write(git2::ObjectType::Commit, text.as_bytes()).unwrap();
    let commit = open(repo.path()).commit(id(oid)).unwrap();
    assert_eq!(commit.message_bytes(), b"feat: signed\n\nbody\n");
    assert_eq!((commit.committer().name.as_str(), commit.committer_time().offset), ("C", 60));
}

#[test]
fn finds_mailmap_and_remote() {
    let mut repo = Repo::new();
    repo.change("a").file(".mailmap", "Ada <ada@example.org>\n").commit();
    repo.remote("origin", "gh:owner/name.git");
    repo.configure("url.git@github.com:.insteadOf", "gh:");
    let found = open(repo.path());
    assert!(!found.mailmap().is_empty());
    let origin = found.remote("origin").unwrap().unwrap();
    assert_eq!(origin.web_url, "https://github.com/owner/name");
    assert_eq!(found.remote("upstream").unwrap(), None);
    assert!(!open(repo.clone_with(&["--bare"])).mailmap().is_empty());
}
