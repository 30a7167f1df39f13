//! A stranger's text as inline Markdown.

use std::ops::Range;

use super::clean::clean_line;
use super::code::push_code_span;
use super::segments::parts;

/// Shown as nothing, and enough for GitHub not to see a mention or reference. As an entity, so that
/// whoever reads the source sees it too.
const BREAK: &str = "&#8203;";

/// A text as one line of inline Markdown that shows exactly this text.
///
/// Safe in a paragraph, a heading, a list item, a quote and as the text of a link; in a table cell
/// through [`Table`](super::Table) or [`cell`](super::cell). Balanced code spans stay code, since
/// commit subjects use them heavily; everything else that would form or break structure is
/// escaped, and only where it would. `:emoji:` short codes stay.
///
/// ```
/// use deploy_kit_core::markdown::escape;
/// assert_eq!(escape("use snake_case & `Vec<T>` (a * b)"), "use snake_case & `Vec<T>` (a * b)");
/// assert_eq!(escape("<img> *now* [x](y)"), r"\<img> \*now\* \[x\](y)");
/// assert_eq!(escape("1. first\n# second"), r"1\. first # second");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    Escape::new().text(text)
}

/// How to [`escape`], for the place the text goes to.
///
/// Comments, release notes and pull requests turn `@name` into a notification and `#12` into a
/// link that leaves a trace on the other side. Files in the repository do not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Escape {
    mentions: bool,
    references: bool,
}

impl Escape {
    /// Leaves mentions and references as they are.
    #[must_use]
    pub const fn new() -> Self {
        Self { mentions: false, references: false }
    }

    /// Keeps `@name` and `@org/team` from notifying anyone.
    #[must_use]
    pub const fn disarm_mentions(mut self) -> Self {
        self.mentions = true;
        self
    }

    /// Keeps `#12`, `GH-12` and `owner/name#12` from becoming links and back-references.
    #[must_use]
    pub const fn disarm_references(mut self) -> Self {
        self.references = true;
        self
    }

    /// The text as inline Markdown.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        self.push(&mut out, text);
        out
    }

    /// Appends the text as inline Markdown.
    pub fn push(&self, out: &mut String, text: &str) {
        let line = clean_line(text);
        let guard = leading_guard(&line);
        let dollars = line.bytes().filter(|byte| *byte == b'$').count();
        let scan = Scan { options: *self, line: &line, guard, mail: line.contains('@'), math: dollars > 1 };
        for part in parts(&line) {
            if part.is_code {
                push_code_span(out, line.get(part.range).unwrap_or_default());
            } else {
                scan.push(out, part.range);
            }
        }
    }
}

/// One line under escape.
struct Scan<'a> {
    options: Escape,
    line: &'a str,
    /// Where a backslash has to go so that the line starts no block.
    guard: Option<usize>,
    /// `<+@a>` is an address already (CommonMark 6.4).
    mail: bool,
    /// Two dollar signs make GitHub look for a formula between them.
    math: bool,
}

impl Scan<'_> {
    /// Escapes a part of the line; its neighbours count, they decide what an asterisk means.
    fn push(&self, out: &mut String, range: Range<usize>) {
        let bytes = self.line.as_bytes();
        let (mut copied, mut at) = (range.start, range.start);
        while at < range.end {
            let byte = bytes[at];
            if !INTERESTING[usize::from(byte)] && self.guard != Some(at) {
                at += 1;
                continue;
            }
            if self.guard == Some(at) || self.matters(at, byte) {
                out.push_str(self.line.get(copied..at).unwrap_or_default());
                out.push('\\');
                copied = at;
            }
            at += 1;
            if self.is_armed(at - 1, byte) {
                out.push_str(self.line.get(copied..at).unwrap_or_default());
                out.push_str(BREAK);
                copied = at;
            }
        }
        out.push_str(self.line.get(copied..range.end).unwrap_or_default());
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.line.as_bytes().get(at).copied()
    }

    fn before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|at| self.byte(at))
    }

    /// Whether the character at `at` needs a backslash.
    fn matters(&self, at: usize, byte: u8) -> bool {
        let next = self.byte(at + 1);
        match byte {
            b'`' | b'[' | b']' => true,
            b'\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            b'*' | b'~' => !self.stands_alone(at, byte),
            b'_' => !self.stands_alone(at, byte) && !self.is_inside_word(at),
            b'<' => next.is_none_or(|next| next.is_ascii_alphabetic() || b"/!?".contains(&next)) || self.mail,
            b'!' => next.is_none_or(|next| next == b'['),
            b'&' => self.is_entity(at),
            b'#' => self.closes_heading(at),
            b'$' => self.math,
            b':' => self.is_bare_url(at),
            b'.' => self.is_bare_www(at),
            _ => false,
        }
    }

    /// The first and last offset of the run of one character.
    fn run(&self, at: usize, byte: u8) -> (usize, usize) {
        let bytes = self.line.as_bytes();
        let start = bytes[..at].iter().rposition(|other| *other != byte).map_or(0, |last| last + 1);
        let end =
            bytes[at..].iter().position(|other| *other != byte).map_or(bytes.len(), |length| at + length);
        (start, end)
    }

    /// A run with a space on both sides can neither open nor close anything (CommonMark 6.2).
    fn stands_alone(&self, at: usize, byte: u8) -> bool {
        let (start, end) = self.run(at, byte);
        self.before(start) == Some(b' ') && self.byte(end) == Some(b' ')
    }

    /// `snake_case`: underscores between letters or digits never mean emphasis (CommonMark 6.2).
    fn is_inside_word(&self, at: usize) -> bool {
        let (start, end) = self.run(at, b'_');
        let before = self.line.get(..start).and_then(|text| text.chars().next_back());
        let after = self.line.get(end..).and_then(|text| text.chars().next());
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    }

    /// `&name;`, `&#1;`, `&#x1;`: whether the name exists is left open.
    fn is_entity(&self, at: usize) -> bool {
        let rest = self.line.as_bytes().get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix(b"#").unwrap_or(rest);
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        name > 0 && rest.get(name) == Some(&b';')
    }

    /// The first of the hashes that would be dropped from the end of a heading (CommonMark 4.2).
    fn closes_heading(&self, at: usize) -> bool {
        let first = self.before(at).is_none_or(|before| before == b' ');
        first && self.line.as_bytes()[at..].iter().all(|byte| *byte == b'#')
    }

    /// `https://…` becomes a link by itself (GFM 6.9).
    fn is_bare_url(&self, at: usize) -> bool {
        let scheme =
            self.line.as_bytes()[..at].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let scheme = self.line.get(at - scheme..at).unwrap_or_default();
        self.byte(at + 1) == Some(b'/')
            && self.byte(at + 2) == Some(b'/')
            // The parser looks at the end of the word: `xhttps://` counts.
            && ["http", "https", "ftp"].iter().any(|known| ends_with_ignore_case(scheme, known))
    }

    /// `www.…` becomes a link by itself (GFM 6.9).
    fn is_bare_www(&self, at: usize) -> bool {
        let word = at.checked_sub(3).and_then(|start| self.line.get(start..at));
        word.is_some_and(|word| word.eq_ignore_ascii_case("www"))
    }

    /// Whether a break has to follow the character at `at`.
    fn is_armed(&self, at: usize, byte: u8) -> bool {
        let next = self.byte(at + 1);
        match byte {
            b'@' => self.is_mail(at) || self.options.mentions && self.is_mention(at),
            b'#' => self.options.references && next.is_some_and(|next| next.is_ascii_digit()),
            b'-' => {
                let word = at.checked_sub(2).and_then(|start| self.line.get(start..at));
                self.options.references
                    && next.is_some_and(|next| next.is_ascii_digit())
                    && word.is_some_and(|word| word.eq_ignore_ascii_case("gh"))
            }
            _ => false,
        }
    }

    fn is_mention(&self, at: usize) -> bool {
        let word = self.before(at).is_some_and(|before| before.is_ascii_alphanumeric() || before == b'_');
        !word && self.byte(at + 1).is_some_and(|next| next.is_ascii_alphanumeric())
    }

    /// `name@host.tld` becomes a link by itself (GFM 6.9); `vite@5.0.1` does not, its end is no letter.
    fn is_mail(&self, at: usize) -> bool {
        let before =
            self.before(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte));
        let rest = self.line.as_bytes().get(at + 1..).unwrap_or_default();
        let length =
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(byte)).count();
        let host = &rest[..length];
        let host = &host[..host.iter().rposition(|byte| *byte != b'.').map_or(0, |last| last + 1)];
        before && host.contains(&b'.') && host.last().is_some_and(u8::is_ascii_alphabetic)
    }
}

fn ends_with_ignore_case(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Where a backslash keeps the start of a line from starting a heading, quote, list, rule, table
/// or setext underline (CommonMark 4 and 5).
fn leading_guard(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let gap = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ');
    let only = |set: &[u8]| bytes.iter().all(|byte| set.contains(byte));
    match bytes.first()? {
        b'>' | b'|' => Some(0),
        b'#' => {
            let level = bytes.iter().take_while(|byte| **byte == b'#').count();
            (level <= 6 && gap(level)).then_some(0)
        }
        b'-' | b':' if gap(1) && bytes[0] == b'-' || only(b"-:| ") => Some(0),
        b'+' if gap(1) => Some(0),
        b'=' if only(b"= ") => Some(0),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let marker = bytes.get(digits).is_some_and(|byte| matches!(byte, b'.' | b')'));
            (digits <= 9 && marker && gap(digits + 1)).then_some(digits)
        }
        _ => None,
    }
}

/// The bytes that [`Scan::matters`] or [`Scan::is_armed`] look at.
const INTERESTING: [bool; 256] = {
    let mut table = [false; 256];
    let set = b"`[]\\*~_<!&#$:.@-";
    let mut at = 0;
    while at < set.len() {
        table[set[at] as usize] = true;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_subjects_stay_as_they_are() {
        for subject in [
            "add `--dry-run` to release (#12)",
            "bump vite@5.0.1 to ^5.1 & node >= 20",
            "rename foo_bar to foo_bar_baz, a < b, a * b",
            "support C++ and C# :tada:",
            "use 1.2.3 - not 1.2.4; it's 100% \"done\"",
            "handle a | b, {c}, 50% and $HOME",
            "--locked is passed on",
        ] {
            assert_eq!(escape(subject), subject);
        }
    }

    #[test]
    fn structure_is_escaped() {
        for (text, expect) in [
            ("*a* **b** __c__ ~~d~~", r"\*a\* \*\*b\*\* \_\_c\_\_ \~\~d\~\~"),
            ("![i](u) [l][r] [^1]", r"\!\[i\](u) \[l\]\[r\] \[^1\]"),
            ("a <b>x</b> <!-- c --> <3", r"a \<b>x\</b> \<!-- c --> <3"),
            ("&amp; &#1; & &x", r"\&amp; \&#1; & &x"),
            ("see https://x.dev or www.x.dev", r"see https\://x.dev or www\.x.dev"),
            ("mail a@b.co", "mail a@&#8203;b.co"),
            ("unclosed `code", r"unclosed \`code"),
            (r"path\to\*", r"path\to\\\*"),
            ("end\\", r"end\\"),
            ("wow!", r"wow\!"),
            ("$a$ and $b", r"\$a\$ and \$b"),
            ("title ##", r"title \##"),
        ] {
            assert_eq!(escape(text), expect);
        }
    }

    #[test]
    fn no_line_starts_a_block() {
        for (text, expect) in [
            ("# a", r"\# a"),
            ("#12 fixed", "#12 fixed"),
            ("> a", r"\> a"),
            ("- a", r"\- a"),
            ("+ a", r"\+ a"),
            ("* a", r"\* a"),
            ("12) a", r"12\) a"),
            ("1.2.3", "1.2.3"),
            ("---", r"\---"),
            ("===", r"\==="),
            ("| a |", r"\| a |"),
            (":-- | --", r"\:-- | --"),
            ("~~~", r"\~\~\~"),
        ] {
            assert_eq!(escape(text), expect);
        }
    }

    #[test]
    fn mentions_and_references_are_disarmed_on_demand() {
        let quiet = Escape::new().disarm_mentions().disarm_references();
        assert_eq!(
            quiet.text("@org/team and @types/node, a/b#1, #2, GH-3, v#a"),
            "@&#8203;org/team and @&#8203;types/node, a/b#&#8203;1, #&#8203;2, GH-&#8203;3, v#a"
        );
        assert_eq!(escape("@org #1"), "@org #1");
        assert_eq!(quiet.text("`@org`"), "`@org`");
    }
}
