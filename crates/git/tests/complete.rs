//! Completing shallow clones from a local server.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use deploy_kit_git::{CompleteError, Completion, Range, Repository};
use deploy_kit_tests::{Repo, run_git};

/// Thirty commits with a file each, a tag every tenth, a tag off the branch.
fn server() -> Repo {
    let mut repo = Repo::new();
    for number in 0..30 {
        let name = format!("src/file-{number}");
        repo.change(format!("feat: {number}")).file(&name, format!("{number}")).commit();
        if number % 10 == 5 {
            repo.annotated_tag(&format!("v{number}"));
        }
    }
    repo.branch("side");
    repo.commit("on the side");
    repo.tag("v99");
    repo.checkout("main");
    repo
}

fn complete(path: &Path, trees: bool) -> (Repository, bool) {
    let mut repository = Repository::open(path).unwrap();
    let completion = Completion { trees, ..Completion::default() };
    let fetched = repository.complete(completion).unwrap();
    (repository, fetched)
}

/// Counts the whole history, and checks that tags lead where they should.
fn check(repository: &Repository, commits: usize) {
    let head = repository.resolve("HEAD").unwrap();
    let listed = repository.commits(Range { from: vec![], to: head }).unwrap();
    assert_eq!(listed.count(), commits);
    let tags = repository.tags().unwrap();
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["v15", "v25", "v5", "v99"]);
    let ranked = [tags.get("v99").unwrap(), tags.get("v25").unwrap()];
    assert_eq!(repository.highest_reachable(head, &ranked).unwrap(), Some(1));
}

#[test]
fn fetches_commits_and_tags_alone() {
    let server = server();
    let clone = server.clone_with(&["--depth=1", "--no-tags"]);
    let (repository, fetched) = complete(&clone, false);
    assert!(fetched && !repository.is_shallow() && repository.is_partial());
    check(&repository, 30);
    let kinds = ["cat-file", "--batch-all-objects", "--batch-check=%(objecttype)"];
    let kinds = run_git(&clone, &kinds);
    assert_eq!(kinds.lines().filter(|kind| *kind == "tree").count(), 2, "the checkout's alone");
    // The clone goes on as an ordinary one.
    assert_eq!(run_git(&clone, &["status", "--porcelain"]), "");
    assert_eq!(run_git(&clone, &["log", "--oneline"]).lines().count(), 30);
    assert!(!clone.join(".git/FETCH_HEAD").exists());
    run_git(&clone, &["checkout", "-q", "v5"]);
    assert!(clone.join("src/file-5").exists() && !clone.join("src/file-6").exists());
    run_git(&clone, &["fetch", "-q", "origin"]);
    let config = fs::read_to_string(clone.join(".git/config")).unwrap();
    assert!(!config.contains("tree:0"), "{config}");
    assert!(!complete(&clone, false).1, "nothing was left to fetch");
}

#[test]
fn fetches_trees_where_paths_are_needed() {
    let server = server();
    let clone = server.clone_with(&["--depth=2", "--no-tags"]);
    let (repository, _) = complete(&clone, true);
    check(&repository, 30);
    let commit = repository.commit(repository.resolve("v15").unwrap()).unwrap();
    assert_eq!(repository.changed_paths(&commit).unwrap(), [b"src/file-15".to_vec()]);
}

#[test]
fn fetches_trees_after_all() {
    let server = server();
    let clone = server.clone_with(&["--depth=1", "--no-tags"]);
    let (repository, _) = complete(&clone, false);
    let commit = repository.commit(repository.resolve("v15").unwrap()).unwrap();
    assert!(repository.changed_paths(&commit).is_err());
    let (repository, fetched) = complete(&clone, true);
    assert!(fetched);
    assert_eq!(repository.changed_paths(&commit).unwrap(), [b"src/file-15".to_vec()]);
}

#[test]
fn completes_the_checkout_of_a_pull_request() {
    let mut server = server();
    let head = server.head();
    server.branch("change");
    server.commit("change");
    let merge = server.change("Merge change into main").merging(head).commit();
    server.checkout("main");
    server.run(&["update-ref", "refs/pull/7/merge", &merge.to_string()]);
    server.run(&["branch", "-q", "-D", "change"]);
    server.run(&["config", "uploadpack.allowFilter", "true"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    // What actions/checkout does.
    run_git(path, &["init", "-q", "."]);
    run_git(path, &["remote", "add", "origin", &server.url()]);
    let refspec = format!("+{merge}:refs/remotes/pull/7/merge");
    run_git(path, &["fetch", "-q", "--no-tags", "--depth=1", "origin", &refspec]);
    run_git(path, &["checkout", "-q", "--force", "refs/remotes/pull/7/merge"]);
    let (repository, _) = complete(path, false);
    check(&repository, 32);
}

#[test]
fn says_why_it_could_not() {
    let server = server();
    let clone = server.clone_with(&["--depth=1"]);
    let fail = |completion: Completion<'_>| {
        let error = Repository::open(&clone).unwrap().complete(completion).unwrap_err();
        assert!(error.hint().unwrap().contains("fetch-depth: 0"));
        error
    };
    let error = fail(Completion { remote: "upstream", ..Completion::default() });
    let expected = "the clone's history is incomplete and it has no remote `upstream` to fetch the rest from";
    assert_eq!(error.to_string(), expected);
    run_git(&clone, &["remote", "set-url", "origin", "http://me:pass@127.0.0.1:1/none"]);
    let text = fail(Completion { token: Some("t0ken"), ..Completion::default() }).to_string();
    let expected = "`git fetch` failed to complete the clone's history: unable to access ";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("127.0.0.1") && !text.contains("pass") && !text.contains("t0ken"), "{text}");
    let error = fail(Completion { timeout: Duration::ZERO, ..Completion::default() });
    assert!(matches!(error, CompleteError::TimedOut { .. }), "{error:?}");
    assert!(Repository::open(&clone).unwrap().is_shallow());
}

#[test]
fn what_a_comparison_needs_later_comes_by_itself() {
    let server = server();
    let clone = server.clone_with(&["--depth=1", "--no-tags"]);
    let (repository, _) = complete(&clone, true);
    let base = repository.resolve("HEAD~3").unwrap();
    let head = repository.resolve("HEAD").unwrap();
    let changes = repository.changes(base, deploy_kit_git::Side::Commit(head)).unwrap();
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["src/file-27", "src/file-28", "src/file-29"]);
    assert!(changes.iter().all(|change| change.added == [1..=1]));
}
