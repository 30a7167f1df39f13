use deploy_kit_version::message::{Header, Message, NearMiss, Title, WELL_KNOWN_TYPES};
use proptest::prelude::*;

use super::config;
use super::text::{any_body, any_message, subject};

/// Whether `part` is a slice of `whole`, not a copy.
fn is_slice(whole: &str, part: &str) -> bool {
    whole.as_bytes().as_ptr_range().contains(&part.as_ptr()) && whole.contains(part) || part.is_empty()
}

/// What git-conventional alone makes of a line, with our rules for its type and its blanks.
fn by_the_parser(line: &str) -> Option<(&str, Option<&str>, bool, &str)> {
    let commit = git_conventional::Commit::parse(line).ok()?;
    let (kind, description) = (commit.type_().as_str(), commit.description().trim());
    let is_word = kind.starts_with(char::is_alphabetic)
        && kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let colon = line[..line.trim_end().len() - description.len()].ends_with(char::is_whitespace);
    let known = WELL_KNOWN_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind));
    let scope = commit.scope().map(|scope| scope.as_str().trim());
    let blank_scope = scope == Some("");
    (is_word
        && !description.is_empty()
        && if blank_scope { known } else { colon || known && kind.is_ascii() })
    .then_some((kind, scope.filter(|scope| !scope.is_empty()), commit.breaking(), description))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_read_and_nothing_is_made_up(text in any_message()) {
        let message = Message::parse(&text);
        prop_assert!(is_slice(&text, message.subject));
        prop_assert_eq!(message.subject.trim(), message.subject);
        prop_assert!(!message.subject.contains(['\n', '\r']));
        for change in &message.changes {
            let header = change.header;
            prop_assert!(is_slice(&text, header.kind) && is_slice(&text, header.description));
            prop_assert!(header.scope.is_none_or(|scope| is_slice(&text, scope) && !scope.is_empty()));
            prop_assert!(change.breaking_text.is_none_or(|breaking| is_slice(&text, breaking)));
            prop_assert!(!header.kind.is_empty() || change.is_breaking());
            for reference in &change.references {
                let digits = reference.number.to_string();
                prop_assert!(text.contains('#') && text.contains(&digits), "{}", digits);
            }
        }
        prop_assert!(!message.subject_is_conventional || !message.changes.is_empty());
        prop_assert!(message.release_as.is_none_or(|version| is_slice(&text, version)));
    }

    #[test]
    fn no_body_changes_what_the_subject_says(subject in subject(), body in any_body()) {
        let alone = Message::parse(&subject);
        let text = format!("{subject}\n\n{body}");
        let with_body = Message::parse(&text);
        prop_assert_eq!(with_body.subject, alone.subject);
        prop_assert!(with_body.subject_is_conventional);
        prop_assert_eq!(with_body.changes[0].header, alone.changes[0].header);
        let speaks = body.contains("BREAKING CHANGE:") || body.contains("BREAKING-CHANGE:");
        prop_assert!(speaks || with_body.changes[0].is_breaking() == alone.changes[0].is_breaking());
    }

    #[test]
    fn line_endings_do_not_matter(text in any_message()) {
        let unix = text.replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        let (mut one, mut other) = (Message::parse(&unix), Message::parse(&windows));
        for (one, other) in one.changes.iter_mut().zip(&mut other.changes) {
            let (one, other) = (one.breaking_text.take(), other.breaking_text.take());
            prop_assert_eq!(one.map(str::to_owned), other.map(|text| text.replace("\r\n", "\n")));
        }
        prop_assert_eq!(one, other);
    }

    #[test]
    fn headers_are_those_of_the_parser(text in any_message()) {
        for line in text.split(['\n', '\r']).map(str::trim) {
            let ours = Header::parse(line);
            let header = ours.ok().filter(|(_, slip)| *slip != Some(NearMiss::EmptyScope) || line.contains("( ")).map(|(it, _)| it);
            let header = header.map(|it| (it.kind, it.scope, it.breaking, it.description));
            prop_assert_eq!(header, by_the_parser(line), "{:?}", line);
        }
    }

    #[test]
    fn a_revert_names_what_it_reverts(subject in subject(), number in 1u32..1000, times in 1usize..20) {
        let mut title = format!("{subject} (#{number})");
        for depth in 1..=times {
            let before = title.clone();
            title = format!("Revert \"{title}\"");
            let undone = Title::of(&title).undone();
            prop_assert!(undone.is_some_and(|title| title.names(Title::of(&before))), "{}", depth);
        }
    }
}
