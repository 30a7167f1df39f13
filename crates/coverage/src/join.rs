//! Reports of any number of jobs and tools, as one about the repository's own files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::components::matches;
use crate::model::Report;
use crate::paths::{Fix, Repaired, Tree, Unmatched, repair};
use crate::read::{Occurrence, Oddity, Read};

/// What is known of the repository.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Its tracked files.
    pub tree: Tree,
    /// What may stand in front of paths, beside what the reports say: the repository's own folder, a Go module's path.
    pub roots: Vec<String>,
    /// What the configuration says of paths.
    pub fixes: Vec<Fix>,
    /// Files that do not count, as globs.
    pub ignore: Vec<String>,
}

/// All reports as one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Joined {
    /// What they say of tracked files.
    pub report: Report,
    /// Each of them, in the order in which they were given.
    pub parts: Vec<Part>,
    /// How many files were left out.
    pub ignored: usize,
}

/// What became of one report.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Part {
    /// Its file.
    pub name: String,
    /// Its format.
    pub format: &'static str,
    /// How many of its files are tracked ones.
    pub files: usize,
    /// Whether it measured anything at all.
    pub has_measured: bool,
    /// Those that are not, with why.
    pub unmatched: BTreeMap<String, Unmatched>,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z, where it says so.
    pub made: Option<i64>,
    /// What was odd about it.
    pub oddities: BTreeMap<Oddity, Occurrence>,
}

/// Why reports do not make one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// Most of the paths are no tracked files.
    #[error("{matched} of the {all} files in `{name}` are files of this repository")]
    Foreign {
        /// The report.
        name: String,
        /// How many files were found.
        matched: usize,
        /// How many the report has.
        all: usize,
        /// What would mend it.
        suggestion: Option<Fix>,
    },
    /// What was measured does not count.
    #[error("all {0} files that the reports mention are ignored")]
    Ignored(usize),
    /// No report measured anything.
    #[error("{0} reports were read, and none of them measured a line")]
    Nothing(usize),
    /// A report knows lines that a file does not have: it was made of another version.
    #[error("`{path}` has {length} lines, and `{name}` measured line {line}")]
    Stale {
        /// The report.
        name: String,
        /// The file.
        path: String,
        /// The line.
        line: u32,
        /// How many lines there are.
        length: u32,
    },
}

impl JoinError {
    /// One thing to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Foreign { suggestion: Some(fix), .. } => {
                format!("most of the others are found with `--fixes '{fix}'`")
            }
            Self::Foreign { .. } => {
                "measure in this repository, or say what stands in front of paths with `--fixes`".to_owned()
            }
            Self::Nothing(_) => {
                "look at the job that measures: did its tests run, and with coverage on?".to_owned()
            }
            Self::Ignored(_) => "look at `--ignore`: one of its globs matches too much".to_owned(),
            Self::Stale { .. } => "measure the commit that is checked out".to_owned(),
        }
    }
}

/// Joins reports, each with its file's name. A line is missed only if every report that measured it missed it. `length` is
/// how many lines a tracked file has; `None` where that is not known.
///
/// # Errors
/// A report is of another place or version, or nothing was measured.
pub fn join(
    reports: impl IntoIterator<Item = (String, Read)>,
    ground: &Ground,
    length: impl Fn(&str) -> Option<u32>,
) -> Result<Joined, JoinError> {
    let mut joined = Joined::default();
    let mut ignored = BTreeSet::new();
    for (name, Read { format, mut report, made, oddities }) in reports {
        let has_measured = !report.is_empty();
        // By either name: what somebody else's file is called, no tracked one is.
        ignored.extend(take(&mut report, &ground.ignore));
        let roots: Vec<String> = report.roots.iter().chain(&ground.roots).cloned().collect();
        let repaired = repair(report.files.keys().map(String::as_str), &roots, &ground.fixes, &ground.tree);
        if repaired.is_foreign() {
            let (matched, all) = (repaired.files.len(), report.files.len());
            return Err(JoinError::Foreign { name, matched, all, suggestion: repaired.suggestion });
        }
        let files = repaired.files.len();
        let mut report = renamed(report, &repaired);
        ignored.extend(take(&mut report, &ground.ignore));
        stale(&name, &report, &length)?;
        joined.report.merge(report);
        let unmatched = repaired.unmatched;
        joined.parts.push(Part { name, format, files, has_measured, unmatched, made, oddities });
    }
    joined.ignored = ignored.len();
    if joined.ignored > 0 && joined.report.files.is_empty() {
        return Err(JoinError::Ignored(joined.ignored));
    }
    if joined.report.is_empty() {
        return Err(JoinError::Nothing(joined.parts.len()));
    }
    Ok(joined)
}

/// Takes the files out that do not count.
fn take(report: &mut Report, ignore: &[String]) -> Vec<String> {
    if ignore.is_empty() {
        return Vec::new();
    }
    let ignored: Vec<String> = report.files.keys().filter(|path| matches(ignore, path)).cloned().collect();
    ignored.iter().for_each(|path| drop(report.files.remove(path)));
    ignored
}

/// The report by the names that its files have here; two names of one file are one. Folders are of no more use.
fn renamed(report: Report, repaired: &Repaired) -> Report {
    let mut renamed = Report { writers: report.writers, totals: report.totals, ..Report::default() };
    for (path, file) in report.files {
        if let Some(path) = repaired.files.get(&path) {
            renamed.add(path.clone(), file);
        }
    }
    renamed
}

/// A tool may count the end of the last line as a line of its own: one more than there are is fine.
fn stale(name: &str, report: &Report, length: &impl Fn(&str) -> Option<u32>) -> Result<(), JoinError> {
    for (path, file) in &report.files {
        let last = file.worths().last().map(|(line, _)| line);
        let (Some(line), Some(length)) = (last, length(path)) else { continue };
        if line > length.saturating_add(1) {
            return Err(JoinError::Stale { name: name.to_owned(), path: path.clone(), line, length });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn ground() -> Ground {
        Ground { tree: Tree::new(["src/a.rs", "src/b.rs", "src/c.rs"]), ..Ground::default() }
    }

    fn lcov(files: &[(&str, &[(u32, u64)])]) -> String {
        let record = |(path, lines): &(&str, &[(u32, u64)])| {
            let lines: String = lines.iter().map(|(line, hits)| format!("DA:{line},{hits}\n")).collect();
            format!("SF:{path}\n{lines}end_of_record\n")
        };
        files.iter().map(record).collect()
    }

    fn joined(reports: &[String]) -> Result<Joined, JoinError> {
        let read = (1..).zip(reports).map(|(at, text)| {
            let name = format!("shard-{at}.info");
            let read = read(&name, text.as_bytes()).unwrap();
            (name, read)
        });
        join(read, &ground(), |path| (path == "src/c.rs").then_some(5))
    }

    #[test]
    fn shards_make_one_report_of_the_repositorys_own_files() {
        let one = lcov(&[("/app/src/a.rs", &[(1, 0), (2, 1)]), ("/app/src/b.rs", &[(1, 0)])]);
        let other = lcov(&[("src/a.rs", &[(1, 4), (3, 0)]), ("/rust/std/lib.rs", &[(1, 1)])]);
        let joined = joined(&[one, other]).unwrap();
        let a = &joined.report.files["src/a.rs"];
        assert_eq!((a.hits(1), a.hits(2), a.hits(3)), (Some(4), Some(1), Some(0)));
        assert_eq!(joined.report.files.len(), 2);
        assert_eq!(
            joined.parts[1].unmatched["/rust/std/lib.rs"],
            Unmatched::Unknown,
            "it is listed, not dropped"
        );
        assert_eq!((joined.parts[0].files, joined.parts[1].files), (2, 1));
    }

    #[test]
    fn a_report_of_another_repository_is_refused_with_what_would_mend_it() {
        let error = joined(&[lcov(&[("/x/old/src/a.rs", &[(1, 0)])]), lcov(&[("lib/src/z.rs", &[(1, 0)])])])
            .unwrap_err();
        assert_eq!(error.to_string(), "0 of the 1 files in `shard-2.info` are files of this repository");
        assert!(error.hint().contains("--fixes"), "{}", error.hint());
    }

    #[test]
    fn nothing_measured_is_no_coverage_of_nothing() {
        assert_eq!(joined(&[]).unwrap_err(), JoinError::Nothing(0));
    }

    #[test]
    fn a_report_of_another_version_is_refused() {
        let of = |line| joined(&[lcov(&[("src/c.rs", &[(1, 1), (line, 0)])])]);
        assert!(of(6).is_ok(), "the end of the last line");
        let error = of(7).unwrap_err();
        assert_eq!(error.to_string(), "`src/c.rs` has 5 lines, and `shard-1.info` measured line 7");
    }
}
