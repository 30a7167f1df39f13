//! What went wrong below HTTP.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

/// Why a request got no whole answer. Its text names no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    kind: FailureKind,
    detail: String,
    obstacle: Option<Obstacle>,
}

/// What kept a connection from being made, where the system says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// No address is known for the name.
    Name,
    /// The host is there, and nothing listens at the port.
    Refused,
    /// There is no way to the host.
    Unreachable,
}

/// The kinds of failure that ask for different conduct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// No connection: the name is unknown, refused, unreachable. The request was not sent.
    Connect,
    /// No connection because of TLS: a certificate that nobody vouches for. Another attempt will not help.
    Tls,
    /// The connection broke after the request, or a part of it, was sent.
    Broken,
    /// No connection within so much time. The request was not sent.
    ConnectTimeout,
    /// No answer, and no progress, within so much time.
    Timeout(Duration),
    /// The run's time was over.
    Deadline,
    /// The request could not be made or its content could not be read: our mistake, or the disk's.
    Request,
}

impl Failure {
    /// A failure with words of our own.
    pub fn new(kind: FailureKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), obstacle: None }
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// The words of the deepest cause, without those of the kind.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What kept a connection from being made; `None` if it is another failure, or not known.
    #[must_use]
    pub fn obstacle(&self) -> Option<Obstacle> {
        self.obstacle
    }

    /// Whether the server cannot have acted: nothing was sent.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        matches!(self.kind, FailureKind::Connect | FailureKind::ConnectTimeout | FailureKind::Tls)
    }

    /// Whether another attempt may do better.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        !matches!(self.kind, FailureKind::Tls | FailureKind::Deadline | FailureKind::Request)
    }

    /// Reads an error of the stack below, however deep it is wrapped.
    #[must_use]
    pub fn of(error: &(dyn StdError + 'static)) -> Self {
        let chain = chain(error);
        let cause = innermost(&chain);
        let client = chain.iter().find_map(|error| error.downcast_ref::<reqwest::Error>());
        let file = chain.iter().find_map(|error| error.downcast_ref::<ContentError>());
        if let Some(error) = file {
            return Self::new(FailureKind::Request, error.to_string());
        }
        let Some(client) = client else {
            return Self::new(FailureKind::Broken, cause);
        };
        let kind = if client.is_connect() && chain.iter().any(|error| is_tls(*error)) {
            FailureKind::Tls
        } else if client.is_connect() && client.is_timeout() {
            FailureKind::ConnectTimeout
        } else if client.is_connect() {
            FailureKind::Connect
        } else if client.is_builder() {
            FailureKind::Request
        } else {
            FailureKind::Broken
        };
        let obstacle = if kind == FailureKind::Connect { obstacle(&chain) } else { None };
        Self { obstacle, ..Self::new(kind, cause) }
    }

    /// One thing to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self.kind {
            FailureKind::Connect | FailureKind::ConnectTimeout => {
                Some("check the network; behind a proxy set `HTTPS_PROXY` and `NO_PROXY`")
            }
            FailureKind::Tls => Some(
                "if the server or a proxy has a certificate of your own authority, add it to the system's store \
                 or name it in `SSL_CERT_FILE`",
            ),
            FailureKind::Deadline => Some("run it again: it goes on where it stopped"),
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FailureKind::Connect => write!(f, "no connection: {}", self.detail),
            FailureKind::Tls => write!(f, "no trusted connection: {}", self.detail),
            FailureKind::Broken => write!(f, "the connection broke: {}", self.detail),
            FailureKind::ConnectTimeout => f.write_str("no connection in time"),
            FailureKind::Timeout(time) => write!(f, "no answer within {} s", time.as_secs_f64()),
            FailureKind::Deadline => f.write_str("the time for the whole run is over"),
            FailureKind::Request => f.write_str(&self.detail),
        }
    }
}

impl StdError for Failure {}

/// What is sent could not be read. It travels through the stack below as the body's error.
#[derive(Debug, thiserror::Error)]
#[error("the content cannot be read: {0}")]
pub struct ContentError(String);

impl ContentError {
    /// A content that cannot be read, and why.
    pub fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// The error and all its causes, also those that an `io::Error` hides within.
fn chain<'a>(error: &'a (dyn StdError + 'static)) -> Vec<&'a (dyn StdError + 'static)> {
    let mut chain = vec![error];
    let mut at = error;
    loop {
        let hidden = at.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let next = match hidden {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => at.source(),
        };
        match next {
            Some(next) => {
                chain.push(next);
                at = next;
            }
            None => return chain,
        }
    }
}

/// hyper-util keeps the type of its error of connecting to itself, so that a failed look-up shows by its words alone.
fn obstacle(chain: &[&(dyn StdError + 'static)]) -> Option<Obstacle> {
    use io::ErrorKind::{ConnectionRefused, HostUnreachable, NetworkUnreachable};
    let system =
        chain.iter().filter_map(|error| error.downcast_ref::<io::Error>()).map(io::Error::kind).next_back();
    match system {
        Some(ConnectionRefused) => Some(Obstacle::Refused),
        Some(HostUnreachable | NetworkUnreachable) => Some(Obstacle::Unreachable),
        _ => chain.iter().any(|error| error.to_string() == "dns error").then_some(Obstacle::Name),
    }
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    error.is::<rustls::Error>()
}

/// The words of the deepest cause, which says most and, not being reqwest's, names no address.
fn innermost(chain: &[&(dyn StdError + 'static)]) -> String {
    let below = chain.iter().rev().find(|error| !error.is::<reqwest::Error>());
    below.map_or_else(|| "no reason given".to_owned(), ToString::to_string)
}
