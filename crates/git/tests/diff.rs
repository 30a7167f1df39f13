//! What a branch has changed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deploy_kit_git::{Change, ChangeKind, Id, Repository, Side};
use deploy_kit_tests::Repo;

fn id(oid: deploy_kit_tests::Oid) -> Id {
    oid.to_string().parse().unwrap()
}

fn lines(count: u32) -> String {
    (1..=count).map(|number| format!("line {number}\n")).collect()
}

/// By path, as `path [ranges]`.
fn shown(changes: &[Change]) -> Vec<String> {
    let ranges = |change: &Change| {
        let each = change.added.iter().map(|range| format!("{}-{}", range.start(), range.end()));
        each.collect::<Vec<_>>().join(" ")
    };
    let old = |change: &Change| change.old_path.as_ref().map_or(String::new(), |old| format!("{old} => "));
    changes.iter().map(|change| format!("{}{} [{}]", old(change), change.path, ranges(change))).collect()
}

#[test]
fn added_and_changed_lines_count_and_deleted_ones_do_not() {
    let mut repo = Repo::new();
    let base = repo.change("feat: base").file("a.txt", lines(10)).file("gone.txt", "x\n").commit();
    let changed = lines(10).replace("line 3\n", "line three\nand more\n").replace("line 8\n", "") + "last";
    // Lines that look like a patch are only lines.
    let head = repo
        .change("feat: head")
        .file("a.txt", changed)
        .file("new.txt", "+++ b/other\n@@ -1 +1,9 @@\ndiff --git a/x b/x\n")
        .remove("gone.txt")
        .commit();
    let repository = Repository::open(repo.path()).unwrap();
    let changes = repository.changes(id(base), Side::Commit(id(head))).unwrap();
    assert_eq!(shown(&changes), ["a.txt [3-4 11-11]", "gone.txt []", "new.txt [1-3]"]);
    use ChangeKind::{Added, Deleted, Modified};
    assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [Modified, Deleted, Added]);
    let deleted: Vec<_> = changes.iter().map(|change| change.deleted.clone()).collect();
    assert_eq!(deleted, [vec![8..=8], vec![1..=1], vec![]], "as they were numbered; line 3 was written anew");
}

#[test]
fn of_a_renamed_file_only_the_edited_lines_count() {
    let mut repo = Repo::new();
    let base = repo.change("feat: base").file("old.txt", lines(40)).file("moved.txt", lines(30)).commit();
    let edited = lines(40).replace("line 20\n", "line twenty\n");
    let head = repo
        .change("refactor: rename")
        .remove("old.txt")
        .file("dir/new.txt", edited)
        .remove("moved.txt")
        .file("dir/moved.txt", lines(30))
        .commit();
    let repository = Repository::open(repo.path()).unwrap();
    let changes = repository.changes(id(base), Side::Commit(id(head))).unwrap();
    assert_eq!(shown(&changes), ["moved.txt => dir/moved.txt []", "old.txt => dir/new.txt [20-20]"]);
}

#[test]
fn what_the_base_has_done_since_is_none_of_it() {
    let mut repo = Repo::new();
    let root = repo.change("feat: base").file("a.txt", "a\n").commit();
    repo.branch("topic").checkout("topic");
    let head = repo.change("feat: topic").file("b.txt", "b\n").commit();
    repo.checkout("main");
    let base = repo.change("feat: main").file("c.txt", "c\n").commit();
    let repository = Repository::open(repo.path()).unwrap();
    let left = repository.merge_base(id(base), id(head)).unwrap().unwrap();
    assert_eq!(left, id(root));
    assert_eq!(shown(&repository.changes(left, Side::Commit(id(head))).unwrap()), ["b.txt [1-1]"]);
}

#[test]
fn edits_that_are_not_committed_count_and_files_that_git_does_not_know_do_not() {
    let mut repo = Repo::new();
    let base = repo.change("feat: base").file("a.txt", lines(3)).commit();
    std::fs::write(repo.path().join("a.txt"), lines(3) + "more\n").unwrap();
    std::fs::write(repo.path().join("stranger.txt"), "x\n").unwrap();
    let repository = Repository::open(repo.path()).unwrap();
    assert_eq!(shown(&repository.changes(id(base), Side::WorkTree).unwrap()), ["a.txt [4-4]"]);
    assert_eq!(repository.files().unwrap(), ["a.txt"]);
}

#[test]
fn no_attribute_hides_what_was_added() {
    let mut repo = Repo::new();
    let base = repo.change("feat: base").file("a.txt", "a\n").commit();
    let attributes = "*.txt -diff\n";
    let head = repo.change("feat: hide").file("a.txt", "a\nb\n").file(".gitattributes", attributes).commit();
    let repository = Repository::open(repo.path()).unwrap();
    let changes = repository.changes(id(base), Side::Commit(id(head))).unwrap();
    assert_eq!(shown(&changes), [".gitattributes [1-1]", "a.txt [2-2]"]);
}

#[test]
fn names_of_all_kinds_come_through() {
    let mut repo = Repo::new();
    let base = repo.change("feat: base").file("a", "a\n").commit();
    let names = ["with space.txt", "umläut/ß.txt", "tab\tand\"quote\".txt", "-dash.txt", "b/b.txt"];
    let mut change = repo.change("feat: names");
    for name in names {
        change = change.file(name, "x\n");
    }
    let head = change.file("empty", "").file("binary", "\0\u{1}\0").commit();
    let repository = Repository::open(repo.path()).unwrap();
    let mut found: Vec<String> =
        repository.changes(id(base), Side::Commit(id(head))).unwrap().into_iter().map(|it| it.path).collect();
    found.sort();
    let mut wanted: Vec<String> =
        names.iter().chain(&["binary", "empty"]).map(|name| (*name).to_owned()).collect();
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn without_a_common_ancestor_it_says_so() {
    let mut repo = Repo::new();
    let head = repo.change("feat: base").file("a", "a\n").commit();
    let mut other = Repo::new();
    let stranger = other.change("feat: other").file("b", "b\n").commit();
    let repository = Repository::open(repo.path()).unwrap();
    assert_eq!(repository.merge_base(id(head), id(head)).unwrap(), Some(id(head)));
    let error = repository.changes(id(stranger), Side::Commit(id(head))).unwrap_err();
    assert!(error.to_string().starts_with("git failed to compare"), "{error}");
}
