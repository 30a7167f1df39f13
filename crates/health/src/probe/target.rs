//! An address, taken apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

/// Name and password within an address.
pub(super) fn login(url: &Url) -> Option<(String, String)> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let is_there = !url.username().is_empty() || url.password().is_some();
    is_there.then(|| (decode(url.username()), decode(url.password().unwrap_or_default())))
}

/// The credentials of basic authorisation (RFC 7617, section 2).
pub(super) fn basic(name: &str, password: &str) -> String {
    STANDARD.encode(format!("{name}:{password}"))
}

/// Whether headers that say who asks may go from one address to another: the same host and port, or the same host
/// moved from `http` to `https` at their usual ports.
pub(super) fn is_same_host(from: &Url, to: &Url) -> bool {
    let is_upgrade =
        from.scheme() == "http" && to.scheme() == "https" && from.port().is_none() && to.port().is_none();
    from.host() == to.host() && (from.origin() == to.origin() || is_upgrade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_host_is_trusted() {
        let same = |from: &str, to: &str| is_same_host(&Url::parse(from).unwrap(), &Url::parse(to).unwrap());
        assert!(same("http://a.example/x", "http://a.example/y"));
        assert!(same("http://a.example/x", "https://A.example/x"));
        assert!(same("https://a.example/x", "https://a.example:443/x"));
        for to in ["http://a.example", "https://b.example", "https://a.example:444", "https://a.example.b"] {
            assert!(!same("https://a.example/x", to), "{to}");
        }
        assert!(!same("http://a.example:8080", "https://a.example:8080"));
    }
}
