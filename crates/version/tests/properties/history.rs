use deploy_kit_version::bump::Bump;
use deploy_kit_version::history::{Commit, Conventions, Entry, Rule, read, severity};
use proptest::prelude::*;

use super::config;
use super::text::{any_message, subject};

/// Commits of these messages, newest first, each the parent of the one before it.
fn commits(messages: &[String]) -> Vec<Commit> {
    let id = |number: usize| format!("{:040x}", 0x1000_0000_usize + number).parse().expect("an id");
    let commit = |(number, message): (usize, &String)| Commit {
        id: id(number),
        parents: vec![id(number + 1)],
        message: message.clone(),
        paths: Vec::new(),
    };
    messages.iter().enumerate().map(commit).collect()
}

fn entries(messages: &[String]) -> Vec<Entry> {
    read(&commits(messages), &Conventions::default())
}

fn distinct(subjects: Vec<String>) -> Vec<String> {
    subjects.into_iter().enumerate().map(|(number, subject)| format!("{subject} n{number}")).collect()
}

fn revert(title: &str) -> String {
    format!("Revert \"{title}\"")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_commit_is_lost_and_none_moves(messages in proptest::collection::vec(any_message(), 0..12)) {
        let commits = commits(&messages);
        let mut seen: Vec<_> = entries(&messages).iter().map(|entry| entry.id).collect();
        seen.dedup();
        prop_assert_eq!(seen, commits.iter().map(|commit| commit.id).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_left_of_what_is_all_reverted(
        subjects in proptest::collection::vec(subject(), 1..8),
        order in any::<proptest::sample::Index>(),
        by_id in any::<bool>(),
    ) {
        let subjects = distinct(subjects);
        // The reverts in any order: turned round and cut somewhere.
        let mut reverts: Vec<String> = subjects.iter().map(|title| revert(title)).collect();
        let cut = order.index(reverts.len());
        reverts.rotate_left(cut);
        let mut messages = [reverts, subjects.clone()].concat();
        if by_id {
            let commits = commits(&messages);
            for (number, commit) in commits.iter().skip(subjects.len()).enumerate() {
                messages[number] = format!("Take it back\n\nThis reverts commit {}.", commit.id);
            }
        }
        let entries = entries(&messages);
        prop_assert_eq!(severity(&entries), Bump::None, "{:#?}", entries);
        let cancelled = entries.iter().skip(subjects.len()).all(|entry| matches!(entry.rule, Rule::Reverted(_)));
        prop_assert!(cancelled);
    }

    #[test]
    fn a_revert_of_the_revert_restores(subjects in proptest::collection::vec(subject(), 1..6), which in any::<proptest::sample::Index>(), times in 0usize..6) {
        let subjects = distinct(subjects);
        let before = entries(&subjects);
        let title = &subjects[which.index(subjects.len())];
        let mut messages = subjects.clone();
        let mut top = title.clone();
        for _ in 0..2 * times {
            top = revert(&top);
            messages.insert(0, top.clone());
        }
        let after = entries(&messages);
        let tail = &after[2 * times..];
        prop_assert_eq!(severity(&after), severity(&before));
        for (one, other) in before.iter().zip(tail) {
            prop_assert_eq!((&one.subject, &one.rule, one.bump), (&other.subject, &other.rule, other.bump));
        }
    }

    #[test]
    fn one_more_commit_asks_for_no_less(messages in proptest::collection::vec(any_message(), 0..8), newest in subject()) {
        prop_assume!(!newest.to_lowercase().starts_with("revert"));
        let before = severity(&entries(&messages));
        let mut messages = messages;
        messages.insert(0, newest);
        prop_assert!(severity(&entries(&messages)) >= before);
    }
}
