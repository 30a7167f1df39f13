//! The reports: those that were named, or those that are there.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use deploy_kit_core::glob;
use deploy_kit_core::tool::Failure;
use serde::Serialize;

use super::{Commit, Sources};
use crate::read::{self, Read, ReadError, Source};
use crate::settings::Settings;

/// A file that looks like a report by its name and is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// Its path from the root.
    pub name: String,
    /// Why it is none.
    pub reason: String,
}

/// How tools name their reports, in lower case.
const NAMES: [&str; 16] = [
    "lcov*.info",
    "*.lcov",
    "coverage*.info",
    "*coverage*.xml",
    "*cobertura*.xml",
    "*jacoco*.xml",
    "*clover*.xml",
    "*kover*.xml",
    "cover*.out",
    "c.out",
    "coverage*.txt",
    "coverage*.json",
    "*llvm-cov*.json",
    ".resultset.json",
    "*.gcov.json.gz",
    "*.gcov.json",
];

/// Sums of a report that is there with its lines as well.
const SUMS: &str = "coverage-summary.json";

/// Folders of other people's code, which have reports of their own.
const STRANGERS: [&str; 8] =
    [".git", "node_modules", ".venv", "venv", ".tox", "site-packages", "__pycache__", "bower_components"];

/// What was read.
pub(super) struct Reports {
    /// Each by its file's name.
    pub(super) read: Vec<(String, Read)>,
    /// What is none.
    pub(super) passed_over: Vec<PassedOver>,
}

/// Reads all reports.
pub(super) fn read(settings: &Settings, sources: &Sources) -> Result<Reports, Failure> {
    let is_named = !settings.reports.is_empty();
    let files = if is_named { named(&settings.reports, sources.root())? } else { found(settings, sources)? };
    let (mut reports, mut passed_over) = (Vec::new(), Vec::new());
    let place =
        |path: PathBuf| Source::file(path.to_string_lossy().replace('\\', "/"), sources.root().join(path));
    for (name, read) in read::files(&files.into_iter().map(place).collect::<Vec<_>>()) {
        match read {
            Ok(read) => reports.push((name, read)),
            Err(error @ (ReadError::Unknown { .. } | ReadError::Empty { .. })) if !is_named => {
                passed_over.push(PassedOver { name, reason: error.to_string() });
            }
            Err(error) => return Err(broken(error)),
        }
    }
    if reports.is_empty() {
        return Err(nothing(settings, &passed_over));
    }
    Ok(Reports { read: reports, passed_over })
}

/// Seconds that two clocks may differ, and before which a time is none: a tool without a clock writes 0.
const SKEW: i64 = 600;
const EPOCH: i64 = 946_684_800;

/// On a runner a report is made of the commit that is checked out: one that is older was left by another run, as by a
/// cache. In a terminal tests may well run before the commit.
pub(super) fn fresh(reports: &[(String, Read)], commit: &Commit) -> Result<(), Failure> {
    for (name, read) in reports {
        let Some(made) = read.made.filter(|made| *made > EPOCH && made + SKEW < commit.time) else {
            continue;
        };
        let short: String = commit.sha.chars().take(7).collect();
        let text = format!(
            "the report `{name}` is older than the commit {short} that is checked out: it was made {} s before",
            commit.time - made
        );
        let hint = "measure the commit that is checked out, and restore no reports from a cache".to_owned();
        return Err(Failure::undecided(text).hint(hint));
    }
    Ok(())
}

fn broken(error: ReadError) -> Failure {
    let hint = match error {
        ReadError::Unreadable { .. } => return Failure::world(error),
        _ => "look at the job that measures: a report that is cut off was not written to its end",
    };
    Failure::undecided(error).hint(hint.to_owned())
}

fn nothing(settings: &Settings, passed_over: &[PassedOver]) -> Failure {
    let hint = "run the tests with coverage before, and name their report with `--reports`".to_owned();
    let text = match (&settings.reports[..], passed_over) {
        ([], []) => "there is no coverage report among the files that git does not track".to_owned(),
        ([], passed_over) => {
            let names: Vec<&str> = passed_over.iter().map(|it| it.name.as_str()).collect();
            format!("there is no coverage report: `{}` is none", names.join("`, `"))
        }
        (globs, _) => format!("no file matches `{}`", globs.join("`, `")),
    };
    Failure::undecided(text).hint(hint)
}

fn named(globs: &[String], root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for glob in globs {
        let glob = glob.replace('\\', "/");
        // A report need not be in the repository: the runner's folder for temporary files is not.
        let found = match glob.split_once('/') {
            Some((disk, inside)) if Path::new(&glob).is_absolute() => {
                let disk = PathBuf::from(format!("{disk}/"));
                let found = glob::find(&disk, inside).map_err(Failure::world)?;
                found.into_iter().map(|path| disk.join(path)).collect()
            }
            _ => glob::find(root, glob.trim_start_matches("./")).map_err(Failure::world)?,
        };
        if found.is_empty() {
            // A job that was to bring it did not: what the others measured is not all.
            let hint = "look at the job that writes it; on a runner, where it was downloaded to".to_owned();
            return Err(Failure::undecided(format!("no file matches `{glob}`")).hint(hint));
        }
        files.extend(found);
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// Files that are named as reports are and that git does not track: what is tracked is somebody's fixture.
fn found(settings: &Settings, sources: &Sources) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    search(sources, Path::new(""), &mut files)?;
    files.retain(|path| !is_own(&sources.root().join(path), settings));
    files.sort();
    Ok(files)
}

/// What this tool wrote of reports is none of them.
fn is_own(path: &Path, settings: &Settings) -> bool {
    let files = &settings.files;
    let own = [&files.cobertura, &files.json, &files.badge].into_iter().flatten();
    let same = |one: &Path| fs::canonicalize(one).unwrap_or_else(|_| one.to_owned());
    own.into_iter().any(|own| same(own) == same(path))
}

fn search(sources: &Sources, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let whole = sources.root().join(folder);
    let entries = match fs::read_dir(&whole) {
        Ok(entries) => entries,
        // As the data of a container.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return Ok(()),
        Err(error) => {
            return Err(Failure::world(format!("cannot read the folder `{}`: {error}", whole.display())));
        }
    };
    for entry in entries {
        let entry =
            entry.map_err(|error| Failure::world(format!("cannot read `{}`: {error}", whole.display())))?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let path = folder.join(entry.file_name());
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            // A submodule, or a clone within, has files of its own.
            let is_stranger =
                || STRANGERS.contains(&name.as_str()) || whole.join(entry.file_name()).join(".git").exists();
            if !is_stranger() {
                search(sources, &path, files)?;
            }
        } else if name != SUMS
            // First, since nearly all files are: to look for a name costs more.
            && !sources.is_tracked(&path.to_string_lossy().replace('\\', "/"))
            && NAMES.iter().any(|glob| fast_glob::glob_match(glob, &name))
        {
            files.push(path);
        }
    }
    Ok(())
}
