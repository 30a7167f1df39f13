//! What the targets share: how bytes become texts, and what holds for every coverage report.

pub mod coverage;

use std::borrow::Cow;

/// Splits the input at its NULs into at most `count` texts; those that it has none for are empty. What is no
/// UTF-8 becomes U+FFFD, as it does wherever the tools read bytes as text.
pub fn texts(data: &[u8], count: usize) -> Vec<String> {
    let mut texts: Vec<String> = data.splitn(count, |&byte| byte == 0).map(text).collect();
    texts.resize(count, String::new());
    texts
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The input as one text.
pub fn one(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The input as a page: a carriage return only in front of a line feed. Others end a line for CommonMark and
/// for nobody else, and no tool of ours writes one: `clean_line` takes them out of a stranger's text.
pub fn page(data: &[u8]) -> String {
    let text = one(data);
    let parts: Vec<String> = text.split("\r\n").map(|part| part.replace('\r', "")).collect();
    parts.join("\r\n")
}
