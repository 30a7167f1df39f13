//! The release, applied by the real program to the embedded GitHub.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faults;
mod local;
mod races;
mod release;
mod secrets;
mod sentences;
mod world;
