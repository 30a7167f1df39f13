//! Whether text that follows a blank line is read as Markdown, or as part of something that was left open.
//!
//! Little can take in a line that follows a blank one and is not indented: a code fence, or HTML of CommonMark's
//! kinds 1 to 5, that stands on the page itself. Paragraphs, lists, quotes and tables end there, and with them all
//! that is open inside of them. So only these two are followed, and of lists whether one is open and where its text
//! starts: a fence that is indented stands in it or on the page.
//!
//! Where a rule is intricate, or parsers differ, a line is followed in each way in which it may be read. What holds
//! in all readings holds, whichever of them the reader of the page takes.

/// Every way to read the lines so far.
#[derive(Debug, Clone)]
pub(super) struct Readings {
    readings: Vec<Reading>,
    /// The last line may be of a paragraph, which the next line may continue.
    text: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    open: Open,
    /// The column at which the text of the outermost list's last item starts; 0 outside of lists.
    item: usize,
}

/// What is open on the page itself, not in a list or quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Fence {
        mark: u8,
        length: usize,
    },
    /// HTML up to this text (CommonMark 4.6, kinds 1 to 5).
    Until(&'static str),
    /// HTML up to a blank line (kinds 6 and 7).
    Html,
}

/// More than a page of ours can have; above, nothing is known.
const MOST: usize = 16;

/// The end of what never ends.
const NEVER: &str = "\0";

/// Elements that hold no Markdown up to their end tag (CommonMark 4.6, kind 1).
const RAW: [(&str, &str); 4] =
    [("pre", "</pre>"), ("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>")];

impl Default for Readings {
    fn default() -> Self {
        Self { readings: vec![Reading { open: Open::Nothing, item: 0 }], text: false }
    }
}

impl Readings {
    /// Reads one line, without its line break.
    pub(super) fn feed(&mut self, line: &str) {
        // For CommonMark a carriage return alone ends a line.
        line.split('\r').for_each(|line| self.feed_line(line));
    }

    /// Whether text behind a blank line stands on the page itself, in every reading.
    pub(super) fn are_at_top(&self) -> bool {
        self.readings.iter().all(|reading| matches!(reading.open, Open::Nothing | Open::Html))
    }

    fn feed_line(&mut self, line: &str) {
        let mut next = Vec::with_capacity(self.readings.len());
        for reading in &self.readings {
            for reading in reading.follow(line, self.text) {
                if !next.contains(&reading) {
                    next.push(reading);
                }
            }
        }
        if next.len() > MOST {
            next = vec![Reading { open: Open::Until(NEVER), item: 0 }];
        }
        self.readings = next;
        self.text = !is_blank(line);
    }
}

impl Reading {
    /// The ways to go on with a line; `text` if the line before was not blank.
    fn follow(self, line: &str, text: bool) -> Vec<Self> {
        let is_open = match self.open {
            Open::Nothing if is_blank(line) => Answer::Yes,
            Open::Nothing => return self.start(line, text),
            Open::Fence { mark, length } => is_fence_end(line, mark, length).not(),
            Open::Until(end) => has_end(line, end).not(),
            Open::Html => is_blank_to_some(line).not(),
        };
        self.or_nothing(is_open)
    }

    /// This, or nothing open, or both.
    fn or_nothing(self, is_open: Answer) -> Vec<Self> {
        let nothing = Self { open: Open::Nothing, ..self };
        match is_open {
            Answer::Yes => vec![self],
            Answer::No => vec![nothing],
            Answer::Maybe => vec![self, nothing],
        }
    }

    /// A line with text while nothing is open.
    fn start(self, line: &str, text: bool) -> Vec<Self> {
        let (indent, rest) = indentation(line, 0);
        if self.item > 0 && indent >= self.item {
            return vec![self];
        }
        // The end of the list, and maybe of its paragraph, which a line can continue without being indented.
        let page = Self { open: Open::Nothing, item: 0 };
        let lazy = (text && self.item > 0).then_some(self);
        if indent >= 4 {
            return [Some(page), lazy].into_iter().flatten().collect();
        }
        if let Some(open) = opening_fence(rest) {
            return vec![Self { open, ..page }];
        }
        if let Some((column, sure)) = list_item(rest, indent, text) {
            let item = Self { item: column, ..page };
            return if sure {
                vec![item]
            } else {
                [Some(item), Some(page), lazy].into_iter().flatten().collect()
            };
        }
        if rest.starts_with('>') || is_rule(rest) {
            return vec![page];
        }
        let mut out = vec![page];
        if rest.starts_with('<') {
            if let Some((end, is_open, sure)) = opening_raw(rest) {
                let raw = Self { open: Open::Until(end), ..page };
                out = raw.or_nothing(is_open);
                if sure {
                    return out;
                }
                out.push(page);
            }
            out.push(Self { open: Open::Html, ..page });
        }
        out.extend(lazy);
        out
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    No,
    Maybe,
    Yes,
}

impl Answer {
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }

    /// `Yes` for what is sure, `Maybe` for what is possible.
    fn of(sure: bool, possible: bool) -> Self {
        match (sure, possible) {
            (true, _) => Self::Yes,
            (false, true) => Self::Maybe,
            (false, false) => Self::No,
        }
    }
}

/// Nothing but spaces and tabs (CommonMark 2.1).
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte == b'\t')
}

/// Some parsers take more white space for blank.
fn is_blank_to_some(text: &str) -> Answer {
    Answer::of(is_blank(text), text.trim().is_empty())
}

/// The column of the first text behind a column, with tab stops of four (CommonMark 2.2); and the text.
fn indentation(line: &str, start: usize) -> (usize, &str) {
    let rest = line.trim_start_matches([' ', '\t']);
    let blanks = line.bytes().take(line.len() - rest.len());
    (blanks.fold(start, |column, byte| if byte == b'\t' { column / 4 * 4 + 4 } else { column + 1 }), rest)
}

fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|byte| *byte == mark).count()
}

/// CommonMark 4.5.
fn opening_fence(text: &str) -> Option<Open> {
    let mark = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = run(text, mark);
    let info = text.get(length..)?;
    (length >= 3 && (mark == b'~' || !info.contains('`'))).then_some(Open::Fence { mark, length })
}

/// Only spaces may follow the fence; for some parsers, tabs as well.
fn is_fence_end(line: &str, mark: u8, length: usize) -> Answer {
    let (indent, text) = indentation(line, 0);
    let found = run(text, mark);
    let rest = text.get(found..).unwrap_or_default();
    let is_end = indent < 4 && found >= length;
    Answer::of(is_end && rest.bytes().all(|byte| byte == b' '), is_end && is_blank(rest))
}

/// What ends the raw HTML that starts here, whether that is still open behind the line, and whether it is sure to start.
fn opening_raw(text: &str) -> Option<(&'static str, Answer, bool)> {
    let starts = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
    if let Some((start, end)) = starts.into_iter().find(|(start, _)| text.starts_with(start)) {
        let inner = text.get(start.len()..).unwrap_or_default();
        // `<!-->` is a whole comment to some.
        return Some((end, Answer::of(inner.contains(end), text.contains(end)).not(), true));
    }
    let declaration = text.strip_prefix("<!").and_then(|text| text.bytes().next());
    if let Some(byte) = declaration.filter(u8::is_ascii_alphabetic) {
        return Some((">", has_end(text, ">").not(), byte.is_ascii_uppercase()));
    }
    RAW.iter().find_map(|(name, end)| {
        let tag = text.get(1..=name.len()).filter(|tag| tag.eq_ignore_ascii_case(name))?;
        let next = text.as_bytes().get(1 + tag.len());
        let sure = *name != "textarea" && next.is_none_or(|byte| b" \t>".contains(byte));
        Some((*end, has_end(text, end).not(), sure))
    })
}

/// The case of an end tag, and which one it is, are not the same to all parsers.
fn has_end(text: &str, end: &str) -> Answer {
    let lower = text.to_ascii_lowercase();
    let possible = end.starts_with("</") && RAW.iter().any(|(_, end)| lower.contains(end));
    Answer::of(text.contains(end), possible)
}

/// The column at which a list item's text starts, and whether this is an item for sure (CommonMark 5.2).
fn list_item(text: &str, indent: usize, after_text: bool) -> Option<(usize, bool)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match text.as_bytes().get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 && !is_rule(text) => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rest = text.get(marker..)?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    // One that is empty, or does not start at 1, may be more of a paragraph; an empty one ends at a blank line.
    let starts = digits == 0 || text.get(..digits).and_then(|number| number.parse().ok()) == Some(1);
    let sure = !rest.trim().is_empty() && (starts || !after_text);
    let end = indent + marker;
    let column = indentation(rest, end).0;
    Some((if is_blank(rest) || column > end + 4 { end + 1 } else { column }, sure))
}

/// A thematic break (CommonMark 4.1), or the underline of a heading.
fn is_rule(text: &str) -> bool {
    let mark = text.bytes().next().unwrap_or_default();
    let marks = text.bytes().filter(|byte| *byte == mark).count();
    matches!(mark, b'-' | b'*' | b'_')
        && marks >= 3
        && text.bytes().all(|byte| byte == mark || byte == b' ' || byte == b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_top_behind(page: &str) -> bool {
        let mut readings = Readings::default();
        page.lines().for_each(|line| readings.feed(line));
        readings.are_at_top()
    }

    #[test]
    fn what_ends_at_a_blank_line_is_left_open() {
        for page in [
            "text",
            "- a\n  ```\n  b",
            "> ```\n> a",
            "- a\n\n   ```\n",
            "1. a\n   - b\n\n     ```sh\n",
            "-\t```\n",
            "    ```",
            "\t```",
            "a\n    ```",
            "<details>\n\n</details>",
            "``` a`b",
            "a <!-- b",
            "- <!-- a",
        ] {
            assert!(is_top_behind(page), "{page}");
        }
    }

    #[test]
    fn what_takes_in_a_blank_line_is_not() {
        for page in [
            "```",
            "   ~~~~ a`\n~~~",
            "- a\n```",
            "- a\n\nb\n\n  ```",
            "- a\n\n ```",
            "> a\n  ```",
            "***\n  ```",
            "10. a\n   ```",
            "```\n    ```",
            "<!-- a",
            "<?a",
            "<!A",
            "<![CDATA[",
            "<PRE>\n\na",
            "<details>\n\n```",
        ] {
            assert!(!is_top_behind(page), "{page}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_both() {
        for (page, closer) in [
            // More of the paragraph, or the end of the list.
            ("- a\nb\n  ```", "  ```"),
            // More of the paragraph, or a list.
            ("a\n2. b\n   ```", "   ```"),
            // HTML, or none.
            ("<x\n```", "```"),
            ("<!a", ">"),
            // The end of the fence, or more of it.
            ("```\n```\t", ""),
            ("<!-->", "-->"),
            ("<!a>b", ""),
        ] {
            let mut readings = Readings::default();
            page.lines().for_each(|line| readings.feed(line));
            assert!(readings.readings.len() > 1, "{page}");
            readings.feed(closer);
            assert!(readings.are_at_top() || page.contains('\t'), "{page}");
        }
    }

    #[test]
    fn readings_are_bounded() {
        let page: String = (3..99).map(|length| format!("2. a\n  {}\n", "`".repeat(length))).collect();
        let mut readings = Readings::default();
        page.lines().for_each(|line| readings.feed(line));
        assert!(readings.readings.len() <= MOST);
    }
}
