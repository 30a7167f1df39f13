//! Any text within XML.

use std::borrow::Cow;

/// What XML 1.0 has no way to write, not even by number (section 2.2, `Char`).
pub(crate) fn is_unwritable(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text as the value of an attribute between double quotes, or between tags. White space that a reader would make a
/// blank is written by number; what cannot be written is replaced by U+FFFD.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |character: char| {
        matches!(character, '&' | '<' | '>' | '"' | '\t' | '\n' | '\r') || is_unwritable(character)
    };
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other if is_unwritable(other) => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_arrives_as_it_is_by_an_independent_parser(text: String) {
            let document = format!("<a b=\"{0}\">{0}</a>", escaped(&text));
            let document = roxmltree::Document::parse(&document).unwrap();
            let arrived = text.replace(is_unwritable, "\u{fffd}");
            prop_assert_eq!(document.root_element().attribute("b"), Some(arrived.as_str()));
            prop_assert_eq!(document.root_element().text().unwrap_or_default(), arrived.as_str());
        }
    }
}
