//! A run that is cancelled: by the runner, which sends SIGINT, SIGTERM 7.5 s later and ends all after 2.5 s more, or by a
//! person at a terminal.
//!
//! A tool that has begun something asks for it, so as to leave the world in order before it ends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// From now on SIGINT and SIGTERM set the flag, and a second one ends the process, as the first would have.
///
/// # Errors
/// The system has no such signals to give.
pub fn flag() -> io::Result<Arc<AtomicBool>> {
    let cancelled = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first one finds the flag unset.
        flag::register_conditional_default(signal, Arc::clone(&cancelled))?;
        flag::register(signal, Arc::clone(&cancelled))?;
    }
    Ok(cancelled)
}
