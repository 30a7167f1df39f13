//! Another service's settings as ours: pure.
//!
//! | In `codecov.yml` | In `[coverage]` |
//! |---|---|
//! | `coverage.status.project`: a number, less its `threshold` | `min-total` |
//! | `coverage.status.project`: `auto` | `max-drop`, its `threshold` |
//! | `coverage.status.patch`: a number, less its `threshold` | `min-patch` |
//! | a status with `paths`; `flags`, `flag_management` and `component_management` with paths | `components` |
//! | `ignore`, `fixes` | `ignore`, `fixes` |
//! | `if_not_found`, `if_no_uploads` | `undecided` |
//! | `codecov.notify.after_n_builds` | `expect` |
//! | `parsers.*.partials_as_hits` | `metric` |
//! | `comment`, `comment.require_changes` | `comment`, `comment-on` |
//! | `github_checks.annotations` | `annotations` |
//!
//! Whatever else a file says is told, with the line and with what to do instead: nothing is dropped in silence. What
//! Codecov does where nothing is said, and the gate does not, is told as well.

mod account;
mod checks;
mod component;
mod error;
mod pattern;
mod piece;
mod regex;
mod schema;
mod section;
mod settings;
mod status;
mod yaml;

use serde::Serialize;

pub use error::ImportError;
pub use section::KEYS;

use account::Account;

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The section of `deploy-kit.toml`, with comments that say where each value comes from.
    pub section: String,
    /// What has no equivalent, in the order of the file; what it leaves unsaid comes last.
    pub missing: Vec<Missing>,
    /// What needs no equivalent, likewise.
    pub notes: Vec<Note>,
}

/// What has no equivalent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its keys, joined by points.
    pub path: String,
    /// Its line; `None` if the file does not say it and Codecov does it all the same.
    pub line: Option<usize>,
    /// Why, and what to do instead.
    pub reason: String,
}

/// What needs no equivalent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its keys, joined by points.
    pub path: String,
    /// Its line; `None` if the file does not say it.
    pub line: Option<usize>,
    /// What there is to know.
    pub text: String,
}

/// Imports Codecov's `codecov.yml`. `file` is its name for comments and errors.
///
/// # Errors
/// It is no YAML, or no settings. A key that Codecov does not know is no error: it is among what is missing.
pub fn codecov(text: &str, file: &str) -> Result<Imported, ImportError> {
    let (root, twice) = yaml::load(text, file)?;
    let mut account = Account::of(&root);
    for (path, line) in twice {
        let text = "it is said again below, and the last one counts".to_owned();
        account.notes.push(Note { path, line: Some(line), text });
    }
    let section = settings::section(&root, &mut account).text(file);
    let (missing, notes) = account.finish();
    Ok(Imported { section, missing, notes })
}

#[cfg(test)]
mod tests;
