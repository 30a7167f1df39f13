//! The records that nearly all of a report consists of, read in place without looking for the line's end first: `DA:` and
//! `BRDA:` of short numbers, `FN:` and `FNDA:`. What is not as usual is left to the parent, that reads everything.

use super::super::number::{self, Word};
use super::{Function, Reader, Record};
use crate::model::Line;
use crate::read::NumberedArm;

/// Lines or arms that are told in one go: few enough to stay in the innermost cache.
const BATCH: usize = 512;

/// How records begin, as the low bytes of a word.
const DA: u64 = u64::from_le_bytes(*b"DA:\0\0\0\0\0");
const BRDA: u64 = u64::from_le_bytes(*b"BRDA:\0\0\0");
const FN: u64 = u64::from_le_bytes(*b"FN:\0\0\0\0\0");
const FNDA: u64 = u64::from_le_bytes(*b"FNDA:\0\0\0");
const THREE: u64 = (1 << 24) - 1;
const FIVE: u64 = (1 << 40) - 1;

impl Reader<'_, '_> {
    /// Reads up to the first record that is not as usual.
    pub(super) fn quick(&mut self) {
        let Some(record) = &mut self.record else { return };
        let (bytes, mut at) = (self.bytes, self.at);
        while let Some(Word(word)) = Word::of(bytes, at) {
            let start = at;
            if word & THREE == DA {
                at = lines(bytes, at, &mut self.batch.lines);
                record.has_lines |= at > start;
                self.sink.lines(&self.batch.lines);
                self.batch.lines.clear();
            } else if word & FIVE == BRDA {
                at = arms(bytes, at, &mut self.batch.arms);
                self.sink.arms(&self.batch.arms);
                self.batch.arms.clear();
            } else if word & THREE == FN {
                let keep = self.has_functions.then_some(&mut *record);
                at = function(bytes, at + 3, false, keep).unwrap_or(at);
            } else if word & FIVE == FNDA {
                let keep = self.has_functions.then_some(&mut *record);
                at = function(bytes, at + 5, true, keep).unwrap_or(at);
            }
            if at == start {
                break;
            }
        }
        self.at = at;
    }
}

/// Lines in a row; the place of what comes next.
fn lines(bytes: &[u8], mut at: usize, lines: &mut Vec<Line>) -> usize {
    for _ in 0..BATCH {
        if Word::of(bytes, at).is_none_or(|Word(word)| word & THREE != DA) {
            break;
        }
        let Some((line, next)) = line(bytes, at + 3) else { break };
        lines.push(line);
        at = next;
    }
    at
}

/// Arms in a row; the place of what comes next.
fn arms(bytes: &[u8], mut at: usize, arms: &mut Vec<NumberedArm>) -> usize {
    for _ in 0..BATCH {
        if Word::of(bytes, at).is_none_or(|Word(word)| word & FIVE != BRDA) {
            break;
        }
        let Some((arm, next)) = arm(bytes, at + 5) else { break };
        arms.push(arm);
        at = next;
    }
    at
}

/// `line,hits` and a line feed; with the place of the next record.
#[inline(always)]
fn line(bytes: &[u8], at: usize) -> Option<(Line, usize)> {
    let (line, length) = Word::of(bytes, at)?.number(b',')?;
    let at = at + length + 1;
    let (hits, length) = Word::of(bytes, at)?.number(b'\n')?;
    Some((Line { number: number::line(line)?, hits }, at + length + 1))
}

/// `line,block,branch,taken` and a line feed, where taken may be `-`; with the place of the next record.
#[inline(always)]
fn arm(bytes: &[u8], at: usize) -> Option<(NumberedArm, usize)> {
    let (line, length) = Word::of(bytes, at)?.number(b',')?;
    let at = at + length + 1;
    let word = Word::of(bytes, at)?;
    let (block, length) = word.number(b',')?;
    let (branch, other) = word.after(length + 1).number(b',')?;
    let at = at + length + 1 + other + 1;
    let word = Word::of(bytes, at)?;
    let (hits, length) =
        if word.0 & 0xffff == u64::from(u16::from_le_bytes(*b"-\n")) { (0, 1) } else { word.number(b'\n')? };
    // Of at most 7 digits each.
    let (block, branch) = (block as u32, branch as u32);
    Some((NumberedArm { line: number::line(line)?, block, branch, hits }, at + length + 1))
}

/// `line,name` or `hits,name` and a line feed; the place of the next record. It is kept if there is a record to keep it in.
#[inline(always)]
fn function<'a>(bytes: &'a [u8], at: usize, is_count: bool, keep: Option<&mut Record<'a>>) -> Option<usize> {
    let (number, length) = Word::of(bytes, at)?.number(b',')?;
    let at = at + length + 1;
    let end = at + memchr::memchr(b'\n', &bytes[at..])?;
    if let Some(record) = keep {
        let name = bytes[at..end].trim_ascii_end();
        // An end before the name, as 2.x writes it, or a name of digits and commas.
        if !is_count && name.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let (line, hits) = if is_count { (None, Some(number)) } else { (number::line(number), None) };
        record.functions.push(Function { line, hits, ..Function::named(name) });
    }
    Some(end + 1)
}
