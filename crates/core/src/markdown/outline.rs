//! The block structure of a Markdown page, read line by line: enough to know where it can be cut.
//!
//! Not a parser of Markdown: it follows what stays open across lines (fences, lists they may
//! stand in, HTML elements, comments), after CommonMark chapters 4 and 5. Code spans are followed
//! within a line only: one that runs over a line break may hide a tag from the parser and not from us.

use super::readings::is_blank;

/// What a line is to someone who looks for a place to cut *before* it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Nothing but white space.
    Blank,
    /// `# Title`.
    Heading,
    /// The first line of a list item.
    Item,
    /// The first line of another block: after a blank line, or a fence, or HTML.
    Block,
    /// A row of a table, not its delimiter row.
    Row,
    /// More of the block above; cutting before it leaves half a block.
    More,
    /// The text of a fenced block.
    Fenced,
    /// Inside a comment or raw HTML: a cut here would swallow what follows.
    Hidden,
}

/// What is open at the end of the lines read so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    fence: Option<Fence>,
    /// Columns at which the contents of the open list items start.
    items: Vec<usize>,
    /// Open HTML elements, outermost first.
    elements: Vec<&'static str>,
    /// What ends the construct in which nothing is Markdown: `-->`, `</script>`.
    until: Option<&'static str>,
    /// Inside an HTML block, which only a blank line ends, or the end of what it stands in.
    html: bool,
    /// Quote marks and columns before the last line's text.
    quotes: usize,
    column: usize,
    /// The line before belongs to a paragraph, which this line may continue.
    paragraph: bool,
}

#[derive(Debug, Clone)]
struct Fence {
    mark: u8,
    length: usize,
    /// What a closing line starts with, to stand in the same quote and list item.
    prefix: String,
    quotes: usize,
    column: usize,
}

/// Elements a cut has to close; those that GitHub lets through and that can hold other blocks.
const ELEMENTS: [&str; 25] = [
    "details",
    "summary",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "dl",
    "div",
    "blockquote",
    "picture",
    "center",
    "sub",
    "sup",
    "a",
    "b",
    "i",
    "strong",
    "em",
    "code",
    "pre",
];

/// The end of a comment that nothing ends.
const NEVER: &str = "\0";

/// Elements whose content is not Markdown up to their end tag, blank lines or not (CommonMark 4.6, kind 1).
const RAW: [(&str, &str); 4] =
    [("pre", "</pre>"), ("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>")];

impl Outline {
    /// Reads one line, without its line break.
    pub(super) fn feed(&mut self, line: &str) -> Line {
        if let Some(kind) = self.feed_fence(line) {
            return kind;
        }
        if self.until.is_some() {
            if self.html && is_blank(line) {
                // The blank line ends the HTML block and not the comment: its end will be read as text.
                self.until = Some(NEVER);
            }
            self.scan_html(line);
            return Line::Hidden;
        }
        if is_blank(line) {
            self.html = false;
            self.paragraph = false;
            return Line::Blank;
        }
        if self.html {
            if inside(line, self.quotes, self.column).is_some() {
                self.scan_html(line);
                return if line.starts_with('<') { Line::Block } else { Line::More };
            }
            self.html = false;
        }
        let (items, quotes) = (self.items.clone(), self.quotes);
        let kind = self.feed_block(line);
        let text = self.fence.is_none() && !self.html && kind != Line::Heading && self.quotes <= quotes;
        if matches!(kind, Line::More | Line::Row) && self.paragraph && text && items.len() > self.items.len()
        {
            // A paragraph goes on without its indentation, and its list item with it (CommonMark 5.2, laziness).
            self.items = items;
        }
        self.paragraph = self.fence.is_none() && !self.html && kind != Line::Heading;
        kind
    }

    /// Whether a cut here would put what follows out of sight.
    pub(super) fn is_hidden(&self) -> bool {
        self.until.is_some()
    }

    /// What closes everything that is open, innermost first, each on its own line; empty if nothing is.
    pub(super) fn closers(&self) -> String {
        let mut out = String::new();
        if let Some(fence) = &self.fence {
            out.push('\n');
            out.push_str(&fence.prefix);
            out.extend(std::iter::repeat_n(char::from(fence.mark), fence.length));
        }
        if !self.elements.is_empty() {
            // After a blank line, so that it is HTML and not the end of a list item or paragraph.
            out.push_str("\n\n");
        }
        for element in self.elements.iter().rev() {
            out.push_str("</");
            out.push_str(element);
            out.push('>');
        }
        out
    }

    /// A line while a fence is open; `None` once its container has ended.
    fn feed_fence(&mut self, line: &str) -> Option<Line> {
        let fence = self.fence.as_ref()?;
        let Some(rest) = inside(line, fence.quotes, fence.column) else {
            self.fence = None;
            return None;
        };
        let text = rest.trim_start_matches(' ');
        let run = text.bytes().take_while(|byte| *byte == fence.mark).count();
        let closes =
            rest.len() - text.len() < 4 && run >= fence.length && text.get(run..).is_some_and(is_blank);
        if closes {
            self.fence = None;
            self.paragraph = false;
        }
        Some(Line::Fenced)
    }

    fn feed_block(&mut self, line: &str) -> Line {
        let container = self.enter(line);
        let text = container.text;
        (self.quotes, self.column) = (container.quotes, container.column);
        let started = container.item || !self.paragraph;
        let place = |kind| if container.item { Line::Item } else { kind };
        if let Some((mark, length)) = opening_fence(text) {
            let prefix = container.prefix(line);
            self.fence =
                Some(Fence { mark, length, prefix, quotes: container.quotes, column: container.column });
            return place(Line::Block);
        }
        if container.indented_code {
            return if started { Line::Block } else { Line::More };
        }
        if self.starts_hidden(text) {
            return if container.item { Line::Item } else { Line::Block };
        }
        self.html = starts_html(text, !started);
        self.scan_html(text);
        if container.item {
            Line::Item
        } else if is_heading(text) {
            Line::Heading
        } else if container.column > 0 {
            Line::More
        } else if self.html || started {
            Line::Block
        } else if text.starts_with('|') && !is_delimiter_row(text) {
            Line::Row
        } else {
            Line::More
        }
    }

    /// A comment, raw element, instruction or declaration at the start of a line: nothing is Markdown up to its
    /// end (CommonMark 4.6, kinds 1 to 5).
    fn starts_hidden(&mut self, text: &str) -> bool {
        let raw = |(name, _): &&(&str, &str)| {
            let tag = text.strip_prefix('<').and_then(|tag| tag.get(..name.len()).zip(tag.get(name.len()..)));
            tag.is_some_and(|(tag, rest)| {
                tag.eq_ignore_ascii_case(name) && (rest.is_empty() || rest.starts_with([' ', '>']))
            })
        };
        let declares = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        let end = if text.starts_with("<!--") {
            Some("-->")
        } else if text.starts_with("<![CDATA[") {
            Some("]]>")
        } else if text.starts_with("<?") {
            Some("?>")
        } else if text.strip_prefix("<!").is_some_and(declares) {
            Some(">")
        } else {
            RAW.iter().find(raw).map(|(_, end)| *end)
        };
        self.until = end;
        if end.is_some() {
            self.scan_html(text);
        }
        end.is_some()
    }

    /// Follows quote marks, indentation and list markers to where the line's own text starts.
    fn enter<'a>(&mut self, line: &'a str) -> Container<'a> {
        let (mut text, mut quotes, mut column, mut item) = (line, 0, 0, false);
        let mut depth = 0;
        loop {
            let indent = text.bytes().take_while(|byte| *byte == b' ').count();
            let rest = text.get(indent..).unwrap_or_default();
            match self.items.get(depth).copied() {
                Some(inner) if column + indent >= inner => {
                    text = text.get(inner.saturating_sub(column)..).unwrap_or_default();
                    column = column.max(inner);
                    depth += 1;
                    continue;
                }
                _ => self.items.truncate(depth),
            }
            if indent >= 4 {
                return Container { text: rest, quotes, column, item, indented_code: true };
            }
            if let Some(quoted) = rest.strip_prefix('>') {
                text = quoted.strip_prefix(' ').unwrap_or(quoted);
                quotes += 1;
                // Columns inside a quote are counted from its start; lists outside cannot go on in it.
                (column, depth) = (0, 0);
                self.items.clear();
            } else if let Some(marker) = list_marker(rest) {
                let after = rest.get(marker..).unwrap_or_default();
                let gap = after.bytes().take_while(|byte| *byte == b' ').count();
                let gap = if is_blank(after) || gap > 4 { 1 } else { gap };
                column += indent + marker + gap;
                self.items.push(column);
                depth += 1;
                item = true;
                text = after.get(gap..).unwrap_or_default();
            } else {
                return Container { text: rest, quotes, column, item, indented_code: false };
            }
        }
    }

    /// Follows tags and comments in a line outside of fences; code spans are skipped.
    fn scan_html(&mut self, line: &str) {
        let mut rest = line;
        if let Some(end) = self.until {
            let Some(at) = find_ignore_case(rest, end) else {
                return;
            };
            self.until = None;
            rest = rest.get(at + end.len()..).unwrap_or_default();
        }
        while let Some(at) = rest.find(['<', '`', '\\']) {
            let (found, after) = rest.split_at(at).1.split_at(1);
            rest = match found {
                "\\" => after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
                "`" if !self.html => skip_code_span(rest.get(at..).unwrap_or_default()),
                "<" => self.scan_tag(after),
                _ => after,
            };
        }
    }

    /// Reads what follows a `<`; gives what is left of the line.
    fn scan_tag<'a>(&mut self, after: &'a str) -> &'a str {
        if let Some(comment) = after.strip_prefix("!--") {
            let end = comment.find("-->");
            if end.is_none() && self.html {
                self.until = Some("-->");
            }
            // In a paragraph, a comment that goes on is text as soon as the paragraph is cut.
            return end.and_then(|end| comment.get(end + 3..)).unwrap_or_default();
        }
        let (closing, name) = after.strip_prefix('/').map_or((false, after), |name| (true, name));
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, rest) = name.split_at(length);
        if let Some(element) = ELEMENTS.iter().find(|element| element.eq_ignore_ascii_case(name)) {
            if !closing {
                self.elements.push(element);
            } else if let Some(open) = self.elements.iter().rposition(|open| open == element) {
                self.elements.truncate(open);
            }
        }
        rest
    }
}

/// Where a line's own text stands.
struct Container<'a> {
    text: &'a str,
    quotes: usize,
    /// The column inside the innermost quote at which the item's content starts; 0 outside lists.
    column: usize,
    /// The line starts a list item.
    item: bool,
    indented_code: bool,
}

impl Container<'_> {
    /// The line up to its text, list markers blanked out.
    fn prefix(&self, line: &str) -> String {
        let before = line.len() - self.text.len();
        line.get(..before).unwrap_or_default().chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
    }
}

/// The rest of a line inside this many quotes and columns; `None` if the line is outside.
fn inside(line: &str, quotes: usize, column: usize) -> Option<&str> {
    let mut rest = line;
    for _ in 0..quotes {
        rest = rest.trim_start_matches(' ').strip_prefix('>')?;
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    let indent = rest.bytes().take_while(|byte| *byte == b' ').count();
    if indent < column && !is_blank(rest) {
        return None;
    }
    Some(rest.get(indent.min(column)..).unwrap_or_default())
}

/// The mark and length of a fence that opens here (CommonMark 4.5).
fn opening_fence(text: &str) -> Option<(u8, usize)> {
    let mark = *text.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = text.bytes().take_while(|byte| *byte == mark).count();
    let info = text.get(length..)?;
    (length >= 3 && (mark == b'~' || !info.contains('`'))).then_some((mark, length))
}

/// The length of a bullet or number that starts a list item (CommonMark 5.2), without its gap.
fn list_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let bytes = text.as_bytes();
    let marker = match bytes.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rule = digits == 0 && bytes.iter().all(|byte| *byte == bytes[0] || *byte == b' ') && text.len() >= 3;
    (bytes.get(marker).is_none_or(|byte| *byte == b' ') && !rule).then_some(marker)
}

fn is_heading(text: &str) -> bool {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&level) && text.as_bytes().get(level).is_none_or(|byte| *byte == b' ')
}

fn is_delimiter_row(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|byte| b"|-: ".contains(&byte))
}

/// Whether a line opens an HTML block (CommonMark 4.6; kind 7 does not interrupt a paragraph).
fn starts_html(text: &str, in_paragraph: bool) -> bool {
    let Some(tag) = text.strip_prefix('<') else {
        return false;
    };
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let length = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (name, rest) = name.split_at(length);
    let inline = ["sub", "sup", "a", "b", "i", "strong", "em", "code", "picture"];
    let block = [
        "p", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "section", "nav", "iframe", "option",
    ];
    let block = ELEMENTS.iter().filter(|element| !inline.contains(element)).chain(&block);
    if block.into_iter().any(|element| element.eq_ignore_ascii_case(name)) {
        return rest.is_empty() || rest.starts_with([' ', '>']) || rest.starts_with("/>");
    }
    // A complete tag alone on its line; `<->` is none.
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !in_paragraph
        && rest.trim_end().ends_with('>')
        && rest.matches(['<', '>']).count() == 1
}

/// What is left of a line that starts with backticks, after the code span or the backticks.
fn skip_code_span(text: &str) -> &str {
    let length = text.bytes().take_while(|byte| *byte == b'`').count();
    let (run, rest) = text.split_at(length);
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find(run)) {
        let start = at + found;
        let end =
            start + rest.get(start..).unwrap_or_default().bytes().take_while(|byte| *byte == b'`').count();
        if end - start == length {
            return rest.get(end..).unwrap_or_default();
        }
        at = end;
    }
    rest
}

fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}
