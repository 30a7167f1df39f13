//! A step's whole run, and all that the runner understood of it.

use std::collections::BTreeSet;

use crate::Platform;
use crate::annotation::{Annotation, Level, STEP_LIMIT};
use crate::command::Culture;
use crate::dotnet::Lines;
use crate::file_command::{self, SUMMARY_LIMIT};
use crate::manager::Manager;

/// The bytes in the file-command files when a step has ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// `GITHUB_OUTPUT`
    pub output: Vec<u8>,
    /// `GITHUB_ENV`
    pub env: Vec<u8>,
    /// `GITHUB_PATH`
    pub path: Vec<u8>,
    /// `GITHUB_STATE`
    pub state: Vec<u8>,
    /// `GITHUB_STEP_SUMMARY`
    pub summary: Vec<u8>,
}

/// All that the runner understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// Names and values in the order set; later ones win, see [`Observed::output`].
    pub outputs: Vec<(String, String)>,
    /// Variables for the steps that follow, in the order set.
    pub env: Vec<(String, String)>,
    /// Folders for `PATH`; the last one given is searched first.
    pub path: Vec<String>,
    /// State for the action's post step.
    pub state: Vec<(String, String)>,
    /// What is masked from here on, without what the runner derives from it.
    pub masks: Vec<String>,
    /// What is shown: at most ten of a level.
    pub annotations: Vec<Annotation>,
    /// What came after the tenth of its level.
    pub dropped: Vec<Annotation>,
    /// Titles of groups.
    pub groups: Vec<String>,
    /// `::debug::` messages.
    pub debug: Vec<String>,
    /// Files with problem matchers.
    pub matchers: Vec<String>,
    /// The log, masked, without annotations and debug messages.
    pub log: Vec<String>,
    /// The summary, if it is not too large.
    pub summary: Option<String>,
    /// Why the runner fails the step, whatever its exit code; each is also an annotation.
    pub errors: Vec<String>,
    /// Whether commands were still stopped when the step ended.
    pub stopped: bool,
}

/// A step that runs.
#[derive(Debug)]
pub struct Step {
    platform: Platform,
    manager: Manager,
    stdout: Lines,
    stderr: Lines,
    observed: Observed,
}

impl Step {
    /// A step that has said nothing yet.
    #[must_use]
    pub fn new(platform: Platform) -> Self {
        Self {
            platform,
            manager: Manager::new(),
            stdout: Lines::default(),
            stderr: Lines::default(),
            observed: Observed::default(),
        }
    }

    /// Sets how the runner compares strings.
    #[must_use]
    pub fn with_culture(mut self, culture: Culture) -> Self {
        self.manager.culture = culture;
        self
    }

    /// Sets `GITHUB_WORKSPACE`, to which annotations' files are made relative.
    #[must_use]
    pub fn with_workspace(mut self, workspace: impl Into<String>) -> Self {
        self.manager.workspace = workspace.into();
        self
    }

    /// The program wrote to stdout.
    pub fn stdout(&mut self, bytes: &[u8]) {
        for line in self.stdout.feed(bytes) {
            self.manager.line(&line, &mut self.observed);
        }
    }

    /// The program wrote to stderr, where commands are obeyed as well.
    pub fn stderr(&mut self, bytes: &[u8]) {
        for line in self.stderr.feed(bytes) {
            self.manager.line(&line, &mut self.observed);
        }
    }

    /// The program ended well, and left these files.
    #[must_use]
    pub fn finish(self, files: &Files) -> Observed {
        self.finish_with(0, files)
    }

    /// The program ended with an exit code, and left these files.
    #[must_use]
    pub fn finish_with(mut self, exit_code: i32, files: &Files) -> Observed {
        for line in [self.stdout.end(), self.stderr.end()].into_iter().flatten() {
            self.manager.line(&line, &mut self.observed);
        }
        let mut observed = self.observed;
        observed.stopped = self.manager.is_stopped();
        if exit_code != 0 {
            let message = format!("Process completed with exit code {exit_code}.");
            observed.annotate(Annotation::new(Level::Error, &message));
        }
        for folder in file_command::read_path_file(&files.path) {
            observed.path.retain(|known| *known != folder);
            observed.path.push(folder);
        }
        observed.read_env(&files.env, self.platform);
        observed.read_summary(&files.summary);
        let (state, error) = file_command::read(&files.state, self.platform);
        observed.state.extend(state);
        observed.fail_file("state", error.map(|error| error.to_string()));
        observed.read_output(&files.output, self.platform);
        observed
    }
}

impl Observed {
    /// The value of an output, whatever the name's case.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<&str> {
        let mut set = self.outputs.iter().rev();
        set.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn write(&mut self, line: String) {
        let masked = self.mask(line);
        self.log.push(masked);
    }

    pub(crate) fn annotate(&mut self, mut annotation: Annotation) {
        annotation.message = self.mask(annotation.message);
        let same = |other: &&Annotation| other.level == annotation.level;
        if self.annotations.iter().filter(same).count() < STEP_LIMIT {
            self.annotations.push(annotation);
        } else {
            self.dropped.push(annotation);
        }
    }

    pub(crate) fn fail(&mut self, reason: &str) {
        self.errors.push(reason.to_owned());
        self.annotate(Annotation::new(Level::Error, reason));
    }

    fn fail_file(&mut self, name: &str, error: Option<String>) {
        if let Some(error) = error {
            self.fail(&format!("Unable to process file command '{name}' successfully."));
            self.fail(&error);
        }
    }

    fn read_env(&mut self, bytes: &[u8], platform: Platform) {
        let (env, error) = file_command::read(bytes, platform);
        for (key, value) in env {
            if key.eq_ignore_ascii_case("NODE_OPTIONS") {
                let message = "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.";
                self.annotate(Annotation::new(Level::Error, message));
            } else {
                self.env.push((key, value));
            }
        }
        self.fail_file("env", error.map(|error| error.to_string()));
    }

    fn read_output(&mut self, bytes: &[u8], platform: Platform) {
        let (outputs, error) = file_command::read(bytes, platform);
        let mut error = error.map(|error| error.to_string());
        for (key, value) in outputs {
            if key.is_empty() {
                error = Some("Value cannot be null or empty. (Parameter 'name')".to_owned());
                break;
            }
            self.outputs.push((key, value));
        }
        self.fail_file("output", error);
    }

    fn read_summary(&mut self, bytes: &[u8]) {
        if bytes.len() > SUMMARY_LIMIT {
            let size = bytes.len() / 1024;
            let message = format!(
                "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got {size}k."
            );
            self.annotate(Annotation::new(Level::Error, &message));
        } else if !bytes.is_empty() {
            let text = String::from_utf8_lossy(bytes).into_owned();
            self.summary = Some(self.mask(text));
        }
    }

    /// Longest first, so that no part of a longer one is left.
    fn mask(&self, text: String) -> String {
        let masks: BTreeSet<_> =
            self.masks.iter().map(|mask| (std::cmp::Reverse(mask.len()), mask.as_str())).collect();
        masks.into_iter().fold(text, |text, (_, mask)| text.replace(mask, "***"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(stdout: &str) -> Observed {
        let mut step = Step::new(Platform::Linux);
        step.stdout(stdout.as_bytes());
        step.finish(&Files::default())
    }

    #[test]
    fn commands_of_both_streams_are_obeyed() {
        let mut step = Step::new(Platform::Linux);
        step.stdout(b"::set-out");
        step.stderr(b"::save-state name=s::1\n");
        step.stdout(b"put name=a::1\r\nlast ::error::no");
        let observed = step.finish(&Files::default());
        assert_eq!(observed.output("A"), Some("1"));
        assert_eq!(observed.state, [("s".to_owned(), "1".to_owned())]);
        assert_eq!(observed.log, ["last ::error::no"]);
    }

    #[test]
    fn stopped_commands_resume_with_the_token() {
        let observed = run("::stop-commands::token77\n::error::x\n##[error]y\n::TOKEN77::\n::error::z\n");
        assert_eq!(observed.annotations.len(), 1);
        assert_eq!(observed.annotations[0].message, "z");
        assert_eq!(observed.masks, ["token77"]);
        assert_eq!(observed.log, ["::stop-commands::***", "::error::x", "##[error]y", "::TOKEN77::"]);
        assert!(!observed.stopped);
        assert!(run("::stop-commands::t\n").stopped);
        for token in ["", "error", "Pause-Logging"] {
            assert_eq!(run(&format!("::stop-commands::{token}\n")).errors.len(), 1, "{token}");
        }
    }

    #[test]
    fn masks_apply_to_what_follows() {
        let observed = run("abc\n::add-mask:: abc%0Adef \nabc def\n::error::def\n::add-mask:: \n");
        assert_eq!(observed.masks, [" abc\ndef ", "abc", "def"]);
        assert_eq!(observed.log, ["abc", "*** ***"]);
        assert_eq!(observed.annotations[0].message, "***");
        assert_eq!(observed.annotations[1].level, Level::Warning);
    }

    #[test]
    fn disabled_and_incomplete_commands_fail_the_step() {
        for line in ["::set-env name=a::b", "::add-path::/x", "::set-output::b", "::echo::maybe"] {
            let observed = run(line);
            assert_eq!(observed.errors.len(), 2, "{line}");
            assert_eq!(observed.annotations.len(), 2, "{line}");
        }
    }

    #[test]
    fn the_eleventh_annotation_of_a_level_is_dropped() {
        let observed = run(&"::warning::w\n::error::e\n".repeat(11));
        assert_eq!((observed.annotations.len(), observed.dropped.len()), (20, 2));
    }

    #[test]
    fn groups_debug_echo_and_matchers() {
        let observed = run(
            "::group::a%0Ab\n::endgroup::\n::debug::d\n::echo::on\n::add-matcher::m.json\n::start::\n##[start-action x]\n",
        );
        assert_eq!(observed.groups, ["a\nb"]);
        assert_eq!(observed.debug, ["d"]);
        assert_eq!(observed.matchers, ["m.json"]);
        assert_eq!(
            observed.log,
            ["##[group]a\nb", "##[endgroup]", "::add-matcher::m.json", "::start::", "##[\\start-action x]"],
        );
    }

    #[test]
    fn files_are_read_at_the_end() {
        let files = Files {
            output: b"a=1\nbad".to_vec(),
            env: b"NODE_OPTIONS=x\nA=b\n".to_vec(),
            path: b"/a\n/b\n/a\n".to_vec(),
            state: b"s<<D\n1\nD\n".to_vec(),
            summary: vec![b'x'; SUMMARY_LIMIT + 1],
        };
        let observed = Step::new(Platform::Linux).finish_with(3, &files);
        assert_eq!(observed.output("a"), Some("1"));
        assert_eq!(observed.env, [("A".to_owned(), "b".to_owned())]);
        assert_eq!(observed.path, ["/b", "/a"]);
        assert_eq!(observed.state, [("s".to_owned(), "1".to_owned())]);
        assert_eq!(observed.summary, None);
        assert_eq!(observed.errors.len(), 2);
        assert_eq!(observed.annotations[0].message, "Process completed with exit code 3.");
        assert_eq!(observed.annotations.len(), 5);
    }
}
