//! What may be shown of an address.

use std::fmt;

/// Scheme, host and port of an address: never its user, path or query, any of which can be a secret.
///
/// ```
/// use deploy_kit_http::Place;
///
/// let webhook = "https://user:pass@hooks.example.com/services/T0/B0/secret?key=secret";
/// assert_eq!(Place::of(webhook).to_string(), "https://hooks.example.com");
/// assert_eq!(Place::of("not an address").to_string(), "an invalid address");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(Option<String>);

impl Place {
    /// The place of an address.
    #[must_use]
    pub fn of(address: &str) -> Self {
        Self(reqwest::Url::parse(address).ok().and_then(|url| Self::read(&url)))
    }

    fn read(url: &reqwest::Url) -> Option<String> {
        let host = url.host_str()?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}://{host}{port}", url.scheme()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("an invalid address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scheme_host_and_port_are_shown() {
        for (address, shown) in [
            ("https://api.github.com/repos/o/r?token=x#y", "https://api.github.com"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"),
            ("https://x:secret@[::1]:9/x", "https://[::1]:9"),
            ("https://example.com:443/x", "https://example.com"),
            ("mailto:secret@example.com", "an invalid address"),
            ("", "an invalid address"),
        ] {
            assert_eq!(Place::of(address).to_string(), shown, "{address}");
        }
    }
}
