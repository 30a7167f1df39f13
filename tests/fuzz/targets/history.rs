//! Messages of a history, divided by NUL, newest first: no commit is lost, none moves, and what is reverted
//! commit by commit asks for nothing.
#![no_main]

use deploy_kit_fuzz::texts;
use deploy_kit_version::bump::Bump;
use deploy_kit_version::history::{Commit, Conventions, read, severity};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let messages = texts(data, data.iter().filter(|&&byte| byte == 0).take(15).count() + 1);
    let (flags, count) = (data.len(), messages.len());
    // The ids end in 0, so that a message can name one: `1000000`, `2000000`, …
    let id = |number: usize| format!("{number:x}{}", "0".repeat(39)).parse().expect("an id");
    let commit = |number: usize, message: &str| Commit {
        id: id(number),
        // Now and then a merge.
        parents: if (flags >> number) & 5 == 5 {
            vec![id(number + 1), id((number + 2) % 16)]
        } else {
            vec![id(number + 1)]
        },
        message: message.to_owned(),
        paths: Vec::new(),
    };
    // Numbers are one hexadecimal digit, 15 at most.
    let commits: Vec<Commit> =
        messages.iter().take(15).enumerate().map(|(n, message)| commit(n, message)).collect();
    let conventions = Conventions::default();
    let entries = read(&commits, &conventions);
    let mut seen: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    seen.dedup();
    assert_eq!(seen, commits.iter().map(|commit| commit.id).collect::<Vec<_>>());
    assert!(entries.iter().all(|entry| entry.bump == Bump::None || !entry.rule.is_ignored()));

    // Merges stay: what they bring is taken back by itself.
    if count > 12 || commits.iter().any(|commit| commit.parents.len() > 1) {
        return;
    }
    let takes_back = |(n, commit): (usize, &Commit)| Commit {
        id: format!("f{n:x}{}", "0".repeat(38)).parse().expect("an id"),
        parents: Vec::new(),
        message: format!("Take it back\n\nThis reverts commit {}.", commit.id),
        paths: Vec::new(),
    };
    // Newest first in the list is newest last in time: the newest commit goes first, as in `git revert A..B`.
    let mut all: Vec<Commit> = commits.iter().enumerate().map(takes_back).rev().collect();
    all.extend(commits);
    let entries = read(&all, &conventions);
    assert_eq!(severity(&entries), Bump::None, "{entries:#?}");
});
