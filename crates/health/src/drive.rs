//! A check on tokio: the only place that waits.

use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use deploy_kit_core::actions::Masks;
use deploy_kit_http::Client;

use crate::condition::Conditions;
use crate::poll::{Machine, Next, Poll, Seen};
use crate::probe::{self, ErrorKind, ProbeError, Request};
use crate::verdict::{Attempt, Verdict};

/// What is asked, what the answer has to be like, and how long it may take to become so.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Check {
    /// The request.
    pub request: Request,
    /// The conditions.
    pub conditions: Conditions,
    /// How often and how long.
    pub poll: Poll,
}

/// Probes until the conditions are met, or the time is over. Every probe is told to `progress` as it ends.
///
/// Nothing runs beside it: dropped, by `tokio::select!` for instance, it ends at once and its connection with it. Use a
/// [`probe::client`], whose connections are new each time.
pub async fn check(client: &Client, check: &Check, mut progress: impl FnMut(&Attempt)) -> Verdict {
    let start = client.clock().now().elapsed;
    let elapsed = || client.clock().now().elapsed.saturating_sub(start);
    let masks = check.request.masks();
    // The standard library's own random keys: no need of a generator for jitter.
    let seed = std::hash::RandomState::new().build_hasher().finish();
    let mut machine = Machine::new(check.poll, check.request.timeout, seed);
    let mut attempts: Option<(Attempt, Option<Attempt>)> = None;
    let mut seen = None;
    let mut number = 0;
    loop {
        let given = match (machine.next(elapsed(), seen.take()), attempts.as_ref()) {
            (Next::Done(is_healthy), Some((last, last_failure))) => {
                return Verdict {
                    is_healthy,
                    attempts: number,
                    successes: machine.successes(),
                    needed: check.poll.consecutive.max(1),
                    elapsed: elapsed(),
                    last: last.clone(),
                    last_failure: last_failure.clone(),
                };
            }
            (Next::Wait(wait), _) => {
                tokio::time::sleep(wait).await;
                continue;
            }
            (Next::Probe(given), _) => given,
            // The machine begins with a probe.
            (Next::Done(_), None) => check.request.timeout,
        };
        number += 1;
        let attempt = attempt(client, check, &masks, given, (number, elapsed())).await;
        progress(&attempt);
        seen = Some(judged(&attempt));
        let earlier = attempts.and_then(|(_, failure)| failure);
        let is_cut_short = given < check.request.timeout && is_timeout(&attempt);
        let failure = match attempt.failed {
            None => earlier,
            Some(_) if is_cut_short && earlier.is_some() => earlier,
            Some(_) => Some(attempt.clone()),
        };
        attempts = Some((attempt, failure));
    }
}

async fn attempt(
    client: &Client,
    check: &Check,
    masks: &Masks,
    given: Duration,
    (number, at): (u32, Duration),
) -> Attempt {
    let request = Request { timeout: given, ..check.request.clone() };
    let observation = probe::http(client, &request).await;
    let failed = check.conditions.judge(&observation, masks);
    Attempt { number, at, observation, failed }
}

fn is_timeout(attempt: &Attempt) -> bool {
    attempt.observation.error().is_some_and(|error| error.kind == ErrorKind::Timeout)
}

fn judged(attempt: &Attempt) -> Seen {
    match (&attempt.failed, attempt.observation.error()) {
        (None, _) => Seen::Good,
        (Some(_), error) if error.is_some_and(ProbeError::is_permanent) => Seen::Hopeless,
        (Some(_), _) => Seen::Bad,
    }
}
