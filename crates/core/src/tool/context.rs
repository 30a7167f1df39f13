//! What a run stands in.

use crate::actions::{Console, Environment};
use crate::config::Config;

/// The edges of a run: its variables, its configuration, its console and its clock.
#[derive(Debug)]
pub struct Context {
    /// The variables.
    pub environment: Environment,
    /// The checked configuration.
    pub config: Config,
    /// Where progress and messages go.
    pub console: Console,
    /// Seconds since 1970-01-01T00:00:00Z, read once. `SOURCE_DATE_EPOCH` sets it, for reproducible runs.
    pub now: i64,
    /// Whether the result is asked for as a document: making one costs time where nobody reads it.
    pub wants_document: bool,
}

impl Context {
    /// Whether a summary would be seen: making one costs time where nobody looks.
    pub fn wants_summary(&self) -> bool {
        self.environment.get("GITHUB_STEP_SUMMARY").is_some()
    }
}
