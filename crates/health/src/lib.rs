//! Whether a deployment is healthy: it answers, as it should, in the version that was deployed.
//!
//! | Concern | Part |
//! |---|---|
//! | one request, and what came of it | [`probe`] |
//! | what an answer has to be like | [`condition`], pure |
//! | when to ask again, and when to stop | [`poll`], a state machine without input or output |
//! | all of it, on tokio | [`check()`] |
//!
//! Nothing here knows a platform or GitHub, and no token is sent but what the request itself holds.

pub mod condition;
mod drive;
pub mod poll;
pub mod probe;
mod verdict;

pub use condition::{Condition, Conditions, Mismatch};
pub use drive::{Check, check};
pub use poll::Poll;
pub use probe::{Observation, Request};
pub use verdict::{Attempt, Verdict};
