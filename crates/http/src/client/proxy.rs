//! Proxies, as the environment names them.

use std::fmt;

use deploy_kit_core::actions::Environment;

use super::SetupError;

/// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. Their addresses may hold passwords.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    https: Option<String>,
    http: Option<String>,
    none: String,
}

/// Never through a proxy, as in Go: it could not reach them.
const LOOPBACK: &str = "localhost,127.0.0.0/8,::1";

impl Proxies {
    /// Reads the variables, in upper case or, like curl, in lower case; lower case wins.
    #[must_use]
    pub fn from_environment(environment: &Environment) -> Self {
        let read = |upper: &str| {
            environment.get(&upper.to_lowercase()).or_else(|| environment.get(upper)).map(str::to_owned)
        };
        let all = read("ALL_PROXY");
        // A web server passes a request's `Proxy:` header as `HTTP_PROXY` to a CGI program.
        let cgi = environment.get("REQUEST_METHOD").is_some();
        let http = if cgi { environment.get("http_proxy").map(str::to_owned) } else { read("HTTP_PROXY") };
        let none = read("NO_PROXY").map_or_else(|| LOOPBACK.to_owned(), |none| format!("{none},{LOOPBACK}"));
        Self { https: read("HTTPS_PROXY").or_else(|| all.clone()), http: http.or(all), none }
    }

    /// Adds them to a client.
    pub(super) fn apply(
        &self,
        mut builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, SetupError> {
        let exempt = || reqwest::NoProxy::from_string(&self.none);
        // Nothing else reads the variables.
        builder = builder.no_proxy();
        if let Some(address) = &self.https {
            let proxy = reqwest::Proxy::https(address).map_err(|_| SetupError::Proxy("HTTPS_PROXY"))?;
            builder = builder.proxy(proxy.no_proxy(exempt()));
        }
        if let Some(address) = &self.http {
            let proxy = reqwest::Proxy::http(address).map_err(|_| SetupError::Proxy("HTTP_PROXY"))?;
            builder = builder.proxy(proxy.no_proxy(exempt()));
        }
        Ok(builder)
    }
}

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place =
            |address: &Option<String>| address.as_deref().map(|url| crate::Place::of(url).to_string());
        f.debug_struct("Proxies")
            .field("https", &place(&self.https))
            .field("http", &place(&self.http))
            .field("none", &self.none)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> Proxies {
        Proxies::from_environment(&Environment::from_iter(variables.iter().copied()))
    }

    #[test]
    fn all_stands_in_for_either() {
        let both = proxies(&[("ALL_PROXY", "http://a:1"), ("HTTPS_PROXY", "http://b:2")]);
        assert_eq!((both.https.as_deref(), both.http.as_deref()), (Some("http://b:2"), Some("http://a:1")));
        assert_eq!(proxies(&[]), Proxies { none: LOOPBACK.to_owned(), ..Proxies::default() });
    }

    #[test]
    fn lower_case_wins() {
        let lower = proxies(&[("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:2")]);
        // Windows knows no case.
        assert!(cfg!(windows) || lower.https.as_deref() == Some("http://a:1"));
    }

    #[test]
    fn a_web_server_cannot_set_the_proxy() {
        let cgi = proxies(&[("HTTP_PROXY", "http://evil"), ("REQUEST_METHOD", "GET")]);
        assert!(cfg!(windows) || cgi.http.is_none());
    }

    #[test]
    fn a_password_is_not_shown() {
        let secret =
            proxies(&[("HTTPS_PROXY", "http://user:hunter22@proxy:3128"), ("NO_PROXY", "a.example")]);
        let shown = format!("{secret:?}");
        assert!(shown.contains("http://proxy:3128") && !shown.contains("hunter22"), "{shown}");
    }
}
