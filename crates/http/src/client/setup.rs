//! How a client is built.

use std::error::Error as _;
use std::time::Duration;

use super::{Proxies, tls};
use crate::Deadline;
use crate::retry::Policy;

/// What a client is to be like.
#[derive(Debug, Clone)]
pub struct Options {
    /// `user-agent`: GitHub refuses requests without one.
    pub user_agent: String,
    /// The longest wait for a connection.
    pub connect: Duration,
    /// The longest silence within an attempt: no byte sent, no answer.
    pub silence: Duration,
    /// When to try again.
    pub policy: Policy,
    /// The end of the whole run.
    pub deadline: Deadline,
    /// Proxies.
    pub proxies: Proxies,
    /// Whose certificates are trusted.
    pub tls: Tls,
    /// Whether a connection serves several requests. One that stays open leads to the server that it was opened to,
    /// also when a load balancer or a deployment has put another in its place: probes open a new one each.
    pub keeps_connections: bool,
}

/// Whose certificates are trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// The system's, so that a company's own authority counts. Loading them takes some milliseconds.
    System,
    /// Nobody's: for servers on loopback, which speak plain HTTP, and systems without any certificates.
    None,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: concat!("deploy-kit/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            policy: Policy::default(),
            deadline: Deadline::NONE,
            proxies: Proxies::default(),
            tls: Tls::System,
            keeps_connections: true,
        }
    }
}

/// Why there is no client.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum SetupError {
    /// A variable's value is no proxy's address.
    #[error("`{0}` is not the address of a proxy")]
    Proxy(&'static str),
    /// The user agent holds a character that no header may.
    #[error("the user agent is not valid in a header")]
    UserAgent,
    /// TLS cannot be set up: the system has no certificates, or none that can be read.
    #[error("cannot load the trusted certificates: {0}")]
    Certificates(String),
}

impl SetupError {
    /// One thing to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Proxy(_) => "write it as `http://host:port`",
            Self::UserAgent => "check `ACTIONS_ORCHESTRATION_ID`",
            Self::Certificates(_) => {
                "install the system's certificates (the package is mostly called `ca-certificates`), \
                 or name a file of them in `SSL_CERT_FILE`"
            }
        }
    }
}

pub(super) fn build(options: &Options) -> Result<reqwest::Client, SetupError> {
    tls::install();
    let agent = http::HeaderValue::from_str(&options.user_agent).map_err(|_| SetupError::UserAgent)?;
    let mut builder = reqwest::Client::builder()
        .user_agent(agent)
        .connect_timeout(options.connect)
        // The policy is ours, and what may be sent to another place is the caller's to say.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    if options.tls == Tls::None {
        builder = builder.tls_certs_only([]);
    }
    if !options.keeps_connections {
        builder = builder.pool_max_idle_per_host(0);
    }
    builder = options.proxies.apply(builder)?;
    builder.build().map_err(|error| {
        let cause = error.source().map_or_else(|| "no reason given".to_owned(), ToString::to_string);
        SetupError::Certificates(cause)
    })
}
