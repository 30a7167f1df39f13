//! From a name to a commit (gitrevisions(7), the part that releases need).

use crate::objects::Kind;
use crate::{Error, Id, Repository};

use super::{packed, short_branch, tags};

/// Where git looks for a short name, in its order.
const PLACES: [&str; 6] = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/origin/"];

/// Fewest digits of an abbreviated id, as in git.
const SHORTEST: usize = 4;

impl Repository {
    /// The commit that a name stands for: `HEAD`, a branch, a remote's branch, a tag, an id or its first
    /// digits (four at least), each with any number of `~`, `~N`, `^`, `^N` and `^{}` behind it.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownRevision`] with the nearest existing name, [`Error::Ambiguous`] for digits that fit
    /// several commits, [`Error::NoCommits`] where the branch that is checked out has none,
    /// [`Error::Kind`] where the name stands for a tree or a blob.
    pub fn resolve(&self, revision: &str) -> Result<Id, Error> {
        let split = revision.find(['~', '^']).unwrap_or(revision.len());
        let (name, steps) = revision.split_at(split);
        let name = if name == "@" { "HEAD" } else { name };
        let start = match self.named(name)? {
            Some(id) => id,
            None => return Err(self.unknown(revision, name)?),
        };
        let (id, kind) = tags::peel(self, start)?;
        if kind != Kind::Commit {
            return Err(Error::Kind { id, expected: Kind::Commit.name(), found: kind.name() });
        }
        self.step(id, steps)?
            .ok_or_else(|| Error::UnknownRevision { revision: revision.to_owned(), nearest: None })
    }

    /// The object that a name without steps stands for.
    fn named(&self, name: &str) -> Result<Option<Id>, Error> {
        if let Ok(id) = name.parse() {
            return Ok(Some(id));
        }
        if is_safe(name) {
            for place in PLACES {
                // A bare file name in the git folder (`config`, `index`) is no reference.
                if place.is_empty() && !name.starts_with("refs/") && !is_pseudo(name) {
                    continue;
                }
                if let Some(id) = self.reference(&format!("{place}{name}"))? {
                    return Ok(Some(id));
                }
            }
        }
        self.abbreviated(name)
    }

    /// The one commit or tag whose id starts with these digits.
    fn abbreviated(&self, digits: &str) -> Result<Option<Id>, Error> {
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex || !(SHORTEST..40).contains(&digits.len()) {
            return Ok(None);
        }
        let candidates = self.objects().with_prefix(digits)?;
        let mut buffer = Vec::new();
        let mut commits = Vec::new();
        for id in candidates {
            if let Some(Kind::Commit | Kind::Tag) = self.objects().find(&id, &mut buffer)? {
                commits.push(id);
            }
        }
        match commits.as_slice() {
            [] => Ok(None),
            [id] => Ok(Some(*id)),
            _ => Err(Error::Ambiguous { revision: digits.to_owned() }),
        }
    }

    /// Walks `~N` and `^N` from a commit; `None` where history ends or the steps are not understood.
    fn step(&self, start: Id, steps: &str) -> Result<Option<Id>, Error> {
        let mut id = start;
        let mut rest = steps;
        while let Some(kind) = rest.chars().next() {
            rest = &rest[1..];
            if kind == '^' && rest.starts_with('{') {
                // `^{}` and `^{commit}`: the start is peeled already.
                match rest.strip_prefix("{}").or_else(|| rest.strip_prefix("{commit}")) {
                    Some(tail) => rest = tail,
                    None => return Ok(None),
                }
                continue;
            }
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let count = if digits == 0 { Some(1) } else { rest[..digits].parse::<usize>().ok() };
            rest = &rest[digits..];
            let next = match (kind, count) {
                ('~', Some(count)) => self.ancestor(id, count)?,
                ('^', Some(0)) => Some(id),
                ('^', Some(number)) => self.commit(id)?.parents().nth(number - 1),
                _ => None,
            };
            match next {
                Some(next) => id = next,
                None => return Ok(None),
            }
        }
        Ok(Some(id))
    }

    /// The commit `count` first parents back.
    fn ancestor(&self, start: Id, count: usize) -> Result<Option<Id>, Error> {
        let mut id = start;
        for _ in 0..count {
            match self.commit(id)?.parents().next() {
                Some(parent) => id = parent,
                None => return Ok(None),
            }
        }
        Ok(Some(id))
    }

    /// The error for a name that stands for nothing.
    fn unknown(&self, revision: &str, name: &str) -> Result<Error, Error> {
        if name == "HEAD"
            && let Some(branch) = self.head()?.branch()
        {
            return Ok(Error::NoCommits { branch: branch.to_owned() });
        }
        Ok(Error::UnknownRevision { revision: revision.to_owned(), nearest: self.nearest(name)? })
    }

    /// The tag or branch whose name differs least from `name`, if it differs little.
    fn nearest(&self, name: &str) -> Result<Option<String>, Error> {
        let mut names: Vec<String> = self.tags()?.iter().map(|tag| tag.name.clone()).collect();
        if let Some(bytes) = packed::read(&self.common_dir().join("packed-refs"))? {
            let heads = packed::with_prefix(&bytes, b"refs/heads/");
            names.extend(heads.map(|line| String::from_utf8_lossy(short(line.name)).into_owned()));
        }
        names.extend(self.head()?.branch().map(str::to_owned));
        let allowed = (name.len() / 3).max(2).min(name.len().saturating_sub(1));
        let close = names.into_iter().filter_map(|candidate| {
            let distance = distance(name.as_bytes(), candidate.as_bytes(), allowed)?;
            Some((distance, candidate))
        });
        Ok(close.min().map(|(_, name)| name))
    }
}

fn short(name: &[u8]) -> &[u8] {
    std::str::from_utf8(name).map_or(name, |name| short_branch(name).as_bytes())
}

/// Whether a name may be looked up as a path: git refuses the others as references.
fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.ends_with('/')
        && !name.contains("..")
        && !name.contains(['\\', '\0', ':', '?', '*', '[', ' '])
        && !name.split('/').any(|part| part.is_empty() || part.starts_with('.') || part.ends_with(".lock"))
}

/// `HEAD`, `FETCH_HEAD`, `ORIG_HEAD`: references outside `refs`.
fn is_pseudo(name: &str) -> bool {
    name.ends_with("HEAD") && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// The edit distance of two names, if it is at most `limit` (Levenshtein).
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_distances() {
        let distance = |a: &str, b: &str| distance(a.as_bytes(), b.as_bytes(), 3);
        assert_eq!(distance("v1.2.3", "v1.2.3"), Some(0));
        assert_eq!(distance("1.2.3", "v1.2.3"), Some(1));
        assert_eq!(distance("mian", "main"), Some(2));
        assert_eq!(distance("release", "main"), None);
    }
}
