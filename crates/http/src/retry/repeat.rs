//! Drives the state machine: attempts, waits, attempts again.

use super::{Next, Outcome, Retry, Stop};
use crate::Clock;

/// Repeats an attempt until the state machine says stop, and gives its last result and why it stopped.
///
/// The attempt sees the state before it, for the time that is left and for doubts.
pub async fn repeat<T>(
    mut retry: Retry,
    clock: &Clock,
    mut attempt: impl AsyncFnMut(&Retry) -> (Outcome, T),
) -> (T, Stop) {
    loop {
        let (outcome, result) = attempt(&retry).await;
        match retry.next(&outcome, clock.now()) {
            Next::Retry(wait) => tokio::time::sleep(wait).await,
            Next::Stop(stop) => return (result, stop),
        }
    }
}
