//! How each line of a commit fared, in some bytes a file.
//!
//! ```text
//! deploy-kit coverage lines 1
//! 4n5h2nmp<tab>5/7<tab>6/7<tab>14/20<tab>src/lib.rs
//! ```
//!
//! A run is a number, left out where it is 1, and what so many lines from there on are: `n` none that can run, `m` missed,
//! `p` partial, `h` hit. Then what is covered of the file as Codecov counts, by lines that ran, and as the producing tool
//! counts, and the path, in which `\` stands before `\`, and `\n` and
//! `\r` are written so.

use std::fmt::Write as _;

use super::{BaseFile, Files};
use crate::metric::Worth;
use crate::model::Percent;

/// The first line: what follows, and its version.
const HEAD: &str = "deploy-kit coverage lines 1";

/// What no file's length reaches: a few bytes must not become gigabytes.
const LAST: u32 = 100_000_000;

/// Lines that are not as they ought to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLines {
    /// It is something else, or of a later version.
    #[error("it begins with `{0}` and not with `{HEAD}`")]
    Head(String),
    /// A line is something else.
    #[error("its line {0} is none of a file's")]
    Line(usize),
}

/// As a file.
#[must_use]
pub fn write(files: &Files) -> String {
    let mut text = format!("{HEAD}\n");
    for (path, file) in files {
        push_runs(&mut text, &file.lines);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "\t{}\t{}\t{}\t{}", file.codecov, file.ran, file.tool, escaped(path));
    }
    text
}

/// Reads such a file.
///
/// # Errors
/// It is something else.
pub fn read(text: &str) -> Result<Files, BrokenLines> {
    let mut lines = (1..).zip(text.lines());
    let head = lines.next().map_or("", |(_, line)| line);
    if head != HEAD {
        return Err(BrokenLines::Head(head.chars().take(60).collect()));
    }
    lines.map(|(at, line)| file(line).ok_or(BrokenLines::Line(at))).collect()
}

fn file(line: &str) -> Option<(String, BaseFile)> {
    let mut parts = line.splitn(5, '\t');
    let lines = read_runs(parts.next()?)?;
    let (codecov, ran, tool) = (percent(parts.next()?)?, percent(parts.next()?)?, percent(parts.next()?)?);
    Some((unescaped(parts.next()?), BaseFile { codecov, ran, tool, lines }))
}

fn percent(text: &str) -> Option<Percent> {
    let (covered, total) = text.split_once('/')?;
    Percent::new(covered.parse().ok()?, total.parse().ok()?)
}

fn push_runs(text: &mut String, lines: &[(u32, Worth)]) {
    let mut next = 1;
    let mut at = 0;
    while let Some(&(number, worth)) = lines.get(at) {
        push_run(text, number - next, 'n');
        let run = lines[at..].iter().zip(number..).take_while(|(line, number)| **line == (*number, worth));
        let count = run.count();
        push_run(text, u32::try_from(count).unwrap_or(u32::MAX), letter(worth));
        at += count;
        next = lines[at - 1].0 + 1;
    }
}

fn push_run(text: &mut String, count: u32, letter: char) {
    if count > 1 {
        let _ = write!(text, "{count}");
    }
    if count > 0 {
        text.push(letter);
    }
}

fn read_runs(runs: &str) -> Option<Vec<(u32, Worth)>> {
    let (mut lines, mut next, mut count) = (Vec::new(), 1_u32, 0_u32);
    for letter in runs.chars() {
        if let Some(digit) = letter.to_digit(10) {
            count = count.checked_mul(10)?.checked_add(digit)?;
            continue;
        }
        let end = next.checked_add(std::mem::take(&mut count).max(1))?;
        if letter != 'n' {
            let worth = worth(letter)?;
            if end > LAST {
                return None;
            }
            lines.extend((next..end).map(|number| (number, worth)));
        }
        next = end;
    }
    (count == 0).then_some(lines)
}

fn letter(worth: Worth) -> char {
    match worth {
        Worth::Missed => 'm',
        Worth::Partial => 'p',
        Worth::Hit => 'h',
    }
}

fn worth(letter: char) -> Option<Worth> {
    [Worth::Missed, Worth::Partial, Worth::Hit].into_iter().find(|worth| self::letter(*worth) == letter)
}

fn escaped(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                other => text.extend(other),
            },
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_some_bytes() {
        use Worth::{Hit, Missed, Partial};
        let mut lines: Vec<_> = (5..=9).map(|number| (number, Hit)).collect();
        lines.extend([(12, Missed), (13, Partial)]);
        let percent = |covered, total| Percent::new(covered, total).unwrap();
        let file = BaseFile { codecov: percent(5, 7), ran: percent(6, 7), tool: percent(14, 20), lines };
        let files = BTreeMap::from([("src/a\\b.rs".to_owned(), file)]);
        let text = write(&files);
        assert_eq!(text, format!("{HEAD}\n4n5h2nmp\t5/7\t6/7\t14/20\tsrc/a\\\\b.rs\n"));
        assert_eq!(read(&text).unwrap(), files);
    }

    #[test]
    fn what_is_something_else_is_refused() {
        assert_eq!(read("<html>").unwrap_err(), BrokenLines::Head("<html>".to_owned()));
        for line in
            ["h\t1/2", "h\t3/2\ta", "x\t1/2\ta", "4\t1/2\ta", "9999999999h\t1/2\ta", "4000000000h\t1/2\ta"]
        {
            assert_eq!(read(&format!("{HEAD}\n{line}\n")).unwrap_err(), BrokenLines::Line(2), "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(files in prop::collection::btree_map(
            "[a-z/\\\\\n\r\t ]{1,8}",
            (0_u64..9, 0_u64..9, prop::collection::btree_map(1_u32..60, 0_u8..3, 0..20)),
            0..4,
        )) {
            let of = |(covered, more, lines): (u64, u64, BTreeMap<u32, u8>)| BaseFile {
                codecov: Percent::new(covered, covered + more).unwrap(),
                ran: Percent::new(more, covered + more).unwrap(),
                tool: Percent::new(covered, covered + more + 1).unwrap(),
                lines: lines.into_iter().map(|(number, worth)| {
                    (number, [Worth::Missed, Worth::Partial, Worth::Hit][usize::from(worth)])
                }).collect(),
            };
            let files: Files = files.into_iter().map(|(path, file)| (path, of(file))).collect();
            prop_assert_eq!(read(&write(&files)).unwrap(), files);
        }
    }
}
