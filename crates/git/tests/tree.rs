//! Changed paths and single files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deploy_kit_git::{Error, Id, Repository};
use deploy_kit_tests::{Oid, Repo};

fn id(oid: Oid) -> Id {
    oid.to_string().parse().unwrap()
}

fn changed(repo: &Repo, commit: Oid) -> Vec<String> {
    let found = Repository::open(repo.path()).unwrap();
    let paths = found.changed_paths(&found.commit(id(commit)).unwrap()).unwrap();
    paths.into_iter().map(|path| String::from_utf8(path).unwrap()).collect()
}

#[test]
fn compares_with_the_first_parent() {
    let mut repo = Repo::new();
    let root = repo.change("a").file("a", "1").file("dir/b", "1").file("dir.c", "1").commit();
    assert_eq!(changed(&repo, root), ["a", "dir.c", "dir/b"]);
    let edit = repo.change("b").file("dir/b", "2").remove("a").file("dir/new/d", "1").commit();
    assert_eq!(changed(&repo, edit), ["a", "dir/b", "dir/new/d"]);
    let none = repo.commit("c");
    assert_eq!(changed(&repo, none), [""; 0]);
    repo.branch("side");
    repo.change("d").file("side", "1").commit();
    repo.checkout("main");
    repo.change("e").file("main", "1").commit();
    let merge = repo.merge("side", "merge");
    assert_eq!(changed(&repo, merge), ["side"]);
    let swap = repo.change("f").remove("dir.c").file("dir.c/x", "1").commit();
    assert_eq!(changed(&repo, swap), ["dir.c", "dir.c/x"]);
}

#[test]
fn reads_single_files() {
    let mut repo = Repo::bare();
    let head = id(repo.change("a").file("dir/b", "text").commit());
    let found = Repository::open(repo.path()).unwrap();
    assert_eq!(found.file_at(head, "dir/b").unwrap().as_deref(), Some(b"text".as_slice()));
    for path in ["dir", "dir/c", "dir/b/c", "", "/"] {
        assert_eq!(found.file_at(head, path).unwrap(), None, "{path}");
    }
}

#[test]
fn says_that_a_partial_clone_lacks_trees() {
    let mut repo = Repo::new();
    repo.change("a").file("a", "1").commit();
    let head = id(repo.change("b").file("b", "1").commit());
    let clone = repo.clone_with(&["--filter=tree:0", "--bare"]);
    let found = Repository::open(&clone).unwrap();
    assert!(found.is_partial());
    let error = found.changed_paths(&found.commit(head).unwrap()).unwrap_err();
    let expected = matches!(error, Error::Missing { kind: "tree", partial: true, .. });
    assert!(expected, "{error:?}");
    assert!(error.hint().unwrap().contains("--filter=blob:none"));
}
