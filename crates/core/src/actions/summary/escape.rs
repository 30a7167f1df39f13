//! Text that shows as itself in GitHub's Markdown.

use crate::actions::guard::{self, Lines};

/// `text` as Markdown that shows it, in one line: HTML, emphasis, code, links, tables, lists and
/// mathematics in it mean nothing.
///
/// ```
/// use deploy_kit_core::actions::escape_markdown;
///
/// assert_eq!(escape_markdown("fix: <b>*x*"), "fix: &lt;b&gt;\\*x\\*");
/// assert_eq!(escape_markdown("1. one\ntwo"), "1\\. one two");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let text = text.trim().replace("\r\n", " ").replace('\n', " ");
    let text = guard::visible(&text, Lines::Joined);
    let start = block_start(&text);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.extend(['\\', c]);
            }
            _ if start == Some(at) => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Where the character stands that would make the line's start a list or a heading's underline:
/// `-`, `+`, `=`, or the `.` or `)` behind a number.
fn block_start(text: &str) -> Option<usize> {
    if text.starts_with(['-', '+', '=']) {
        return Some(0);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0 && text[digits..].starts_with(['.', ')'])).then_some(digits)
}

/// Text within an element of HTML where Markdown is not read.
pub(crate) fn html(text: &str) -> String {
    let text = guard::visible(text.trim(), Lines::Joined);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// An address between `<` and `>`.
pub(super) fn url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.trim().chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            ' ' => out.push_str("%20"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_means_anything() {
        assert_eq!(
            escape("a|b `c` [d](e) ![f] ~g~ $h$"),
            "a\\|b \\`c\\` \\[d\\](e) \\!\\[f\\] \\~g\\~ \\$h\\$"
        );
        assert_eq!(escape("&amp; <i>"), "&amp;amp; &lt;i&gt;");
        for (text, escaped) in [
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("===", "\\==="),
            ("12) a", "12\\) a"),
            ("# a", "\\# a"),
            ("a - 1. b", "a - 1. b"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!(escape(" a\r\n- b\n"), "a - b");
        assert_eq!(
            escape("\u{202e}\u{1b}::x ##[y]"),
            "<U+202E>␛::x \\#\\#\\[y\\]".replace('<', "&lt;").replace('>', "&gt;")
        );
    }

    #[test]
    fn addresses_stay_within_their_brackets() {
        assert_eq!(url("https://x/a b>)\n<c"), "https://x/a%20b%3E)%3Cc");
        assert_eq!(html("<b a=\"c\">&\n"), "&lt;b a=&quot;c&quot;&gt;&amp;");
    }
}
