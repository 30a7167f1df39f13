//! What a run has to say, as a value.

use serde_json::Value;

use super::Exit;
use crate::actions::{Annotation, Styled};

/// The end of a run. Where each part goes is decided once, for all tools: the text to the terminal or the
/// log, the document to standard output when JSON is asked for, outputs, summary and annotations to the
/// runner.
#[derive(Debug, Default)]
pub struct Report {
    /// How the run ended.
    pub exit: Exit,
    /// Lines for a person.
    pub text: Vec<Styled<'static>>,
    /// The same as data.
    pub document: Value,
    /// Outputs, by the names that the tool declares.
    pub outputs: Vec<(&'static str, String)>,
    /// Markdown for the job's summary.
    pub summary: Option<String>,
    /// Annotations, the most important first.
    pub annotations: Vec<Annotation>,
}

impl Report {
    /// Adds a line for a person.
    pub fn line(&mut self, line: impl Into<Styled<'static>>) {
        self.text.push(line.into());
    }

    /// Sets an output.
    pub fn output(&mut self, name: &'static str, value: impl ToString) {
        self.outputs.push((name, value.to_string()));
    }
}
