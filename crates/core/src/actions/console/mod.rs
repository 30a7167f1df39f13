//! The only place that prints: results to stdout, all else to a person or to the runner.
//!
//! | | On a runner | In a terminal |
//! |---|---|---|
//! | [`print`](Console::print), [`document`](Console::document) | stdout | stdout |
//! | [`info`](Console::info) | stdout | stderr |
//! | [`notice`](Console::notice), [`warning`](Console::warning), [`error`](Console::error), [`annotate`](Console::annotate) | annotations | stderr, with a label |
//! | [`debug`](Console::debug) | `::debug::`, the runner decides | stderr, if asked for |
//! | [`group`](Console::group) | a fold in the log | a headline |
//!
//! Every text is read as a stranger's: secrets are blotted out, then the [guard](crate::actions::guard)
//! makes it harmless. What is printed is always whole lines.

mod colour;
mod sink;
mod style;

use std::borrow::Cow;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use self::sink::Sink;
pub use self::style::{Style, Styled};
use super::annotation::{Annotation, Level};
use super::budget::Budget;
use super::command::Command;
use super::environment::Environment;
use super::guard;
use super::mask::{Masks, Secret};
use super::random::{self, NoRandomness};

/// Columns of a terminal that does not say how wide it is.
const WIDTH: usize = 80;

/// Columns of the log on GitHub's page in a window of usual size; longer lines wrap.
const LOG_WIDTH: usize = 120;

/// Who reads what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The GitHub Actions runner, `GITHUB_ACTIONS=true`.
    Runner,
    /// A person, or a program that is not the runner.
    Terminal {
        /// Whether escape sequences for colours are wanted.
        colour: bool,
        /// Columns of the terminal.
        width: usize,
    },
}

/// Prints; shared by reference, also between threads.
///
/// ```
/// use deploy_kit_core::actions::{Console, Environment};
///
/// let console = Console::stdio(&Environment::from_process());
/// console.info("3 commits since v1.3.0");
/// console.print("1.4.0");
/// ```
pub struct Console {
    mode: Mode,
    state: Mutex<State>,
}

struct State {
    out: Sink,
    err: Sink,
    /// Nothing but results may go to stdout.
    reserved: bool,
    debug: bool,
    group: bool,
    masks: Masks,
    budget: Budget,
    /// Commands that wait for the end of a [`Stopped`] scope.
    stopped: Option<Vec<String>>,
}

impl Console {
    /// The process's own streams; mode, colours and width from the variables.
    #[must_use]
    pub fn stdio(environment: &Environment) -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let colours =
            (colour::wanted(environment, out.is_terminal()), colour::wanted(environment, err.is_terminal()));
        let columns = environment.get("COLUMNS").and_then(|columns| columns.parse().ok());
        let mode = if environment.is_true("GITHUB_ACTIONS") {
            Mode::Runner
        } else {
            Mode::Terminal { colour: colours.1, width: columns.unwrap_or(WIDTH) }
        };
        let debug = environment.get("RUNNER_DEBUG") == Some("1");
        let mut console = Self::new(Box::new(out), Box::new(err), mode).with_debug(debug);
        if mode != Mode::Runner {
            console.state_mut().out.colour = colours.0;
        }
        console
    }

    /// Any two writers: a test's buffers, a file, a pipe.
    #[must_use]
    pub fn new(out: Box<dyn Write + Send>, err: Box<dyn Write + Send>, mode: Mode) -> Self {
        let colour = matches!(mode, Mode::Terminal { colour: true, .. });
        let state = State {
            out: Sink::new(out, colour),
            err: Sink::new(err, colour),
            reserved: false,
            debug: false,
            group: false,
            masks: Masks::default(),
            budget: Budget::default(),
            stopped: None,
        };
        Self { mode, state: Mutex::new(state) }
    }

    /// Whether [`debug`](Self::debug) is shown in a terminal.
    #[must_use]
    pub fn with_debug(mut self, debug: bool) -> Self {
        self.state_mut().debug = debug;
        self
    }

    /// Keeps stdout for [`print`](Self::print) and [`document`](Self::document), also on a runner:
    /// for `--format json`, whose reader wants one document and nothing else. The runner obeys
    /// commands on stderr just as well.
    #[must_use]
    pub fn with_reserved_stdout(mut self, reserved: bool) -> Self {
        self.state_mut().reserved = reserved;
        self
    }

    /// Who reads.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether the runner reads.
    #[must_use]
    pub fn is_runner(&self) -> bool {
        self.mode == Mode::Runner
    }

    /// Columns for what is laid out in lines.
    #[must_use]
    pub fn width(&self) -> usize {
        match self.mode {
            Mode::Runner => LOG_WIDTH,
            Mode::Terminal { width, .. } => width,
        }
    }

    /// Prints a JSON document to stdout. It must be valid JSON, and parses to the same value but
    /// for secrets: `##[`, bidirectional and control characters become escapes.
    pub fn document(&self, json: &str) {
        let mut state = self.state();
        let document = guard::json(&state.masks.redact_json(json)).into_owned();
        state.out.lines(document);
    }

    /// Prints a result to stdout.
    pub fn print<'a>(&self, text: impl Into<Styled<'a>>) {
        let mut state = self.state();
        let text = state.render(&text.into(), state.out.colour);
        state.out.lines(text);
    }

    /// Says what happens.
    pub fn info<'a>(&self, text: impl Into<Styled<'a>>) {
        let mut state = self.state();
        let colour = state.talk(self.mode).colour;
        let text = state.render(&text.into(), colour);
        state.talk(self.mode).lines(text);
    }

    /// Says what is worth knowing.
    pub fn notice(&self, message: impl Into<String>) {
        self.tell(Annotation::notice(message));
    }

    /// Says what is worth a change.
    pub fn warning(&self, message: impl Into<String>) {
        self.tell(Annotation::warning(message));
    }

    /// Says why it fails.
    pub fn error(&self, message: impl Into<String>) {
        self.tell(Annotation::error(message));
    }

    /// Says what only someone looking for a fault wants to know.
    pub fn debug(&self, message: &str) {
        let mut state = self.state();
        if self.is_runner() {
            let message = state.masks.redact(message);
            let command = Command::new("debug").data(guard::data(&message)).to_string();
            state.command(command);
        } else if state.debug {
            let line = Styled::new().dim("debug: ").dim(message);
            let text = state.render(&line, state.err.colour);
            state.err.lines(text);
        }
    }

    /// Sends an annotation at once if the budget has room, else later by its rank; in the log it
    /// is seen here and now either way.
    pub fn tell(&self, annotation: Annotation) {
        let mut state = self.state();
        if !self.is_runner() {
            return state.show(&annotation);
        }
        match state.budget.send(annotation.clone()) {
            Some(annotation) => state.send(&annotation),
            None => {
                let text = format!("{}: {}", annotation.level.name(), annotation.message);
                let text = state.render(&text.into(), false);
                state.talk(self.mode).lines(text);
            }
        }
    }

    /// Hands an annotation to the budget, which sends the highest ranked in [`finish`](Self::finish);
    /// a terminal shows it at once.
    pub fn annotate(&self, annotation: Annotation) {
        let mut state = self.state();
        if self.is_runner() {
            state.budget.add(annotation);
        } else {
            state.show(&annotation);
        }
    }

    /// Opens a group of lines; the one before it ends, as groups do not nest.
    pub fn group(&self, title: &str) {
        let mut state = self.state();
        if self.is_runner() {
            state.end_group();
            state.group = true;
            let title = state.masks.redact(title);
            let command = Command::new("group").data(guard::line(&title)).to_string();
            state.command(command);
        } else {
            let text = state.render(&Styled::new().strong(title), state.err.colour);
            state.err.lines(text);
        }
    }

    /// Ends the group, if one is open.
    pub fn end_group(&self) {
        self.state().end_group();
    }

    /// Blots `secret` out of all that is printed from now on, in its usual encodings too.
    ///
    /// A blank one is refused with a warning, as the runner does.
    pub fn mask(&self, secret: &Secret) {
        let mut state = self.state();
        match state.masks.add(secret) {
            Ok(forms) if self.is_runner() => {
                for form in forms {
                    state.command(Command::new("add-mask").data(form).to_string());
                }
            }
            Ok(_) => {}
            Err(blank) => {
                drop(state);
                self.warning(blank.to_string());
            }
        }
    }

    /// `text` with all masked secrets blotted out, for what is written elsewhere.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.state().masks.redact(text)
    }

    /// Stops the runner from obeying commands until the result is dropped: for the time a child
    /// process writes to the inherited streams. Our own commands wait; masks have to be registered
    /// before, or the child's output shows them.
    ///
    /// # Errors
    ///
    /// If the system gives no random bytes for the token that resumes.
    pub fn stop_commands(&self) -> Result<Stopped<'_>, NoRandomness> {
        let token = random::uuid()?;
        let mut state = self.state();
        let first = self.is_runner() && state.stopped.is_none();
        if first {
            state.command(Command::new("stop-commands").data(token.as_str()).to_string());
            state.stopped = Some(Vec::new());
        }
        drop(state);
        Ok(Stopped { console: self, token: first.then_some(token) })
    }

    /// Sends the annotations that wait, and gives as Markdown for the summary what did not fit.
    ///
    /// It may be called again; each annotation is sent once.
    pub fn finish(&self) -> Option<String> {
        let mut state = self.state();
        state.end_group();
        let ranked = state.budget.rank();
        for annotation in &ranked.send {
            state.send(annotation);
        }
        ranked.markdown().map(|markdown| state.masks.redact(&markdown).into_owned())
    }

    /// What ended a stream before its time, once: a full disk, but not a reader that went away.
    pub fn take_failure(&self) -> Option<io::Error> {
        let mut state = self.state();
        state.out.take_failure().or_else(|| state.err.take_failure())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while printing leaves the state as good as it was.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&mut self) -> &mut State {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Console").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl State {
    /// The stream for what is no result.
    fn talk(&mut self, mode: Mode) -> &mut Sink {
        if mode == Mode::Runner && !self.reserved { &mut self.out } else { &mut self.err }
    }

    fn render(&self, text: &Styled<'_>, colour: bool) -> String {
        text.render(colour, |part| self.masks.redact(part))
    }

    /// A line for the runner, now or when it listens again.
    fn command(&mut self, line: String) {
        match &mut self.stopped {
            Some(waiting) => waiting.push(line),
            None => self.talk(Mode::Runner).lines(line),
        }
    }

    fn end_group(&mut self) {
        if std::mem::take(&mut self.group) {
            self.command(Command::new("endgroup").to_string());
        }
    }

    /// An annotation for the runner; one that it would cut stands in the log before it, whole.
    fn send(&mut self, annotation: &Annotation) {
        let mut annotation = annotation.clone();
        annotation.message = self.masks.redact(&annotation.message).into_owned();
        annotation.title = annotation.title.map(|title| self.masks.redact(&title).into_owned());
        annotation.file = annotation.file.map(|file| self.masks.redact(&file).into_owned());
        if annotation.is_too_long() {
            let whole = guard::text(&annotation.message).into_owned();
            self.talk(Mode::Runner).lines(whole);
        }
        self.command(annotation.to_command().to_string());
    }

    /// An annotation for a person.
    fn show(&mut self, annotation: &Annotation) {
        let (label, style) = match annotation.level {
            Level::Notice => ("note", Style::Accent),
            Level::Warning => ("warning", Style::Caution),
            Level::Error => ("error", Style::Bad),
        };
        let mut line = Styled::new().push(style, label).text(": ");
        if let Some(title) = &annotation.title {
            line = line.strong(title.trim()).text(": ");
        }
        line = line.text(annotation.message.trim_end());
        if let Some(place) = annotation.place() {
            line = line.dim("\n  --> ").text(place);
        }
        let text = self.render(&line, self.err.colour);
        self.err.lines(text);
    }
}

/// While it lives the runner obeys no command; see [`Console::stop_commands`].
#[derive(Debug)]
#[must_use = "the runner obeys commands again as soon as this is dropped"]
pub struct Stopped<'a> {
    console: &'a Console,
    /// The token that resumes; none in a terminal, or within another such scope.
    token: Option<String>,
}

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        let Some(token) = self.token.take() else {
            return;
        };
        let mut state = self.console.state();
        // The child may have left its last line open, and a command must start a line.
        state.talk(Mode::Runner).lines(format!("\n::{token}::"));
        for line in state.stopped.take().unwrap_or_default() {
            state.command(line);
        }
    }
}

#[cfg(test)]
mod tests;
