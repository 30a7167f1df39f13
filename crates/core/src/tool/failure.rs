//! Why a run could not be finished, and what to do about it.

use std::error::Error;
use std::fmt;

use super::Exit;

/// An error with its kind and hints, ready to be shown.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    source: Box<dyn Error + Send + Sync>,
    hints: Vec<String>,
}

impl Failure {
    /// The gate says no.
    pub fn gate(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Exit::Gate, error)
    }

    /// Wrong usage or configuration.
    pub fn usage(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Exit::Usage, error)
    }

    /// The world failed.
    pub fn world(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Exit::World, error)
    }

    /// There is nothing to decide by.
    pub fn undecided(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Exit::Undecided, error)
    }

    fn new(exit: Exit, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { exit, source: error.into(), hints: Vec::new() }
    }

    /// Adds one thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hints.extend(hint.into());
        self
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// What to do next.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The error itself, if it is one of this type.
    pub fn source_as<E: Error + 'static>(&self) -> Option<&E> {
        self.source.downcast_ref()
    }

    /// The error and its causes, from the outermost in. A cause that its parent's text repeats is left out.
    pub fn chain(&self) -> Vec<String> {
        let mut texts = vec![self.source.to_string()];
        let mut cause = self.source.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !texts.last().is_some_and(|parent| parent.contains(&text)) {
                texts.push(text);
            }
            cause = error.source();
        }
        texts
    }
}

impl fmt::Display for Failure {
    /// The whole text, as it stands in an annotation.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.chain().join("\ncaused by: "))?;
        for hint in &self.hints {
            write!(formatter, "\nhint: {hint}")?;
        }
        Ok(())
    }
}
