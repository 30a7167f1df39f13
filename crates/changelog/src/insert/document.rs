//! Where the sections of a changelog are.

use semver::Version;

use std::ops::Range;

use super::heading::{DEEPEST, Title, classify};

/// A changelog, read.
#[derive(Debug)]
pub(super) struct Document<'a> {
    source: &'a str,
    /// `\n` or `\r\n`, as the first line ends.
    pub(super) line_ending: &'static str,
    /// Releases and `Unreleased`, in the order of the file.
    sections: Vec<Section>,
    /// Other headings above all sections: level and place.
    others: Vec<(usize, usize)>,
    /// Other headings that end a section: level and place.
    ends: Vec<(usize, usize)>,
    /// Where the link references at the end of the file start, or its end.
    end: usize,
    /// A fence or comment that nothing closes.
    pub(super) unclosed: Option<Unclosed>,
}

/// Where something starts that runs to the end of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unclosed {
    pub(super) what: &'static str,
    pub(super) offset: usize,
    /// From 1.
    pub(super) line: usize,
}

/// One release, or what is not released.
#[derive(Debug)]
pub(super) struct Section {
    title: Title,
    /// Where it starts: at its heading, or at the anchors above it.
    start: usize,
    /// From behind the heading to where the next section starts.
    pub(super) body: Range<usize>,
    /// Where its last line with text ends.
    text_end: usize,
}

impl Section {
    /// The section without the blank lines behind it.
    pub(super) fn content(&self) -> Range<usize> {
        self.start..self.text_end
    }

    /// Whether this is `1.3.0 (unreleased)` for this version.
    pub(super) fn awaits(&self, wanted: Option<&str>) -> bool {
        matches!(&self.title, Title::Unreleased { version: Some(version) } if Some(version.as_str()) == wanted)
    }

    /// Where the first line with text in the body starts, or would.
    pub(super) fn first_line(&self, document: &Document<'_>) -> usize {
        let body = document.text(self.body.clone());
        let blank: usize =
            body.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
        self.body.start + blank
    }
}

/// A heading, before it is known what it means.
struct Heading<'a> {
    start: usize,
    end: usize,
    level: usize,
    title: &'a str,
}

impl<'a> Document<'a> {
    pub(super) fn read(source: &'a str, package: Option<&str>) -> Self {
        let lines = Lines::read(source, State::new(source));
        let end = lines.end_of_text(source);
        let mut sections: Vec<Section> = Vec::new();
        let (mut others, mut ends) = (Vec::new(), Vec::new());
        let mut open: Option<usize> = None;
        for heading in lines.headings(source).into_iter().filter(|heading| heading.start < end) {
            let title = classify(heading.title, heading.level, package);
            let closes = title != Title::Other || open.is_some_and(|level| heading.level <= level);
            if closes && open.take().is_some() {
                close(&mut sections, heading.start, source);
                if title == Title::Other {
                    ends.push((heading.level, heading.start));
                }
            }
            if title == Title::Other {
                if heading.level > 1 && sections.is_empty() {
                    others.push((heading.level, heading.start));
                }
                continue;
            }
            open = Some(heading.level);
            sections.push(Section {
                title,
                start: heading.start,
                body: heading.end..end,
                text_end: heading.end,
            });
        }
        if open.is_some() {
            close(&mut sections, end, source);
        }
        let first = source.split_inclusive('\n').next().unwrap_or_default();
        let line_ending = if first.ends_with("\r\n") { "\r\n" } else { "\n" };
        Self { source, line_ending, sections, others, ends, end, unclosed: lines.unclosed }
    }

    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// The section of a version; a heading without a package's name is of any package.
    pub(super) fn release(&self, wanted: &str, wanted_package: Option<&str>) -> Option<&Section> {
        self.sections.iter().find(|section| match &section.title {
            Title::Release { package, version } => {
                let same = package.as_deref().zip(wanted_package).is_none_or(|(one, other)| one == other);
                version == wanted && same
            }
            _ => false,
        })
    }

    pub(super) fn unreleased(&self) -> Option<&Section> {
        self.sections.iter().find(|section| matches!(section.title, Title::Unreleased { .. }))
    }

    /// Where a release goes that is older than one that stands already: above the first that is older than
    /// itself, or below all. `None` for one that is newer than all of them.
    pub(super) fn place_among_newer(&self, version: &str) -> Option<usize> {
        let version = Version::parse(version).ok()?;
        let releases = self.sections.iter().filter_map(|section| match &section.title {
            Title::Release { version, .. } => Some((Version::parse(version).ok()?, section)),
            _ => None,
        });
        let releases: Vec<(Version, &Section)> = releases.collect();
        releases.iter().find(|(other, _)| *other > version)?;
        let older = releases.iter().find(|(other, _)| *other < version);
        older
            .map(|(_, section)| section.start)
            .or_else(|| releases.last().map(|(_, section)| section.body.end))
    }

    /// Where a new section goes, whose heading is of this level.
    ///
    /// It must not take in what follows: other headings end it only if they are not deeper.
    pub(super) fn insertion_point(&self, level: usize) -> usize {
        let other = self.others.iter().find(|(other, _)| *other <= level).map(|(_, start)| *start);
        let release = self.sections.iter().find(|section| matches!(section.title, Title::Release { .. }));
        let behind = self.unreleased().map(|section| section.body.end);
        release.map(|section| section.start).or(behind).or(other).unwrap_or(self.end)
    }

    /// The level that a section needs so that it ends here: below a higher heading, what follows would be part of it.
    pub(super) fn level_before(&self, at: usize) -> usize {
        self.ends.iter().find(|(_, start)| *start == at).map_or(1, |(level, _)| *level)
    }

    /// What has to stand around a text that takes the place from `start` to `end`, so that a blank
    /// line is on either side.
    pub(super) fn gaps(&self, start: usize, end: usize) -> (&'static str, &'static str) {
        let before = self.text(0..start);
        let last = before.strip_suffix('\n').map(|rest| rest.rsplit('\n').next().unwrap_or_default());
        let before = match last {
            _ if before.is_empty() => "",
            None => "\n\n",
            Some(line) if line.trim().is_empty() => "",
            Some(_) => "\n",
        };
        let rest = self.text(end..self.source.len());
        let after = if rest.is_empty() || rest.starts_with(['\n', '\r']) { "\n" } else { "\n\n" };
        (before, after)
    }

    /// What a new text of a section lacks of the blank line without which an underlined heading is none.
    pub(super) fn gap_behind(&self, section: &Section) -> &'static str {
        let breaks = self.text(section.text_end..section.body.end).matches('\n').count();
        if section.body.end < self.source.len() && breaks < 2 { "\n" } else { "" }
    }

    pub(super) fn with_line_ending(&self, text: &str) -> String {
        if self.line_ending == "\n" { text.to_owned() } else { text.replace('\n', self.line_ending) }
    }
}

/// Ends the last section where the next heading starts.
fn close(sections: &mut [Section], end: usize, source: &str) {
    if let Some(section) = sections.last_mut() {
        section.body.end = end;
        let body = source.get(section.body.clone()).unwrap_or_default();
        // The heading's own line break is not part of the text.
        section.text_end = section.body.start + body.trim_end().len();
        if body.trim().is_empty() {
            let heading = source.get(section.start..section.body.start).unwrap_or_default();
            section.text_end = section.start + heading.trim_end().len();
        }
    }
}

/// The lines of a file, and which of them are Markdown.
pub(super) struct Lines {
    lines: Vec<Line>,
    unclosed: Option<Unclosed>,
}

struct Line {
    range: Range<usize>,
    /// Outside of front matter, comments and fences.
    is_text: bool,
}

impl Lines {
    pub(super) fn read(source: &str, mut state: State) -> Self {
        let mut unclosed = None;
        let mut lines = Vec::new();
        let mut start = 0;
        for (number, line) in source.split_inclusive('\n').enumerate() {
            let range = start..start + line.len();
            start = range.end;
            let is_text = state.feed(line.trim_end());
            match state.open() {
                Some(what) if unclosed.is_none() => {
                    unclosed = Some(Unclosed { what, offset: range.start, line: number + 1 });
                }
                Some(_) => {}
                None => unclosed = None,
            }
            lines.push(Line { range, is_text });
        }
        Self { lines, unclosed }
    }

    /// A line outside of front matter, comments and fences.
    fn text<'a>(&self, source: &'a str, at: usize) -> Option<&'a str> {
        let line = self.lines.get(at).filter(|line| line.is_text)?;
        source.get(line.range.clone()).map(str::trim_end)
    }

    fn headings<'a>(&self, source: &'a str) -> Vec<Heading<'a>> {
        let place = |(at, last, level, title): (usize, usize, usize, &'a str)| {
            let start =
                self.lines.get(self.anchors_above(source, at, title)).map_or(0, |line| line.range.start);
            let end = self.lines.get(last).map_or(source.len(), |line| line.range.end);
            Heading { start, end, level, title }
        };
        self.titles(source).into_iter().map(place).collect()
    }

    /// The first and last line of each heading, its level and title.
    pub(super) fn titles<'a>(&self, source: &'a str) -> Vec<(usize, usize, usize, &'a str)> {
        let mut out: Vec<(usize, usize, usize, &str)> = Vec::new();
        for at in 0..self.lines.len() {
            let behind = out.last().map_or(0, |(_, last, ..)| last + 1);
            let Some(text) = self.text(source, at).filter(|_| at >= behind) else {
                continue;
            };
            if let Some((level, title)) = atx(text) {
                out.push((at, at, level, title));
            } else if let Some(level) = self.text(source, at + 1).and_then(underline) {
                // In the middle of other text it would end a longer paragraph or a list entry.
                let above = at.checked_sub(1).and_then(|above| self.lines.get(above));
                let above = above.and_then(|line| source.get(line.range.clone()));
                let is_alone = at == behind || above.is_none_or(|line| line.trim().is_empty());
                if is_paragraph(text) && is_alone {
                    out.push((at, at + 1, level, text.trim()));
                }
            }
        }
        out
    }

    /// The first of the `<a name="1.2.0"></a>` lines that belong to a heading.
    fn anchors_above(&self, source: &str, heading: usize, title: &str) -> usize {
        let (mut first, mut at) = (heading, heading);
        while let Some(text) = at.checked_sub(1).and_then(|above| self.text(source, above)) {
            at -= 1;
            if is_anchor_of(text, title) {
                first = at;
            } else if !text.is_empty() || heading - at > 2 {
                break;
            }
        }
        first
    }

    /// Where the block of link references at the end of the file starts, or the file's end.
    fn end_of_text(&self, source: &str) -> usize {
        let mut end = source.len();
        for (at, line) in self.lines.iter().enumerate().rev() {
            match self.text(source, at) {
                Some("") => {}
                Some(text) if super::links::is_reference(text) => end = line.range.start,
                _ => break,
            }
        }
        end
    }
}

/// What a line is inside of.
pub(super) struct State {
    fence: Option<(u8, usize)>,
    comment: bool,
    /// The mark, and how many are to come.
    front_matter: Option<(&'static str, usize)>,
}

impl State {
    /// Front matter is a first line `---` or `+++` that comes again; otherwise it is a rule.
    pub(super) fn new(source: &str) -> Self {
        let mut lines = source.lines().map(str::trim_end);
        let first = lines.next().unwrap_or_default();
        let mark = ["---", "+++"].into_iter().find(|mark| *mark == first);
        let front_matter = mark.filter(|mark| lines.any(|line| line == *mark)).map(|mark| (mark, 2));
        Self { fence: None, comment: false, front_matter }
    }

    /// What is open.
    pub(super) fn open(&self) -> Option<&'static str> {
        if self.comment { Some("comment") } else { self.fence.map(|_| "code fence") }
    }

    /// Whether the line is text.
    pub(super) fn feed(&mut self, line: &str) -> bool {
        if let Some((mark, left)) = &mut self.front_matter {
            *left -= usize::from(line == *mark);
            if *left == 0 {
                self.front_matter = None;
            }
            return false;
        }
        if self.comment {
            self.comment = !line.contains("-->");
            return false;
        }
        if let Some((mark, length)) = self.fence {
            let text = line.trim_start();
            let run = text.bytes().take_while(|byte| *byte == mark).count();
            if run >= length && run == text.len() {
                self.fence = None;
            }
            return false;
        }
        let text = line.trim_start();
        let mark = text.bytes().next().unwrap_or_default();
        let run = text.bytes().take_while(|byte| *byte == mark).count();
        if matches!(mark, b'`' | b'~')
            && run >= 3
            && (mark == b'~' || !text.get(run..).unwrap_or_default().contains('`'))
        {
            self.fence = Some((mark, run));
            return false;
        }
        if text.starts_with("<!--") {
            self.comment = !text.contains("-->");
            return false;
        }
        true
    }
}

/// Whether a line is `<a name="1.2.0"></a>` and the title has that name.
fn is_anchor_of(line: &str, title: &str) -> bool {
    let name = line.strip_prefix("<a ").and_then(|rest| rest.split('"').nth(1)).unwrap_or_default();
    let name = name.strip_prefix('v').unwrap_or(name);
    // The whole name: `1.2` is not the anchor of 1.2.0.
    let has_name = |title: &str| {
        let words = title.split(|c: char| c.is_whitespace() || "[]()<>*`\"".contains(c));
        words.into_iter().any(|word| word.strip_prefix('v').unwrap_or(word) == name)
    };
    line.ends_with("</a>") && !line.contains("href") && !name.is_empty() && has_name(title)
}

/// The level and title of `## Title ##`.
pub(super) fn atx(line: &str) -> Option<(usize, &str)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let text = line.trim_start();
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let title = text.get(level..)?;
    let valid =
        indent < 4 && (1..=DEEPEST).contains(&level) && (title.is_empty() || title.starts_with([' ', '\t']));
    valid.then(|| (level, title.trim().trim_end_matches('#').trim_end()))
}

/// The level of a setext underline.
pub(super) fn underline(line: &str) -> Option<usize> {
    let text = line.trim();
    let only = |mark: char| !text.is_empty() && text.chars().all(|c| c == mark);
    if only('=') { Some(1) } else { only('-').then_some(2) }
}

fn is_paragraph(line: &str) -> bool {
    !super::links::is_reference(line)
        && !line.trim().is_empty()
        && !line.starts_with("    ")
        && !line.trim_start().starts_with(['#', '>', '|', '-', '*', '+', '<'])
}
