//! What never reaches a page: control characters, and characters that reorder the text around them.

use std::borrow::Cow;

/// Folds a text to one line: each run of line breaks, tabs and spaces becomes one space, the ends
/// are trimmed, control and bidirectional formatting characters are removed.
///
/// No-break and other Unicode spaces inside the text stay: French and Japanese need them.
///
/// ```
/// use deploy_kit_core::markdown::clean_line;
/// assert_eq!(clean_line("add\r\n  a\u{202e} flag\u{7}"), "add a flag");
/// ```
#[must_use]
pub fn clean_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if folds(c) {
            gap = true;
        } else if !is_hidden(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    // Removing a hidden character can bare a Unicode space at either end.
    let trimmed = out.trim();
    if trimmed.len() == out.len() { Cow::Owned(out) } else { Cow::Owned(trimmed.to_owned()) }
}

/// Cleans a text of several lines: line breaks become `\n`, tabs stay, other control and
/// bidirectional formatting characters are removed.
#[must_use]
pub fn clean_block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether a trimmed text would come out of [`clean_line`] as it is; errs on the side of no.
fn is_clean(text: &str) -> bool {
    let mut space = false;
    text.bytes().all(|byte| {
        let double = byte == b' ' && space;
        space = byte == b' ';
        // The lead bytes of U+0085, U+061C, U+200E..U+2069 and U+FEFF: look closer at those.
        !double && byte >= 0x20 && !matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef)
    })
}

/// The white space that is folded: line breaks of every kind, tabs, ordinary spaces.
fn folds(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that act without being seen: controls, bidirectional formatting (Unicode TR 9,
/// the "Trojan source" set), the byte order mark and interlinear annotation marks.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_trims() {
        assert_eq!(clean_line("  a\t b\r\n\r\nc "), "a b c");
        assert_eq!(clean_line("a\u{2028}b"), "a b");
        assert_eq!(clean_line("\u{0}\u{a0}x"), "x");
        assert!(matches!(clean_line("plain text"), Cow::Borrowed(_)));
    }

    #[test]
    fn removes_what_reorders_and_keeps_what_joins() {
        assert_eq!(clean_line("a\u{202e}b\u{2066}c\u{feff}"), "abc");
        assert_eq!(clean_line("👩\u{200d}👧 e\u{301} a\u{a0}b"), "👩\u{200d}👧 e\u{301} a\u{a0}b");
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(clean_block("a\r\nb\rc\td\u{1b}[0m"), "a\nb\nc\td[0m");
    }
}
