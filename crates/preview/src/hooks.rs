//! The repository's own commands around a preview.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use deploy_kit_core::actions::{Secret, file_command};
use deploy_kit_core::hook::{self, Hook, Limit, Stream};
use deploy_kit_core::tool::{Context, Failure};
use regex_lite::Regex;

use crate::plan::Wanted;
use crate::provider::{self, Output};
use crate::settings::is_address;

/// Lines of a failed hook's standard error that are shown where its output is not.
const LAST: usize = 20;

/// Where hooks run, and what they are told.
#[derive(Debug)]
pub struct Site<'a> {
    /// The repository's folder.
    pub folder: &'a Path,
    /// The run.
    pub context: &'a Context,
    /// How long each may run.
    pub timeout: Duration,
    /// Set when the run is cancelled.
    pub cancelled: &'a AtomicBool,
    /// What they are told of the preview.
    pub variables: Vec<(&'static str, String)>,
}

/// A variable that `up` has made.
pub type Variable = (String, String);

impl<'a> Site<'a> {
    /// A place for the hooks of one preview.
    #[must_use]
    pub fn new(
        folder: &'a Path,
        context: &'a Context,
        timeout: Duration,
        cancelled: &'a AtomicBool,
        wanted: &Wanted,
    ) -> Self {
        let variables = vec![
            ("DEPLOY_KIT_PULL_REQUEST", wanted.payload.pull_request.to_string()),
            ("DEPLOY_KIT_APP", wanted.payload.app.clone()),
            ("DEPLOY_KIT_ENVIRONMENT", wanted.environment.clone()),
            ("DEPLOY_KIT_SHA", wanted.sha.clone()),
            ("DEPLOY_KIT_URL", wanted.url.clone().unwrap_or_default()),
        ];
        Self { folder, context, timeout, cancelled, variables }
    }

    /// Makes what the preview needs. Nothing of its output is shown; what it sets is masked, and is there for later steps.
    ///
    /// # Errors
    /// The hook fails.
    pub fn up(&self, command: &str) -> Result<Vec<Variable>, Failure> {
        let (mut variables, mut errors) = (Vec::new(), Vec::new());
        let result = self.run(command, &[], |stream, line| match (stream, variable(&line)) {
            (Stream::Out, Some(variable)) => {
                self.mask(&variable.1);
                variables.push(variable);
            }
            (Stream::Err, _) => errors.push(line),
            (Stream::Out, None) => {}
        });
        if let Err(failure) = result {
            let from = errors.len().saturating_sub(LAST);
            errors.drain(..from);
            errors.into_iter().for_each(|line| self.context.console.info(line));
            return Err(failure);
        }
        let later = variables.iter().filter(|_| self.context.environment.get("GITHUB_ENV").is_some());
        for (name, value) in later {
            file_command::export_variable(&self.context.environment, name, value).map_err(Failure::world)?;
        }
        Ok(variables)
    }

    /// Masks a value, and the password of one that is an address: programs print it by itself.
    fn mask(&self, value: &str) {
        self.context.console.mask(&Secret::new(value));
        let address = url::Url::parse(value).ok();
        if let Some(password) = address.as_ref().and_then(url::Url::password).filter(|text| !text.is_empty())
        {
            let decoded = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
            self.context.console.mask(&Secret::new(password));
            if decoded != password {
                self.context.console.mask(&Secret::new(decoded));
            }
        }
    }

    /// Makes the preview; its address, which is known before or is what the hook says.
    ///
    /// # Errors
    /// The hook fails, or its address is not known then.
    pub fn deploy(
        &self,
        command: &str,
        made: &[Variable],
        known: Option<&str>,
        url_from: Option<&Regex>,
    ) -> Result<String, Failure> {
        let mut output = Output::default();
        self.run(command, made, |stream, line| {
            output.push(stream, &line);
            self.context.console.info(line);
        })?;
        if let Some(known) = known {
            return Ok(known.to_owned());
        }
        let url = provider::address(&output, url_from).ok_or_else(|| {
            let (by, hint) = match url_from {
                Some(pattern) => (
                    format!(" by `url-from: {pattern}`"),
                    "give `url-from` what stands around the address, and the address as its group",
                ),
                None => (String::new(), "let it print where the preview is, or say so with `--url`"),
            };
            let text = format!("nothing that `{command}` printed is an address{by}");
            Failure::world(text).hint(hint.to_owned())
        })?;
        if is_address(&url) {
            return Ok(url);
        }
        let text = format!("`{url}`, which `{command}` printed, is no address that a browser opens");
        let hint = "let the group of `url-from` be the address alone, from `https://` on".to_owned();
        Err(Failure::world(text).hint(hint))
    }

    /// Takes it down.
    ///
    /// # Errors
    /// The hook fails.
    pub fn down(&self, command: &str) -> Result<(), Failure> {
        self.run(command, &[], |_, line| self.context.console.info(line))
    }

    fn run(&self, command: &str, made: &[Variable], said: impl FnMut(Stream, String)) -> Result<(), Failure> {
        let mut variables: Vec<(&str, String)> = self.variables.clone();
        variables.extend(made.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let limit = Limit {
            left: self.timeout,
            own_group: self.context.console.is_runner(),
            cancelled: self.cancelled,
        };
        let hook = Hook { command, folder: self.folder, variables: &variables, limit };
        hook::run(&hook, said).map_err(|error| {
            let hint = match &error {
                hook::Error::Stopped { .. } => Some("give it more time with `--timeout <seconds>`"),
                hook::Error::Failed { .. } => Some("what it printed is above; mend it, then run this again"),
                _ => None,
            };
            Failure::world(error).hint(hint.map(str::to_owned))
        })
    }
}

/// A line `NAME=value`.
fn variable(line: &str) -> Option<Variable> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_name = name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit());
    (is_name && !value.is_empty()).then(|| (name.to_owned(), unquoted(value).to_owned()))
}

/// Without the quotes of a file of variables.
fn unquoted(value: &str) -> &str {
    let within = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_lines_of_a_name_and_a_value() {
        let of = |line: &str| variable(line).map(|(name, value)| format!("{name}|{value}"));
        assert_eq!(
            of("DATABASE_URL=postgres://a:b@c/d?e=f").as_deref(),
            Some("DATABASE_URL|postgres://a:b@c/d?e=f")
        );
        assert_eq!(of("export A1='x y'").as_deref(), Some("A1|x y"));
        for line in ["creating = yes", "1A=x", "=x", "A=", "just words"] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
