//! Where a redirect leads, and what goes along.

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::request::is_public;
use super::target::is_same_host;

/// A request on its way from address to address.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RedirectError {
    #[error("`location` is no address")]
    Location,
    #[error("`{0}` is not HTTP")]
    Scheme(String),
    #[error("the body would have to be sent to another host")]
    Body,
}

/// Whether an answer leads elsewhere (RFC 9110, section 15.4; 300 and 304 do not by themselves).
pub(super) fn location(status: u16, headers: &HeaderMap) -> Option<&[u8]> {
    let is_redirect = matches!(status, 301 | 302 | 303 | 307 | 308);
    headers.get(http::header::LOCATION).filter(|_| is_redirect).map(http::HeaderValue::as_bytes)
}

impl Hop {
    /// The request that a redirect asks for.
    ///
    /// As in browsers, 303 turns all but `HEAD` into `GET`, 301 and 302 turn `POST` into it (WHATWG Fetch, HTTP-redirect
    /// fetch, step 12). To another host neither the body nor a header that says who asks goes along.
    pub(super) fn follow(&self, status: u16, location: &[u8]) -> Result<Self, RedirectError> {
        let location = std::str::from_utf8(location).map_err(|_| RedirectError::Location)?;
        let url = self.url.join(location.trim()).map_err(|_| RedirectError::Location)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(RedirectError::Scheme(url.scheme().to_owned()));
        }
        let becomes_get = match StatusCode::from_u16(status) {
            Ok(StatusCode::SEE_OTHER) => self.method != Method::HEAD,
            Ok(StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND) => self.method == Method::POST,
            _ => false,
        };
        let mut next = Self { url, ..self.clone() };
        if becomes_get {
            next.method = Method::GET;
            next.body.clear();
            next.headers.remove(http::header::CONTENT_TYPE);
        }
        if !is_same_host(&self.url, &next.url) {
            if !next.body.is_empty() {
                return Err(RedirectError::Body);
            }
            next.headers = self.headers.clone().into_iter().fold(HeaderMap::new(), public);
        }
        Ok(next)
    }
}

fn public(mut headers: HeaderMap, (name, value): (Option<http::HeaderName>, http::HeaderValue)) -> HeaderMap {
    // A further value of a name comes without it; the first one is enough for what is public.
    if let Some(name) = name.filter(|name| is_public(name.as_str())) {
        headers.insert(name, value);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(method: Method, body: &str) -> Hop {
        let headers = [("authorization", "Bearer x"), ("x-key", "x"), ("accept", "text/html")];
        let headers = headers.map(|(name, value)| {
            (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))
        });
        let url = Url::parse("https://a.example/one/two?x").unwrap();
        Hop { method, url, headers: headers.into_iter().collect(), body: body.to_owned() }
    }

    fn follow(hop: &Hop, status: u16, location: &str) -> Result<(String, String, usize), RedirectError> {
        hop.follow(status, location.as_bytes())
            .map(|next| (next.method.to_string(), next.url.to_string(), next.headers.len()))
    }

    #[test]
    fn a_location_is_read_from_where_it_stands() {
        let get = hop(Method::GET, "");
        for (location, url, headers) in [
            ("three", "https://a.example/one/three", 3),
            ("/three", "https://a.example/three", 3),
            ("//b.example/x", "https://b.example/x", 1),
            ("http://a.example/", "http://a.example/", 1),
        ] {
            assert_eq!(follow(&get, 302, location), Ok(("GET".to_owned(), url.to_owned(), headers)));
        }
        assert_eq!(follow(&get, 302, "https://"), Err(RedirectError::Location));
        assert_eq!(follow(&get, 302, "file:///etc/passwd"), Err(RedirectError::Scheme("file".to_owned())));
    }

    #[test]
    fn methods_change_as_in_browsers() {
        for (method, status, becomes) in [
            ("POST", 301, "GET"),
            ("POST", 302, "GET"),
            ("POST", 303, "GET"),
            ("POST", 307, "POST"),
            ("POST", 308, "POST"),
            ("PUT", 301, "PUT"),
            ("PUT", 303, "GET"),
            ("HEAD", 303, "HEAD"),
            ("HEAD", 301, "HEAD"),
        ] {
            let hop = hop(method.parse().unwrap(), "body");
            assert_eq!(follow(&hop, status, "/").unwrap().0, becomes, "{method} {status}");
        }
    }

    #[test]
    fn a_body_stays_with_its_host() {
        let post = hop(Method::POST, "secret");
        assert_eq!(follow(&post, 307, "https://b.example"), Err(RedirectError::Body));
        assert!(follow(&post, 303, "https://b.example").is_ok());
    }

    #[test]
    fn only_redirects_lead_elsewhere() {
        let mut headers = HeaderMap::new();
        assert_eq!(location(302, &headers), None);
        headers.insert(http::header::LOCATION, http::HeaderValue::from_static("/x"));
        assert_eq!(location(302, &headers), Some(&b"/x"[..]));
        for status in [200, 201, 300, 304, 404] {
            assert_eq!(location(status, &headers), None, "{status}");
        }
    }
}
