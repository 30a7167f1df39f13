//! What a message says it reverts or reapplies.

use super::Header;
use super::reference::trailing_pull_request;

/// Deeper nestings are not unwrapped: each layer reads the title once more, and nobody writes them.
const MAX_DEPTH: u32 = 32;

/// The targets that a revert or a reapply names, in every way that it names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevertOf<'a> {
    /// The title of the commit that is undone.
    pub title: Option<Title<'a>>,
    /// Object names from `This reverts commit …` or `Refs:`, whole or abbreviated.
    pub ids: Vec<&'a str>,
    /// Pull requests from `Reverts #12`.
    pub pull_requests: Vec<u64>,
}

impl<'a> RevertOf<'a> {
    /// `Revert "…"`, `Reapply "…"`, `revert: …` and their nestings.
    pub(super) fn from_subject(subject: &'a str) -> Option<Self> {
        if !subject.starts_with(['R', 'r']) {
            return None;
        }
        let title = Title::of(subject).undone()?;
        Some(Self { title: Some(title), ..Self::default() })
    }

    /// Takes the object names of a text such as ` 1234abc, 5678def.` up to the first other word.
    pub(super) fn add_ids(&mut self, text: &'a str) {
        for word in text.split([' ', ',', '.', ':']).filter(|word| !word.is_empty() && *word != "and") {
            if word.len() < 7 || word.len() > 64 || !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                break;
            }
            self.ids.push(word);
        }
    }
}

/// A commit's title in the form by which reverts name it: the innermost title, and how often it was
/// reverted. `Reapply "x"` is what `git revert` has written for `Revert "Revert "x""` since git 2.43.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Title<'a> {
    /// The innermost title, without a trailing `(#12)`.
    pub base: &'a str,
    /// 0 for a change, 1 for its revert, 2 for the revert of that, and so on.
    pub depth: u32,
}

impl<'a> Title<'a> {
    /// Unwraps a subject, at most `MAX_DEPTH` layers of it.
    pub fn of(subject: &'a str) -> Self {
        let mut base = without_pull_request(subject.trim());
        let mut depth = 0;
        while depth < MAX_DEPTH
            && let Some((inner, steps)) = unwrap(base)
        {
            base = without_pull_request(inner);
            depth += steps;
        }
        Self { base, depth }
    }

    /// The title of the commit that this one undoes, if it undoes one.
    pub fn undone(self) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        Some(Self { depth, ..self })
    }

    /// Whether `other`, a commit's own title, is the one meant. GitHub cuts long titles with `…`.
    pub fn names(self, other: Self) -> bool {
        if self.depth != other.depth {
            return false;
        }
        match self.base.strip_suffix('…').or_else(|| self.base.strip_suffix("...")) {
            Some(start) if start.len() >= 20 => other.base.starts_with(start),
            _ => self.base == other.base || self.names_description_of(other),
        }
    }

    /// `revert(x): text` names `feat(x): text` by its description alone.
    fn names_description_of(self, other: Self) -> bool {
        self.base.contains(' ')
            && Header::parse(other.base).is_ok_and(|(header, _)| header.description == self.base)
    }
}

fn without_pull_request(text: &str) -> &str {
    trailing_pull_request(text).map_or(text, |(text, _)| text)
}

/// Takes one layer off: the inner title and how many reverts the layer stands for.
fn unwrap(title: &str) -> Option<(&str, u32)> {
    for (word, steps) in [("Revert ", 1), ("revert ", 1), ("Reapply ", 2), ("reapply ", 2)] {
        if let Some(quoted) = title.strip_prefix(word).and_then(quoted) {
            return Some((quoted, steps));
        }
    }
    if !title.get(..6)?.eq_ignore_ascii_case("revert") {
        return None;
    }
    let (header, _) = Header::parse(title).ok()?;
    header
        .kind
        .eq_ignore_ascii_case("revert")
        .then(|| (quoted(header.description).unwrap_or(header.description), 1))
}

/// The text between a leading `"` and the last `"`; GitHub may cut the closing one off.
fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?;
    Some(inner.strip_suffix('"').unwrap_or(inner))
}
