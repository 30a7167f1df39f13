//! Text inside HTML that GitHub leaves to the browser: `<summary>`, `<td>`, attribute values.

use super::clean::clean_line;

/// A text as HTML text or attribute value on one line.
///
/// Inside an HTML block Markdown is not read, so backslashes would show: use this there, and
/// [`escape`](super::escape) everywhere else.
///
/// ```
/// use deploy_kit_core::markdown::html;
/// assert_eq!(html("a < \"b\""), "a &lt; &quot;b&quot;");
/// ```
#[must_use]
pub fn html(text: &str) -> String {
    let text = clean_line(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
