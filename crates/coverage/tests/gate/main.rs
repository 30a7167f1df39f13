//! The gate, kept by the real program on the embedded GitHub, with real repositories.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it tried"
)]

mod baseline;
mod comment;
mod faults;
mod fork;
mod page;
mod races;
mod reports;
mod rules;
mod terminal;
mod world;
