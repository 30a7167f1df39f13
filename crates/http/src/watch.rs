//! Time-outs that know progress from silence.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::{Failure, FailureKind};

/// Bytes that moved, counted by whoever moves them.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Counts more bytes.
    pub fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// All bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Waits for `future`, but not longer than `silence` without progress, nor than `whole` at all.
///
/// An upload of 2 GB takes minutes and is fine, as long as bytes move.
///
/// # Errors
/// [`FailureKind::Timeout`], or [`FailureKind::Deadline`] if `whole` is over.
pub async fn watch<F: Future>(
    future: F,
    progress: &Progress,
    silence: Duration,
    whole: Option<Duration>,
) -> Result<F::Output, Failure> {
    let mut future = pin!(future);
    let mut left = whole;
    loop {
        let before = progress.bytes();
        let wait = left.map_or(silence, |left| left.min(silence));
        if let Ok(output) = tokio::time::timeout(wait, &mut future).await {
            return Ok(output);
        }
        left = left.map(|left| left.saturating_sub(wait));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Failure::new(FailureKind::Deadline, ""));
        }
        if progress.bytes() == before {
            return Err(Failure::new(FailureKind::Timeout(silence), ""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn silence_ends_it() {
        let progress = Progress::default();
        let failure = watch(std::future::pending::<()>(), &progress, SECOND, None).await.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::Timeout(SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn progress_keeps_it_alive() {
        let progress = Progress::default();
        let slow = async {
            for _ in 0..100 {
                tokio::time::sleep(SECOND / 2).await;
                progress.add(1);
            }
        };
        assert_eq!(watch(slow, &progress, SECOND, None).await, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_deadline_ends_it_all_the_same() {
        let progress = Progress::default();
        let start = tokio::time::Instant::now();
        let busy = async {
            for _ in 0..100 {
                tokio::time::sleep(SECOND / 2).await;
                progress.add(1);
            }
        };
        let failure = watch(busy, &progress, SECOND, Some(5 * SECOND)).await.unwrap_err();
        assert_eq!(failure.kind(), FailureKind::Deadline);
        assert_eq!(start.elapsed(), 5 * SECOND);
    }
}
