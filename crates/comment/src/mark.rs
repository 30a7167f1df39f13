//! Which run wrote what: a mark in the comment that no reader sees.

use std::fmt;

/// A run of a workflow, in the order in which runs were started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// `GITHUB_RUN_ID`: a later run has a higher one.
    pub id: u64,
    /// `GITHUB_RUN_ATTEMPT`, from 1.
    pub attempt: u64,
    /// How often that attempt has changed its mind: `building`, then `ready`.
    pub turn: u64,
}

impl Run {
    /// The first word of an attempt of a run.
    #[must_use]
    pub const fn new(id: u64, attempt: u64) -> Self {
        Self { id, attempt, turn: 0 }
    }

    /// Whether two words are of one attempt of one run.
    pub(crate) const fn is_of(self, other: Self) -> bool {
        self.id == other.id && self.attempt == other.attempt
    }

    /// The word after this one.
    pub(crate) const fn next(self) -> Self {
        Self { turn: self.turn.saturating_add(1), ..self }
    }

    /// Reads `12.1`, or `12.1.2` with the turn; what is missing is nothing.
    pub(crate) fn read(text: &str) -> Self {
        let mut numbers = text.split('.').map(|number| number.parse().unwrap_or(0));
        let id = numbers.next().unwrap_or(0);
        Self { id, attempt: numbers.next().unwrap_or(1), turn: numbers.next().unwrap_or(0) }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.id, self.attempt)?;
        if self.turn == 0 { Ok(()) } else { write!(formatter, ".{}", self.turn) }
    }
}

/// Who wrote a part of a comment, and about which commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The run; all are older than one that is known.
    pub run: Run,
    /// The commit that it is about; empty where there is none.
    pub sha: String,
}

impl Mark {
    /// Reads `run=12.1 sha=abc`; what is missing is nothing.
    pub(crate) fn read(text: &str) -> Self {
        let mut mark = Self::default();
        for word in text.split_whitespace() {
            match word.split_once('=') {
                Some(("run", value)) => mark.run = Run::read(value),
                Some(("sha", value)) => value.clone_into(&mut mark.sha),
                _ => {}
            }
        }
        mark
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "run={}", self.run)?;
        if self.sha.is_empty() { Ok(()) } else { write!(formatter, " sha={}", self.sha) }
    }
}

/// A name as it stands in a mark: without spaces, and without what ends an HTML comment.
pub(crate) fn encode(name: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || "_./@-".contains(c);
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        match kept(c) {
            true => text.push(c),
            false => text.push_str(&format!("%{:x}%", u32::from(c))),
        }
    }
    // Two hyphens end a comment for old parsers.
    text.replace("--", "-%2d%")
}

/// The name again.
pub(crate) fn decode(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut parts = text.split('%');
    name.push_str(parts.next().unwrap_or_default());
    while let (Some(code), Some(rest)) = (parts.next(), parts.next()) {
        name.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        name.push_str(rest);
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_reads_as_it_is_written() {
        let mark = Mark { run: Run::new(12, 3), sha: "abc".to_owned() };
        assert_eq!(mark.to_string(), "run=12.3 sha=abc");
        let next = Mark { run: mark.run.next(), ..mark.clone() };
        assert_eq!(next.to_string(), "run=12.3.1 sha=abc");
        assert_eq!(Mark::read(&next.to_string()), next);
        assert_eq!(Mark::read(&mark.to_string()), mark);
        assert_eq!(Mark::read("something else"), Mark::default());
    }

    #[test]
    fn an_attempt_comes_after_those_before_it_and_a_run_too() {
        assert!(Run::new(12, 2) > Run::new(12, 1).next() && Run::new(13, 1) > Run::new(12, 9));
        assert!(Run::new(12, 1).next() > Run::new(12, 1));
    }

    proptest! {
        #[test]
        fn any_name_comes_back(name in "\\PC{0,20}") {
            let text = encode(&name);
            prop_assert!(!text.contains(char::is_whitespace) && !text.contains("--") && !text.contains('>'));
            prop_assert_eq!(decode(&text), name);
        }
    }
}
