//! Annotations: notices, warnings and errors that GitHub shows beside the code and the run.

use std::borrow::Cow;

use super::command::Command;
use super::guard;

/// UTF-16 units after which the runner cuts a message (actions/runner `ExecutionContext.AddIssue`).
pub const MESSAGE_LIMIT: usize = 4096;

/// Characters of a title that the Checks API shows at most.
pub const TITLE_LIMIT: usize = 255;

const CUT: &str = " … (cut; the whole message is in the log)";

/// How bad it is; the order is from least to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Notice,
    /// Worth a change.
    Warning,
    /// A reason to fail.
    Error,
}

impl Level {
    /// The levels from worst to least.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// The command's name, which is also the English word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A message, with the place in the repository that it is about.
///
/// ```
/// use deploy_kit_core::actions::Annotation;
///
/// let annotation = Annotation::warning("this arm is never tested").file("src/lib.rs").lines(3, 7);
/// assert_eq!(
///     annotation.to_command().to_string(),
///     "::warning file=src/lib.rs,line=3,endLine=7::this arm is never tested",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Annotation {
    /// Notice, warning or error.
    pub level: Level,
    /// A headline; without one GitHub shows the job's name.
    pub title: Option<String>,
    /// Path, relative to the repository's root.
    pub file: Option<String>,
    /// First line, from 1.
    pub line: Option<u32>,
    /// Last line, from 1.
    pub end_line: Option<u32>,
    /// First column, from 1.
    pub column: Option<u32>,
    /// Last column, from 1.
    pub end_column: Option<u32>,
    /// What there is to say.
    pub message: String,
    /// Higher goes first when there is not room for all; 0 unless set.
    pub priority: i32,
}

impl Annotation {
    /// An annotation without a place.
    pub fn new(level: Level, message: impl Into<String>) -> Self {
        Self {
            level,
            title: None,
            file: None,
            line: None,
            end_line: None,
            column: None,
            end_column: None,
            message: message.into(),
            priority: 0,
        }
    }

    /// A notice.
    pub fn notice(message: impl Into<String>) -> Self {
        Self::new(Level::Notice, message)
    }

    /// A warning.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::new(Level::Warning, message)
    }

    /// An error.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Level::Error, message)
    }

    /// Sets the headline.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the file, as a path relative to the repository's root.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Sets one line, from 1.
    #[must_use]
    pub fn line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Sets the first and the last line, from 1.
    #[must_use]
    pub fn lines(mut self, first: u32, last: u32) -> Self {
        self.line = Some(first);
        self.end_line = Some(last);
        self
    }

    /// Sets the first and the last column, from 1; only kept within a single line.
    #[must_use]
    pub fn columns(mut self, first: u32, last: u32) -> Self {
        self.column = Some(first);
        self.end_column = Some(last);
        self
    }

    /// Sets the rank among annotations of the same level; higher goes first.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// The command that the runner understands: place validated, text guarded, lengths kept.
    #[must_use]
    pub fn to_command(&self) -> Command<'static> {
        let place = Place::of(self).validated();
        let number = |number: Option<u32>| number.map_or_else(String::new, |n| n.to_string());
        Command::new(self.level.name())
            .property("title", self.title.as_deref().map_or_else(String::new, title))
            .property("file", self.file.as_deref().map_or_else(String::new, path))
            .property("line", number(place.line))
            .property("endLine", number(place.end_line))
            .property("col", number(place.column))
            .property("endColumn", number(place.end_column))
            .data(cut(&guard::data(&self.message)).into_owned())
    }

    /// Whether the runner would cut the message.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(cut(&guard::data(&self.message)), Cow::Owned(_))
    }

    /// `file:line:column`, as far as they are known.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let place = Place::of(self).validated();
        let mut out = guard::line(self.file.as_deref()?).into_owned();
        for number in [place.line, place.column].into_iter().map_while(|number| number) {
            out.push_str(&format!(":{number}"));
        }
        Some(out)
    }
}

/// Lines and columns by themselves, for the runner's rules about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    line: Option<u32>,
    end_line: Option<u32>,
    column: Option<u32>,
    end_column: Option<u32>,
}

impl Place {
    fn of(annotation: &Annotation) -> Self {
        Self {
            line: annotation.line,
            end_line: annotation.end_line,
            column: annotation.column,
            end_column: annotation.end_column,
        }
    }

    /// actions/runner `IssueCommandExtension.ValidateLinesAndColumns`: an end alone is a start;
    /// columns need a single line; an end before its start drops both.
    fn validated(self) -> Self {
        let line = self.line.or(self.end_line);
        let column = self.column.or(self.end_column);
        let mut place = Self { line, column, ..self };
        let several = place.end_line.is_some_and(|end| Some(end) != place.line);
        if place.line.is_none() || several || place.end_column < place.column && place.end_column.is_some() {
            (place.column, place.end_column) = (None, None);
        }
        if place.end_line < place.line && place.end_line.is_some() {
            (place.line, place.end_line) = (None, None);
        }
        place
    }
}

fn title(title: &str) -> String {
    let title = guard::line(title.trim());
    if title.chars().count() <= TITLE_LIMIT {
        return title.into_owned();
    }
    title.chars().take(TITLE_LIMIT - 1).chain(['…']).collect()
}

fn path(path: &str) -> String {
    let path = guard::line(path);
    // The runner makes slashes only of paths that it makes relative itself.
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    if path.starts_with('=') { format!("./{path}") } else { path }
}

/// `message` within the runner's limit, with a note where it was cut.
fn cut(message: &str) -> Cow<'_, str> {
    if message.len() <= MESSAGE_LIMIT || message.encode_utf16().count() <= MESSAGE_LIMIT {
        return Cow::Borrowed(message);
    }
    let mut room = MESSAGE_LIMIT - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Cow::Owned(message.chars().take_while(fits).chain(CUT.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(numbers: [u32; 4]) -> [u32; 4] {
        let some = |number| (number > 0).then_some(number);
        let [line, end_line, column, end_column] = numbers.map(some);
        let place = Place { line, end_line, column, end_column }.validated();
        [place.line, place.end_line, place.column, place.end_column].map(Option::unwrap_or_default)
    }

    #[test]
    fn places_follow_the_runners_rules() {
        assert_eq!(place([3, 7, 0, 0]), [3, 7, 0, 0]);
        assert_eq!(place([0, 7, 0, 0]), [7, 7, 0, 0]);
        assert_eq!(place([3, 0, 0, 5]), [3, 0, 5, 5]);
        assert_eq!(place([0, 0, 2, 5]), [0, 0, 0, 0]);
        assert_eq!(place([3, 7, 2, 5]), [3, 7, 0, 0]);
        assert_eq!(place([3, 3, 2, 5]), [3, 3, 2, 5]);
        assert_eq!(place([7, 3, 0, 0]), [0, 0, 0, 0]);
        assert_eq!(place([3, 0, 5, 2]), [3, 0, 0, 0]);
    }

    #[test]
    fn text_is_guarded() {
        let annotation = Annotation::error("##[group]\u{1b}x").title("a\nb").file("=x");
        assert_eq!(annotation.to_command().to_string(), "::error title=a␊b,file=./=x::##\\[group]␛x");
    }

    #[test]
    fn long_messages_are_cut_with_a_note() {
        let fits = "😀".repeat(MESSAGE_LIMIT / 2);
        assert!(!Annotation::error(&*fits).is_too_long());
        let long = Annotation::error(fits + "x");
        assert!(long.is_too_long());
        let line = long.to_command().to_string();
        assert!(line.ends_with(CUT));
        let data = line.strip_prefix("::error::").unwrap();
        assert!(data.encode_utf16().count() <= MESSAGE_LIMIT);
    }

    #[test]
    fn long_titles_are_cut() {
        let line = Annotation::notice("x").title("t".repeat(300)).to_command().to_string();
        assert!(line.contains(&format!("{}…", "t".repeat(254))));
    }

    #[test]
    fn the_place_is_written_as_compilers_do() {
        let annotation = Annotation::error("x").file("a.rs").line(3).columns(5, 9);
        assert_eq!(annotation.place().as_deref(), Some("a.rs:3:5"));
        assert_eq!(Annotation::error("x").line(3).place(), None);
    }
}
