//! The commands that a repository runs before and after its releases.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use deploy_kit_core::actions::Console;

/// A hook failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The shell cannot be run.
    #[error("failed to run the hook `{command}`")]
    NoShell {
        /// The hook.
        command: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It ended with an error.
    #[error("the hook `{command}` ended with {status}")]
    Failed {
        /// The hook.
        command: String,
        /// How.
        status: std::process::ExitStatus,
    },
}

/// Runs a hook in the repository's folder; what it prints is shown as what a stranger says.
///
/// # Errors
/// It cannot be run, or ends with an error.
pub fn run(
    command: &str,
    folder: &Path,
    variables: &[(&str, String)],
    console: &Console,
) -> Result<(), Error> {
    let no_shell = |source| Error::NoShell { command: command.to_owned(), source };
    let mut child = shell(command)
        .current_dir(folder)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(no_shell)?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| show(out, console));
        show(err, console);
    });
    let status = child.wait().map_err(no_shell)?;
    if status.success() { Ok(()) } else { Err(Error::Failed { command: command.to_owned(), status }) }
}

fn shell(command: &str) -> Command {
    let (program, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(program);
    shell.args([option, command]);
    shell
}

fn show(stream: Option<impl Read>, console: &Console) {
    let Some(stream) = stream else { return };
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        console.info(String::from_utf8_lossy(&line).into_owned());
    }
}
