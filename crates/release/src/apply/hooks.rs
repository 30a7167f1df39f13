//! The commands that a repository runs before and after its releases.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use deploy_kit_core::actions::Console;
use deploy_kit_github::Clock;

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
    /// It took too long.
    #[error("the hook `{command}` was stopped, since the time of the run was over")]
    Stopped {
        /// The hook.
        command: String,
    },
}

/// How long a hook may run, and what is stopped when its time is over.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// What is left of the run's time.
    pub left: Duration,
    /// Whether the hook has a process group of its own, which is stopped as a whole. In a terminal it has none: an
    /// interrupt from the keyboard has to reach it.
    pub own_group: bool,
}

/// How often to look whether a hook that has closed its output has ended.
const POLL: Duration = Duration::from_millis(20);

/// Runs a hook in the repository's folder; what it prints is shown as what a stranger says. It is over when all that
/// hold its output are.
///
/// # Errors
/// It cannot be run, ends with an error, or takes too long.
pub fn run(
    command: &str,
    folder: &Path,
    variables: &[(&str, String)],
    console: &Console,
    limit: Limit,
) -> Result<(), Error> {
    let no_shell = |source| Error::NoShell { command: command.to_owned(), source };
    let mut shell = shell(command);
    shell
        .current_dir(folder)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    if limit.own_group {
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    }
    let clock = Clock::start(0);
    let left = || limit.left.saturating_sub(clock.now().elapsed);
    let mut child = shell.spawn().map_err(no_shell)?;
    let lines = lines(&mut child);
    let status = loop {
        match lines.recv_timeout(left()) {
            Ok(line) => console.info(line),
            Err(RecvTimeoutError::Timeout) => break None,
            Err(RecvTimeoutError::Disconnected) => match child.try_wait().map_err(no_shell)? {
                None if left().is_zero() => break None,
                None => thread::sleep(POLL),
                status => break status,
            },
        }
    };
    let Some(status) = status else {
        stop(&mut child, limit.own_group);
        return Err(Error::Stopped { command: command.to_owned() });
    };
    if status.success() { Ok(()) } else { Err(Error::Failed { command: command.to_owned(), status }) }
}

/// What the hook prints, a line at a time, from both of its streams. Nobody waits for those who read: what a hook
/// has left behind may hold its output for ever.
fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    let out = child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>);
    let err = child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>);
    for stream in out.into_iter().chain(err) {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    break;
                }
            }
        });
    }
    lines
}

/// Ends the hook, with the processes that it started where it has a group of its own. What is gone already cannot be
/// stopped.
fn stop(child: &mut Child, own_group: bool) {
    #[cfg(unix)]
    if own_group {
        let group = rustix::process::Pid::from_child(child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = own_group;
    let _ = child.kill();
    let _ = child.wait();
}

fn shell(command: &str) -> Command {
    let (program, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(program);
    shell.args([option, command]);
    shell
}
