//! What goes wrong, and when: a plan that a test makes beforehand.

mod late;
mod plan;

pub(crate) use late::Late;
pub(crate) use plan::Plan;
pub use plan::{Effect, Fault, On};
