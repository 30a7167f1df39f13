//! A commit message: the reader agrees with git-conventional on headers, and no body changes a header.
#![no_main]

use deploy_kit_fuzz::one;
use deploy_kit_version::message::{Header, Message, NearMiss, WELL_KNOWN_TYPES};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    let message = Message::parse(&text);
    let is_slice = |part: &str| part.is_empty() || text.as_bytes().as_ptr_range().contains(&part.as_ptr());
    assert!(is_slice(message.subject) && !message.subject.contains(['\n', '\r']));
    for change in &message.changes {
        let header = change.header;
        assert!(is_slice(header.kind) && is_slice(header.description));
        assert!(header.scope.is_none_or(|scope| is_slice(scope) && !scope.is_empty()));
        assert!(change.breaking_text.is_none_or(is_slice));
        assert!(!header.kind.is_empty() || change.is_breaking());
    }
    if message.subject_is_conventional {
        let alone = Message::parse(message.subject);
        if alone.subject_is_conventional {
            assert_eq!(alone.changes[0].header, message.changes[0].header);
        }
    }
    let unix = text.replace('\r', "");
    let windows = unix.replace('\n', "\r\n");
    let (mut one, mut other) = (Message::parse(&unix), Message::parse(&windows));
    for (one, other) in one.changes.iter_mut().zip(&mut other.changes) {
        let (one, other) = (one.breaking_text.take(), other.breaking_text.take());
        assert_eq!(one.map(str::to_owned), other.map(|text| text.replace("\r\n", "\n")));
    }
    assert_eq!(one, other);
    for line in text.split(['\n', '\r']).take(20) {
        agrees(line.trim());
    }
});

fn agrees(line: &str) {
    let ours = match Header::parse(line) {
        // The parser refuses `feat(): a`; `feat( ): a` it takes, with a scope of blanks.
        Ok((_, Some(NearMiss::EmptyScope))) => return,
        Ok((header, _)) => Some((header.kind, header.scope, header.breaking, header.description)),
        Err(_) => None,
    };
    let parsed = git_conventional::Commit::parse(line).ok();
    let theirs = parsed.as_ref().and_then(|commit| {
        let (kind, description) = (commit.type_().as_str(), commit.description().trim());
        let is_word = kind.starts_with(char::is_alphabetic)
            && kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let spaced = line[..line.len() - description.len()].ends_with(char::is_whitespace);
        let known = WELL_KNOWN_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind));
        let scope = commit.scope().map(|scope| scope.as_str().trim());
        let is_header = is_word && !description.is_empty() && (spaced || known) && scope != Some("");
        is_header.then_some((kind, scope, commit.breaking(), description))
    });
    assert_eq!(ours, theirs, "{line:?}");
}
