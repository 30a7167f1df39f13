//! Templates of paths, filled.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same, and the slashes of a ref or a file's path stay.
const REST: &AsciiSet = &SEGMENT.remove(b'/');

/// One part of a path, slashes encoded.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Several parts of a path.
pub(super) fn rest(text: &str) -> String {
    // A part of dots would lead elsewhere when an address is put in order.
    let part = |part: &str| match part {
        "." | ".." => part.replace('.', "%2E"),
        _ => utf8_percent_encode(part, REST).to_string(),
    };
    text.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A query, with its question mark, if there is any.
pub(super) fn query(pairs: &[(&'static str, String)]) -> String {
    let pair = |(name, value): &(&str, String)| format!("{name}={}", segment(value));
    let pairs: Vec<_> = pairs.iter().map(pair).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Puts encoded values in place of a template's `{names}`, in order.
pub(super) fn fill(template: &str, values: &[String]) -> String {
    let mut values = values.iter();
    let mut out = String::with_capacity(template.len());
    let mut left = template;
    while let Some((before, after)) = left.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(values.next().map(String::as_str).unwrap_or_default());
        left = after;
    }
    out.push_str(left);
    out
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_go_into_their_places() {
        let values = ["o".to_owned(), "r".to_owned(), rest("tags/v1")];
        assert_eq!(fill("/repos/{owner}/{repo}/git/ref/{ref}", &values), "/repos/o/r/git/ref/tags/v1");
        assert_eq!(fill("/graphql", &values), "/graphql");
    }

    #[test]
    fn what_would_lead_elsewhere_is_encoded() {
        assert_eq!(segment("a/b?c#d é%"), "a%2Fb%3Fc%23d%20%C3%A9%25");
        assert_eq!(rest("heads/a b/../c"), "heads/a%20b/%2E%2E/c");
        assert_eq!(query(&[("a", "x&y=z".to_owned()), ("b", "1".to_owned())]), "?a=x%26y%3Dz&b=1");
        assert_eq!(query(&[]), "");
    }

    proptest! {
        #[test]
        fn any_name_arrives_as_it_is(text in any::<String>()) {
            for encoded in [segment(&text), rest(&text)] {
                prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)));
                let decoded = percent_decode_str(&encoded).decode_utf8().unwrap().into_owned();
                prop_assert_eq!(&decoded, &text);
            }
            prop_assert!(!segment(&text).contains('/'));
        }
    }
}
