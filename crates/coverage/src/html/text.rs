//! A stranger's text within a page.

use std::borrow::Cow;
use std::fmt;

/// A text between tags. What cannot be seen is marked, and named by its code point.
pub(super) struct Text<'a>(pub(super) &'a str);

/// A text between double quotes, or wherever a mark of its own cannot stand.
pub(super) struct Attribute<'a>(pub(super) &'a str);

/// Data within a script: no string of it ends the script.
pub(super) struct Json<'a>(pub(super) &'a serde_json::Value);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        replace(self.0, f, |c| entity(c).or_else(|| Some(format!("<u>{}</u>", hidden(c)?).into())))
    }
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        replace(self.0, f, |c| entity(c).or_else(|| Some(format!("⟨{}⟩", hidden(c)?).into())))
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // JSON has none of these outside of strings.
        let escape = |c| format!("\\u{:04x}", u32::from(c)).into();
        replace(&self.0.to_string(), f, |c| matches!(c, '<' | '>' | '&').then(|| escape(c)))
    }
}

/// A text of which nothing is hidden, not escaped: for data that a script shows.
pub(super) fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, c| {
        match hidden(c) {
            Some(code) => shown.push_str(&format!("⟨{code}⟩")),
            None => shown.push(c),
        }
        shown
    })
}

/// Writes a text, with something else for some characters.
fn replace(
    text: &str,
    f: &mut fmt::Formatter<'_>,
    other: impl Fn(char) -> Option<Cow<'static, str>>,
) -> fmt::Result {
    let mut rest = text;
    let mut at = 0;
    // Most of a source is of characters that nothing is done with: these are passed over by the byte.
    while let Some(ahead) = rest.as_bytes()[at..].iter().position(|byte| !is_plain(*byte)) {
        at += ahead;
        let Some(c) = rest[at..].chars().next() else { break };
        let after = at + c.len_utf8();
        match other(c) {
            Some(other) => {
                f.write_str(&rest[..at])?;
                f.write_str(&other)?;
                (rest, at) = (&rest[after..], 0);
            }
            None => at = after,
        }
    }
    f.write_str(rest)
}

/// Whether a byte is a character that is what it looks like, in HTML and in JSON.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

fn entity(c: char) -> Option<Cow<'static, str>> {
    let entity = match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    };
    Some(entity.into())
}

/// The code point of a character that nobody would see.
fn hidden(c: char) -> Option<String> {
    is_hidden(c).then(|| format!("U+{:04X}", u32::from(c)))
}

/// Characters that act without being seen, or that nobody sees: controls, marks of direction (the "Trojan source" set of
/// CVE-2021-42574), characters of no width, letters without a shape, selectors that carry data. The selector that makes an
/// emoji of a character stays: sources are full of it.
fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && c != '\t';
    }
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
