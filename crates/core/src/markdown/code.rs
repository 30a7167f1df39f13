//! Code: spans inside a line, and fenced blocks.

use super::clean::{clean_block, clean_line};

/// A text as an inline code span, with as many backticks as it needs (CommonMark 6.1).
///
/// Line breaks fold to spaces. A text with nothing to show gives an empty string.
///
/// ```
/// use deploy_kit_core::markdown::code_span;
/// assert_eq!(code_span("src/a.rs"), "`src/a.rs`");
/// assert_eq!(code_span("a `b`"), "`` a `b` ``");
/// ```
#[must_use]
pub fn code_span(text: &str) -> String {
    let mut out = String::new();
    push_code_span(&mut out, &clean_line(text));
    out
}

/// Appends a code span around a clean line.
pub(super) fn push_code_span(out: &mut String, content: &str) {
    if content.is_empty() {
        return;
    }
    let ticks = "`".repeat(unused_run(content));
    // One space of padding on both sides is dropped again by the parser.
    let edge = |c: Option<char>| c == Some('`');
    let padded = content.starts_with(' ') && content.ends_with(' ');
    let pad = if padded || edge(content.chars().next()) || edge(content.chars().last()) { " " } else { "" };
    for part in [&ticks, pad, content, pad, &ticks] {
        out.push_str(part);
    }
}

/// A text as a fenced code block, ending in a line break.
///
/// The fence is longer than any run of backticks inside. `language` is the info string
/// (`diff`, `json`, empty for none); only its first word is used, without backticks.
///
/// ```
/// use deploy_kit_core::markdown::fence;
/// assert_eq!(fence("let x;", "rust"), "```rust\nlet x;\n```\n");
/// ```
#[must_use]
pub fn fence(text: &str, language: &str) -> String {
    let body = clean_block(text);
    let language = clean_line(language);
    let language: String =
        language.split(' ').next().unwrap_or_default().chars().filter(|c| !"`\\&".contains(*c)).collect();
    let ticks = "`".repeat(longest_run(&body).max(2) + 1);
    let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
    format!("{ticks}{language}\n{body}{end}{ticks}\n")
}

fn longest_run(text: &str) -> usize {
    run_lengths(text).max().unwrap_or(0)
}

/// The length of the shortest run of backticks that does not occur in the text.
fn unused_run(text: &str) -> usize {
    let mut used: Vec<usize> = run_lengths(text).collect();
    used.sort_unstable();
    used.dedup();
    used.iter().zip(1..).find(|(used, length)| *used != length).map_or(used.len() + 1, |(_, length)| length)
}

fn run_lengths(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c| c != '`').map(str::len).filter(|length| *length > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_take_the_shortest_run_that_is_free() {
        assert_eq!(code_span("``"), "` `` `");
        assert_eq!(code_span("`"), "`` ` ``");
        assert_eq!(code_span("a`b``c"), "```a`b``c```");
        assert_eq!(code_span(" \n "), "");
        assert_eq!(code_span("a\nb"), "`a b`");
    }

    #[test]
    fn fences_outgrow_their_content() {
        assert_eq!(fence("```\n", ""), "````\n```\n````\n");
        assert_eq!(fence("", "sh"), "```sh\n```\n");
        assert_eq!(fence("x", "a` b"), "```a\nx\n```\n");
    }
}
