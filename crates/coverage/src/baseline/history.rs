//! What was measured of the last commits, in sums.

use serde::{Deserialize, Serialize};

use super::ENTRIES;
use crate::metric::Metric;
use crate::model::Percent;
use crate::tool::Figures;

/// A commit's sums by every way of counting: who changes `metric` has a base at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The commit.
    pub sha: String,
    /// When it was committed, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// As Codecov counts.
    pub codecov: Percent,
    /// Lines that ran.
    pub lines: Percent,
    /// As the tool counts that wrote the reports.
    pub tool: Percent,
}

/// The entries, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// They.
    pub entries: Vec<Entry>,
}

/// A history that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the history is no entry")]
pub struct BrokenHistory {
    /// Which line, from 1.
    pub line: usize,
    /// Why.
    pub source: serde_json::Error,
}

impl Entry {
    /// Of these figures.
    #[must_use]
    pub fn new(sha: &str, time: i64, figures: &Figures) -> Self {
        Self {
            sha: sha.to_owned(),
            time,
            codecov: figures.codecov.percent,
            lines: figures.lines.percent,
            tool: figures.tool.percent,
        }
    }

    /// What was covered.
    #[must_use]
    pub fn percent(&self, metric: Metric) -> Percent {
        match metric {
            Metric::Codecov => self.codecov,
            Metric::Lines => self.lines,
            Metric::Tool => self.tool,
        }
    }
}

impl History {
    /// Reads a history.
    ///
    /// # Errors
    /// A line is no entry. A history that is broken is nobody's baseline: to go on without it would lose it.
    pub fn parse(text: &str) -> Result<Self, BrokenHistory> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let entry =
            |(at, line)| serde_json::from_str(line).map_err(|source| BrokenHistory { line: at + 1, source });
        Ok(Self { entries: lines.map(entry).collect::<Result<_, _>>()? })
    }

    /// The entry of a commit.
    #[must_use]
    pub fn of(&self, sha: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.sha == sha)
    }

    /// With one more, in the place of what was known of its commit. By the time of their commits, so that a run that
    /// comes late does not become the newest; the oldest go.
    #[must_use]
    pub fn with(mut self, entry: Entry) -> Self {
        self.entries.retain(|other| other.sha != entry.sha);
        let at = self.entries.partition_point(|other| other.time <= entry.time);
        self.entries.insert(at, entry);
        let more = self.entries.len().saturating_sub(ENTRIES);
        self.entries.drain(..more);
        self
    }

    /// As a file.
    ///
    /// # Errors
    /// None in practice: entries are plain data.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        self.entries.iter().try_fold(String::new(), |mut text, entry| {
            text.push_str(&serde_json::to_string(entry)?);
            text.push('\n');
            Ok(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(sha: &str, time: i64) -> Entry {
        let percent = Percent::new(time.unsigned_abs(), 10_000).unwrap();
        Entry { sha: sha.to_owned(), time, codecov: percent, lines: percent, tool: percent }
    }

    #[test]
    fn a_history_keeps_its_order_and_no_more_than_it_has_to() {
        let mut history = History::default();
        for time in 1..=600 {
            history = history.with(entry(&time.to_string(), time));
        }
        assert_eq!((history.entries.len(), history.entries[0].time), (ENTRIES, 101));
        let late = history.clone().with(entry("late", 300));
        assert_eq!(late.entries.last().unwrap().sha, "600");
        assert_eq!(late.of("late").unwrap().time, 300);
        let again = history.clone().with(entry("600", 600));
        assert_eq!(again, history, "what is known is not known twice");
        assert_eq!(History::parse(&history.to_text().unwrap()).unwrap(), history);
    }

    #[test]
    fn a_broken_line_is_named() {
        let text = entry("a", 1);
        let text = format!("{}\n\n{{\"sha\"\n", serde_json::to_string(&text).unwrap());
        assert_eq!(History::parse(&text).unwrap_err().line, 3);
    }
}
