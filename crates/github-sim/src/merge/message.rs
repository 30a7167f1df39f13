//! The messages that GitHub writes for a merge unless it is told another.
//!
//! Source: the fields `squash_merge_commit_title` and the like in GitHub's description of a repository, and its
//! documentation "About pull request merges". The line before the authors is what its squash commits have.

use crate::git::Person;
use crate::state::{MergeMessage, MergeSettings, MergeTitle, SquashMessage, SquashTitle};

/// A pull request, as far as its messages go.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) number: u64,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    /// `owner/branch`.
    pub(crate) head: &'a str,
}

/// A commit of it.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) author: Person,
    pub(crate) message: String,
}

impl Part {
    fn halves(&self) -> (&str, &str) {
        let (title, rest) = self.message.split_once('\n').unwrap_or((&self.message, ""));
        (title, rest.trim())
    }
}

/// Title and text of a merge commit.
pub(crate) fn merge(settings: &MergeSettings, subject: &Subject<'_>) -> (String, String) {
    let title = match settings.merge_commit_title {
        MergeTitle::PrTitle => numbered(subject.title, subject.number),
        MergeTitle::MergeMessage => {
            format!("Merge pull request #{} from {}", subject.number, subject.head)
        }
    };
    let text = match settings.merge_commit_message {
        MergeMessage::PrBody => subject.body,
        MergeMessage::PrTitle => subject.title,
        MergeMessage::Blank => "",
    };
    (title, text.to_owned())
}

/// Title and text of a squash commit by `author`, the authors of the commits named at its end.
pub(crate) fn squash(
    settings: &MergeSettings,
    subject: &Subject<'_>,
    parts: &[Part],
    author: &Person,
) -> (String, String) {
    let alone = match (settings.squash_merge_commit_title, parts) {
        (SquashTitle::CommitOrPrTitle, [alone]) => Some(alone.halves()),
        _ => None,
    };
    let title = numbered(alone.map_or(subject.title, |(title, _)| title), subject.number);
    let text = match (settings.squash_merge_commit_message, alone) {
        (SquashMessage::PrBody, _) => subject.body.to_owned(),
        (SquashMessage::Blank, _) => String::new(),
        (SquashMessage::CommitMessages, Some((_, body))) => body.to_owned(),
        (SquashMessage::CommitMessages, None) => listed(parts),
    };
    let with = with_authors(&text, parts, author, alone.is_some());
    (title, with)
}

fn numbered(title: &str, number: u64) -> String {
    format!("{title} (#{number})")
}

/// Each commit with a bullet.
fn listed(parts: &[Part]) -> String {
    let each = parts.iter().map(|part| match part.halves() {
        (title, "") => format!("* {title}"),
        (title, body) => format!("* {title}\n\n{body}"),
    });
    each.collect::<Vec<_>>().join("\n\n")
}

/// `Co-authored-by` of everybody but the squash commit's own author.
fn with_authors(text: &str, parts: &[Part], author: &Person, alone: bool) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let own = format!("Co-authored-by: {} <{}>", part.author.name, part.author.email);
        let named = part.message.lines().filter(|line| line.starts_with("Co-authored-by: "));
        let own = Some(own).filter(|_| part.author.email != author.email);
        for line in own.into_iter().chain(named.map(str::to_owned)) {
            let stands = alone && text.contains(&line);
            if !stands && !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if lines.is_empty() {
        return text.to_owned();
    }
    let lines = lines.join("\n");
    match (text, alone) {
        ("", _) => lines,
        (_, true) if ends_in_trailers(text) => format!("{text}\n{lines}"),
        (_, true) => format!("{text}\n\n{lines}"),
        (_, false) => format!("{text}\n\n---------\n\n{lines}"),
    }
}

fn ends_in_trailers(text: &str) -> bool {
    let last = text.rsplit("\n\n").next().unwrap_or_default();
    last.lines().all(|line| line.split_once(": ").is_some_and(|(key, _)| !key.contains(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'_> =
        Subject { number: 12, title: "feat: a thing", body: "The why.", head: "octo-org/topic" };

    fn person(name: &str) -> Person {
        Person::new(name, &format!("{name}@example.org"), 0)
    }

    fn part(author: &str, message: &str) -> Part {
        Part { author: person(author), message: message.to_owned() }
    }

    fn squashed(settings: &MergeSettings, parts: &[Part]) -> String {
        let (title, text) = squash(settings, &SUBJECT, parts, &person("ann"));
        format!("{title}\n\n{text}")
    }

    #[test]
    fn the_classic_message_and_the_title() {
        let mut settings = MergeSettings::default();
        let classic = ("Merge pull request #12 from octo-org/topic".to_owned(), "feat: a thing".to_owned());
        assert_eq!(merge(&settings, &SUBJECT), classic);
        settings.merge_commit_title = MergeTitle::PrTitle;
        settings.merge_commit_message = MergeMessage::PrBody;
        assert_eq!(merge(&settings, &SUBJECT), ("feat: a thing (#12)".to_owned(), "The why.".to_owned()));
        settings.merge_commit_message = MergeMessage::Blank;
        assert_eq!(merge(&settings, &SUBJECT).1, "");
    }

    #[test]
    fn one_commit_gives_its_own_title_and_text() {
        let one = [part("ann", "fix: typo\n\nIn the head.\n")];
        assert_eq!(squashed(&MergeSettings::default(), &one), "fix: typo (#12)\n\nIn the head.");
        let settings =
            MergeSettings { squash_merge_commit_title: SquashTitle::PrTitle, ..MergeSettings::default() };
        assert_eq!(squashed(&settings, &one), "feat: a thing (#12)\n\n* fix: typo\n\nIn the head.");
    }

    #[test]
    fn several_commits_are_listed_with_their_authors() {
        let two = [part("ann", "feat: a\n\nText."), part("bob", "fix: b"), part("bob", "docs: c")];
        assert_eq!(
            squashed(&MergeSettings::default(), &two),
            "feat: a thing (#12)\n\n* feat: a\n\nText.\n\n* fix: b\n\n* docs: c\n\n---------\n\n\
             Co-authored-by: bob <bob@example.org>"
        );
        let blank =
            MergeSettings { squash_merge_commit_message: SquashMessage::Blank, ..MergeSettings::default() };
        assert_eq!(squashed(&blank, &two), "feat: a thing (#12)\n\nCo-authored-by: bob <bob@example.org>");
        let body =
            MergeSettings { squash_merge_commit_message: SquashMessage::PrBody, ..MergeSettings::default() };
        assert_eq!(squashed(&body, &two[..1]), "feat: a (#12)\n\nThe why.");
    }

    #[test]
    fn the_authors_join_the_trailers_of_one_commit() {
        let one = [part("bob", "fix: a\n\nSigned-off-by: bob <bob@example.org>")];
        assert_eq!(
            squashed(&MergeSettings::default(), &one),
            "fix: a (#12)\n\nSigned-off-by: bob <bob@example.org>\nCo-authored-by: bob <bob@example.org>"
        );
    }
}
