//! What a rehearsal gives.

use std::time::Duration;

use deploy_kit_github_sim::Entry;
use deploy_kit_release::End;
use deploy_kit_release::settings::Settings;

/// What a rehearsal gives.
#[derive(Debug)]
pub(crate) struct Rehearsal {
    /// How the release ended.
    pub(crate) end: End,
    /// What it was asked.
    pub(crate) settings: Settings,
    /// `owner/name`.
    pub(crate) name: String,
    /// The hooks that did not run.
    pub(crate) hooks: Vec<String>,
    /// Every request.
    pub(crate) requests: Vec<Entry>,
    /// The whole time.
    pub(crate) elapsed: Duration,
}
