//! Commit text with its references linked.

use deploy_kit_core::markdown::{Escape, Segment, clean_line, code_span, link_destination, segments};
use minijinja::Value;

/// Escapes a text and links the references that stand in it, outside of code.
pub(super) fn linked(escape: Escape, text: &str, references: &Value) -> Result<String, minijinja::Error> {
    let mut known = Vec::new();
    for reference in references.try_iter()? {
        let (text, url) = (reference.get_attr("text")?, reference.get_attr("url")?);
        if let (Some(text), Some(url)) = (text.as_str(), url.as_str().and_then(link_destination)) {
            known.push((text.to_owned(), url));
        }
    }
    // `org/kit#1` before the `#1` in it.
    known.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    let mut out = String::new();
    // Parts are escaped as a whole: where one ends decides what its last character means.
    let line = clean_line(text);
    let mut plain = String::new();
    for segment in segments(&line) {
        match segment {
            Segment::Code(code) => plain.push_str(&code_span(code)),
            Segment::Text(text) => link_segment(escape, text, &known, &mut plain, &mut out),
        }
    }
    flush(escape, &mut plain, &mut out);
    Ok(out)
}

fn link_segment(
    escape: Escape,
    text: &str,
    known: &[(String, String)],
    plain: &mut String,
    out: &mut String,
) {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let boundary = at == 0 || !text.get(..at).is_some_and(|before| before.ends_with(is_word));
        let found = known.iter().find(|(reference, _)| boundary && starts_with_reference(rest, reference));
        if let Some((reference, url)) = found {
            flush(escape, plain, out);
            out.push('[');
            escape.push(out, reference);
            out.push_str("](");
            out.push_str(url);
            out.push(')');
            at += reference.len();
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            plain.push_str(rest.get(..length).unwrap_or_default());
            at += length;
        }
    }
}

fn starts_with_reference(text: &str, reference: &str) -> bool {
    text.strip_prefix(reference).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '/'
}

/// Moves the text gathered so far to the page, with the spaces that escaping would trim.
fn flush(escape: Escape, plain: &mut String, out: &mut String) {
    if plain.is_empty() {
        return;
    }
    let text = plain.trim_matches(' ');
    if plain.starts_with(' ') && !out.is_empty() {
        out.push(' ');
    }
    escape.push(out, text);
    if plain.ends_with(' ') && !text.is_empty() {
        out.push(' ');
    }
    plain.clear();
}
