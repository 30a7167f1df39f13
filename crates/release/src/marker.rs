//! How a later run knows what an earlier one has made: a trailer in the commit and in the tag, a comment in
//! the release's body. Nothing else is remembered anywhere.

use std::fmt;

/// The trailer that names a tag of the release: in the release's commit one for each tag, in an annotated tag
/// its own.
pub const TRAILER: &str = "Release-Tag";

/// The trailer of a release's commit that names the commit before it. Once the release's commit is put on another
/// one, as `git pull --rebase` does, it no longer tells all that it contains.
pub const BASE: &str = "Release-Base";

/// The trailer that names a tag whose version a person has chosen, in place of the one that the commits ask for.
pub const CHOSEN: &str = "Release-Chosen";

/// The trailer of a pull request's commit that tells its files from what people make of them.
pub const DIGEST: &str = "Release-Digest";

/// The subject of a release's commit starts so.
pub const SUBJECT: &str = "chore(release): ";

/// The message of the release's commit.
#[must_use]
pub fn commit_message(title: &str, tags: &[&str], chosen: &[&str], base: &str) -> String {
    let mut message = format!("{SUBJECT}{title}\n\n{BASE}: {base}\n");
    for (trailer, tags) in [(TRAILER, tags), (CHOSEN, chosen)] {
        for tag in tags {
            message.push_str(&format!("{trailer}: {tag}\n"));
        }
    }
    message
}

/// The message of a release's tag.
#[must_use]
pub fn tag_message(tag: &str) -> String {
    format!("{tag}\n\n{TRAILER}: {tag}\n")
}

/// The tags that a release's commit on top of `base` names; none for any other commit.
#[must_use]
pub fn tags_of_commit(message: &str, base: &str) -> Vec<String> {
    if !message.starts_with(SUBJECT) || values(message, BASE).next() != Some(base) {
        return Vec::new();
    }
    values(message, TRAILER).map(str::to_owned).collect()
}

/// What a release's commit says of itself, wherever it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trailers {
    /// The commit that was planned at.
    pub base: String,
    /// The tags that it was made for.
    pub tags: Vec<String>,
    /// Those of them whose versions a person has chosen.
    pub chosen: Vec<String>,
    /// The digest of its files, if a pull request holds it.
    pub digest: Option<String>,
}

/// Reads what a release's commit says; `None` for any other.
#[must_use]
pub fn trailers(message: &str) -> Option<Trailers> {
    let all = |trailer| values(message, trailer).map(str::to_owned).collect::<Vec<_>>();
    let tags = all(TRAILER);
    if !message.starts_with(SUBJECT) || tags.is_empty() {
        return None;
    }
    let base = values(message, BASE).next().unwrap_or_default().to_owned();
    Some(Trailers { base, tags, chosen: all(CHOSEN), digest: all(DIGEST).pop() })
}

/// Whether a release made the annotated tag of this message.
#[must_use]
pub fn is_own_tag(tag: &str, message: &str) -> bool {
    values(message, TRAILER).any(|named| named == tag)
}

fn values<'m>(message: &'m str, trailer: &str) -> impl Iterator<Item = &'m str> {
    message.lines().filter_map(move |line| line.strip_prefix(trailer)?.strip_prefix(':')).map(str::trim)
}

/// A ref's name within an HTML comment: it may hold `>`, which would end the comment, but no space.
#[must_use]
pub fn in_comment(name: &str) -> String {
    name.replace('%', "%25").replace('>', "%3E")
}

/// The name again.
#[must_use]
pub fn from_comment(text: &str) -> String {
    text.replace("%3E", ">").replace("%25", "%")
}

/// The comment that stands in the body of a release and of what it announces, where no reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark<'a> {
    /// The release's tag.
    pub tag: &'a str,
    /// Whether something is still to be done once the release is published.
    pub unfinished: bool,
}

impl fmt::Display for Mark<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.unfinished { " unfinished" } else { "" };
        write!(formatter, "<!-- deploy-kit-release: {}{state} -->", in_comment(self.tag))
    }
}

impl Mark<'_> {
    /// The most characters that a mark adds to a body.
    pub const ROOM: usize = 400;

    /// The text with this mark at its end, in place of the one that stands there.
    #[must_use]
    pub fn put(self, text: &str) -> String {
        format!("{}\n\n{self}\n", self.without(text).trim_end())
    }

    /// Whether the text holds this mark, finished or not; answers whether it is unfinished.
    #[must_use]
    pub fn find(self, text: &str) -> Option<bool> {
        [true, false].into_iter().find(|&unfinished| text.contains(&Self { unfinished, ..self }.to_string()))
    }

    /// The text without this mark.
    #[must_use]
    pub fn without(self, text: &str) -> String {
        let both = [true, false].map(|unfinished| Self { unfinished, ..self }.to_string());
        both.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_names_its_tags() {
        let message =
            commit_message("core 1.4.0, cli 0.3.1", &["core-v1.4.0", "cli@0.3.1"], &["cli@0.3.1"], "abc");
        assert_eq!(tags_of_commit(&message, "abc"), ["core-v1.4.0", "cli@0.3.1"]);
        let trailers = trailers(&message).unwrap();
        assert_eq!((trailers.base.as_str(), &trailers.chosen[..]), ("abc", &["cli@0.3.1".to_owned()][..]));
        assert_eq!(super::trailers("fix: another\n\nRelease-Tag: v1"), None);
        assert!(tags_of_commit(&message, "def").is_empty());
        assert!(tags_of_commit("feat: x\n\nRelease-Base: abc\nRelease-Tag: v1.0.0\n", "abc").is_empty());
        assert!(tags_of_commit("chore(release): 1.0.0\n", "abc").is_empty());
    }

    #[test]
    fn a_tag_is_known_by_its_own_name() {
        assert!(is_own_tag("v1.0.0", &tag_message("v1.0.0")));
        assert!(!is_own_tag("v1.0.0", &tag_message("v1.0.1")));
        assert!(!is_own_tag("v1.0.0", "v1.0.0\n"));
    }

    #[test]
    fn a_mark_is_replaced_and_found() {
        let mark = Mark { tag: "a->b%", unfinished: true };
        let body = mark.put("notes\n");
        assert_eq!(body, "notes\n\n<!-- deploy-kit-release: a-%3Eb%25 unfinished -->\n");
        assert_eq!(mark.find(&body), Some(true));
        let done = Mark { unfinished: false, ..mark }.put(&body);
        assert_eq!(done, "notes\n\n<!-- deploy-kit-release: a-%3Eb%25 -->\n");
        assert_eq!(mark.find(&done), Some(false));
        assert_eq!(Mark { tag: "a", unfinished: false }.find(&done), None);
    }
}
