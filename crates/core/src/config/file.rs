//! Finding, reading and asking a `deploy-kit.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::Section;
use super::check::{Problem, check};

/// The file's name.
pub const FILE_NAME: &str = "deploy-kit.toml";

/// A file that could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("`{}` line {line} is not valid TOML: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1.
        line: usize,
        /// What the parser said.
        message: String,
    },
    /// The file says things that no tool understands.
    #[error("{}", list(path, problems))]
    Problems {
        /// The file.
        path: PathBuf,
        /// All of them, in the file's order.
        problems: Vec<Problem>,
    },
    /// A value is of the right kind and still makes no sense.
    #[error("`{}`: section `{section}`: {message}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The section.
        section: String,
        /// What is wrong.
        message: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let Self::Problems { problems, .. } = self else { return None };
        let name = problems.iter().find_map(|problem| problem.nearest.as_ref())?;
        Some(format!("did you mean `{name}`?"))
    }
}

fn list(path: &Path, problems: &[Problem]) -> String {
    let mut text = String::new();
    for (index, problem) in problems.iter().enumerate() {
        let separator = if index == 0 { "" } else { "\n" };
        let _ = write!(text, "{separator}`{}` line {}: {}", path.display(), problem.line, problem.message);
        if let Some(name) = problem.nearest.as_ref().filter(|_| problems.len() > 1) {
            let _ = write!(text, " (did you mean `{name}`?)");
        }
    }
    text
}

/// A checked file, or the absence of one.
#[derive(Debug, Clone, Default)]
pub struct Config {
    path: Option<PathBuf>,
    table: toml::Table,
}

impl Config {
    /// The `deploy-kit.toml` of the repository that holds `start`, the nearest on the way up.
    pub fn find(start: &Path) -> Option<PathBuf> {
        let start = std::path::absolute(start).ok()?;
        for folder in start.ancestors() {
            let file = folder.join(FILE_NAME);
            if file.is_file() {
                return Some(file);
            }
            // A bare repository has no `.git`, and what lies above it is another's as well.
            let bare = || folder.join("HEAD").is_file() && folder.join("objects").is_dir();
            if folder.join(".git").exists() || bare() {
                return None;
            }
        }
        None
    }

    /// Reads and checks a file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or holds what `sections` do not know.
    pub fn read(path: &Path, sections: &[Section]) -> Result<Self, Error> {
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text, sections)
    }

    /// Checks the text of a file; `path` is only for messages.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn parse(path: &Path, text: &str, sections: &[Section]) -> Result<Self, Error> {
        let syntax = |error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or(text);
            let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
            Error::Syntax { path: path.to_owned(), line, message: error.message().to_owned() }
        };
        let table = DeTable::parse(text).map_err(syntax)?;
        let problems = check(text, table.get_ref(), sections);
        if !problems.is_empty() {
            return Err(Error::Problems { path: path.to_owned(), problems });
        }
        let table = toml::from_str(text).map_err(syntax)?;
        Ok(Self { path: Some(path.to_owned()), table })
    }

    /// The file, if there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The scalar and list values of a section, as flags take them.
    pub fn flags(&self, section: &str) -> BTreeMap<String, Vec<String>> {
        let Some(toml::Value::Table(table)) = self.table.get(section) else {
            return BTreeMap::new();
        };
        table.iter().filter_map(|(key, value)| Some((key.clone(), words(value)?))).collect()
    }

    /// A section, or one table of it by a dotted path, as a value of the tool's own type.
    ///
    /// # Errors
    /// The value does not fit `T`.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Error> {
        let mut keys = path.split('.');
        let mut value = keys.next().and_then(|key| self.table.get(key));
        for key in keys {
            value = value.and_then(|value| value.get(key));
        }
        let Some(value) = value else { return Ok(None) };
        value.clone().try_into().map(Some).map_err(|error| Error::Value {
            path: self.path.clone().unwrap_or_default(),
            section: path.to_owned(),
            message: error.message().to_owned(),
        })
    }
}

fn words(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::Array(values) => values.iter().map(word).collect(),
        value => word(value).map(|word| vec![word]),
    }
}

fn word(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}
