//! A page that takes in nothing of what follows it.

use std::borrow::Cow;

use super::outline::Outline;

/// Closes what a page leaves open at its end: fences, `<details>` and other elements. One in which all is closed comes
/// back as it is. HTML comments stay as they are.
///
/// ```
/// use deploy_kit_core::markdown::closed;
/// assert_eq!(closed("<details>\n\n```\ncode"), "<details>\n\n```\ncode\n```\n\n</details>");
/// ```
#[must_use]
pub fn closed(text: &str) -> Cow<'_, str> {
    let mut outline = Outline::default();
    for line in text.lines() {
        outline.feed(line);
    }
    match outline.closers() {
        none if none.is_empty() => Cow::Borrowed(text),
        closers => Cow::Owned(format!("{}{closers}", text.trim_end_matches('\n'))),
    }
}
