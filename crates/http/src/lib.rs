//! One HTTP client for every tool, with one retry policy.
//!
//! | Concern | Part |
//! |---|---|
//! | when to try again, and when not | [`retry`], a state machine without input or output |
//! | how fast to write | [`pace`], likewise |
//! | how long a run may take | [`Deadline`] |
//! | what time it is | [`Clock`], which a test's virtual time moves |
//! | what went wrong below HTTP | [`Failure`] |
//! | TLS, proxies, the client itself | [`client`] |
//!
//! An address can be a secret (a webhook's is): no error here holds more of one than [`Place`] shows.

pub mod client;
mod clock;
mod deadline;
mod failure;
pub mod pace;
mod place;
pub mod retry;
mod watch;

pub use client::{Client, Once, Options, Proxies, Request, Response, SendError, SetupError, Tls};
pub use clock::{Clock, Now};
pub use deadline::Deadline;
pub use failure::{ContentError, Failure, FailureKind, Obstacle};
pub use place::Place;
pub use watch::{Progress, watch};

/// A runtime for one thread: requests overlap, nothing is shared.
///
/// # Errors
/// The system has no means to wait for events.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
