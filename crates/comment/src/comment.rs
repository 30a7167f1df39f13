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
//! ```
//!
//! Of each part the newest version counts, whatever order they were written in: so it does not matter who comes last.
//! A part that was taken away leaves its marks without a text.

use std::collections::BTreeMap;

use deploy_kit_core::markdown::{Unit, truncate};

use crate::mark::{Mark, Run, decode, encode};

/// The longest comment in UTF-16 units, the marks included: GitHub refuses a longer one with 422.
pub const LIMIT: usize = 65_536;

const COMMENT: &str = "<!-- deploy-kit-comment: ";
const PART: &str = "<!-- deploy-kit-part: ";
const PART_END: &str = "<!-- deploy-kit-part-end: ";
const END: &str = " -->";

/// What begins every mark: no text may hold it.
const OURS: [&str; 3] = [COMMENT, PART, PART_END];

/// What the note begins with that stands below a text that had to be cut.
pub(crate) const CUT: &str = "*This is cut: ";

/// The name of the part of a comment that has one alone.
pub const WHOLE: &str = "";

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which of several comments it is.
    pub key: String,
    /// Its parts by the names of the apps; [`WHOLE`] is all of it.
    pub parts: BTreeMap<String, Part>,
}

/// A part of a comment. One without text was taken away: its mark says when, so that no older version comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Who wrote it.
    pub mark: Mark,
    /// Markdown.
    pub text: String,
}

impl Comment {
    /// A comment of one part.
    #[must_use]
    pub fn new(key: &str, app: &str, mark: Mark, text: &str) -> Self {
        let part = Part { mark, text: disarmed(text) };
        Self { key: key.to_owned(), parts: BTreeMap::from([(app.to_owned(), part)]) }
    }

    /// Reads a comment; `None` for one that is not ours. GitHub's forms send line ends as CR LF.
    #[must_use]
    pub fn read(body: &str) -> Option<Self> {
        let body = body.replace("\r\n", "\n");
        let (head, text) = body.trim_start().strip_prefix(COMMENT)?.split_once(END)?;
        let (key, mark) = head.split_once(' ').unwrap_or((head, ""));
        let mut comment = Self { key: decode(key), parts: BTreeMap::new() };
        if !mark.is_empty() {
            let part = Part { mark: Mark::read(mark), text: text.trim().to_owned() };
            comment.parts.insert(WHOLE.to_owned(), part);
            return Some(comment);
        }
        let mut rest = text;
        while let Some(from) = rest.find(PART) {
            let Some((head, text)) = rest[from + PART.len()..].split_once(END) else { break };
            let (app, mark) = head.split_once(' ').unwrap_or((head, ""));
            let end = format!("{PART_END}{app}{END}");
            let (text, after) = text.split_once(&end).unwrap_or((text, ""));
            let part = Part { mark: Mark::read(mark), text: text.trim().to_owned() };
            comment.parts.insert(decode(app), part);
            rest = after;
        }
        Some(comment)
    }

    /// The comment as text within [`LIMIT`]; `rest` says where all of it is.
    #[must_use]
    pub fn write(&self, rest: &str) -> String {
        let key = encode(&self.key);
        if let (Some(whole), 1) = (self.parts.get(WHOLE), self.parts.len()) {
            let head = format!("{COMMENT}{key} {}{END}\n", whole.mark);
            return format!("{head}{}", fitted(&whole.text, LIMIT.saturating_sub(units(&head)), rest));
        }
        let mut body = format!("{COMMENT}{key}{END}\n");
        let frames: Vec<(String, String)> = self
            .parts
            .iter()
            .map(|(app, part)| {
                let app = encode(app);
                (format!("\n{PART}{app} {}{END}\n", part.mark), format!("\n{PART_END}{app}{END}\n"))
            })
            .collect();
        let marks = frames.iter().map(|(head, end)| units(head) + units(end)).sum::<usize>();
        let mut room = LIMIT.saturating_sub(units(&body) + marks);
        // A short part leaves its share to the longer ones.
        let mut lengths: Vec<usize> = self.parts.values().map(|part| units(&part.text)).collect();
        lengths.sort_unstable();
        let mut most = room;
        for (done, length) in lengths.iter().enumerate() {
            most = room / (lengths.len() - done);
            if *length > most {
                break;
            }
            room -= length;
        }
        for (part, (head, end)) in self.parts.values().zip(frames) {
            body.push_str(&head);
            body.push_str(fitted(&part.text, most, rest).trim_end());
            body.push_str(&end);
        }
        body
    }

    /// Puts two versions together: of each part the newer one, and of two of one age always the same one. Where one is
    /// all of it and the other has parts, the newest writer of all decides which it is.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        if self.is_whole() != other.is_whole() {
            let first = |comment: &Self| (comment.newest(), comment.is_whole());
            return if first(&other) > first(&self) { other } else { self };
        }
        for (app, part) in other.parts {
            match self.parts.get(&app) {
                Some(own) if (own.mark.run, &own.text) >= (part.mark.run, &part.text) => {}
                _ => drop(self.parts.insert(app, part)),
            }
        }
        self
    }

    /// Whether it says the same, whoever wrote it; a newer run about the same commit has nothing to add.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.key == other.key
            && self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(|((app, part), (other_app, other))| {
                app == other_app && part.text.trim() == other.text.trim() && part.mark.sha == other.mark.sha
            })
    }

    fn is_whole(&self) -> bool {
        self.parts.contains_key(WHOLE)
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.parts.values().all(|part| part.text.is_empty())
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
        let mut comment = Comment { key: "k".to_owned(), parts: BTreeMap::new() };
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
            let mut comment = Comment { key: "k".to_owned(), parts: BTreeMap::new() };
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
        ) {
            let mut comment = Comment { key: "k".to_owned(), parts: BTreeMap::new() };
            for (app, words, times) in &texts {
                let text = format!("{words}\n\n").repeat(*times);
                comment.parts.extend(Comment::new("k", app, mark(1), &text).parts);
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
