use std::collections::BTreeMap;

use super::*;

fn id(number: u8) -> deploy_kit_git::Id {
    format!("{number:02x}").repeat(20).parse().unwrap()
}

/// Reads messages, newest first; the commit at index `n` has the id `n` and the next one as its parent.
fn read_all(messages: &[&str]) -> Vec<Entry> {
    let commits: Vec<Commit> = messages
        .iter()
        .zip(0u8..)
        .map(|(message, n)| Commit {
            id: id(n),
            parents: vec![id(n + 1)],
            message: (*message).to_owned(),
            paths: Vec::new(),
        })
        .collect();
    read(&commits, &Conventions::default())
}

#[track_caller]
fn check(messages: &[&str], expected: &[&str]) {
    let entries = read_all(messages);
    let found: Vec<String> =
        entries.iter().map(|entry| format!("{} {}", entry.rule.id(), entry.bump)).collect();
    assert_eq!(found, expected);
}

#[test]
fn each_commit_has_a_reason() {
    check(
        &[
            "feat: a",
            "fix!: b",
            "docs: c",
            "wibble: d",
            "Update e",
            "fixup! feat: a",
            "feat: x [skip release]",
        ],
        &[
            "type minor",
            "breaking major",
            "no-release none",
            "unknown-type none",
            "unconventional none",
            "fixup none",
            "skipped none",
        ],
    );
    check(&["title\n\n* feat: one thing\n* docs: two things"], &["squash minor", "no-release none"]);
}

#[test]
fn commits_of_others_do_not_hide_what_a_merge_brings() {
    let commit = |n: u8, message: &str, parents: &[u8]| Commit {
        id: id(n),
        parents: parents.iter().map(|&parent| id(parent)).collect(),
        message: message.to_owned(),
        paths: Vec::new(),
    };
    let read = |commits: &[(Commit, bool)]| {
        let commits = commits.iter().map(|(commit, marked)| (commit, *marked));
        read_marked(commits, &Conventions::default())
            .iter()
            .map(|entry| format!("{} {}", entry.rule.id(), entry.bump))
            .collect::<Vec<_>>()
    };
    // The main line leads over another package's commit to a merge whose title is all there is.
    let titled = [
        (commit(1, "fix: newest", &[2]), true),
        (commit(2, "fix: theirs", &[3]), false),
        (commit(3, "feat: x", &[5, 4]), true),
        (commit(4, "wip", &[5]), true),
    ];
    assert_eq!(read(&titled), ["type patch", "merge-title minor", "unconventional none"]);
    // So does a branch, to a commit that counts itself.
    let counted = [
        (commit(1, "feat: x", &[4, 2]), true),
        (commit(2, "wip: theirs", &[3]), false),
        (commit(3, "fix: ours", &[4]), true),
    ];
    assert_eq!(read(&counted), ["merge none", "type patch"]);
}

#[test]
fn a_title_may_be_told_to_decide() {
    let conventions = Conventions { squash: Squash::Title, ..Conventions::default() };
    let commit = |message: &str| Commit {
        id: id(0),
        parents: vec![id(1)],
        message: message.to_owned(),
        paths: Vec::new(),
    };
    let bumps = |message: &str| {
        read(&[commit(message)], &conventions).iter().map(|entry| entry.bump).collect::<Vec<_>>()
    };
    assert_eq!(bumps("docs: x\n\n* feat: one thing"), [Bump::None, Bump::None]);
    assert_eq!(bumps("plain title\n\n* feat: one thing"), [Bump::Minor]);
}

#[test]
fn the_table_of_types_can_be_changed() {
    let types = Types::with(BTreeMap::from([
        ("docs(readme)".to_owned(), Bump::Patch),
        ("Security".to_owned(), Bump::Minor),
        ("feat".to_owned(), Bump::Patch),
    ]));
    assert_eq!(types.bump("docs", Some("README")), Some(Bump::Patch));
    assert_eq!(types.bump("docs", Some("x")), Some(Bump::None));
    assert_eq!(types.bump("security", None), Some(Bump::Minor));
    assert_eq!(types.bump("feat", None), Some(Bump::Patch));
    assert_eq!(types.bump("wibble", None), None);
}

#[test]
fn reverts_cancel_by_object_name_number_and_title() {
    let cancelled = &["reverts none", "reverted none"];
    check(
        &["Revert \"feat: a\"\n\nThis reverts commit 0101010101010101010101010101010101010101.", "feat: a"],
        cancelled,
    );
    check(&["Revert \"x\"\n\nThis reverts commit 0101010 (feat: a, 2026-01-01).", "feat: a"], cancelled);
    check(&["Revert \"feat: a (#12)\" (#13)", "feat: a (#12)"], cancelled);
    check(&["Revert \"feat: other title\" (#13)\n\nReverts o/r#12", "feat: a (#12)"], cancelled);
    check(&["revert: feat: a", "feat: a"], cancelled);
    check(&["revert(x): some words", "feat(x): some words"], cancelled);
    check(&["revert: let us never again speak of it\n\nRefs: 0101010", "feat: a"], cancelled);
    check(
        &[
            "Revert \"feat: a very long title that GitHub cuts off some…\" (#2)",
            "feat: a very long title that GitHub cuts off somewhere",
        ],
        cancelled,
    );
    check(&["Revert \"feat: a\"\n\nfeat: a thing that was described here", "feat: a"], cancelled);
    // A fix that reverts is still a fix.
    check(&["fix: undo\n\nThis reverts commit 0101010.", "feat: a"], &["type patch", "reverted none"]);
}

#[test]
fn a_revert_of_an_earlier_release_is_a_patch() {
    check(&["Revert \"feat: a\"\n\nThis reverts commit 7777777."], &["revert patch"]);
    check(&["revert: feat: a"], &["revert patch"]);
    // Only older commits can be reverted.
    check(&["feat: a", "Revert \"feat: a\""], &["type minor", "revert patch"]);
}

#[test]
fn a_revert_of_a_revert_brings_the_change_back() {
    check(
        &["Reapply \"feat: a\"", "Revert \"feat: a\"", "feat: a"],
        &["reverts none", "reverted none", "type minor"],
    );
    check(
        &["Revert \"Revert \"feat: a\" (#2)\" (#3)", "Revert \"feat: a\" (#2)", "feat: a (#1)"],
        &["reverts none", "reverted none", "type minor"],
    );
    check(
        &["Revert \"feat: a\"", "Reapply \"feat: a\"", "Revert \"feat: a\"", "feat: a"],
        &["reverts none", "reverts none", "reverted none", "reverted none"],
    );
    // The revert was released: to reapply it ships the feature anew.
    check(&["Reapply \"feat(x)!: a\""], &["reapply major"]);
    check(&["Reapply \"feat: a\"", "Revert \"feat: a\""], &["reverts none", "reverted none"]);
}

fn merge_history(title: &str, brought: &str) -> Vec<String> {
    // 0 merges 2 into 1; 1 and 2 come from 3.
    let commit = |n: u8, parents: &[u8], message: &str| Commit {
        id: id(n),
        parents: parents.iter().map(|&n| id(n)).collect(),
        message: message.to_owned(),
        paths: Vec::new(),
    };
    let commits = [commit(0, &[1, 2], title), commit(1, &[3], "docs: main"), commit(2, &[3], brought)];
    let entries = read(&commits, &Conventions::default());
    entries.iter().map(|entry| format!("{} {}", entry.rule.id(), entry.bump)).collect()
}

#[test]
fn a_merge_counts_only_where_nothing_else_does() {
    let title = "Merge pull request #1 from a/b\n\nfeat: x";
    assert_eq!(merge_history(title, "feat: x"), ["merge none", "no-release none", "type minor"]);
    assert_eq!(merge_history(title, "wip"), ["merge-title minor", "no-release none", "unconventional none"]);
    assert_eq!(
        merge_history("feat: x (#1)", "wip"),
        ["merge-title minor", "no-release none", "unconventional none"]
    );
    assert_eq!(
        merge_history("Merge branch 'x'", "wip"),
        ["merge none", "no-release none", "unconventional none"]
    );
}

#[test]
fn no_commit_is_without_an_entry() {
    let messages = ["", "\n\n", ":::", "feat", "Merge branch 'x'", "* feat: a b"];
    let entries = read_all(&messages);
    for n in 0..messages.len() {
        assert!(entries.iter().any(|entry| entry.id == id(u8::try_from(n).unwrap())), "{n}");
    }
}

/// Nothing is timed: to pass over every cancelled commit once more for each revert would take minutes.
#[test]
fn one_title_may_be_reverted_by_the_ten_thousand() {
    const EACH: usize = 30_000;
    let id = |number: usize| format!("{number:040x}").parse().unwrap();
    let messages =
        std::iter::repeat_n("Revert \"feat: x\"", EACH).chain(std::iter::repeat_n("feat: x", EACH));
    let commits: Vec<Commit> = messages
        .enumerate()
        .map(|(number, message)| Commit {
            id: id(number),
            parents: vec![id(number + 1)],
            message: message.to_owned(),
            paths: Vec::new(),
        })
        .collect();
    let entries = read(&commits, &Conventions::default());
    assert_eq!(severity(&entries), Bump::None);
    // The oldest revert has the newest commit before it, and so on.
    assert_eq!(entries[EACH - 1].rule, Rule::Reverts(vec![id(EACH)]));
    assert_eq!(entries[2 * EACH - 1].rule, Rule::Reverted(id(0)));
}

#[test]
fn what_was_brought_back_can_be_reverted_again() {
    check(
        &[
            "Revert \"feat: x\"",
            "Revert \"Revert \"feat: x\"\"",
            "Revert \"feat: x\"",
            "Revert \"feat: x\"",
            "feat: x",
            "feat: x",
        ],
        &["reverts none", "reverts none", "reverted none", "reverts none", "reverted none", "reverted none"],
    );
}

#[test]
fn a_commit_lists_its_first_thousand_changes_and_what_asks_for_more() {
    let mut message = "chore: sync\n\n".to_owned();
    for number in 0..1500 {
        message.push_str(&format!("* fix: thing {number}\n"));
    }
    message.push_str("* feat!: the one that matters\n* fix: the last\n");
    let entries = read_all(&[&message]);
    let last: Vec<(&str, Bump, &str)> = entries[999..]
        .iter()
        .map(|entry| (entry.rule.id(), entry.bump, entry.description.as_str()))
        .collect();
    assert_eq!(
        last,
        [
            ("squash", Bump::Patch, "thing 998"),
            ("squash", Bump::Major, "the one that matters"),
            ("more", Bump::None, "and 502 more changes"),
        ]
    );
    assert!(!entries[1001].rule.is_ignored(), "notes show it");
    let commit = Commit { id: id(1), parents: Vec::new(), message, paths: Vec::new() };
    let read = |listing| survey([(&commit, true)], &Conventions::default(), listing).tally;
    // The title, 1,500 of one kind and two more: the count is that of the message, not of the list.
    assert_eq!((read(Listing::All).changes, read(Listing::Few(0)).changes), (1503, 1503));
}

const STORIES: [&str; 12] = [
    "revert: feat: a",
    "feat: a (#3)\n\nprose, #12\n\nCloses #4",
    "Revert \"fix: b\"\n\nThis reverts commit 0505050505050505050505050505050505050505.",
    "feat(x)!: c\n\ntext",
    "docs: d\n\nBREAKING CHANGE: e",
    "fix: b",
    "Merge pull request #7 from o/n\n\nfeat: from the body",
    "chore: f\n\n* feat: g\n* fix: h",
    "fix: i\n\nRelease-As: 3.0.0",
    "feat: j\n\n[skip release]",
    "feat k\n\nbreaking change: l",
    "Update m",
];

#[test]
fn what_is_not_listed_counts_all_the_same() {
    let commits: Vec<Commit> = (0..60_u8)
        .map(|n| Commit {
            id: id(n),
            parents: vec![id(n + 1)],
            message: STORIES[usize::from(n) * 7 % 12].to_owned(),
            paths: Vec::new(),
        })
        .collect();
    let conventions = Conventions::default();
    let read = |listing| survey(commits.iter().map(|commit| (commit, true)), &conventions, listing);
    let (all, few, twenty) = (read(Listing::All), read(Listing::Few(0)), read(Listing::Few(20)));
    assert_eq!((few.tally, twenty.tally), (all.tally, all.tally));
    assert_eq!(all.tally.changes, all.entries.len());
    assert_eq!(all.tally.severity, severity(&all.entries));
    assert!(few.entries.len() < all.entries.len());
    assert!(few.entries.iter().all(|entry| all.entries.contains(entry)));
    assert_eq!(twenty.entries[..20], all.entries[..20]);
    let deciding = |entries: &[Entry]| {
        let deciding = entries.iter().filter(|entry| entry.bump == all.tally.severity);
        deciding.take(NAMED).cloned().collect::<Vec<_>>()
    };
    assert_eq!(deciding(&few.entries), deciding(&all.entries));
}

#[test]
fn the_gist_of_a_message_counts_as_the_whole() {
    let whole = read_all(&STORIES);
    let gists = read_all(&STORIES.map(crate::message::gist));
    let seen = |entries: &[Entry]| {
        let seen =
            |entry: &Entry| (entry.subject.clone(), entry.bump, entry.rule.clone(), entry.release_as.clone());
        entries.iter().map(seen).collect::<Vec<_>>()
    };
    assert_eq!(seen(&gists), seen(&whole));
    assert_eq!(crate::message::gist(STORIES[1]), "feat: a (#3)");
}
