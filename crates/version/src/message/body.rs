//! One pass over the lines below the subject.

use super::footer::{self, BreakingMark};
use super::{Change, Header, Message, NearMiss, RevertOf, reference, split_line};

/// Reads `text`, all that follows the subject, into `message`.
pub(super) fn read<'a>(text: &'a str, message: &mut Message<'a>) {
    let mut reader = Reader::new(text, message);
    let mut rest = text;
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let (line, after) = split_line(rest);
        reader.line(line, at);
        rest = after;
    }
    reader.end_breaking(text.len());
}

struct Reader<'a, 'm> {
    text: &'a str,
    message: &'m mut Message<'a>,
    /// The change that footers and references below belong to.
    current: Option<usize>,
    /// Where the text of an open `BREAKING CHANGE:` footer starts.
    breaking_from: Option<usize>,
    /// The character and length of an open code fence.
    fence: Option<(u8, usize)>,
    after_blank: bool,
    /// A squash list starts on the first line that is not blank, or there is none.
    bullets: Option<bool>,
    /// Where the next `#` stands: most lines have none, and need not be searched one by one.
    number_sign: usize,
}

impl<'a, 'm> Reader<'a, 'm> {
    fn new(text: &'a str, message: &'m mut Message<'a>) -> Self {
        let current = message.subject_is_conventional.then_some(0);
        Self {
            text,
            message,
            current,
            breaking_from: None,
            fence: None,
            after_blank: true,
            bullets: None,
            number_sign: next_number_sign(text, 0),
        }
    }

    fn line(&mut self, line: &'a str, at: usize) {
        let trimmed = line.trim_start();
        let Some(&first) = trimmed.as_bytes().first() else {
            self.after_blank = true;
            return;
        };
        let after_blank = std::mem::replace(&mut self.after_blank, false);
        if self.fence(trimmed, first) {
            return;
        }
        let indented = trimmed.len() < line.len();
        match first {
            b'*' | b'-' => self.bullet(trimmed, at),
            b'b' | b'B' => self.breaking(trimmed, at + line.len() - trimmed.len()),
            _ => {}
        }
        if first.is_ascii_alphabetic() {
            if !(after_blank && !indented && self.entry(trimmed, at)) {
                self.footer(trimmed, at);
            }
            self.bullets.get_or_insert(false);
        }
        if self.number_sign < at {
            self.number_sign = next_number_sign(self.text, at);
        }
        if self.number_sign < at + line.len() {
            self.references(trimmed);
        }
    }

    /// Opens or closes a code fence; what stands inside one is quoted, never meant.
    fn fence(&mut self, line: &str, first: u8) -> bool {
        if first != b'`' && first != b'~' {
            return self.fence.is_some();
        }
        let length = line.bytes().take_while(|&byte| byte == first).count();
        match self.fence {
            Some((open, least)) => {
                if open == first && length >= least && line[length..].trim().is_empty() {
                    self.fence = None;
                }
                true
            }
            None if length >= 3 => {
                self.fence = Some((first, length));
                true
            }
            None => false,
        }
    }

    fn bullet(&mut self, line: &'a str, at: usize) {
        let Some(item) = line.strip_prefix("* ").or_else(|| line.strip_prefix("- ")) else {
            return;
        };
        let item = item.trim_start();
        if let Some(BreakingMark::Footer(text)) = footer::breaking(item) {
            self.slip(NearMiss::BreakingInList);
            let start = at + (text.as_ptr() as usize - self.text[at..].as_ptr() as usize);
            self.begin_breaking(start, at);
            return;
        }
        if self.bullets == Some(false) {
            return;
        }
        let is_entry = self.entry(item, at);
        self.bullets.get_or_insert(is_entry);
    }

    fn breaking(&mut self, line: &'a str, at: usize) {
        match footer::breaking(line) {
            Some(BreakingMark::Footer(text)) => self.begin_breaking(at + line.len() - text.len(), at),
            Some(BreakingMark::LowerCase) => self.slip(NearMiss::BreakingLowerCase),
            Some(BreakingMark::NoColon) => self.slip(NearMiss::BreakingNoColon),
            None => {}
        }
    }

    /// Names a slip; once is enough.
    fn slip(&mut self, near_miss: NearMiss) {
        if !self.message.near_misses.contains(&near_miss) {
            self.message.near_misses.push(near_miss);
        }
    }

    /// A change that a squash folded in, if the line is one.
    fn entry(&mut self, line: &'a str, at: usize) -> bool {
        let Some(header) = Header::of_entry(line) else {
            return false;
        };
        self.end_breaking(at);
        self.current = Some(match self.same_as_subject(&header) {
            true => 0,
            false => {
                let mut change = Change { header, breaking_text: None, references: Vec::new() };
                reference::collect_from_title(header.description, &mut change.references);
                self.message.changes.push(change);
                self.message.changes.len() - 1
            }
        });
        true
    }

    /// A squash of one commit repeats its title as the only entry.
    fn same_as_subject(&self, header: &Header<'_>) -> bool {
        let Some(subject) = self.message.changes.first().filter(|_| self.message.subject_is_conventional)
        else {
            return false;
        };
        let bare = |text| reference::trailing_pull_request(text).map_or(text, |(text, _)| text);
        let title = bare(subject.header.description);
        subject.header.kind.eq_ignore_ascii_case(header.kind)
            && subject.header.scope == header.scope
            && subject.header.breaking == header.breaking
            && header.description.starts_with(title)
            && bare(header.description) == title
    }

    fn footer(&mut self, line: &'a str, at: usize) {
        if let Some(ids) = line.strip_prefix("This reverts commit") {
            self.revert().add_ids(ids.trim_start_matches('s'));
            return;
        }
        if let Some(reference) = line.strip_prefix("Reverts ").or_else(|| line.strip_prefix("Reapplies ")) {
            if let Some(number) = reference::pull_request_alone(reference) {
                self.revert().pull_requests.push(number);
            }
            return;
        }
        let Some((token, value)) = footer::token(line) else {
            return;
        };
        self.end_breaking(at);
        if token.eq_ignore_ascii_case("release-as") {
            self.message.release_as = Some(value);
        } else if token.eq_ignore_ascii_case("refs") && self.message.revert.is_some() {
            self.revert().add_ids(value);
        }
    }

    fn revert(&mut self) -> &mut RevertOf<'a> {
        self.message.revert.get_or_insert_default()
    }

    fn references(&mut self, line: &'a str) {
        if let Some(change) = self.current.and_then(|index| self.message.changes.get_mut(index)) {
            reference::collect_from_body(line, &mut change.references);
        }
    }

    fn begin_breaking(&mut self, text_from: usize, at: usize) {
        self.end_breaking(at);
        self.breaking_from = Some(text_from);
        if self.current.is_none() {
            // A breaking change counts even under a subject that is no header.
            let header = Header { kind: "", scope: None, breaking: false, description: self.message.subject };
            self.message.changes.push(Change { header, breaking_text: None, references: Vec::new() });
            self.current = Some(self.message.changes.len() - 1);
        }
    }

    /// The text of a breaking change goes on, blank lines included, to the next footer
    /// (specification, rule 10).
    fn end_breaking(&mut self, at: usize) {
        let Some(from) = self.breaking_from.take() else {
            return;
        };
        let text = self.text.get(from..at).unwrap_or_default().trim();
        if let Some(change) = self.current.and_then(|index| self.message.changes.get_mut(index)) {
            // Two footers of one change: the first text stays, the change is breaking either way.
            change.breaking_text.get_or_insert(text);
        }
    }
}

/// Where the first `#` from `at` on stands; the end of `text` if there is none.
fn next_number_sign(text: &str, at: usize) -> usize {
    memchr::memchr(b'#', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found)
}
