//! Generated messages: pieces that mean something, in an order that nobody thought of.

use proptest::prelude::*;

const TYPES: &[&str] = &["feat", "fix", "chore", "docs", "perf", "revert", "Feat", "wibble", "тип", "a-b_c"];

const PIECES: &[&str] = &[
    "feat",
    "fix",
    "revert",
    "Revert",
    "Reapply",
    "This reverts commit",
    "Reverts",
    "Merge pull request #12 from a/b",
    "BREAKING CHANGE",
    "BREAKING-CHANGE",
    "breaking change",
    "Release-As",
    "Refs",
    "Closes",
    "[skip release]",
    "fixup! ",
    "(#12)",
    "#12",
    "owner/name#3",
    "#4/r#3",
    "GH-1",
    "1234567",
    "a word",
    "✨",
    "é",
    "…",
    "...",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{a0}",
    "(",
    ")",
    "()",
    "(core)",
    "!",
    ":",
    ": ",
    " ",
    "\t",
    "\n",
    "\n\n",
    "\"",
    "`",
    "```",
    "~~~",
    "* ",
    "- ",
    "#",
    "-",
    ",",
    "and",
    "/",
    "\\",
    "\0",
];

/// A type, well known or not.
pub(crate) fn kind() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(TYPES)
}

/// A few words on one line, as a person writes them.
pub(crate) fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-z]{1,7}", 2..6).prop_map(|words| words.join(" "))
}

/// Any message: any characters, or pieces that mean something to the reader.
pub(crate) fn any_message() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => any::<String>(),
        1 => "(?s).{0,200}",
        6 => proptest::collection::vec(proptest::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat()),
        2 => (subject(), any_body()).prop_map(|(subject, body)| format!("{subject}\n\n{body}")),
    ]
}

/// One line that is a conventional header.
pub(crate) fn subject() -> impl Strategy<Value = String> {
    let scope = proptest::option::of("[a-z]{1,5}(/[a-z]{1,3})?");
    (kind(), scope, any::<bool>(), words()).prop_map(|(kind, scope, breaking, words)| {
        let scope = scope.map(|scope| format!("({scope})")).unwrap_or_default();
        let bang = if breaking { "!" } else { "" };
        format!("{kind}{scope}{bang}: {words}")
    })
}

/// Any text below a subject.
pub(crate) fn any_body() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(proptest::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat()),
        proptest::collection::vec(
            prop_oneof![subject(), subject().prop_map(|line| format!("* {line}")), words()],
            0..6
        )
        .prop_map(|lines| lines.join("\n\n")),
    ]
}
