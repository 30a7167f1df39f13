//! The release, applied by the real program to the embedded GitHub.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it tried"
)]

mod backport;
mod faults;
mod identity;
#[cfg(unix)]
mod kills;
mod local;
mod preview;
mod pull_request;
mod races;
mod release;
mod resume;
mod secrets;
mod sentences;
mod world;
