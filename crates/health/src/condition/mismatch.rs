//! A condition that is not met, in words.

use std::fmt;

use deploy_kit_core::actions::{Masks, guard};
use serde::{Deserialize, Serialize};

use crate::probe::{Answer, Observation};

/// Which condition is not met: what was expected, what was got, and how the body begins.
///
/// Every text is masked and safe in a log. In Markdown it still has to be escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// Which condition: `status`, ``header `x-version` ``.
    pub condition: String,
    /// What it asks for.
    pub expected: String,
    /// What there was instead.
    pub got: String,
    /// The first lines of the body; empty if there is none, or nothing that could be read.
    pub excerpt: String,
}

/// Lines of a body that are shown.
const LINES: usize = 5;
/// Characters of a line that are shown.
const WIDTH: usize = 160;

impl Mismatch {
    pub(super) fn new(
        condition: String,
        expected: String,
        got: &str,
        seen: &Observation,
        masks: &Masks,
    ) -> Self {
        let line = |text: &str| guard::line(&clip(&masks.redact(text))).into_owned();
        Self {
            condition: line(&condition),
            expected: line(&expected),
            got: line(got),
            excerpt: seen.answer().map(|answer| excerpt(answer, masks)).unwrap_or_default(),
        }
    }
}

/// The first lines of a body that are not blank, masked before they are cut: half a secret is one still.
fn excerpt(answer: &Answer, masks: &Masks) -> String {
    // A body that is no text shows as characters of replacement alone.
    if answer.body.contains(['\0', char::REPLACEMENT_CHARACTER]) {
        return String::new();
    }
    // More than enough for the lines, and bounded where the body is one line of a megabyte. A secret that the
    // bound cuts stands past all that is shown.
    let end = answer.body.char_indices().nth(64 << 10).map_or(answer.body.len(), |(at, _)| at);
    let masked = masks.redact(&answer.body[..end]);
    let lines = masked.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let lines: Vec<_> = lines.take(LINES).map(clip).collect();
    guard::text(&lines.join("\n")).into_owned()
}

fn clip(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

impl fmt::Display for Mismatch {
    /// `status: expected 200-399, got 503`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, got {}", self.condition, self.expected, self.got)
    }
}

#[cfg(test)]
mod tests {
    use deploy_kit_core::actions::Secret;

    use super::*;

    fn of(body: &str) -> String {
        let mut masks = Masks::default();
        masks.add(&Secret::new("hunter22")).unwrap();
        excerpt(&Answer { body: body.to_owned(), ..Answer::default() }, &masks)
    }

    #[test]
    fn a_body_s_first_lines_are_short_masked_and_harmless() {
        assert_eq!(of("\n\n<h1>no</h1>\r\n  \nkey=hunter22\n"), "<h1>no</h1>\nkey=***");
        assert_eq!(of("::set-output name=x::y"), ":\\:set-output name=x::y");
        assert_eq!(of("1\n2\n3\n4\n5\n6"), "1\n2\n3\n4\n5");
        assert_eq!(of(&"ä".repeat(161)), format!("{}…", "ä".repeat(160)));
        // A secret across the edge of what is shown is gone before the cut.
        assert_eq!(of(&format!("{}hunter22", "x".repeat(155))), format!("{}***", "x".repeat(155)));
        assert_eq!(of("\u{fffd}PNG"), "");
        assert_eq!(of(""), "");
    }
}
