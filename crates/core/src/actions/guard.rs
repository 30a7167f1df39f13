//! Text of strangers, made harmless for the runner's log and for a terminal.
//!
//! The runner obeys what a step prints, on both streams: a line whose first characters, after any
//! white space, are `::` is a command, and so is `##[` *anywhere* in a line, so that the commit
//! title `fix: x ##[set-output name=version]9.9.9` sets an output (actions/runner
//! `ActionCommand.TryParseV2`, `TryParse`). A terminal obeys escape sequences, and a reader's eye
//! obeys bidirectional controls.
//!
//! Nothing is deleted: what was there can still be seen.
//!
//! | In the text | In the log |
//! |---|---|
//! | `::` first in a line | `:\:` |
//! | `##[` | `##\[` |
//! | a carriage return that ends a line with a line feed | the line feed alone |
//! | any other control character: ESC, BEL, a lone CR, … | its picture: `␛`, `␇`, `␍`, … |
//! | C1 controls, U+2028, U+2029, bidirectional controls | `<U+202E>` |
//!
//! Tabs and line feeds stay. In a JSON document the same characters become the *equal* escapes
//! (`#\u0023[`, `\u202e`), so that it parses to the same value: see [`json`].

use std::borrow::Cow;
use std::fmt::Write as _;

use super::unicode::{is_bidi_control, is_ignorable};

/// Makes text of any number of lines harmless; clean text is handed back as it is.
///
/// ```
/// use deploy_kit_core::actions::guard;
///
/// assert_eq!(guard::text("fix: typo\n"), "fix: typo\n");
/// assert_eq!(guard::text(" ::stop-commands::x"), " :\\:stop-commands::x");
/// assert_eq!(guard::text("x ##[group]y"), "x ##\\[group]y");
/// assert_eq!(guard::text("\u{1b}[31mred"), "␛[31mred");
/// ```
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    if is_calm(text) && !has_brackets(text) && !has_colons(text) {
        return Cow::Borrowed(text);
    }
    rewrite(text, Guard::new(Lines::Kept))
}

/// Like [`text()`], for what has to stay in one line: line feeds become `␊`.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    rewrite(text, Guard::new(Lines::Joined))
}

/// Like [`text()`], for the data of a command: there `::` has no meaning at the start of a line.
#[must_use]
pub fn data(text: &str) -> Cow<'_, str> {
    rewrite(text, Guard { colons: false, ..Guard::new(Lines::Kept) })
}

/// Like [`text()`], where the runner reads no commands at all: only what cannot be seen is shown.
pub(super) fn visible(text: &str, lines: Lines) -> Cow<'_, str> {
    rewrite(text, Guard { colons: false, brackets: false, ..Guard::new(lines) })
}

/// Makes a JSON document harmless for a log without changing its value.
///
/// The argument must be valid JSON: only then do the characters in question stand within strings,
/// where each may be written as an escape. `::` needs no escape, as no line of a JSON document
/// starts with it.
///
/// ```
/// use deploy_kit_core::actions::guard;
///
/// let title = serde_json::json!({ "title": "##[group]x" }).to_string();
/// assert_eq!(guard::json(&title), r##"{"title":"#\u0023[group]x"}"##);
/// ```
#[must_use]
pub fn json(document: &str) -> Cow<'_, str> {
    if is_calm(document) && !has_brackets(document) {
        return Cow::Borrowed(document);
    }
    let mut out = String::new();
    let mut copied = 0;
    for (at, c) in document.char_indices() {
        let hidden = is_hidden(c) || c == '\u{7f}';
        let marker = c == '#' && document[..at].ends_with('#') && document[at..].starts_with("#[");
        if hidden || marker {
            out.push_str(&document[copied..at]);
            push_escape(&mut out, c);
            copied = at + c.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(document);
    }
    out.push_str(&document[copied..]);
    Cow::Owned(out)
}

fn push_escape(out: &mut String, c: char) {
    // Writing to a string cannot fail; all characters in question are in the basic plane.
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}

/// What becomes of line feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    Kept,
    Joined,
}

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    Escape,
    Picture(char),
    Name,
}

/// The guard as a machine that is fed one character after the other.
///
/// It remembers what it has seen of a marker, so text that is printed in parts is read as the
/// runner will read it: whole.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    lines: Lines,
    /// Whether `::` at the start of a line is a marker.
    colons: bool,
    /// Whether `##[` is a marker.
    brackets: bool,
    /// Only white space, characters of no width, and at most one colon so far in this line: a byte
    /// order mark that starts a stream is dropped by the runner.
    start: bool,
    colon: bool,
    /// `#` in a row before this character, at most two.
    hashes: u8,
}

impl Guard {
    pub(super) fn new(lines: Lines) -> Self {
        Self { lines, colons: true, brackets: true, start: true, colon: false, hashes: 0 }
    }

    /// Appends `text` to `out`, made harmless. Clean lines, which nearly all are, are copied whole.
    pub(super) fn push(&mut self, out: &mut String, text: &str) {
        let mut rest = text;
        while self.is_at_line_start()
            && let Some(end) = memchr::memchr(b'\n', rest.as_bytes())
        {
            let (line, after) = rest.split_at(end + 1);
            if is_calm(line) && !has_brackets(line) && !has_colons(line) {
                out.push_str(line);
            } else {
                self.feed(out, line);
            }
            rest = after;
        }
        self.feed(out, rest);
    }

    /// Nothing of the line was seen, and line feeds end lines.
    fn is_at_line_start(&self) -> bool {
        self.lines == Lines::Kept && self.start && !self.colon && self.hashes == 0
    }

    fn feed(&mut self, out: &mut String, text: &str) {
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let fate = self.next(c, rest.as_str());
            put(out, c, &fate);
        }
    }

    fn next(&mut self, c: char, rest: &str) -> Fate {
        match c {
            '\n' if self.lines == Lines::Kept => {
                (self.start, self.colon, self.hashes) = (true, false, 0);
                Fate::Keep
            }
            '\r' if rest.starts_with('\n') => Fate::Drop,
            '\t' => self.space(),
            '\0'..='\x1f' => self.shown(Fate::Picture(picture(c))),
            '\x7f' => self.shown(Fate::Picture('\u{2421}')),
            _ if is_hidden(c) => self.shown(Fate::Name),
            _ if c.is_whitespace() || is_ignorable(c) => self.space(),
            ':' => self.colon(),
            '#' => {
                self.start = false;
                self.hashes = (self.hashes + 1).min(2);
                Fate::Keep
            }
            '[' if self.hashes == 2 && self.brackets => self.shown(Fate::Escape),
            _ => self.shown(Fate::Keep),
        }
    }

    fn colon(&mut self) -> Fate {
        self.hashes = 0;
        if !(self.start && self.colons) {
            return Fate::Keep;
        }
        if self.colon {
            return self.shown(Fate::Escape);
        }
        self.colon = true;
        Fate::Keep
    }

    fn space(&mut self) -> Fate {
        self.start &= !self.colon;
        self.hashes = 0;
        Fate::Keep
    }

    fn shown(&mut self, fate: Fate) -> Fate {
        self.start = false;
        self.hashes = 0;
        fate
    }
}

fn put(out: &mut String, c: char, fate: &Fate) {
    match fate {
        Fate::Keep => out.push(c),
        Fate::Drop => {}
        Fate::Escape => out.extend(['\\', c]),
        Fate::Picture(picture) => out.push(*picture),
        Fate::Name => {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
    }
}

fn rewrite(text: &str, mut guard: Guard) -> Cow<'_, str> {
    let mut rest = text.chars();
    let mut at = 0;
    while let Some(c) = rest.next() {
        let fate = guard.next(c, rest.as_str());
        if !matches!(fate, Fate::Keep) {
            let mut out = String::with_capacity(text.len() + 16);
            out.push_str(&text[..at]);
            put(&mut out, c, &fate);
            guard.push(&mut out, rest.as_str());
            return Cow::Owned(out);
        }
        at += c.len_utf8();
    }
    Cow::Borrowed(text)
}

/// No control characters but tabs and line feeds, and nothing hidden. Quick, for text is nearly
/// always so.
fn is_calm(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No early return within a block: so the compiler makes vector instructions of it.
    let controls = bytes.chunks(64).any(|block| {
        block.iter().fold(false, |found, &byte| {
            found | (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f)
        })
    });
    // The first bytes, in UTF-8, of all hidden characters.
    let mut leads = memchr::memchr3_iter(0xC2, 0xD8, 0xE2, bytes);
    !controls && !leads.any(|at| text[at..].starts_with(is_hidden))
}

fn has_brackets(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"##[").is_some()
}

/// Whether `::` may stand at the start of a line: nothing but space or the like is before it.
fn has_colons(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"::").any(|at| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || is_ignorable(c))
    })
}

/// C1 controls, line and paragraph separators, bidirectional controls.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}') || is_bidi_control(c)
}

/// The picture of a C0 control in the block Control Pictures.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        for clean in ["", "fix: a::b", "naïve – 日本", "a\n\tb\n", "# [x]", "#[derive]", "feat!: ×"] {
            assert!(matches!(text(clean), Cow::Borrowed(_)), "{clean:?}");
        }
    }

    #[test]
    fn colons_are_broken_after_any_white_space() {
        for space in ["", " ", "\t", "\u{a0}", "\u{2003}", "\u{3000}", "\u{feff}", "\u{200b} "] {
            let line = format!("ok\n{space}::error::x");
            assert_eq!(text(&line), format!("ok\n{space}:\\:error::x"));
        }
        assert_eq!(text("a ::error::x"), "a ::error::x");
        assert_eq!(text(": :error::x"), ": :error::x");
        // ICU finds these, but takes the name from the wrong place.
        assert_eq!(text(":\u{200d}:error::x"), ":\u{200d}:error::x");
    }

    #[test]
    fn every_line_break_is_one_or_is_shown() {
        assert_eq!(text("a\r\n::x::"), "a\n:\\:x::");
        assert_eq!(text("a\r::x::"), "a␍::x::");
        assert_eq!(text("a\r\r\n"), "a␍\n");
        assert_eq!(text("\u{b}::x::"), "␋::x::");
        assert_eq!(text("\u{85}::x::"), "<U+0085>::x::");
        assert_eq!(text("\u{2028}::x::"), "<U+2028>::x::");
        assert_eq!(line("a\n::x::"), "a␊::x::");
    }

    #[test]
    fn brackets_are_broken_anywhere() {
        assert_eq!(text("x ##[group]"), "x ##\\[group]");
        assert_eq!(text("####["), "####\\[");
        assert_eq!(text("#\u{200d}#["), "#\u{200d}#[");
        assert_eq!(text("## ["), "## [");
        assert_eq!(text("##\n["), "##\n[");
    }

    #[test]
    fn terminal_sequences_and_bidi_are_shown() {
        assert_eq!(text("\u{1b}]8;;x\u{7}"), "␛]8;;x␇");
        assert_eq!(text("\u{9b}31m"), "<U+009B>31m");
        assert_eq!(text("a\u{202e}b\u{2066}"), "a<U+202E>b<U+2066>");
        assert_eq!(text("\u{7f}\0"), "␡␀");
    }

    #[test]
    fn the_quick_look_misses_nothing() {
        for c in '\0'..='\u{3FFFF}' {
            for calm in [format!("x{c}"), format!("{c}::x"), format!("##{c}[")] {
                assert_eq!(text(&calm), rewrite(&calm, Guard::new(Lines::Kept)));
            }
        }
    }

    #[test]
    fn the_guard_is_idempotent() {
        let hostile = "::x::\n##[y]\r\u{1b}\u{202e}";
        let once = text(hostile).into_owned();
        assert_eq!(text(&once), once);
    }

    #[test]
    fn parts_are_read_as_one() {
        let mut guard = Guard::new(Lines::Kept);
        let mut out = String::new();
        for part in [" :", ":set-output name=x::y #", "#", "[group]"] {
            guard.push(&mut out, part);
        }
        assert_eq!(out, " :\\:set-output name=x::y ##\\[group]");
    }

    #[test]
    fn json_keeps_its_value() {
        let value = serde_json::json!({"###[a]": "\u{202e}\u{85}\u{2028}\u{7f} \\##[", "b": "::x"});
        let plain = value.to_string();
        let guarded = json(&plain);
        assert!(!guarded.contains("##["), "{guarded}");
        assert!(guarded.is_ascii());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&guarded).unwrap(), value);
        assert!(matches!(json("{\"a\": [1, \"::\"]}"), Cow::Borrowed(_)));
    }
}
