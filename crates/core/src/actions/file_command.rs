//! Outputs, variables, state and folders for `PATH`, through the files of the runner.
//!
//! Rules: actions/runner `FileCommandManager.cs`. A value stands between two lines of a random
//! delimiter, so no text can end it and bring a record of its own. A key that the runner would read
//! otherwise than written is refused.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::environment::Environment;
use super::random::{self, NoRandomness};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileCommand {
    /// Outputs of the step.
    Output,
    /// Variables for the steps that follow.
    Env,
    /// Folders in front of `PATH` for the steps that follow.
    Path,
    /// State for the action's post step.
    State,
}

impl FileCommand {
    /// The variable with the file's path.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Output => "GITHUB_OUTPUT",
            Self::Env => "GITHUB_ENV",
            Self::Path => "GITHUB_PATH",
            Self::State => "GITHUB_STATE",
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FileCommandError {
    /// The variable is not set: this is not the runner, or an old one.
    #[error("`{0}` is not set")]
    NoFile(&'static str),
    /// The runner makes the files, so one that is missing is not the one it will read.
    #[error("cannot open `{path}`, which `{variable}` names")]
    Open {
        /// The variable.
        variable: &'static str,
        /// Its value.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The disk is full, or the like.
    #[error("cannot write to the file that `{variable}` names")]
    Write {
        /// The variable.
        variable: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The runner would read another key.
    #[error("`{0}` cannot be a key: it is empty or has a line break, `=`, `<<` or a final `<`")]
    Key(String),
    /// The runner refuses it.
    #[error("`NODE_OPTIONS` cannot be set through `GITHUB_ENV`")]
    NodeOptions,
    /// A folder that is not one line.
    #[error("`{0}` cannot be added to the path: it is empty or has a line break")]
    Folder(String),
    /// The delimiter was guessed, which nobody can.
    #[error("the delimiter of `{0}` occurs in its value")]
    Delimiter(String),
    /// No delimiter.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// How lines end for the runner that will read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Lf,
    /// Windows' runner takes a CR in front of an LF for part of the line end.
    CrLf,
}

/// Sets an output of the step.
///
/// # Errors
///
/// [`FileCommandError`]; nothing is written then.
pub fn set_output(environment: &Environment, key: &str, value: &str) -> Result<(), FileCommandError> {
    append(environment, FileCommand::Output, &record(key, value, LineEnd::of(environment))?)
}

/// Sets a variable for the steps that follow; not for this process, see [`Environment`].
///
/// # Errors
///
/// [`FileCommandError`]; nothing is written then.
pub fn export_variable(environment: &Environment, key: &str, value: &str) -> Result<(), FileCommandError> {
    if key.eq_ignore_ascii_case("NODE_OPTIONS") {
        return Err(FileCommandError::NodeOptions);
    }
    append(environment, FileCommand::Env, &record(key, value, LineEnd::of(environment))?)
}

/// Saves state for the action's post step, which reads it as `STATE_<key>`.
///
/// # Errors
///
/// [`FileCommandError`]; nothing is written then.
pub fn save_state(environment: &Environment, key: &str, value: &str) -> Result<(), FileCommandError> {
    append(environment, FileCommand::State, &record(key, value, LineEnd::of(environment))?)
}

/// Puts a folder in front of `PATH` for the steps that follow.
///
/// On Windows a path in Git Bash's spelling, `/c/tools`, becomes `C:\tools`.
///
/// # Errors
///
/// [`FileCommandError`]; nothing is written then.
pub fn add_path(environment: &Environment, folder: &str) -> Result<(), FileCommandError> {
    if folder.is_empty() || folder.contains(['\r', '\n']) {
        return Err(FileCommandError::Folder(folder.to_owned()));
    }
    let native = match LineEnd::of(environment) {
        LineEnd::CrLf => windows_path(folder),
        LineEnd::Lf => None,
    };
    append(environment, FileCommand::Path, &format!("{}\n", native.as_deref().unwrap_or(folder)))
}

impl LineEnd {
    fn of(environment: &Environment) -> Self {
        let windows = match environment.get("RUNNER_OS") {
            Some(os) => os == "Windows",
            None => cfg!(windows),
        };
        if windows { Self::CrLf } else { Self::Lf }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// `key<<delimiter`, the value, `delimiter`, each a line.
fn record(key: &str, value: &str, line_end: LineEnd) -> Result<String, FileCommandError> {
    // `<` at the end would make `<<<`, of which the runner takes the first two.
    if key.is_empty() || key.contains(['\r', '\n', '=']) || key.contains("<<") || key.ends_with('<') {
        return Err(FileCommandError::Key(key.to_owned()));
    }
    let delimiter = format!("ghadelimiter_{}", random::uuid()?);
    if key.contains(&delimiter) || value.contains(&delimiter) {
        return Err(FileCommandError::Delimiter(key.to_owned()));
    }
    // What ends the value's last line is taken off: on Windows CRLF, so that a final CR stays.
    let end = line_end.as_str();
    Ok(format!("{key}<<{delimiter}\n{value}{end}{delimiter}\n"))
}

/// Appends to the file, which must be there.
fn append(environment: &Environment, command: FileCommand, record: &str) -> Result<(), FileCommandError> {
    let variable = command.variable();
    let path = environment.get(variable).ok_or(FileCommandError::NoFile(variable))?;
    let open = |source| FileCommandError::Open { variable, path: path.to_owned(), source };
    let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(open)?;
    let write = |source| FileCommandError::Write { variable, source };
    let start = repair(&mut file, record).map_err(write)?;
    file.write_all(format!("{start}{record}").as_bytes()).map_err(write)
}

/// What has to stand between the end of `file` and `record`: a line feed if the last line was left
/// open, or if the record would begin the file with a byte order mark, which the runner drops.
fn repair(file: &mut File, record: &str) -> io::Result<&'static str> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(if record.starts_with('\u{feff}') { "\n" } else { "" });
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(if last == *b"\n" { "" } else { "\n" })
}

/// `/c/tools` as `C:\tools`.
fn windows_path(folder: &str) -> Option<String> {
    let rest = folder.strip_prefix('/')?;
    let (drive, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let letter = drive.chars().next().filter(char::is_ascii_alphabetic)?;
    let path = format!("{}:\\{}", letter.to_ascii_uppercase(), rest.replace('/', "\\"));
    (drive.len() == 1).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, act: impl Fn(&Environment) -> Result<(), FileCommandError>) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), before).unwrap();
        let path = file.path().to_str().unwrap();
        let variables = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"];
        let environment = variables.into_iter().map(|name| (name, path)).collect();
        act(&environment).unwrap();
        std::fs::read_to_string(file.path()).unwrap()
    }

    #[test]
    fn a_value_stands_between_delimiters() {
        let text = written("", |environment| set_output(environment, "notes", "a\nb"));
        let (first, rest) = text.split_once('\n').unwrap();
        let delimiter = first.strip_prefix("notes<<").unwrap();
        assert_eq!(delimiter.len(), "ghadelimiter_".len() + 36);
        assert_eq!(rest, format!("a\nb\n{delimiter}\n"));
    }

    #[test]
    fn an_open_last_line_is_closed() {
        let text = written("a=1", |environment| save_state(environment, "b", "2"));
        assert!(text.starts_with("a=1\nb<<"), "{text}");
        let text = written("a=1\n", |environment| export_variable(environment, "b", "2"));
        assert!(text.starts_with("a=1\nb<<"), "{text}");
        let text = written("", |environment| set_output(environment, "\u{feff}b", "2"));
        assert!(text.starts_with("\n\u{feff}b<<"), "{text}");
    }

    #[test]
    fn keys_that_would_be_read_otherwise_are_refused() {
        for key in ["", "a=b", "a\nb", "a\rb", "a<<b", "a<"] {
            let error = record(key, "x", LineEnd::Lf).unwrap_err();
            assert!(matches!(error, FileCommandError::Key(_)), "{key:?}");
        }
        assert!(record("a<b", "x", LineEnd::Lf).is_ok());
        let environment = Environment::default();
        let error = export_variable(&environment, "Node_Options", "x").unwrap_err();
        assert!(matches!(error, FileCommandError::NodeOptions));
    }

    #[test]
    fn a_missing_file_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone");
        let environment = Environment::from_iter([("GITHUB_OUTPUT", path.to_str().unwrap())]);
        let error = set_output(&environment, "a", "b").unwrap_err();
        assert!(matches!(error, FileCommandError::Open { .. }), "{error}");
        assert!(!path.exists());
        let error = save_state(&environment, "a", "b").unwrap_err();
        assert_eq!(error.to_string(), "`GITHUB_STATE` is not set");
    }

    #[test]
    fn folders_are_one_line_each() {
        assert_eq!(written("/a", |environment| add_path(environment, "/b c")), "/a\n/b c\n");
        for folder in ["", "a\nb", "a\r"] {
            assert!(add_path(&Environment::default(), folder).is_err());
        }
        assert_eq!(windows_path("/c/tools/bin").as_deref(), Some("C:\\tools\\bin"));
        assert_eq!(windows_path("/c").as_deref(), Some("C:\\"));
        assert_eq!(windows_path("/usr/bin"), None);
        assert_eq!(windows_path("C:\\x"), None);
    }
}
