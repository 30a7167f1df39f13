//! How to reach a GitHub.

use std::time::Duration;

use deploy_kit_core::actions::{Context, Environment, Secret};
use deploy_kit_http::retry::Policy;
use deploy_kit_http::{Deadline, Place, Proxies, Tls};
use http::HeaderValue;

use crate::error::{Error, Kind, Result};

/// Where to, as whom, and how long.
#[derive(Debug, Clone)]
pub struct Options {
    /// The token; without one only public things can be read.
    pub token: Option<Secret>,
    /// The REST API, without a final slash: `https://api.github.com`, `https://ghe.example/api/v3`.
    pub api_url: String,
    /// The GraphQL API.
    pub graphql_url: String,
    /// `user-agent`.
    pub user_agent: String,
    /// When to try again.
    pub policy: Policy,
    /// The end of the whole run.
    pub deadline: Deadline,
    /// The longest silence within an attempt.
    pub silence: Duration,
    /// Proxies.
    pub proxies: Proxies,
}

impl Options {
    /// What the variables say: addresses, proxies, the user agent. No token: see [`token`](crate::token).
    #[must_use]
    pub fn from_environment(environment: &Environment) -> Self {
        let context = Context::from_environment(environment);
        Self {
            token: None,
            api_url: context.api_url,
            graphql_url: context.graphql_url,
            user_agent: user_agent(environment),
            policy: Policy::default(),
            deadline: Deadline::NONE,
            silence: Duration::from_secs(30),
            proxies: Proxies::from_environment(environment),
        }
    }

    pub(super) fn http(&self) -> deploy_kit_http::Options {
        let plain = [&self.api_url, &self.graphql_url].iter().all(|url| url.starts_with("http://"));
        deploy_kit_http::Options {
            user_agent: self.user_agent.clone(),
            silence: self.silence,
            policy: self.policy,
            deadline: self.deadline,
            proxies: self.proxies.clone(),
            tls: if plain { Tls::None } else { Tls::System },
            ..deploy_kit_http::Options::default()
        }
    }

    pub(super) fn authorization(&self) -> Result<Option<HeaderValue>> {
        let Some(token) = self.token.as_ref().filter(|token| !token.is_blank()) else { return Ok(None) };
        let header = HeaderValue::from_str(&format!("Bearer {}", token.expose().trim()));
        let mut header = header.map_err(|_| {
            let message = "the token holds a character that cannot be sent".to_owned();
            Error::without_request(Kind::Unauthorized { message })
        })?;
        header.set_sensitive(true);
        Ok(Some(header))
    }

    /// Whether an address is one that the token may be sent to.
    pub(super) fn is_own(&self, url: &str) -> bool {
        let place = Place::of(url);
        [&self.api_url, &self.graphql_url].iter().any(|own| Place::of(own) == place)
    }
}

/// `deploy-kit/1.2.3`, and the workflow run's id for GitHub's support, as actions/toolkit appends it.
fn user_agent(environment: &Environment) -> String {
    let own = concat!("deploy-kit/", env!("CARGO_PKG_VERSION"));
    match environment.get("ACTIONS_ORCHESTRATION_ID") {
        Some(id) => {
            let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
            let id: String = id.chars().map(|c| if known(c) { c } else { '_' }).collect();
            format!("{own} actions_orchestration_id/{id}")
        }
        None => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enterprise_server_is_read_from_the_variables() {
        let environment = Environment::from_iter([
            ("GITHUB_API_URL", "https://ghe.example/api/v3/"),
            ("GITHUB_GRAPHQL_URL", "https://ghe.example/api/graphql"),
            ("ACTIONS_ORCHESTRATION_ID", "a b\nc.1"),
        ]);
        let options = Options::from_environment(&environment);
        assert_eq!(options.api_url, "https://ghe.example/api/v3");
        assert_eq!(options.graphql_url, "https://ghe.example/api/graphql");
        let agent = concat!("deploy-kit/", env!("CARGO_PKG_VERSION"), " actions_orchestration_id/a_b_c.1");
        assert_eq!(options.user_agent, agent);
        assert!(options.is_own("https://ghe.example/x"));
        assert!(!options.is_own("https://ghe.example.evil/x") && !options.is_own("http://ghe.example/x"));
    }

    #[test]
    fn a_token_that_no_header_can_hold_is_refused_without_being_shown() {
        let mut options = Options::from_environment(&Environment::default());
        assert_eq!(options.authorization().unwrap(), None);
        options.token = Some(Secret::new("ghs_secret\u{1}"));
        let error = options.authorization().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("ghs_secret"));
    }
}
