//! The program against the embedded GitHub.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it tried"
)]

mod closed;
mod faults;
mod hooks;
mod life;
mod proof;
mod publish;
mod races;
mod sweep;
mod world;
