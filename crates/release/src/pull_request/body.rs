//! The text of the pull request: what it says, what of it people have changed, and the notes that are in it.
//!
//! ```text
//! <!-- deploy-kit-release-pr: <what it was when it was generated> -->
//! <!-- deploy-kit-alerts --> what people should see now <!-- deploy-kit-alerts-end -->
//! the text: versions, notes, how to change them
//! ```

use std::borrow::Cow;

use deploy_kit_changelog::cut::{COMMENT_BODY, cut};
use deploy_kit_core::markdown::{Unit, html, truncate};
use deploy_kit_github::pulls::Pull;
use sha2::{Digest as _, Sha256};

use super::table;
use crate::marker::{from_comment, in_comment};
use crate::plan::Release;

const MARK: &str = "<!-- deploy-kit-release-pr: ";
const ALERTS: [&str; 2] = ["<!-- deploy-kit-alerts -->", "<!-- deploy-kit-alerts-end -->"];
const END: &str = " -->";

/// The characters that all notes share; the rest is for the table, for alerts and for what people write.
const NOTES: usize = 40_000;

/// The fewest characters of a package's notes that are worth showing.
const SHORTEST: usize = 400;

/// The longest text; alerts and marks come on top of it.
const TEXT: usize = COMMENT_BODY - 8_000;

const HELP: &str = "---\n\n\
    Merging this pull request releases it. Until then it follows the branch by itself.\n\n\
    - **Another version?** Write it into the table, in the column *Next*.\n\
    - **Other words?** Change the notes here, which become the release's, and the files on the branch.\n\n\
    What you change stays. Where new commits change the same lines, this text says so.\n";

/// The text as it is generated. `whole` is what the one package of a repository without packages is called.
pub(super) fn render(releases: &[Release], whole: &str) -> String {
    let mut text = table::render(releases, whole);
    let most = (NOTES / releases.len().max(1)).max(SHORTEST);
    let is_alone = releases.len() == 1;
    for release in releases {
        let rest = release.notes.first().and_then(|notes| notes.compare_url.as_deref());
        let notes = cut(release.body.trim(), most, Unit::Chars, rest);
        let (state, hint) = if matches!(notes, Cow::Owned(_)) { (" cut", CUT) } else { ("", "") };
        let [start, end] = ends(&release.tag);
        let notes = unlinked(notes.trim());
        let section = format!("\n{start}{state}{END}\n{notes}\n{hint}\n{end}{END}\n");
        if is_alone {
            text.push_str(&section);
        } else {
            let title = html(&release.title());
            text.push_str(&format!("\n<details>\n<summary>{title}</summary>\n{section}\n</details>\n"));
        }
    }
    let text = truncate(&text, TEXT - HELP.len(), Unit::Chars, "*The rest is left out here.*\n");
    format!("{text}\n{HELP}")
}

/// Under notes that are not here as a whole.
const CUT: &str = "\n*The release has all of it: what is changed here does not count.*\n";

/// GitHub's words for closing an issue when a pull request is merged (docs, "Linking a pull request to an issue").
const CLOSING: [&str; 9] =
    ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"];

/// Shown as nothing, and enough for GitHub not to see such a word.
const JOINER: char = '\u{2060}';

/// Notes whose words close no issue once this is merged: that was done when the change was.
fn unlinked(notes: &str) -> String {
    let mut text = String::with_capacity(notes.len());
    for word in notes.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ':']).rsplit(|c: char| !c.is_ascii_alphabetic()).next();
        let closes = bare.is_some_and(|bare| CLOSING.iter().any(|known| known.eq_ignore_ascii_case(bare)));
        match word.strip_suffix(' ').filter(|_| closes) {
            Some(word) => text.extend([word, &JOINER.to_string(), " "]),
            None => text.push_str(word),
        }
    }
    text
}

/// The marks around a release's notes, without their ends.
fn ends(tag: &str) -> [String; 2] {
    let tag = in_comment(tag);
    [format!("<!-- deploy-kit-notes: {tag}"), format!("<!-- deploy-kit-notes-end: {tag}")]
}

/// The notes of a release as they stand in a text; `None` where they were cut, or where their marks are gone.
pub(super) fn notes(text: &str, tag: &str) -> Option<String> {
    let [start, end] = ends(tag).map(|mark| format!("{mark}{END}"));
    let from = text.find(&start)? + start.len();
    let to = from + text[from..].find(&end)?;
    Some(text[from..to].trim().replace(JOINER, ""))
}

/// What a text was when it was generated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Mark {
    /// The hash of the text.
    pub hash: String,
    /// The tags that merging was to make.
    pub tags: Vec<String>,
    /// Those of them whose version a person has chosen.
    pub chosen: Vec<String>,
}

/// Stands before the chosen tags; no tag can be called so.
const CHOSEN: &str = "chosen:";

impl Mark {
    fn read(text: &str) -> Self {
        let mut words = text.split_whitespace().map(from_comment);
        let hash = words.next().unwrap_or_default();
        let tags = words.by_ref().take_while(|word| word != CHOSEN).collect();
        Self { hash, tags, chosen: words.collect() }
    }

    fn write(&self) -> String {
        let mut words = vec![self.hash.clone()];
        words.extend(self.tags.iter().cloned());
        if !self.chosen.is_empty() {
            words.push(CHOSEN.to_owned());
            words.extend(self.chosen.iter().cloned());
        }
        in_comment(&words.join(" "))
    }
}

/// Whether a pull request's text is one of ours.
pub(super) fn is_ours(pull: &Pull) -> bool {
    Standing::read(pull.body.as_deref().unwrap_or_default()).generated.is_some()
}

/// The text of a pull request, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// What it was when it was generated; `None` where people have removed that.
    pub generated: Option<Mark>,
    /// What people were to see.
    pub alerts: String,
    /// The text itself.
    pub text: String,
}

impl Standing {
    /// Takes a text apart. GitHub's forms send line ends as CR LF.
    pub(super) fn read(body: &str) -> Self {
        let body = body.replace("\r\n", "\n");
        let mark = body.find(MARK).and_then(|at| {
            let length = body[at..].find(END)?;
            Some((at, at + length))
        });
        let generated = mark.map(|(from, to)| Mark::read(&body[from + MARK.len()..to]));
        let mut text = match mark {
            Some((from, to)) => format!("{}{}", &body[..from], &body[to + END.len()..]),
            None => body,
        };
        let mut alerts = String::new();
        if let Some(from) = text.find(ALERTS[0])
            && let Some(length) = text[from..].find(ALERTS[1])
        {
            alerts = text[from + ALERTS[0].len()..from + length].trim().to_owned();
            text.replace_range(from..from + length + ALERTS[1].len(), "");
        }
        Self { generated, alerts, text: text.trim().to_owned() }
    }

    /// Whether the text is as it was generated.
    pub(super) fn is_untouched(&self) -> bool {
        self.is_of(&hash(&self.text))
    }

    /// Whether it was generated with this hash.
    pub(super) fn is_of(&self, hash: &str) -> bool {
        self.generated.as_ref().is_some_and(|mark| mark.hash == hash)
    }

    /// Puts it together again.
    pub(super) fn write(&self) -> String {
        let mut body =
            format!("{MARK}{}{END}\n", self.generated.as_ref().map(Mark::write).unwrap_or_default());
        if !self.alerts.is_empty() {
            body.push_str(&format!("{}\n{}\n{}\n", ALERTS[0], self.alerts, ALERTS[1]));
        }
        let room = COMMENT_BODY.saturating_sub(body.chars().count() + 2);
        body.push('\n');
        body.push_str(&truncate(&self.text, room, Unit::Chars, "*The rest is left out here.*\n"));
        body.push('\n');
        body
    }
}

/// The hash of a text, white space at its ends aside: sixteen digits tell whether people have changed it.
pub(super) fn hash(text: &str) -> String {
    hash_of(text.trim().as_bytes())
}

/// The hash of bytes.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(text: &str, alerts: &str) -> Standing {
        let tags = vec!["v1>%".to_owned(), "a-v1".to_owned()];
        let generated = Some(Mark { hash: hash(text), chosen: tags[1..].to_vec(), tags });
        Standing { generated, alerts: alerts.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_text_comes_apart_as_it_was_put_together() {
        for alerts in ["", "> [!CAUTION]\n> Look."] {
            let whole = standing("| a |\n\n<!-- deploy-kit-notes: v1 -->\nb", alerts);
            assert_eq!(Standing::read(&whole.write()), whole);
            assert_eq!(Standing::read(&whole.write().replace('\n', "\r\n")), whole);
            assert!(whole.is_untouched());
        }
    }

    #[test]
    fn what_people_write_shows() {
        let body = standing("one\n\ntwo", "").write();
        assert!(!Standing::read(&body.replace("two", "2")).is_untouched());
        assert!(!Standing::read(&format!("Please wait.\n\n{body}")).is_untouched());
        let without = Standing::read("all is mine");
        assert_eq!((without.generated, without.text.as_str()), (None, "all is mine"));
    }

    #[test]
    fn notes_close_no_issue_by_being_shown() {
        let shown = unlinked("* a thing (#2), closes [#1](u)\n* fix: it\n* affixes x");
        assert_eq!(shown.replace(JOINER, "|"), "* a thing (#2), closes| [#1](u)\n* fix:| it\n* affixes x");
        assert_eq!(shown.replace(JOINER, ""), "* a thing (#2), closes [#1](u)\n* fix: it\n* affixes x");
    }

    #[test]
    fn notes_are_found_by_their_tag() {
        let text = "<!-- deploy-kit-notes: a-v1 -->\nof a\n\n<!-- deploy-kit-notes-end: a-v1 -->\n\
                    <!-- deploy-kit-notes: b-v1 cut -->\nof b\n<!-- deploy-kit-notes-end: b-v1 -->\n";
        assert_eq!(notes(text, "a-v1").as_deref(), Some("of a"));
        assert_eq!(notes(text, "b-v1"), None, "they were cut: the release has them whole");
        assert_eq!(notes(text, "c-v1"), None);
    }
}
