//! Trailers: `Token: value` lines in the last paragraph of a message.
//!
//! The rules are those of git-interpret-trailers(1) and its `trailer.c`: the paragraph counts if all of its
//! lines are trailers, or if at least a quarter are and one of them was written by git itself
//! (`Signed-off-by`, `(cherry picked from commit …)`); a line that starts with white space continues the
//! one before; the first paragraph is the subject and never holds trailers.

use serde::{Deserialize, Serialize};

use super::Person;

/// What `git cherry-pick -x` writes before the id.
const CHERRY_PICKED: &str = "(cherry picked from commit ";

/// A trailer of a commit message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trailer {
    /// The word before the colon, as it is written: `Signed-off-by`. For the line that
    /// `git cherry-pick -x` adds it is `cherry picked from commit`.
    pub token: String,
    /// What follows the colon, continuation lines joined by a line end.
    pub value: String,
}

impl Trailer {
    /// Whether this is the token, whatever its case.
    #[must_use]
    pub fn is(&self, token: &str) -> bool {
        self.token.eq_ignore_ascii_case(token)
    }
}

/// What a line of the last paragraph is.
#[derive(PartialEq)]
enum Line<'a> {
    Trailer { token: &'a str, value: &'a str, by_git: bool },
    Continuation(&'a str),
    Other,
}

/// The trailers of a message.
pub(super) fn parse(message: &str) -> Vec<Trailer> {
    let Some(paragraph) = last_paragraph(message) else {
        return Vec::new();
    };
    let lines: Vec<Line<'_>> = paragraph.lines().map(classify).collect();
    if !is_block(&lines) {
        return Vec::new();
    }
    let mut trailers: Vec<Trailer> = Vec::new();
    let mut open = false;
    for line in lines {
        match line {
            Line::Trailer { token, value, .. } => {
                trailers.push(Trailer { token: token.to_owned(), value: value.to_owned() });
                open = true;
            }
            Line::Continuation(text) if open => {
                if let Some(last) = trailers.last_mut() {
                    last.value.push('\n');
                    last.value.push_str(text);
                }
            }
            Line::Continuation(_) | Line::Other => open = false,
        }
    }
    trailers
}

/// The people of `Co-authored-by` trailers, each once.
pub(super) fn co_authors(trailers: &[Trailer]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for trailer in trailers.iter().filter(|trailer| trailer.is("Co-authored-by")) {
        let person = Person::parse(&trailer.value);
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}

/// The last paragraph, unless it is the first.
fn last_paragraph(message: &str) -> Option<&str> {
    let message = message.trim();
    let mut start = None;
    let mut at = 0;
    for line in message.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            start = Some(at);
        }
    }
    start.map(|start| &message[start..])
}

fn classify(line: &str) -> Line<'_> {
    if line.starts_with([' ', '\t']) {
        return Line::Continuation(line.trim());
    }
    if let Some(id) = line.strip_prefix(CHERRY_PICKED) {
        return Line::Trailer {
            token: "cherry picked from commit",
            value: id.trim_end().trim_end_matches(')'),
            by_git: true,
        };
    }
    let Some((token, value)) = line.split_once(':') else {
        return Line::Other;
    };
    let token = token.trim_end_matches([' ', '\t']);
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Line::Other;
    }
    Line::Trailer { token, value: value.trim(), by_git: token == "Signed-off-by" }
}

/// Whether a paragraph is a block of trailers.
fn is_block(lines: &[Line<'_>]) -> bool {
    let (mut trailers, mut others, mut by_git) = (0_usize, 0_usize, false);
    let mut after_trailer = false;
    for line in lines {
        match line {
            Line::Trailer { by_git: git, .. } => {
                trailers += 1;
                by_git |= git;
                after_trailer = true;
            }
            Line::Continuation(_) if after_trailer => {}
            Line::Continuation(_) | Line::Other => {
                others += 1;
                after_trailer = false;
            }
        }
    }
    trailers > 0 && (others == 0 || (by_git && trailers * 3 >= others))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &[(&str, &str)]) {
        let trailers = parse(message);
        let found: Vec<_> = trailers.iter().map(|t| (t.token.as_str(), t.value.as_str())).collect();
        assert_eq!(found, expected, "{message:?}");
    }

    #[test]
    fn reads_the_last_paragraph() {
        check("fix: a", &[]);
        check("Fixes: a", &[]);
        check("fix: a\n\nFixes: #1\nRefs:  #2 \n", &[("Fixes", "#1"), ("Refs", "#2")]);
        check("fix: a\n\nFixes: #1\n\nprose", &[]);
        check("fix: a\r\n\r\nFixes: #1\r\n", &[("Fixes", "#1")]);
        check("a\n\nToken : v", &[("Token", "v")]);
        check("a\n\nTwo words: v", &[]);
        check("a\n\nhttps://example.org", &[("https", "//example.org")]);
    }

    #[test]
    fn joins_continuation_lines() {
        check("a\n\nToken: one\n  two\n\tthree", &[("Token", "one\ntwo\nthree")]);
        check("a\n\n  stray\nToken: one", &[]);
    }

    #[test]
    fn prose_disqualifies_unless_git_wrote_a_line() {
        check("a\n\nprose here\nToken: one", &[]);
        check("a\n\nprose here\nSigned-off-by: A <a@b>", &[("Signed-off-by", "A <a@b>")]);
        check("a\n\np\np\np\np\nSigned-off-by: A <a@b>", &[]);
        check(
            "a\n\n(cherry picked from commit 1234)\nSigned-off-by: A <a@b>",
            &[("cherry picked from commit", "1234"), ("Signed-off-by", "A <a@b>")],
        );
    }

    #[test]
    fn names_co_authors_once() {
        let trailers =
            parse("a\n\nCo-authored-by: A B <a@b>\nco-authored-by: A B <a@b>\nCO-AUTHORED-BY: C <c@d>");
        let people = co_authors(&trailers);
        let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["A B", "C"]);
    }
}
