//! What is asked.

use std::fmt;
use std::time::Duration;

use deploy_kit_core::actions::{Masks, Secret};
use deploy_kit_http::Place;

/// A request as data. Address, headers and body may be secrets: none of them is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method: `GET`.
    pub method: String,
    /// The address, `http` or `https`. A name and password in it are sent as basic authorisation (RFC 7617).
    pub url: String,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body; empty for none.
    pub body: String,
    /// How long the whole exchange may take, redirects included.
    pub timeout: Duration,
    /// How many redirects are followed; with 0 a redirect is the answer.
    pub redirects: u32,
    /// Bytes of the answer's body that are read.
    pub body_limit: usize,
}

impl Request {
    /// A `GET` of an address.
    pub fn get(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    /// What must not be shown, should the server repeat it: every header but those that say what is wanted, the
    /// name's password, and the credentials of an `authorization` without their scheme.
    #[must_use]
    pub fn masks(&self) -> Masks {
        let mut masks = Masks::default();
        let mut add = |text: &str| {
            // A blank value is no secret.
            let _ = masks.add(&Secret::new(text));
        };
        for (name, value) in self.headers.iter().filter(|(name, _)| !is_public(name)) {
            add(value);
            if name.to_ascii_lowercase().ends_with("authorization") {
                value.split_once(' ').into_iter().for_each(|(_, credentials)| add(credentials.trim()));
            }
        }
        if let Some((name, password)) =
            url::Url::parse(&self.url).ok().as_ref().and_then(super::target::login)
        {
            add(&password);
            add(&super::target::basic(&name, &password));
        }
        masks
    }
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            url: String::new(),
            headers: Vec::new(),
            body: String::new(),
            timeout: Duration::from_secs(10),
            redirects: 10,
            body_limit: 1 << 20,
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("place", &Place::of(&self.url))
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .field("redirects", &self.redirects)
            .field("body_limit", &self.body_limit)
            .finish()
    }
}

/// Headers that say what is wanted and not who asks: they may be shown, and go along to another host.
pub(super) fn is_public(name: &str) -> bool {
    const PUBLIC: [&str; 6] =
        ["accept", "accept-language", "cache-control", "content-type", "pragma", "user-agent"];
    PUBLIC.iter().any(|public| name.eq_ignore_ascii_case(public))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_neither_shown_nor_repeated() {
        let request = Request {
            url: "https://user:hunter%2022@staging.example/path?key=hunter33".to_owned(),
            headers: vec![
                ("Authorization".to_owned(), "Bearer hunter44".to_owned()),
                ("x-bypass".to_owned(), "hunter55".to_owned()),
                ("accept".to_owned(), "text/html".to_owned()),
            ],
            body: "hunter66".to_owned(),
            ..Request::default()
        };
        let shown = format!("{request:?}");
        assert!(!shown.contains("hunter") && shown.contains("https://staging.example"), "{shown}");
        let echo = "hunter 22, hunter44, hunter55, text/html, dXNlcjpodW50ZXIgMjI=";
        assert_eq!(request.masks().redact(echo), "***, ***, ***, text/html, ***");
    }
}
