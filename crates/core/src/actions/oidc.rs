//! OpenID Connect: the request for a job's identity token, and its answer. The network is the
//! caller's.

use serde::Deserialize;

use super::encode::percent;
use super::environment::Environment;
use super::mask::Secret;

const URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
const TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/// Why there is no identity token.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The runner did not set the variable.
    #[error("`{0}` is not set: the job needs `permissions:` with `id-token: write`")]
    NotPermitted(&'static str),
    /// The answer is not what GitHub's service gives; its text may hold the token, so it is not
    /// shown.
    #[error("the answer to the request for an identity token has no `value`")]
    Answer,
}

/// A GET request for an identity token (actions/toolkit `oidc-utils.ts`, which asks up to ten
/// times).
///
/// ```
/// use deploy_kit_core::actions::{Environment, oidc::TokenRequest};
///
/// let environment = Environment::from_iter([
///     ("ACTIONS_ID_TOKEN_REQUEST_URL", "https://vstoken.example/token?api-version=2"),
///     ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ey…"),
/// ]);
/// let request = TokenRequest::new(&environment, Some("sts.amazonaws.com")).unwrap();
/// assert_eq!(
///     request.url,
///     "https://vstoken.example/token?api-version=2&audience=sts.amazonaws.com",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// Where to send it.
    pub url: String,
    /// The value of the `Authorization` header.
    pub authorization: Secret,
}

impl TokenRequest {
    /// The request for a token whose `aud` is `audience`, else the repository owner's address.
    ///
    /// # Errors
    ///
    /// [`OidcError::NotPermitted`] if the runner did not offer one.
    pub fn new(environment: &Environment, audience: Option<&str>) -> Result<Self, OidcError> {
        let get = |name| environment.get(name).ok_or(OidcError::NotPermitted(name));
        let mut url = get(URL)?.to_owned();
        if let Some(audience) = audience {
            url.push_str("&audience=");
            url.push_str(&percent(audience));
        }
        let authorization = Secret::new(format!("Bearer {}", get(TOKEN)?));
        Ok(Self { url, authorization })
    }
}

/// The token in the answer's body. Mask it before anything else.
///
/// # Errors
///
/// [`OidcError::Answer`] if there is none.
pub fn parse(body: &str) -> Result<Secret, OidcError> {
    #[derive(Deserialize)]
    struct Answer {
        value: Secret,
    }
    match serde_json::from_str(body) {
        Ok(Answer { value }) if !value.is_blank() => Ok(value),
        _ => Err(OidcError::Answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audience_is_escaped() {
        let environment = Environment::from_iter([(URL, "https://x/?a=b"), (TOKEN, "t")]);
        let request = TokenRequest::new(&environment, Some("a b&c")).unwrap();
        assert_eq!(request.url, "https://x/?a=b&audience=a%20b%26c");
        assert_eq!(request.authorization.expose(), "Bearer t");
        assert_eq!(TokenRequest::new(&environment, None).unwrap().url, "https://x/?a=b");
    }

    #[test]
    fn the_missing_permission_is_named() {
        let error = TokenRequest::new(&Environment::default(), None).unwrap_err();
        assert!(error.to_string().contains("`id-token: write`"));
    }

    #[test]
    fn the_answer_has_a_value() {
        assert_eq!(parse(r#"{"count":1,"value":"ey.x"}"#).unwrap().expose(), "ey.x");
        for body in ["", "{}", r#"{"value":""}"#, r#"{"value":null}"#] {
            assert!(parse(body).is_err(), "{body}");
        }
    }
}
