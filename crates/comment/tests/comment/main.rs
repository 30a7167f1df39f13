//! Comments, kept by the real program on the embedded GitHub.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it tried"
)]

mod faults;
mod hints;
mod modes;
mod publish;
mod races;
mod standing;
mod targets;
mod world;
