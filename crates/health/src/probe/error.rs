//! Why a probe got no answer.

use std::fmt;
use std::time::Duration;

use deploy_kit_http::{Failure, FailureKind, Obstacle, Place};
use serde::{Deserialize, Serialize};

/// Why there was no answer, named plainly. It holds no more of an address than may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeError {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Where: scheme, host and port.
    pub place: String,
    /// What the system said, or how long was waited.
    pub detail: String,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The request cannot be made as it is: its address, its method, a header. No other attempt will help.
    Request,
    /// The host's name has no address.
    Dns,
    /// Nothing listens at the port.
    Refused,
    /// There is no way to the host, or the connection failed otherwise.
    Unreachable,
    /// The certificate or the handshake was not accepted.
    Tls,
    /// There was no whole answer in time.
    Timeout,
    /// The connection broke within the exchange, or what came was no HTTP.
    Broken,
    /// There were more redirects than are followed.
    TooManyRedirects,
    /// A redirect leads nowhere, or where the request may not go.
    Redirect,
}

impl ProbeError {
    pub(super) fn new(kind: ErrorKind, url: &str, detail: impl Into<String>) -> Self {
        Self { kind, place: Place::of(url).to_string(), detail: detail.into() }
    }

    /// Reads a failure of the stack below.
    pub(super) fn of(failure: &Failure, url: &str, within: Duration) -> Self {
        let kind = match (failure.kind(), failure.obstacle()) {
            (FailureKind::Connect, Some(Obstacle::Name)) => ErrorKind::Dns,
            (FailureKind::Connect, Some(Obstacle::Refused)) => ErrorKind::Refused,
            (FailureKind::Connect, _) => ErrorKind::Unreachable,
            (FailureKind::Tls, _) => ErrorKind::Tls,
            (FailureKind::Broken, _) => ErrorKind::Broken,
            (FailureKind::ConnectTimeout | FailureKind::Timeout(_) | FailureKind::Deadline, _) => {
                ErrorKind::Timeout
            }
            (FailureKind::Request, _) => ErrorKind::Request,
        };
        let detail = match kind {
            ErrorKind::Timeout => format!("{} s", within.as_secs_f64()),
            _ => failure.detail().to_owned(),
        };
        Self::new(kind, url, detail)
    }

    /// Whether no later attempt can end otherwise.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.kind == ErrorKind::Request
    }
}

impl fmt::Display for ProbeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, place, detail } = self;
        match kind {
            ErrorKind::Request => write!(f, "the request to {place} cannot be made: {detail}"),
            ErrorKind::Dns => write!(f, "the name of {place} is not known: {detail}"),
            ErrorKind::Refused => write!(f, "nothing listens at {place}: {detail}"),
            ErrorKind::Unreachable => write!(f, "{place} cannot be reached: {detail}"),
            ErrorKind::Tls => write!(f, "no trusted connection to {place}: {detail}"),
            ErrorKind::Timeout => write!(f, "no whole answer from {place} within {detail}"),
            ErrorKind::Broken => write!(f, "the connection to {place} broke: {detail}"),
            ErrorKind::TooManyRedirects => write!(f, "{place} redirects once more after {detail} redirects"),
            ErrorKind::Redirect => write!(f, "{place} redirects wrongly: {detail}"),
        }
    }
}

impl std::error::Error for ProbeError {}
