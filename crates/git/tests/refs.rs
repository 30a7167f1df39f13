//! Tags and names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deploy_kit_git::{Error, Id, Repository, Tag};
use deploy_kit_tests::{Oid, Repo};

fn id(oid: Oid) -> Id {
    oid.to_string().parse().unwrap()
}

fn open(repo: &Repo) -> Repository {
    Repository::open(repo.path()).unwrap()
}

/// Each tag with the commit it leads to, and whether it is annotated.
fn list(repo: &Repo) -> Vec<(String, Option<Id>, bool)> {
    let found = open(repo);
    let tags = found.tags().unwrap();
    let row = |tag: &Tag| {
        let annotated = tag.is_annotated(&found).unwrap();
        (tag.name.clone(), tag.commit(&found).unwrap(), annotated)
    };
    tags.iter().map(row).collect()
}

#[test]
fn peels_tags_loose_and_packed_alike() {
    let mut repo = Repo::new();
    let first = repo.commit("a");
    repo.tag("light");
    let annotated = repo.annotated_tag("annotated");
    repo.annotated_tag_at("nested", annotated);
    let second = repo.commit("b");
    repo.tag("folder/v1");
    let tree = repo.git().find_commit(first).unwrap().tree_id();
    repo.tag_at("tree", tree);
    let expected = [
        ("annotated", Some(id(first)), true),
        ("folder/v1", Some(id(second)), false),
        ("light", Some(id(first)), false),
        ("nested", Some(id(first)), true),
        ("tree", None, false),
    ]
    .map(|(name, commit, annotated)| (name.to_owned(), commit, annotated));
    assert_eq!(list(&repo), expected);
    repo.pack();
    assert_eq!(list(&repo), expected);
    // A loose tag is newer than its packed namesake.
    repo.tag_at("annotated", second);
    assert_eq!(list(&repo)[0], ("annotated".to_owned(), Some(id(second)), false));
    let tags = open(&repo).tags().unwrap();
    assert_eq!(tags.get("light").unwrap().name, "light");
    assert_eq!(tags.get("absent"), None);
}

#[test]
fn resolves_names() {
    let mut repo = Repo::new();
    let first = repo.commit("a");
    repo.annotated_tag("v1.0.0");
    repo.branch("side");
    let side = repo.commit("b");
    repo.checkout("main");
    let main = repo.commit("c");
    let merge = repo.merge("side", "merge");
    repo.run(&["update-ref", "refs/remotes/origin/far", &side.to_string()]);
    let hex = merge.to_string();
    let names = [
        ("HEAD", merge),
        ("@", merge),
        ("main", merge),
        ("refs/heads/side", side),
        ("heads/side", side),
        ("v1.0.0", first),
        ("tags/v1.0.0^{}", first),
        ("v1.0.0^{commit}", first),
        ("origin/far", side),
        ("far", side),
        (&hex, merge),
        (&hex[..9], merge),
        ("HEAD^2", side),
        ("HEAD^", main),
        ("HEAD~", main),
        ("HEAD~2", first),
        ("HEAD^2~1", first),
        ("HEAD^0", merge),
    ];
    for round in ["loose", "packed"] {
        let found = open(&repo);
        for (name, expected) in names {
            assert_eq!(found.resolve(name).unwrap(), id(expected), "{name}, {round}");
        }
        repo.pack();
    }
}

#[test]
fn names_the_nearest_of_an_unknown_name() {
    let mut repo = Repo::new();
    repo.commit("a");
    repo.tag("v1.2.3").tag("nightly");
    let tree = repo.git().find_commit(repo.head()).unwrap().tree_id();
    repo.tag_at("files", tree);
    let found = open(&repo);
    for (name, nearest) in
        [("v1.2.4", Some("v1.2.3")), ("1.2.3", Some("v1.2.3")), ("mian", Some("main")), ("other", None)]
    {
        let error = found.resolve(name).unwrap_err();
        assert_eq!(error.to_string(), format!("`{name}` names no branch, tag or commit"));
        assert_eq!(error.hint(), nearest.map(|name| format!("did you mean `{name}`?")));
    }
    for name in
        ["", "HEAD~9", "HEAD^3", "HEAD^{tree}", "../config", "config", "a..b", "HEAD~x", "HEAD^é", "0000000"]
    {
        let error = found.resolve(name).unwrap_err();
        assert!(matches!(error, Error::UnknownRevision { .. }), "{name}: {error:?}");
    }
    let error = found.resolve("files").unwrap_err();
    assert!(error.to_string().ends_with("is a tree, not a commit"));
}

#[test]
fn a_tag_that_is_packed_twice_is_one() {
    let mut repo = Repo::new();
    let first = repo.commit("a");
    repo.tag("v1");
    repo.pack();
    let path = repo.git().path().join("packed-refs");
    let packed = std::fs::read_to_string(&path).unwrap();
    let line = packed.lines().find(|line| line.ends_with("refs/tags/v1")).unwrap();
    std::fs::write(&path, format!("{packed}{line}\n")).unwrap();
    assert_eq!(list(&repo), [("v1".to_owned(), Some(id(first)), false)]);
}
