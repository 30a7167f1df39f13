//! Secrets: never shown by `Debug` or `Display`, and blotted out of what is printed.
//!
//! The runner masks a registered value and each trimmed line of it, and derives some forms itself
//! (padded base64, JSON, URI and XML escapes: actions/runner `HostContext`, `ValueEncoders`). It
//! does not know unpadded and URL-safe base64, Markdown's escapes or the user name in front of a
//! token, so those are registered too.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;

use super::{encode, summary};

/// What stands where a secret stood, here and in the runner's log.
pub const STARS: &str = "***";

/// Bytes of the shortest form that is searched for in our own output, and of the shortest value
/// that is encoded: every other word would hold a shorter one. The runner gets the value itself,
/// however short.
const SHORTEST: usize = 4;

/// A token, a password, a webhook's address.
///
/// It can be read from configuration but not serialised, and formats as `***`.
///
/// ```
/// use deploy_kit_core::actions::Secret;
///
/// let token = Secret::new("ghs_16C7e42F292c6912E7");
/// assert_eq!(format!("{token} {token:?}"), "*** Secret(***)");
/// assert_eq!(token.expose().len(), 22);
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a value that must not be shown.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for a header or a signature; never for a message.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing but white space, which the runner refuses to mask.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The value, its lines and its usual encodings, each once, the value first.
    fn forms(&self) -> Vec<String> {
        let value = self.expose();
        let mut forms = vec![value.to_owned()];
        for part in std::iter::once(value).chain(value.split(['\r', '\n'])) {
            let part = part.trim();
            // The `{` of a secret in JSON is a line, too, and its base64 a part of many a word.
            if part.len() < SHORTEST {
                continue;
            }
            forms.push(part.to_owned());
            let user = format!("x-access-token:{part}");
            for base64 in [encode::base64(part.as_bytes()), encode::base64(user.as_bytes())] {
                // Without padding it is found with and without.
                let base64 = base64.trim_end_matches('=');
                forms.push(base64.to_owned());
                forms.push(encode::url_safe(base64));
            }
            // In a summary every GitHub token has a backslash, before its underscore.
            forms.push(summary::escape(part));
            forms.push(summary::escape_html(part));
            forms.push(encode::percent(part));
            forms.push(encode::percent(part).replace("%20", "+"));
            let json = serde_json::Value::from(part).to_string();
            forms.push(json[1..json.len() - 1].to_owned());
        }
        let mut seen = std::collections::BTreeSet::new();
        forms.retain(|form| seen.insert(form.clone()));
        forms
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

/// Why a secret was not registered.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a secret of nothing but white space cannot be masked")]
pub struct Blank;

/// All registered secrets in all their forms.
#[derive(Clone, Default)]
pub struct Masks {
    forms: Vec<String>,
}

impl Masks {
    /// Registers `secret` and gives its new forms, for `::add-mask::`; none if it was known.
    ///
    /// # Errors
    ///
    /// [`Blank`] if there is nothing to mask: the runner refuses that, too.
    pub fn add(&mut self, secret: &Secret) -> Result<Vec<String>, Blank> {
        if secret.is_blank() {
            return Err(Blank);
        }
        let mut new = secret.forms();
        new.retain(|form| !self.forms.contains(form));
        self.forms.extend(new.iter().cloned());
        Ok(new)
    }

    /// `text` with `***` in place of every registered form of at least four bytes.
    ///
    /// Forms that overlap are blotted out together, so that no tail of one is left.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut found: Vec<_> = self
            .forms
            .iter()
            .filter(|form| form.len() >= SHORTEST)
            .flat_map(|form| occurrences(text, form))
            .collect();
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (start, end) in found {
            if start >= copied {
                out.push_str(&text[copied..start]);
                out.push_str(STARS);
            }
            copied = copied.max(end);
        }
        out.push_str(&text[copied..]);
        Cow::Owned(out)
    }

    /// `document`, valid JSON, with the secrets blotted out within its strings: it stays valid.
    #[must_use]
    pub fn redact_json<'a>(&self, document: &'a str) -> Cow<'a, str> {
        if self.forms.is_empty() {
            return Cow::Borrowed(document);
        }
        let mut out = String::new();
        let mut copied = 0;
        for (start, end) in strings(document) {
            let Ok(value) = serde_json::from_str::<String>(&document[start..end]) else {
                continue;
            };
            if let Cow::Owned(value) = self.redact(&value) {
                out.push_str(&document[copied..start]);
                out.push_str(&serde_json::Value::from(value).to_string());
                copied = end;
            }
        }
        if copied == 0 {
            return Cow::Borrowed(document);
        }
        out.push_str(&document[copied..]);
        Cow::Owned(out)
    }
}

impl fmt::Debug for Masks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masks({} forms)", self.forms.len())
    }
}

/// Where `form` stands in `text`, also where it overlaps itself.
fn occurrences(text: &str, form: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let finder = memchr::memmem::Finder::new(form);
    let mut from = 0;
    while let Some(at) = finder.find(&text.as_bytes()[from..]) {
        let start = from + at;
        found.push((start, start + form.len()));
        // A form starts with a whole character, so the next one cannot start within it.
        from = start + text[start..].chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// The string literals of a JSON document, quotes included.
fn strings(document: &str) -> Vec<(usize, usize)> {
    let bytes = document.as_bytes();
    let mut found = Vec::new();
    let mut start = None;
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], start) {
            (b'\\', Some(_)) => at += 1,
            (b'"', None) => start = Some(at),
            (b'"', Some(first)) => {
                found.push((first, at + 1));
                start = None;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masks(secret: &str) -> Masks {
        let mut masks = Masks::default();
        masks.add(&Secret::new(secret)).unwrap();
        masks
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new("hunter22");
        assert_eq!(format!("{secret:?} {secret} {:?}", Some(&secret)), "Secret(***) *** Some(Secret(***))");
        assert!(!format!("{:?}", masks("hunter22")).contains("hunter"));
    }

    #[test]
    fn blank_secrets_are_refused() {
        assert_eq!(Masks::default().add(&Secret::new(" \n\t")), Err(Blank));
    }

    #[test]
    fn all_forms_are_blotted_out() {
        let masks = masks("tö?>~ ken");
        for form in [
            "tö?>~ ken",
            "dMO2Pz5+IGtlbg==",
            "dMO2Pz5+IGtlbg",
            "dMO2Pz5-IGtlbg",
            "t%C3%B6%3F%3E~%20ken",
            "t%C3%B6%3F%3E~+ken",
            "tö?&gt;\\~ ken",
            "tö?&gt;~ ken",
        ] {
            let out = masks.redact(form).into_owned();
            assert_eq!(out.trim_end_matches('='), STARS, "{form}");
        }
        let basic = encode::base64("x-access-token:tö?>~ ken".as_bytes());
        assert_eq!(masks.redact(&basic).trim_end_matches('='), STARS);
    }

    #[test]
    fn each_line_is_a_secret() {
        let masks = masks("-----BEGIN\n  abcdef \r\n\n-----END");
        assert_eq!(masks.redact("x abcdef y -----END"), "x *** y ***");
    }

    #[test]
    fn overlapping_forms_leave_no_tail() {
        let mut masks = masks("secret-token");
        masks.add(&Secret::new("token-extra")).unwrap();
        assert_eq!(masks.redact("a secret-token-extra b"), "a *** b");
        let mut twice = Masks::default();
        twice.add(&Secret::new("abab")).unwrap();
        assert_eq!(twice.redact("xababaabx"), "x***aabx");
        assert_eq!(twice.redact("xabababx"), "x***x");
    }

    #[test]
    fn short_secrets_do_not_eat_the_text() {
        assert_eq!(masks("abc").redact("abc abcd"), "abc abcd");
    }

    #[test]
    fn short_lines_are_not_encoded() {
        let forms = Masks::default().add(&Secret::new("{\n\"key\": 1\n}")).unwrap();
        assert!(forms.iter().all(|form| form.len() >= 4), "{forms:?}");
        assert_eq!(Masks::default().add(&Secret::new("abc")), Ok(vec!["abc".to_owned()]));
    }

    #[test]
    fn known_forms_are_sent_once() {
        let mut masks = Masks::default();
        let secret = Secret::new("hunter22");
        let first = masks.add(&secret).unwrap();
        assert_eq!(first.first().map(String::as_str), Some("hunter22"));
        assert!(masks.add(&secret).unwrap().is_empty());
    }

    #[test]
    fn json_stays_json() {
        let masks = masks("n\"bc");
        let document = r#"{"a\n": "x\nn\"bc", "n\"bc": [1, "\\"]}"#;
        assert_eq!(masks.redact_json(document), r#"{"a\n": "x\n***", "***": [1, "\\"]}"#);
        assert!(matches!(masks.redact_json("[\"clean\"]"), Cow::Borrowed(_)));
    }
}
