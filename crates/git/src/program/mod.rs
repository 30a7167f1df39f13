//! Running the git program: bounded in time, asking nothing, its words without secrets.

mod redact;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) use redact::Redaction;

use redact::base64;

/// How many of git's last lines an error tells.
const LINES: usize = 12;

/// How often to look whether a program that has closed its output has ended.
const POLL: Duration = Duration::from_millis(5);

/// What came of a run.
pub(crate) enum Outcome {
    Done,
    /// With git's last lines; see [`after_colon`].
    Failed(String),
    /// With git's last lines; see [`after_colon`].
    TimedOut(String),
}

/// What git said, to follow what failed: one line after a colon, several below it. Its advice is left out, and of
/// a long explanation all before the line that says why it ended, but not what the server said.
pub(crate) fn after_colon(said: &str) -> String {
    let is_news = |line: &&str| !line.starts_with("hint:") && !matches!(*line, "remote:" | "hint");
    let lines: Vec<&str> =
        said.lines().map(str::trim).filter(|line| !line.is_empty()).filter(is_news).collect();
    let end = lines.iter().position(|line| line.starts_with("fatal: ")).unwrap_or(0);
    let is_told = |(at, line): &(usize, &str)| *at >= end || line.starts_with("remote: ");
    let plain = |line: &str| {
        let prefixes = ["fatal: ", "error: "];
        prefixes.iter().find_map(|prefix| line.strip_prefix(prefix)).unwrap_or(line).to_owned()
    };
    let told: Vec<String> =
        lines.into_iter().enumerate().filter(is_told).map(|(_, line)| plain(line)).collect();
    match told.as_slice() {
        [] => String::new(),
        [line] => format!(": {line}"),
        lines => format!(":\n  {}", lines.join("\n  ")),
    }
}

/// A configuration key with a secret value.
pub(crate) struct Header {
    key: String,
    value: String,
}

/// `http.<server>.extraHeader` with a token, as actions/checkout sets it.
pub(crate) fn authorization(url: &str, token: &str) -> Header {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Header {
        key: format!("http.{scheme}://{host}/.extraheader"),
        value: format!("AUTHORIZATION: basic {}", base64(format!("x-access-token:{token}").as_bytes())),
    }
}

/// A git command in the making.
pub(crate) struct Git<'a> {
    command: Command,
    redaction: &'a Redaction,
}

/// Whether the repository's own hooks run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hooks {
    /// A hook is somebody's program; what only reads needs none.
    Off,
    /// As a person at a terminal would have it.
    On,
}

impl<'a> Git<'a> {
    pub(crate) fn new(
        folder: &Path,
        redaction: &'a Redaction,
        header: Option<&Header>,
        hooks: Hooks,
    ) -> Self {
        let mut command = Command::new("git");
        if hooks == Hooks::Off {
            // What reads runs nothing of the repository, so that it may be anybody's, as in a container.
            command.args(["-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*"]);
        }
        command
            .current_dir(folder)
            // Its advice would take the place of what it says.
            .args(["-c", "advice.pushUpdateRejected=false"])
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .env("SSH_ASKPASS", "")
            .env_remove("GIT_DIFF_OPTS")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        if let Some(header) = header {
            // The empty value drops the headers set before: a server refuses two authorizations.
            let before = std::env::var("GIT_CONFIG_COUNT")
                .ok()
                .and_then(|count| count.parse().ok())
                .unwrap_or(0_usize);
            for (index, value) in [(before, ""), (before + 1, header.value.as_str())] {
                command.env(format!("GIT_CONFIG_KEY_{index}"), &header.key);
                command.env(format!("GIT_CONFIG_VALUE_{index}"), value);
            }
            command.env("GIT_CONFIG_COUNT", (before + 2).to_string());
        }
        Self { command, redaction }
    }

    /// Runs the command to its end, or stops it when the time is up.
    pub(crate) fn run(
        &mut self,
        arguments: &[OsString],
        timeout: Duration,
        progress: &mut Option<&mut dyn FnMut(&str)>,
    ) -> std::io::Result<Outcome> {
        let end = Instant::now() + timeout;
        let mut child = self.command.args(arguments).spawn()?;
        let lines = read_lines(child.stderr.take());
        let mut last = VecDeque::new();
        let status = loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let line = self.redaction.apply(&line);
                    if let Some(progress) = progress.as_mut().filter(|_| line.ends_with("done.")) {
                        progress(&line);
                    }
                    last.push_back(line);
                    if last.len() > LINES {
                        last.pop_front();
                    }
                }
                Err(RecvTimeoutError::Timeout) => break None,
                Err(RecvTimeoutError::Disconnected) => {
                    break wait(&mut child, end)?;
                }
            }
        };
        let said = last.make_contiguous().join("\n");
        Ok(match status {
            Some(status) if status.success() => Outcome::Done,
            Some(_) => Outcome::Failed(said),
            None => {
                // It may have ended in this very moment; that is no error.
                let _ = child.kill();
                let _ = child.wait();
                Outcome::TimedOut(said)
            }
        })
    }
}

impl Git<'_> {
    /// Runs a command that answers at once from what is on this disk; what it prints.
    pub(crate) fn read(&mut self, arguments: &[OsString]) -> std::io::Result<Vec<u8>> {
        let output = self.command.args(arguments).stdout(Stdio::piped()).output()?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = self.redaction.apply(String::from_utf8_lossy(&output.stderr).trim());
        Err(std::io::Error::other(said))
    }
}

impl Git<'_> {
    /// Runs a command that works on this disk alone, with these variables.
    pub(crate) fn output(
        &mut self,
        arguments: &[OsString],
        variables: &[(&str, String)],
    ) -> std::io::Result<std::process::Output> {
        let variables = variables.iter().map(|(name, value)| (name, value));
        self.command.args(arguments).envs(variables).stdout(Stdio::piped()).output()
    }
}

/// Waits until the program has ended; `None` when the time is up.
fn wait(child: &mut Child, end: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            return Ok(None);
        }
        thread::sleep(POLL);
    }
}

/// Reads lines on a thread of their own, so that waiting for one can be given up. Of a line that git redraws
/// with carriage returns, which is how it counts, the last state is the line.
fn read_lines(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stream) = stream {
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                let line = line.trim_end().rsplit('\r').next().unwrap_or_default().trim();
                if !line.is_empty() && sender.send(line.to_owned()).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

#[cfg(test)]
mod tests {
    use super::after_colon;

    #[test]
    fn what_git_said_reads_well() {
        for (said, told) in [
            ("", ""),
            ("fatal: bad object x", ": bad object x"),
            (
                "Run\ngit config --global user.name \"Your Name\"\nOmit --global\nfatal: unable to auto-detect",
                ": unable to auto-detect",
            ),
            (
                "To /srv/a\n! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to '/srv/a'\n\
                 hint: Updates were rejected\nhint: See the 'Note'",
                ":\n  To /srv/a\n  ! [rejected]        main -> main (fetch first)\n  failed to push some refs to '/srv/a'",
            ),
            (
                "remote: Permission to a/b denied to c.\nremote:\nfatal: unable to access 'https://a/'",
                ":\n  remote: Permission to a/b denied to c.\n  unable to access 'https://a/'",
            ),
        ] {
            assert_eq!(after_colon(said), told);
        }
    }
}
