//! All of the toolkit in one hand, for those who write an action.

use super::annotation::Annotation;
use super::console::Console;
use super::context::Context;
use super::environment::Environment;
use super::event::{EventError, Payload};
use super::file_command::{self, FileCommandError};
use super::input::{self, InputError};
use super::mask::Secret;
use super::summary::{Summary, SummaryError, Written};

/// A step of a workflow run; in a terminal the same calls print for a person.
///
/// ```
/// use deploy_kit_core::actions::{Environment, Runner};
///
/// let runner = Runner::new(Environment::from_iter([("INPUT_WHO", "Mona")]));
/// assert_eq!(runner.input("who"), Some("Mona"));
/// runner.console().info("greeting");
/// runner.set_output("greeting", "Hello, Mona!")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Runner {
    environment: Environment,
    context: Context,
    console: Console,
}

impl Runner {
    /// The step this process is.
    #[must_use]
    pub fn from_process() -> Self {
        Self::new(Environment::from_process())
    }

    /// A step with these variables, on the process's streams.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        let console = Console::stdio(&environment);
        Self::with_console(environment, console)
    }

    /// A step with these variables and streams.
    #[must_use]
    pub fn with_console(environment: Environment, console: Console) -> Self {
        let context = Context::from_environment(&environment);
        Self { environment, context, console }
    }

    /// The variables.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Where this is.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// What prints.
    #[must_use]
    pub fn console(&self) -> &Console {
        &self.console
    }

    /// An input, trimmed, if it is set.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<&str> {
        input::value(&self.environment, name)
    }

    /// An input that has to be set.
    ///
    /// # Errors
    ///
    /// [`InputError::Missing`]
    pub fn required(&self, name: &str) -> Result<&str, InputError> {
        input::required(&self.environment, name)
    }

    /// An input that says yes or no.
    ///
    /// # Errors
    ///
    /// [`InputError::NotBoolean`]
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, InputError> {
        input::boolean(&self.environment, name)
    }

    /// The lines of an input.
    pub fn multiline(&self, name: &str) -> impl Iterator<Item = &str> {
        input::multiline(&self.environment, name)
    }

    /// An input that must not be shown: it is masked before it is handed out.
    #[must_use]
    pub fn secret(&self, name: &str) -> Option<Secret> {
        let secret = Secret::from(self.input(name)?);
        self.console.mask(&secret);
        Some(secret)
    }

    /// Sets an output of the step; in a terminal it is printed as `key=value`.
    ///
    /// # Errors
    ///
    /// [`FileCommandError`]
    pub fn set_output(&self, key: &str, value: &str) -> Result<(), FileCommandError> {
        if self.context.is_runner() {
            return file_command::set_output(&self.environment, key, value);
        }
        self.console.print(format!("{key}={value}"));
        Ok(())
    }

    /// Sets a variable for the steps that follow; in a terminal it only says so.
    ///
    /// # Errors
    ///
    /// [`FileCommandError`]
    pub fn export_variable(&self, key: &str, value: &str) -> Result<(), FileCommandError> {
        if self.context.is_runner() {
            return file_command::export_variable(&self.environment, key, value);
        }
        self.console.info(format!("export {key}={value}"));
        Ok(())
    }

    /// Puts a folder in front of `PATH` for the steps that follow; in a terminal it only says so.
    ///
    /// # Errors
    ///
    /// [`FileCommandError`]
    pub fn add_path(&self, folder: &str) -> Result<(), FileCommandError> {
        if self.context.is_runner() {
            return file_command::add_path(&self.environment, folder);
        }
        self.console.info(format!("path: {folder}"));
        Ok(())
    }

    /// Appends to the step's summary, with secrets blotted out; a terminal shows the Markdown.
    ///
    /// # Errors
    ///
    /// [`SummaryError`]
    pub fn summarise(&self, page: &Summary) -> Result<Written, SummaryError> {
        let page = Summary::new().markdown(&self.console.redact(page.as_str()));
        if self.context.is_runner() {
            return page.append(&self.environment);
        }
        self.console.info(page.as_str());
        Ok(Written::Whole)
    }

    /// Reads what started the run.
    ///
    /// # Errors
    ///
    /// [`EventError`], in a terminal always.
    pub fn payload(&self) -> Result<Payload, EventError> {
        Payload::read(&self.context)
    }

    /// Hands an annotation to the budget; see [`Console::annotate`].
    pub fn annotate(&self, annotation: Annotation) {
        self.console.annotate(annotation);
    }

    /// Sends the annotations that wait, and those that do not fit to the summary.
    ///
    /// # Errors
    ///
    /// [`SummaryError`] if some do not fit and there is no summary.
    pub fn finish(&self) -> Result<(), SummaryError> {
        match self.console.finish() {
            Some(markdown) => self.summarise(&Summary::new().markdown(&markdown)).map(drop),
            None => Ok(()),
        }
    }
}

impl Drop for Runner {
    /// Annotations are not lost when [`finish`](Self::finish) was not called; its error is.
    fn drop(&mut self) {
        let _ = self.finish();
    }
}
