//! What was measured of a commit, kept for those that come after it.
//!
//! A store holds these files, in the tree of a git ref or in a folder:
//!
//! | File | What it is |
//! |---|---|
//! | `history.jsonl` | one [`Entry`] a line, the oldest first, the last [`ENTRIES`] of them |
//! | `lines/<commit>` | how each line of that commit fared, see [`lines`], for the last [`WHOLE`] entries |
//! | `badge.json`, `badge.svg`, `trend.svg` | of the newest entry, and of all of them |

mod history;
pub mod lines;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use history::{BrokenHistory, Entry, History};

use crate::metric::{Metric, Worth};
use crate::model::{File, Percent, Report};
use crate::tool::Tool;

/// How many entries a history keeps: a chart of them is 500 points wide at most.
pub const ENTRIES: usize = 500;

/// Of how many commits the lines are kept. Older ones are compared by their sums alone.
pub const WHOLE: usize = 50;

/// The file of the history.
pub const HISTORY: &str = "history.jsonl";

/// The file of a commit's lines.
#[must_use]
pub fn lines_file(sha: &str) -> String {
    format!("lines/{sha}")
}

/// All files of a commit, by path.
pub type Files = BTreeMap<String, BaseFile>;

/// How a file fared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseFile {
    /// As Codecov counts.
    pub codecov: Percent,
    /// Lines that ran.
    pub ran: Percent,
    /// By what the tool counts that wrote the report.
    pub tool: Percent,
    /// Each line that can run, as far as the report tells of lines and not of sums alone.
    pub lines: Vec<(u32, Worth)>,
}

impl BaseFile {
    /// What is kept of a file.
    #[must_use]
    pub fn of(file: &File, tool: Tool) -> Self {
        Self {
            codecov: Metric::Codecov.of_file(file, tool),
            ran: Metric::Lines.of_file(file, tool),
            tool: tool.of_file(file),
            lines: file.worths().collect(),
        }
    }

    /// What of it was covered.
    #[must_use]
    pub fn percent(&self, metric: Metric) -> Percent {
        match metric {
            Metric::Codecov => self.codecov,
            Metric::Lines => self.ran,
            Metric::Tool => self.tool,
        }
    }
}

/// What is kept of a report.
#[must_use]
pub fn files(report: &Report, tool: Tool) -> Files {
    report.files.iter().map(|(path, file)| (path.clone(), BaseFile::of(file, tool))).collect()
}
