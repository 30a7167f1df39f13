//! Links whose text or address came from somewhere else.

use super::escape::Escape;

/// A link with a plain text: `[text](url)`, both made safe.
///
/// An empty address, or one of a scheme that is not `http`, `https` or `mailto`, gives the text
/// alone, so a template need not ask whether there is an address.
///
/// ```
/// use deploy_kit_core::markdown::link;
/// assert_eq!(link("a [b]", "https://x.dev/(1)"), r"[a \[b\]](https://x.dev/%281%29)");
/// assert_eq!(link("a", "javascript:alert(1)"), "a");
/// ```
#[must_use]
pub fn link(text: &str, url: &str) -> String {
    let mut out = String::with_capacity(text.len() + url.len() + 4);
    let Some(destination) = link_destination(url) else {
        Escape::new().push(&mut out, text);
        return out;
    };
    out.push('[');
    Escape::new().push(&mut out, text);
    out.push_str("](");
    out.push_str(&destination);
    out.push(')');
    out
}

/// An address as it may stand between the parentheses of a link or after `[label]:`.
///
/// What would end the address there is percent-encoded. `None` for an empty address and for
/// schemes that a page must not link to.
#[must_use]
pub fn link_destination(url: &str) -> Option<String> {
    let url = url.trim();
    if url.is_empty() || !has_safe_scheme(url) {
        return None;
    }
    if url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:?#@=%+,".contains(&byte)) {
        return Some(url.to_owned());
    }
    let mut out = String::with_capacity(url.len());
    let bytes = url.as_bytes();
    for (at, c) in url.char_indices() {
        match c {
            c if "()<>[]\\\"`|$".contains(c) || c.is_control() || c.is_whitespace() => {
                push_percent(&mut out, c)
            }
            '&' if bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'#')
                && url.get(at..).is_some_and(|rest| rest.contains(';')) =>
            {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
    }
    Some(out)
}

fn push_percent(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push('%');
        out.extend([byte >> 4, byte & 15].map(|nibble| char::from(b"0123456789ABCDEF"[usize::from(nibble)])));
    }
}

/// Relative addresses and anchors are safe; of absolute ones three schemes are.
fn has_safe_scheme(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else {
        return true;
    };
    let relative = scheme.contains(['/', '#', '?']);
    relative || ["http", "https", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_cannot_leave_their_parentheses() {
        assert_eq!(link_destination("https://a b/\n)").as_deref(), Some("https://a%20b/%0A%29"));
        assert_eq!(link_destination("/x?a=1&lt;=2").as_deref(), Some("/x?a=1&amp;lt;=2"));
        assert_eq!(link_destination("https://x/?a=1&b=2").as_deref(), Some("https://x/?a=1&b=2"));
        assert_eq!(link_destination("#part:1").as_deref(), Some("#part:1"));
        assert_eq!(link_destination("DATA:text/html,x"), None);
        assert_eq!(link("x", ""), "x");
    }
}
