//! The client: requests as data, sent by the one policy.

mod once;
mod proxy;
mod request;
mod setup;
mod tls;

use std::fmt;
use std::hash::{BuildHasher, Hasher};

pub use once::Once;
pub use proxy::Proxies;
pub use request::{Request, Response, SendError};
pub use setup::{Options, SetupError, Tls};

use crate::retry::{self, Answer, Outcome, Retry, Stop};
use crate::{Clock, Failure, FailureKind, Place, Progress, watch};

/// Sends requests, and again where the policy says so.
#[derive(Clone)]
pub struct Client {
    transport: reqwest::Client,
    options: Options,
    clock: Clock,
}

impl Client {
    /// A client; the clock is the run's, from whose start the deadline counts.
    ///
    /// # Errors
    /// There are no trusted certificates, or a proxy's address is none.
    pub fn new(options: Options, clock: Clock) -> Result<Self, SetupError> {
        Ok(Self { transport: setup::build(&options)?, options, clock })
    }

    /// The stack below, for a client that is built of layers. It does not retry and follows no redirect.
    #[must_use]
    pub fn transport(&self) -> &reqwest::Client {
        &self.transport
    }

    /// How it was set up.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The run's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The attempts of one request, by this client's policy and deadline.
    #[must_use]
    pub fn retry(&self, repeatable: retry::Repeatable) -> Retry {
        // The standard library's own random keys: no need of a generator for jitter.
        let seed = std::hash::RandomState::new().build_hasher().finish();
        Retry::new(self.options.policy, repeatable, self.options.deadline, seed)
    }

    /// Sends a request and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// There was no whole answer; see [`SendError`].
    pub async fn send(&self, request: &Request) -> Result<Response, SendError> {
        let attempt = async |retry: &Retry| match self.attempt(request, retry).await {
            Ok(response) => {
                let answer = Answer::read(response.status, &response.headers);
                (Outcome::Answered(answer), Ok(response))
            }
            Err(failure) => (Outcome::Failed(failure.clone()), Err(failure)),
        };
        let (result, stop) = retry::repeat(self.retry(request.repeatable), &self.clock, attempt).await;
        let error = |failure| SendError {
            method: request.method.clone(),
            place: Place::of(&request.url),
            failure,
            is_ambiguous: stop == Stop::Ambiguous,
        };
        result.map_err(error)
    }

    async fn attempt(&self, request: &Request, retry: &Retry) -> Result<Response, Failure> {
        let left = retry.remaining(self.clock.now());
        let exchange = async {
            let sent = self.transport.execute(request.build()?).await;
            let answer = sent.map_err(|error| Failure::of(&error))?;
            Response::read(answer, request.limit).await
        };
        match watch(exchange, &Progress::default(), self.options.silence, left).await {
            Ok(result) => result,
            Err(failure) => Err(failure),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A request that cannot be made is a mistake of ours, not of the network.
fn invalid(what: &str) -> Failure {
    Failure::new(FailureKind::Request, format!("the request cannot be made: {what}"))
}
