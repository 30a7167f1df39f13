//! Commit messages of somebody who means harm.

use proptest::collection::vec;
use proptest::prelude::*;

/// What turns a text into a command, a record, markup or an escape where nobody guards it.
const FRAGMENTS: &[&str] = &[
    "::set-output name=tag::v9",
    "::add-mask::a",
    "::stop-commands::t",
    "::error::x",
    "::group::x",
    "##[set-output name=tag]v9",
    "##[add-mask]a",
    "##[error]x",
    "##[group]x",
    "ghadelimiter_",
    "tag<<EOF\n",
    "\nEOF\n",
    "notes=x\n",
    "%0A",
    "%25",
    "::",
    "##",
    "[",
    "\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{3000}",
    "\u{feff}",
    "\u{200b}",
    "\u{301}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{1b}]8;;https://x\u{7}",
    "\0",
    "\u{7f}",
    "# x",
    "* x",
    "> x",
    "| x |",
    "---\n",
    "```\n",
    "~~~\n",
    "`",
    "**",
    "__",
    "[x](https://x.dev)",
    "![x](https://x.dev)",
    "<script>",
    "<!--",
    "-->",
    "</details>",
    "<details>",
    "<img src=x>",
    "&lt;",
    "@team",
    "#12",
    "{{ version }}",
    "{% for x in y %}",
    "BREAKING CHANGE: ",
    "Release-As: 9.9.9\n",
    "Revert \"",
    "(#7)",
    "feat: ",
    "fix!: two words",
    "\n\n",
    "日本",
    "🚀",
];

/// A message, conventional as often as not.
pub(crate) fn message() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => vec(proptest::char::range(' ', '~'), 0..8).prop_map(String::from_iter),
    ];
    let text = vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    let start = proptest::sample::select(vec!["feat: ", "fix(x): ", "perf!: a ", "", "Revert \""]);
    (start, text).prop_map(|(start, text)| format!("{start}{text}"))
}
