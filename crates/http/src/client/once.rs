//! One exchange as it is, for those who measure: no second attempt.

use std::time::Duration;

use super::{Client, Request, Response};
use crate::{Failure, FailureKind};

/// A single exchange that got an answer.
#[derive(Debug, Clone)]
pub struct Once {
    /// The answer; its body ends at the request's limit.
    pub response: Response,
    /// Whether the body went on after that.
    pub is_cut: bool,
    /// From the start of the exchange to the answer's headers.
    pub first_byte: Duration,
}

impl Client {
    /// Sends a request once and reads its answer up to the request's limit, all of it within so much time. Neither
    /// the policy nor the run's deadline have a say.
    ///
    /// # Errors
    /// There was no answer; [`FailureKind::Timeout`] if the time was over first.
    pub async fn once(&self, request: &Request, within: Duration) -> Result<Once, Failure> {
        let start = self.clock.now().elapsed;
        let exchange = async {
            let sent = self.transport.execute(request.build()?).await;
            let answer = sent.map_err(|error| Failure::of(&error))?;
            let first_byte = self.clock.now().elapsed.saturating_sub(start);
            let (response, is_cut) = Response::read_start(answer, request.limit).await?;
            Ok(Once { response, is_cut, first_byte })
        };
        let time_out = |_| Err(Failure::new(FailureKind::Timeout(within), ""));
        tokio::time::timeout(within, exchange).await.unwrap_or_else(time_out)
    }
}
