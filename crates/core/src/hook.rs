//! The commands of a repository's own that a tool runs on its behalf: before and after a release, to make a preview or
//! to take it down.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

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
    /// The run was cancelled.
    #[error("the hook `{command}` was stopped, since the run was cancelled")]
    Cancelled {
        /// The hook.
        command: String,
    },
}

/// A command of a repository's own, for `sh -c`, or `cmd /C` on Windows.
#[derive(Debug, Clone, Copy)]
pub struct Hook<'a> {
    /// The command.
    pub command: &'a str,
    /// Where it runs.
    pub folder: &'a Path,
    /// The variables that it has beside those of the run.
    pub variables: &'a [(&'a str, String)],
    /// How long it may run.
    pub limit: Limit<'a>,
}

/// Which of its outputs a hook wrote a line to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// How long a hook may run, and what is stopped when its time is over.
#[derive(Debug, Clone, Copy)]
pub struct Limit<'a> {
    /// What is left of the run's time.
    pub left: Duration,
    /// Whether the hook has a process group of its own, which is stopped as a whole. In a terminal it has none: an
    /// interrupt from the keyboard has to reach it.
    pub own_group: bool,
    /// Set when the run is cancelled.
    pub cancelled: &'a AtomicBool,
}

/// Of a run that is not cancelled by itself.
pub static NEVER: AtomicBool = AtomicBool::new(false);

/// How often to look whether a hook that has closed its output has ended.
const POLL: Duration = Duration::from_millis(20);

/// How often to look whether the run is cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// How long a hook may take to end once it is asked to. The runner ends all 7.5 seconds after it has cancelled a run, and
/// there is something to be said by then.
const GRACE: Duration = Duration::from_secs(4);

/// Runs a hook; `said` gets each line that it prints, to be shown as what a stranger says. It is over when all that hold
/// its output are.
///
/// # Errors
/// It cannot be run, ends with an error, or is stopped.
pub fn run(hook: &Hook<'_>, mut said: impl FnMut(Stream, String)) -> Result<(), Error> {
    let (command, limit) = (hook.command.to_owned(), hook.limit);
    let no_shell = |source| Error::NoShell { command: hook.command.to_owned(), source };
    let mut shell = shell(hook.command);
    shell
        .current_dir(hook.folder)
        .envs(hook.variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    if limit.own_group {
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    }
    let start = Instant::now();
    let left = || limit.left.saturating_sub(start.elapsed());
    let is_cancelled = || limit.cancelled.load(Ordering::Relaxed);
    let mut child = shell.spawn().map_err(no_shell)?;
    let lines = lines(&mut child);
    let status = loop {
        if is_cancelled() {
            break None;
        }
        match lines.recv_timeout(left().min(LOOK)) {
            Ok((stream, line)) => said(stream, line),
            Err(RecvTimeoutError::Timeout) if left().is_zero() => break None,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => match child.try_wait().map_err(no_shell)? {
                None if left().is_zero() => break None,
                None => thread::sleep(POLL),
                status => break status,
            },
        }
    };
    match status {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(Error::Failed { command, status }),
        None => {
            stop(&mut child, limit.own_group, || {
                if let Ok((stream, line)) = lines.recv_timeout(POLL) {
                    said(stream, line);
                } else {
                    // At once, where nothing holds its output any more.
                    thread::sleep(POLL);
                }
            });
            Err(if is_cancelled() { Error::Cancelled { command } } else { Error::Stopped { command } })
        }
    }
}

/// What the hook prints, a line at a time, from both of its streams. Nobody waits for those who read: what a hook
/// has left behind may hold its output for ever.
fn lines(child: &mut Child) -> Receiver<(Stream, String)> {
    let (sender, lines) = mpsc::channel();
    let out = child.stdout.take().map(|pipe| (Stream::Out, Box::new(pipe) as Box<dyn Read + Send>));
    let err = child.stderr.take().map(|pipe| (Stream::Err, Box::new(pipe) as Box<dyn Read + Send>));
    for (stream, pipe) in out.into_iter().chain(err) {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
                // As Windows ends them.
                let line = line.strip_suffix(b"\r").unwrap_or(&line);
                if sender.send((stream, String::from_utf8_lossy(line).into_owned())).is_err() {
                    break;
                }
            }
        });
    }
    lines
}

/// Ends the hook, with the processes that it started where it has a group of its own. It is asked to, and has [`GRACE`]
/// for it: what is cut off at once leaves a lock, or half of what it has made. `meanwhile` is called again and again.
fn stop(child: &mut Child, own_group: bool, mut meanwhile: impl FnMut()) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
        let pid = Pid::from_child(child);
        // What is gone already cannot be stopped.
        let _ =
            if own_group { kill_process_group(pid, Signal::TERM) } else { kill_process(pid, Signal::TERM) };
        let asked = Instant::now();
        let mut is_over = || {
            let is_gone = !matches!(child.try_wait(), Ok(None));
            is_gone && (!own_group || test_kill_process_group(pid).is_err())
        };
        while asked.elapsed() < GRACE && !is_over() {
            meanwhile();
        }
        if own_group {
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
    #[cfg(not(unix))]
    let _ = (own_group, &mut meanwhile);
    let _ = child.kill();
    let _ = child.wait();
}

fn shell(command: &str) -> Command {
    let (program, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut shell = Command::new(program);
    shell.args([option, command]);
    shell
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn said(command: &str, cancelled: &AtomicBool) -> (Result<(), Error>, Vec<(Stream, String)>) {
        let limit = Limit { left: Duration::from_secs(60), own_group: true, cancelled };
        let variables = [("GREETING", "hello".to_owned())];
        let hook = Hook { command, folder: Path::new("/"), variables: &variables, limit };
        let mut lines = Vec::new();
        let result = run(&hook, |stream, line| {
            if line == "cancel" {
                cancelled.store(true, Ordering::Relaxed);
            }
            lines.push((stream, line));
        });
        (result, lines)
    }

    #[test]
    fn lines_come_from_both_streams_and_a_bad_end_is_an_error() {
        let (result, lines) = said("echo $GREETING; pwd", &NEVER);
        assert!(result.is_ok());
        assert_eq!(lines, [(Stream::Out, "hello".to_owned()), (Stream::Out, "/".to_owned())]);
        let (result, lines) = said("echo no >&2; exit 3", &NEVER);
        assert!(matches!(result, Err(Error::Failed { status, .. }) if status.code() == Some(3)));
        assert_eq!(lines, [(Stream::Err, "no".to_owned())]);
    }

    #[test]
    fn a_cancelled_run_stops_the_hook_with_what_it_started() {
        let cancelled = AtomicBool::new(false);
        let (result, lines) = said("sleep 600 & echo $!; echo cancel; wait", &cancelled);
        assert!(matches!(result, Err(Error::Cancelled { .. })), "{result:?}");
        let (started, begun) = (&lines[0].1, Instant::now());
        let is_running = || {
            let state = Command::new("ps").args(["-o", "stat=", "-p", started]).output().unwrap();
            let state = String::from_utf8(state.stdout).unwrap();
            // One that nobody has waited for is as good as gone.
            !state.trim().is_empty() && !state.starts_with('Z')
        };
        while is_running() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it still runs");
            thread::sleep(POLL);
        }
    }
}
