//! Why a file cannot be imported.

/// Why a file cannot be imported. It names the file and the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is no YAML.
    #[error("`{file}`:{line}:{column}: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The character within the line, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// It is YAML and no settings.
    #[error("`{file}`:{line}: expected keys with values, found {found}")]
    NoSettings {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is there.
        found: &'static str,
    },
    /// It says more than any settings do.
    #[error("`{file}`:{line}: {what} than settings have")]
    TooLarge {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What there is too much of.
        what: &'static str,
    },
}
