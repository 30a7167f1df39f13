//! A comment as parts, one for each app that writes into it, and how two versions of it are put together.
//!
//! ```text
//! <!-- deploy-kit-comment: <key> run=12.1 sha=abc -->     a comment of one part
//! text
//!
//! <!-- deploy-kit-comment: <key> -->                      a comment of several
//! <!-- deploy-kit-part: api run=12.1 sha=abc -->
//! text
//! <!-- deploy-kit-part-end: api -->
//!
//! <!-- deploy-kit-comment: <key> head=12.1 -->            a table with a row for each app
//! | App | Status |
//! | --- | ------ |
//! | <!-- deploy-kit-row: api run=12.1 sha=abc -->api | ready |
//! ```
//!
//! A row's mark is in its first cell, since one between the rows would end the table. A part may have a row, a text
//! below the table, or both. Of each part the newest version counts, whatever order they were written in: so it does not matter who comes last.
//! A part that was taken away leaves its marks without a text.

use std::collections::BTreeMap;

use deploy_kit_core::markdown::{Unit, truncate};

use crate::mark::{Mark, Run, decode, encode};

/// The longest comment in UTF-16 units, the marks included: GitHub refuses a longer one with 422.
pub const LIMIT: usize = 65_536;

const COMMENT: &str = "<!-- deploy-kit-comment: ";
const PART: &str = "<!-- deploy-kit-part: ";
const ROW: &str = "<!-- deploy-kit-row: ";
const PART_END: &str = "<!-- deploy-kit-part-end: ";
const END: &str = " -->";

/// What begins every mark: no text may hold it.
const OURS: [&str; 4] = [COMMENT, PART, PART_END, ROW];

/// What the head may take of a comment, and what is kept for texts below the table where there are some, in UTF-16
/// units. The rows have the rest.
const SHARE: usize = LIMIT / 4;

/// What the note begins with that stands below a text that had to be cut.
pub(crate) const CUT: &str = "*This is cut: ";

/// The name of the part of a comment that has one alone.
pub const WHOLE: &str = "";

/// What stands in the place of a row that is too long.
const TOO_LONG: &str = "| *too long for this comment* |";

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which of several comments it is.
    pub key: String,
    /// What stands above its parts.
    pub head: Head,
    /// Its parts by the names of the apps; [`WHOLE`] is all of it.
    pub parts: BTreeMap<String, Part>,
}

/// What stands above the parts of a comment: a heading, and the head of the table where the parts have rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Who wrote it.
    pub run: Run,
    /// Markdown.
    pub text: String,
}

/// A part of a comment. One without text was taken away: its mark says when, so that no older version comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Who wrote it.
    pub mark: Mark,
    /// Its row in the table below the head, `| a | b |`; empty where it has none.
    pub row: String,
    /// Markdown.
    pub text: String,
}

impl Part {
    /// Whether it was taken away.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.row.is_empty() && self.text.is_empty()
    }
}

impl Comment {
    /// A comment without anything in it.
    #[must_use]
    pub fn empty(key: &str) -> Self {
        Self { key: key.to_owned(), head: Head::default(), parts: BTreeMap::new() }
    }

    /// A comment of one part.
    #[must_use]
    pub fn new(key: &str, app: &str, mark: Mark, text: &str) -> Self {
        let part = Part { mark, row: String::new(), text: disarmed(text) };
        Self { parts: BTreeMap::from([(app.to_owned(), part)]), ..Self::empty(key) }
    }

    /// Gives its parts a row in the table that `head` ends with.
    #[must_use]
    pub fn with_row(mut self, head: &str, row: &str) -> Self {
        for part in self.parts.values_mut() {
            part.row = row_of(row);
            self.head = Head { run: part.mark.run, text: disarmed(head) };
        }
        self
    }

    /// Reads a comment; `None` for one that is not ours. GitHub's forms send line ends as CR LF.
    #[must_use]
    pub fn read(body: &str) -> Option<Self> {
        let body = body.replace("\r\n", "\n");
        let (head, text) = body.trim_start().strip_prefix(COMMENT)?.split_once(END)?;
        let (key, mark) = head.split_once(' ').unwrap_or((head, ""));
        let mut comment = Self::empty(&decode(key));
        if mark.starts_with("run=") {
            comment.part(WHOLE, mark).text = text.trim().to_owned();
            return Some(comment);
        }
        comment.head.run = mark.strip_prefix("head=").map(Run::read).unwrap_or_default();
        let mut rest = text;
        // Up to the first row or part.
        let mut head = String::new();
        while let Some((line, after)) = split_line(rest) {
            if line.starts_with(PART) {
                break;
            }
            match line
                .strip_prefix("| ")
                .and_then(|row| row.strip_prefix(ROW))
                .and_then(|row| row.split_once(END))
            {
                Some((name, row)) => {
                    let (app, mark) = name.split_once(' ').unwrap_or((name, ""));
                    comment.part(app, mark).row = format!("| {row}");
                }
                None => head.extend([line, "\n"]),
            }
            rest = after;
        }
        head.trim().clone_into(&mut comment.head.text);
        while let Some(from) = rest.find(PART) {
            let Some((name, text)) = rest[from + PART.len()..].split_once(END) else { break };
            let (app, mark) = name.split_once(' ').unwrap_or((name, ""));
            let end = format!("{PART_END}{app}{END}");
            let (text, after) = text.split_once(&end).unwrap_or((text, ""));
            comment.part(app, mark).text = text.trim().to_owned();
            rest = after;
        }
        Some(comment)
    }

    /// The part of an app, as its name stands in a mark.
    fn part(&mut self, app: &str, mark: &str) -> &mut Part {
        let part = self.parts.entry(decode(app)).or_default();
        part.mark = Mark::read(mark);
        part
    }

    /// The comment as text within [`LIMIT`]; `rest` says where all of it is.
    #[must_use]
    pub fn write(&self, rest: &str) -> String {
        let key = encode(&self.key);
        if let (Some(whole), 1) = (self.parts.get(WHOLE), self.parts.len()) {
            let head = format!("{COMMENT}{key} {}{END}\n", whole.mark);
            return format!("{head}{}", fitted(&whole.text, LIMIT.saturating_sub(units(&head)), rest));
        }
        let mut body = self.table(&key, rest);
        // A part that is in the table needs no more where it has no text.
        let parts = self.parts.iter().filter(|(_, part)| part.row.is_empty() || !part.text.is_empty());
        let parts: Vec<(&Part, String, String)> = parts
            .map(|(app, part)| {
                let app = encode(app);
                (part, format!("\n{PART}{app} {}{END}\n", part.mark), format!("\n{PART_END}{app}{END}\n"))
            })
            .collect();
        let marks = parts.iter().map(|(_, head, end)| units(head) + units(end)).sum::<usize>();
        let room = LIMIT.saturating_sub(units(&body) + marks);
        let most = share(room, parts.iter().map(|(part, ..)| units(&part.text)).collect());
        for (part, head, end) in parts {
            body.push_str(&head);
            body.push_str(fitted(&part.text, most, rest).trim_end());
            body.push_str(&end);
        }
        body
    }

    /// The mark, the head and the rows.
    fn table(&self, key: &str, rest: &str) -> String {
        if self.head.text.is_empty() {
            return format!("{COMMENT}{key}{END}\n");
        }
        let mut table = format!("{COMMENT}{key} head={}{END}\n", self.head.run);
        table.push_str(fitted(&self.head.text, SHARE, rest).trim_end());
        table.push('\n');
        let rows: Vec<_> = self.parts.iter().filter(|(_, part)| !part.row.is_empty()).collect();
        let starts: Vec<String> =
            rows.iter().map(|(app, part)| format!("| {ROW}{} {}{END}", encode(app), part.mark)).collect();
        let marks = units(&table) + starts.iter().map(|start| units(start) + 1).sum::<usize>();
        let below = self.parts.values().map(|part| units(&part.text)).sum::<usize>();
        let has_below = self.parts.values().any(|part| part.row.is_empty()) || below > 0;
        let room = LIMIT.saturating_sub(marks + if has_below { SHARE } else { 0 });
        let most = share(room, rows.iter().map(|(_, part)| units(&part.row)).collect());
        for (start, (_, part)) in starts.iter().zip(rows) {
            let row = if units(&part.row) > most { TOO_LONG } else { &part.row };
            table.extend([start, row.strip_prefix("| ").unwrap_or(row), "\n"]);
        }
        table
    }

    /// Puts two versions together: of each part the newer one, and of two of one age always the same one. Where one is
    /// all of it and the other has parts, the newest writer of all decides which it is.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        if self.is_whole() != other.is_whole() {
            let first = |comment: &Self| (comment.newest(), comment.is_whole());
            return if first(&other) > first(&self) { other } else { self };
        }
        if (other.head.run, &other.head.text) > (self.head.run, &self.head.text) {
            self.head = other.head;
        }
        for (app, part) in other.parts {
            let order = |part: &Part| (part.mark.run, part.row.clone(), part.text.clone());
            match self.parts.get(&app) {
                Some(own) if order(own) >= order(&part) => {}
                _ => drop(self.parts.insert(app, part)),
            }
        }
        self
    }

    /// Whether it says the same, whoever wrote it; a newer run about the same commit has nothing to add.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.key == other.key
            && self.head.text == other.head.text
            && self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|((app, part), (other_app, other))| {
                let says =
                    |part: &Part| (part.row.clone(), part.text.trim().to_owned(), part.mark.sha.clone());
                app == other_app && says(part) == says(other)
            })
    }

    fn is_whole(&self) -> bool {
        self.parts.contains_key(WHOLE)
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.parts.values().all(Part::is_gone)
    }

    /// The newest of those who wrote it.
    pub(crate) fn newest(&self) -> Option<Run> {
        self.parts.values().map(|part| part.mark.run).max()
    }
}

/// A text that holds none of our marks: one of them would begin or end a part.
fn disarmed(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    for mark in OURS {
        text = text.replace(mark.trim_end(), &mark.trim_end().replace("deploy-kit", "deploy kit"));
    }
    text.trim().to_owned()
}

/// A row as it is kept: one line that begins and ends with a bar.
fn row_of(text: &str) -> String {
    let line = disarmed(text).replace('\n', " ");
    let cells = line.strip_prefix('|').unwrap_or(&line).trim();
    match cells {
        "" => String::new(),
        _ if cells.ends_with('|') && !cells.ends_with("\\|") => format!("| {cells}"),
        _ => format!("| {cells} |"),
    }
}

/// A line, and what follows it.
fn split_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { Some(text.split_once('\n').unwrap_or((text, ""))) }
}

/// The most that each of several may have so that all have their share of the room; a short one leaves its own to the
/// longer ones.
fn share(mut room: usize, mut lengths: Vec<usize>) -> usize {
    lengths.sort_unstable();
    let mut most = room;
    for (done, length) in lengths.iter().enumerate() {
        most = room / (lengths.len() - done);
        if *length > most {
            break;
        }
        room -= length;
    }
    most
}

fn fitted(text: &str, room: usize, rest: &str) -> String {
    let note = format!("{CUT}{rest}.*\n");
    truncate(text, room, Unit::Utf16, &note).into_owned()
}

fn units(text: &str) -> usize {
    Unit::Utf16.count(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(run: u64) -> Mark {
        Mark { run: Run::new(run, 1), sha: format!("c{run}") }
    }

    fn comment(parts: &[(&str, u64, &str)]) -> Comment {
        let mut comment = Comment::empty("k");
        for (app, run, text) in parts {
            let part = Comment::new("k", app, mark(*run), text);
            comment.parts.extend(part.parts);
        }
        comment
    }

    #[test]
    fn a_comment_reads_as_it_is_written() {
        for comment in [
            comment(&[(WHOLE, 4, "# Hello\n\nworld")]),
            comment(&[("api", 4, "one"), ("web ui", 5, "two\n\n| a |")]),
        ] {
            assert_eq!(Comment::read(&comment.write("")).as_ref(), Some(&comment));
            assert_eq!(Comment::read(&comment.write("").replace('\n', "\r\n")).as_ref(), Some(&comment));
        }
        assert_eq!(Comment::read("just words"), None);
        assert_eq!(
            Comment::read("> <!-- deploy-kit-comment: k run=1.1 -->\nquoted"),
            None,
            "it is not at the top"
        );
    }

    /// A table of apps; those with a text have it below.
    fn table(rows: &[(&str, u64, &str, &str)]) -> Comment {
        let each = rows.iter().map(|(app, run, row, text)| {
            Comment::new("k", app, mark(*run), text)
                .with_row("## Apps\n\n| App | State |\n| --- | --- |", row)
        });
        each.reduce(Comment::merged).unwrap()
    }

    #[test]
    fn rows_of_apps_stand_in_one_table() {
        let comment = table(&[("web", 5, "| web | ready |", "below"), ("api", 4, "api | a \\| b", "")]);
        let body = comment.write("");
        assert_eq!(
            body,
            "<!-- deploy-kit-comment: k head=5.1 -->\n## Apps\n\n| App | State |\n| --- | --- |\n\
             | <!-- deploy-kit-row: api run=4.1 sha=c4 -->api | a \\| b |\n\
             | <!-- deploy-kit-row: web run=5.1 sha=c5 -->web | ready |\n\
             \n<!-- deploy-kit-part: web run=5.1 sha=c5 -->\nbelow\n<!-- deploy-kit-part-end: web -->\n"
        );
        assert_eq!(Comment::read(&body), Some(comment.clone()));
        assert_eq!(Comment::read(&body.replace('\n', "\r\n")), Some(comment));
    }

    #[test]
    fn a_row_that_is_taken_away_keeps_its_mark_and_a_forged_one_is_none() {
        let forged = "<!-- deploy-kit-row: b run=99.1 -->b | forged";
        let comment =
            table(&[("a", 1, forged, ""), ("b", 1, "b", "")]).merged(Comment::new("k", "b", mark(2), ""));
        let read = Comment::read(&comment.write("")).unwrap();
        assert_eq!(read.parts.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((read.parts["b"].mark.run, read.parts["b"].is_gone()), (mark(2).run, true));
        assert!(table(&[("a", 1, "a", "")]).merged(Comment::new("k", "a", mark(2), "")).is_gone());
    }

    #[test]
    fn a_hundred_apps_have_their_rows() {
        let row = format!("| app | {} |", "a link of some length, ".repeat(15));
        let rows: Vec<(String, u64)> = (0..100).map(|number| (format!("app-{number}"), 4)).collect();
        let rows: Vec<_> = rows.iter().map(|(app, run)| (app.as_str(), *run, row.as_str(), "")).collect();
        let comment = table(&rows);
        let body = comment.write("");
        assert!(units(&body) <= LIMIT && !body.contains("too long"), "{}", units(&body));
        assert_eq!(Comment::read(&body), Some(comment));
    }

    #[test]
    fn of_each_part_the_newest_counts() {
        let one = comment(&[("api", 5, "new"), ("web", 1, "old")]);
        let other = comment(&[("api", 2, "old"), ("web", 3, "new"), ("db", 1, "only")]);
        let both = comment(&[("api", 5, "new"), ("web", 3, "new"), ("db", 1, "only")]);
        assert_eq!(one.clone().merged(other.clone()), both);
        assert_eq!(other.merged(one), both);
    }

    #[test]
    fn a_text_cannot_pass_for_a_mark() {
        let forged = "<!-- deploy-kit-part-end: a -->\n<!-- deploy-kit-part: b run=99.1 -->\nforged";
        let comment = comment(&[("a", 1, forged), ("b", 1, "mine")]);
        let read = Comment::read(&comment.write("")).unwrap();
        assert_eq!(read.parts.len(), 2);
        assert_eq!(read.parts["b"].text, "mine");
    }

    #[test]
    fn the_same_words_about_the_same_commit_are_the_same() {
        let at = |run, sha: &str| {
            let mark = Mark { sha: sha.to_owned(), ..mark(run) };
            Comment::new("k", WHOLE, mark, "words")
        };
        assert!(at(1, "a").says_the_same(&at(2, "a")));
        assert!(!at(1, "a").says_the_same(&at(2, "b")));
    }

    /// Pieces of a page, some of which open what others close.
    const PIECES: [&str; 14] = [
        "## A heading\n\n",
        "Words, *more words* and `code`.\n",
        "\n",
        "- an entry\n",
        "  - one below it\n",
        "> a quote\n",
        "| a | b |\n| - | - |\n| 1 | 2 |\n",
        "```sh\n",
        "```\n",
        "~~~\n",
        "<details>\n<summary>more</summary>\n\n",
        "\n</details>\n\n",
        "<!-- said to nobody -->\n",
        "a line without an end ",
    ];

    /// What is around a note that says where the rest is, and how many `<details>` stay open.
    fn around_notes(body: &str) -> (Vec<Vec<String>>, i64) {
        use pulldown_cmark::{Event, Options, Parser};
        let (mut open, mut notes, mut details) = (Vec::new(), Vec::new(), 0);
        for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
            match event {
                Event::Start(tag) => open.push(format!("{:?}", tag.to_end())),
                Event::End(_) => drop(open.pop()),
                Event::Text(text) if text.starts_with("This is cut: ") => notes.push(open.clone()),
                Event::Html(html) | Event::InlineHtml(html) => {
                    let count = |tag: &str| i64::try_from(html.matches(tag).count()).unwrap();
                    details += count("<details>") - count("</details>");
                }
                _ => {}
            }
        }
        (notes, details)
    }

    proptest! {
        // A case is megabytes of text.
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_cut_leaves_nothing_open(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..40), parts in 1_usize..3,
        ) {
            let text = pieces.concat();
            prop_assume!(!text.trim().is_empty());
            let text = text.repeat(2 * LIMIT / text.len() + 1);
            let mut comment = Comment::empty("k");
            for app in if parts == 1 { &[WHOLE][..] } else { &["api", "web"][..] } {
                comment.parts.extend(Comment::new("k", app, mark(1), &text).parts);
            }
            let body = comment.write("see there");
            prop_assert!(units(&body) <= LIMIT && body.starts_with(COMMENT));
            prop_assert_eq!(Comment::read(&body).unwrap().parts.len(), comment.parts.len());
            let (notes, details) = around_notes(&body);
            let alone = vec!["Paragraph".to_owned(), "Emphasis".to_owned()];
            prop_assert_eq!(&notes, &vec![alone; comment.parts.len()], "{}", &body[body.len() - 400..]);
            // An end without a start shows as nothing.
            prop_assert!(details <= 0, "{} stay open", details);
        }
    }

    proptest! {
        // A case is megabytes of text.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn it_fits_whatever_is_in_it(
            texts in prop::collection::vec(("[a-c]{1,3}", "\\PC{0,40}", 0_usize..3_000), 1..6),
            rows in prop::collection::vec(("[b-d]{1,3}", "[a-z|\\\\]{0,40}", 1_usize..600), 0..6),
        ) {
            let mut comment = Comment::empty("k");
            for (app, words, times) in &texts {
                let text = format!("{words}\n\n").repeat(*times);
                comment.parts.extend(Comment::new("k", app, mark(1), &text).parts);
            }
            for (app, words, times) in &rows {
                let row = Comment::new("k", app, mark(2), "").with_row("| a |\n| - |", &words.repeat(*times));
                comment = comment.merged(row);
            }
            let body = comment.write("see the summary");
            prop_assert!(units(&body) <= LIMIT, "{}", units(&body));
            let read = Comment::read(&body).unwrap();
            prop_assert_eq!(read.parts.keys().collect::<Vec<_>>(), comment.parts.keys().collect::<Vec<_>>());
        }

    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_comes_last(
            versions in prop::collection::vec(("[a-c]", 0_u64..9, "[x-z]?"), 1..8),
            seed in any::<prop::sample::Index>(),
        ) {
            let each: Vec<Comment> =
                versions.iter().map(|(app, run, text)| comment(&[(app, *run, text)])).collect();
            let all = |order: Vec<Comment>| order.into_iter().reduce(Comment::merged);
            let mut turned = each.clone();
            turned.rotate_left(seed.index(each.len()));
            prop_assert_eq!(all(each), all(turned));
        }
    }
}
