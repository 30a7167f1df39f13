//! Any text whose versions are marked by comments.

use std::ops::Range;

use crate::error::Position;
use crate::syntax::{Text, version};
use crate::{Absence, Error, Place, Reading, Role, Spelling, VersionFile};

/// A line that says `x-deploy-kit-version`, or every line from `x-deploy-kit-start-version` to
/// `x-deploy-kit-end`: the first version on it is the package's. `major`, `minor` and `patch` in place of
/// `version` mark one number. The markers of release-please mean the same.
pub(super) struct Marked;

const MARKERS: [&str; 2] = ["x-deploy-kit-", "x-release-please-"];

impl VersionFile for Marked {
    fn name(&self) -> &'static str {
        "marked"
    }

    /// Every text can have marks: the configuration names those that do.
    fn matches(&self, _file_name: &str) -> bool {
        false
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let mut scanner = Scanner { content, block: None, places: Vec::new() };
        let mut start = 0;
        for line in content.split_inclusive('\n') {
            scanner.line(start..start + line.len())?;
            start += line.len();
        }
        if let Some(block) = scanner.block {
            return Err(block.lacks(content, "its end"));
        }
        let absence = scanner
            .places
            .is_empty()
            .then_some(Absence::Missing("a line with the comment `x-deploy-kit-version`"));
        Ok(Reading { places: scanner.places, absence, ..Reading::default() })
    }
}

/// What a mark says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Line(What),
    Start(What),
    End,
}

/// What is to be replaced.
type What = Spelling;

/// The word behind the marker, and what it marks.
const WORDS: [(&str, What); 4] = [
    ("version", Spelling::SemVer),
    ("major", Spelling::Major),
    ("minor", Spelling::Minor),
    ("patch", Spelling::Patch),
];

fn mark(line: &str) -> Option<Mark> {
    let rest = MARKERS.iter().find_map(|marker| Some(&line[line.find(marker)? + marker.len()..]))?;
    let word = |rest: &str| WORDS.iter().find(|(word, _)| rest.starts_with(word)).map(|(_, what)| *what);
    match rest.strip_prefix("start-") {
        Some(rest) => word(rest).map(Mark::Start),
        None if rest.starts_with("end") => Some(Mark::End),
        None => word(rest).map(Mark::Line),
    }
}

/// An open block.
struct Block {
    what: What,
    /// The byte at which its first line starts.
    start: usize,
    /// How many places were known before it.
    places: usize,
}

impl Block {
    fn lacks(&self, content: &str, what: &str) -> Error {
        Error::Mark { at: Position::of(content, self.start), what: what.to_owned() }
    }
}

struct Scanner<'a> {
    content: &'a str,
    block: Option<Block>,
    places: Vec<Place>,
}

impl Scanner<'_> {
    fn line(&mut self, span: Range<usize>) -> Result<(), Error> {
        let line = &self.content[span.clone()];
        match (mark(line), &self.block) {
            (Some(Mark::Line(what)), _) => {
                let Some(place) = find(line, span.start, what) else {
                    let at = Position::of(self.content, span.start);
                    return Err(Error::Mark { at, what: "a version on its line".to_owned() });
                };
                self.places.push(place);
            }
            (Some(Mark::Start(what)), None) => {
                self.block = Some(Block { what, start: span.start, places: self.places.len() });
            }
            (Some(Mark::Start(_)), Some(block)) => return Err(block.lacks(self.content, "its end")),
            (Some(Mark::End), Some(block)) if block.places == self.places.len() => {
                return Err(block.lacks(self.content, "a version on one of its lines"));
            }
            (Some(Mark::End), _) => self.block = None,
            (None, Some(block)) => self.places.extend(find(line, span.start, block.what)),
            (None, None) => {}
        }
        Ok(())
    }
}

/// The first version, or the first number, of a line that starts at a byte.
fn find(line: &str, start: usize, what: What) -> Option<Place> {
    let found = match what {
        Spelling::SemVer => version::first(line)?,
        _ => version::first_number(line)?,
    };
    let value = line[found.clone()].to_owned();
    Some(Text { span: start + found.start..start + found.end, value }.place(Role::Own(what)))
}
