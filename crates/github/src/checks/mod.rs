//! Check runs.

mod create;
mod list;
mod update;

use serde::{Deserialize, Serialize};

pub use create::NewCheckRun;
pub use update::CheckRunChange;

crate::handle! {
    /// Check runs of a repository. Only apps, as a workflow's token is, can make them.
    Checks
}

/// A check run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckRun {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The commit.
    pub head_sha: String,
    /// How far it is: `queued`, `in_progress`, `completed`, and others that only GitHub sets.
    pub status: String,
    /// How it ended.
    #[serde(default)]
    pub conclusion: Option<String>,
    /// Its page.
    #[serde(default)]
    pub html_url: Option<String>,
    /// What its maker calls it.
    #[serde(default)]
    pub external_id: Option<String>,
}

/// How far a check run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It waits for its turn.
    Queued,
    /// It is under way.
    InProgress,
    /// It has ended.
    Completed,
}

/// How a check run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Somebody has to do something.
    ActionRequired,
    /// It was stopped.
    Cancelled,
    /// No.
    Failure,
    /// Neither yes nor no.
    Neutral,
    /// Yes.
    Success,
    /// It was not needed.
    Skipped,
    /// It took too long.
    TimedOut,
}

/// What a check run shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Output {
    /// The title.
    pub title: String,
    /// Markdown, 65,535 characters at most.
    pub summary: String,
    /// More Markdown, 65,535 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Notes at lines, 50 at most in one request: further ones are added by updates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Note>,
}

/// A note at lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The file, from the repository's root.
    pub path: String,
    /// The first line.
    pub start_line: u64,
    /// The last line.
    pub end_line: u64,
    /// How bad it is.
    pub annotation_level: NoteLevel,
    /// The text.
    pub message: String,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteLevel {
    /// To be known.
    Notice,
    /// To be looked at.
    Warning,
    /// To be mended.
    Failure,
}
