//! The step's summary: Markdown that GitHub shows on the run's page.
//!
//! What is given as text shows as that text: HTML and Markdown in it are escaped, controls made
//! visible (actions/toolkit joins strings as they are). The runner uploads a file of at most 1 MiB
//! (`CreateStepSummaryCommand.AttachmentSizeLimit`) and nothing of a larger one, so what would go
//! beyond that is cut, visibly.

mod escape;
mod fit;

use std::fs::OpenOptions;
use std::io::{self, Read, Seek, SeekFrom, Write};

pub use self::escape::escape;
pub(super) use self::escape::html as escape_html;
use super::environment::Environment;
use super::guard::{self, Lines};

/// Bytes that a step's summary may have, with all that was written to its file.
pub const SUMMARY_LIMIT: usize = 1024 * 1024;

const VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Why no summary was written.
#[derive(Debug, thiserror::Error)]
pub enum SummaryError {
    /// Off the runner there is none.
    #[error("`GITHUB_STEP_SUMMARY` is not set")]
    NoFile,
    /// The runner makes the file, so one that is missing is not the one it will read.
    #[error("cannot write to `{path}`, which `GITHUB_STEP_SUMMARY` names")]
    Write {
        /// Its value.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

/// Whether all of a summary was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// All of it.
    Whole,
    /// The limit was reached; a note says so at the end.
    Cut,
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left, for words.
    #[default]
    Left,
    /// At the right, for numbers.
    Right,
    /// In the middle.
    Center,
}

/// A page of Markdown, block after block.
///
/// ```
/// use deploy_kit_core::actions::{Align, Summary};
///
/// let summary = Summary::new()
///     .heading(2, "Coverage of <main>")
///     .table([("File", Align::Left), ("Lines", Align::Right)], [["a_b.rs", "97%"]]);
/// assert_eq!(
///     summary.as_str(),
///     "## Coverage of &lt;main&gt;\n\n| File | Lines |\n| :-- | --: |\n| a\\_b.rs | 97% |\n",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    text: String,
}

impl Summary {
    /// An empty page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The page as Markdown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds Markdown as it is: of our own making, or escaped.
    #[must_use]
    pub fn markdown(mut self, markdown: &str) -> Self {
        let markdown = markdown.trim_end();
        if !markdown.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(markdown);
            self.text.push('\n');
        }
        self
    }

    /// Adds a heading of level 1 to 6.
    #[must_use]
    pub fn heading(self, level: usize, text: &str) -> Self {
        self.markdown(&format!("{} {}", "#".repeat(level.clamp(1, 6)), escape(text)))
    }

    /// Adds text; its lines stay lines.
    #[must_use]
    pub fn paragraph(self, text: &str) -> Self {
        self.markdown(&lines(text).join("<br>\n"))
    }

    /// Adds text as a quotation.
    #[must_use]
    pub fn quote(self, text: &str) -> Self {
        let lines: Vec<_> = lines(text).iter().map(|line| format!("> {line}")).collect();
        self.markdown(&lines.join("<br>\n"))
    }

    /// Adds text in a fence that it cannot close; `language` may be empty.
    #[must_use]
    pub fn code(self, language: &str, text: &str) -> Self {
        let text = guard::visible(text.trim_end_matches('\n'), Lines::Kept);
        let fence = "`".repeat((longest_run(&text) + 1).max(3));
        let known = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.');
        let language: String = language.chars().filter(known).collect();
        self.markdown(&format!("{fence}{language}\n{text}\n{fence}"))
    }

    /// Adds a list of texts.
    #[must_use]
    pub fn list<T: AsRef<str>>(self, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<_> = items.into_iter().map(|item| format!("- {}", escape(item.as_ref()))).collect();
        self.markdown(&items.join("\n"))
    }

    /// Adds a table of texts, with a header and the columns' alignment.
    #[must_use]
    pub fn table<H, R, C>(
        self,
        header: impl IntoIterator<Item = (H, Align)>,
        rows: impl IntoIterator<Item = R>,
    ) -> Self
    where
        H: AsRef<str>,
        R: IntoIterator<Item = C>,
        C: AsRef<str>,
    {
        let (names, marks): (Vec<_>, Vec<_>) =
            header.into_iter().map(|(name, align)| (escape(name.as_ref()), align.mark())).unzip();
        let mut table = format!("| {} |\n| {} |\n", names.join(" | "), marks.join(" | "));
        for row in rows {
            let cells: Vec<_> = row.into_iter().map(|cell| escape(cell.as_ref())).collect();
            table.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        self.markdown(&table)
    }

    /// Adds a page behind a headline that opens it.
    #[must_use]
    pub fn details(self, headline: &str, page: &Self) -> Self {
        let headline = escape::html(headline);
        let page = &page.text;
        self.markdown(&format!("<details><summary>{headline}</summary>\n\n{page}\n</details>"))
    }

    /// Adds a link in a paragraph of its own.
    #[must_use]
    pub fn link(self, text: &str, url: &str) -> Self {
        self.markdown(&format!("[{}](<{}>)", escape(text), escape::url(url)))
    }

    /// Appends the page to the step's summary.
    ///
    /// # Errors
    ///
    /// [`SummaryError`], off the runner always.
    pub fn append(&self, environment: &Environment) -> Result<Written, SummaryError> {
        self.write(environment, false)
    }

    /// Writes the page in place of all that the step's summary held.
    ///
    /// # Errors
    ///
    /// [`SummaryError`], off the runner always.
    pub fn overwrite(&self, environment: &Environment) -> Result<Written, SummaryError> {
        self.write(environment, true)
    }

    fn write(&self, environment: &Environment, anew: bool) -> Result<Written, SummaryError> {
        let path = environment.get(VARIABLE).ok_or(SummaryError::NoFile)?;
        self.write_to(path, anew).map_err(|source| SummaryError::Write { path: path.to_owned(), source })
    }

    fn write_to(&self, path: &str, anew: bool) -> io::Result<Written> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        if anew {
            file.set_len(0)?;
        }
        let used = usize::try_from(file.seek(SeekFrom::End(0))?).unwrap_or(usize::MAX);
        let start = if used == 0 {
            ""
        } else {
            let mut last = [0; 1];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            // An empty line, so that nothing of the earlier page runs on into this one.
            if last == *b"\n" { "\n" } else { "\n\n" }
        };
        let room = SUMMARY_LIMIT.saturating_sub(used + start.len());
        let text = fit::fit(&self.text, room);
        if !text.is_empty() {
            file.seek(SeekFrom::End(0))?;
            file.write_all(format!("{start}{text}").as_bytes())?;
        }
        Ok(if text == self.text { Written::Whole } else { Written::Cut })
    }
}

impl Align {
    const fn mark(self) -> &'static str {
        match self {
            Self::Left => ":--",
            Self::Right => "--:",
            Self::Center => ":-:",
        }
    }
}

/// The lines of a text, escaped; those at the ends are not empty.
fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(escape).collect()
}

/// How many backticks stand in a row at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
