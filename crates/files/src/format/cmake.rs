//! `CMakeLists.txt`.

use std::ops::Range;

use crate::syntax::Text;
use crate::{Error, Reading, Spelling, VersionFile};

/// A project of CMake: `project(name VERSION 1.2.0)`. It has numbers only, so that a pre-release has the version
/// that it leads to.
/// <https://cmake.org/cmake/help/latest/command/project.html>
pub(super) struct CMake;

impl VersionFile for CMake {
    fn name(&self) -> &'static str {
        "cmake"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "CMakeLists.txt"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = version(content).map(|span| Text { value: content[span.clone()].to_owned(), span });
        Ok(Reading::of(version, Spelling::Numbers, "`project(… VERSION …)`"))
    }
}

/// The argument behind `VERSION` of the first `project`, if it is a number and no `${variable}`.
fn version(content: &str) -> Option<Range<usize>> {
    let mut words = Words { content, at: 0 }.peekable();
    while let Some(word) = words.next() {
        let is_call = words.peek().is_some_and(|next| &content[next.clone()] == "(");
        if !is_call || !content[word].eq_ignore_ascii_case("project") {
            continue;
        }
        let mut arguments = words.by_ref().take_while(|word| &content[word.clone()] != ")");
        arguments.find(|word| &content[word.clone()] == "VERSION")?;
        return arguments
            .next()
            .filter(|word| content[word.clone()].starts_with(|c: char| c.is_ascii_digit()));
    }
    None
}

/// Words and parentheses, without comments; a string in quotes is one word, quotes left out.
struct Words<'a> {
    content: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let rest = &self.content[self.at..];
            let start = self.at + rest.len()
                - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            let rest = &self.content[start..];
            let first = rest.chars().next()?;
            let (word, end) = match first {
                '#' => {
                    self.at = start + rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '(' | ')' => (start..start + 1, start + 1),
                '"' => {
                    let length = rest[1..].find('"').unwrap_or(rest.len() - 1);
                    (start + 1..start + 1 + length, (start + 2 + length).min(self.content.len()))
                }
                _ => {
                    let length =
                        rest.find(|c: char| c.is_whitespace() || "()#\"".contains(c)).unwrap_or(rest.len());
                    (start..start + length, start + length)
                }
            };
            self.at = end;
            return Some(word);
        }
    }
}
