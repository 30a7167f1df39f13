//! Repositories with several packages.

use super::{packages, printed, run};

#[test]
fn the_title_of_each_merge_counts_where_its_branch_says_nothing() {
    let mut repo = packages("");
    repo.change("fix: start").file("a/x", "1").file("b/x", "1").commit();
    repo.tag("a-v1.0.0").tag("b-v1.0.0");
    for (number, title) in ["feat: first", "fix: second"].into_iter().enumerate() {
        repo.branch(&format!("branch-{number}"));
        repo.change("wip").file(&format!("a/{number}"), "1").commit();
        repo.checkout("main");
        repo.merge(&format!("branch-{number}"), title);
        repo.change("chore: theirs").file(&format!("b/{number}"), "1").commit();
    }
    let text = printed(&repo, "version --package a");
    assert!(text.starts_with("1.0.0 → 1.1.0  minor\n"), "{text}");
    let text = printed(&repo, "changelog --all --package a");
    assert!(text.contains("* first (") && text.contains("* second ("), "{text}");
}

#[test]
fn a_release_has_the_date_of_its_tag_wherever_the_tagged_commit_belongs() {
    let mut repo = packages("");
    repo.change("fix: ours").file("a/x", "1").time(1_700_000_000).commit();
    repo.change("fix: theirs").file("b/x", "1").time(1_701_000_000).commit();
    // The second tag has no commits of its own.
    repo.tag("a-v1.0.0").tag("a-v1.0.1");
    let text = printed(&repo, "changelog --all --package a");
    assert!(text.contains("## 1.0.1 (2023-11-26)") && text.contains("## 1.0.0 (2023-11-26)"), "{text}");
    assert!(printed(&repo, "changelog --latest --package a").starts_with("## 1.0.1 (2023-11-26)"));
}

#[test]
fn strict_looks_at_every_commit_and_names_it_once() {
    let mut repo = packages("");
    repo.change("fix: both").file("a/x", "1").file("b/x", "1").commit();
    repo.tag("a-v1.0.0").tag("b-v1.0.0");
    repo.change("outside of both").file("c/x", "1").commit();
    let ended = run(&repo, "version --strict");
    assert_eq!((ended.code, ended.stderr.matches("is not a conventional commit").count()), (1, 1));
    assert_eq!(run(&repo, "version --strict --package a").code, 0);
    repo.change("of both").file("a/y", "1").file("b/y", "1").commit();
    let ended = run(&repo, "version --strict");
    assert_eq!(ended.stderr.matches("is not a conventional commit").count(), 2, "{}", ended.stderr);
}

#[test]
fn a_version_that_a_commit_asks_for_is_explained() {
    let mut repo = packages("");
    repo.change("chore: start over\n\nRelease-As: 2.0.0").file("a/x", "1").commit();
    let asks = "chore: start over  type `chore` asks for no release; `Release-As: 2.0.0`\n";
    for line in ["version --package a", "version --package a --explain"] {
        assert!(printed(&repo, line).contains(asks), "{line}");
    }
}
