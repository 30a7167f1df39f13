//! Reading and making commits.

use git2::{Commit, Oid, Signature, Sort, Time};

use super::Git;
use crate::wire::Problem;

/// An author, a committer or a tagger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) email: String,
    /// Seconds since 1970.
    pub(crate) time: i64,
}

impl Person {
    pub(crate) fn new(name: &str, email: &str, time: i64) -> Self {
        Self { name: name.to_owned(), email: email.to_owned(), time }
    }

    pub(crate) fn signature(&self) -> Result<Signature<'static>, Problem> {
        Ok(Signature::new(&self.name, &self.email, &Time::new(self.time, 0))?)
    }

    pub(crate) fn of(signature: &Signature<'_>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            name: text(signature.name_bytes()),
            email: text(signature.email_bytes()),
            time: signature.when().seconds(),
        }
    }
}

impl Git {
    /// Writes a commit; no ref moves.
    pub(crate) fn write_commit(
        &self,
        message: &str,
        tree: Oid,
        parents: &[Oid],
        author: &Person,
        committer: &Person,
    ) -> Result<Oid, Problem> {
        let tree = self.repository.find_tree(tree)?;
        let parents = parents.iter().map(|id| self.repository.find_commit(*id));
        let parents: Vec<_> = parents.collect::<Result<_, _>>()?;
        let parents: Vec<_> = parents.iter().collect();
        let (author, committer) = (author.signature()?, committer.signature()?);
        Ok(self.repository.commit(None, &author, &committer, message, &tree, &parents)?)
    }

    /// Some of the commits that are reached from one but not from the others, the newest first. Reads no
    /// further than it has to.
    pub(crate) fn walk(
        &self,
        from: Oid,
        hide: &[Oid],
        keep: impl Fn(&Commit<'_>) -> bool,
        skip: usize,
        take: usize,
    ) -> Result<Vec<Oid>, Problem> {
        let mut walk = self.repository.revwalk()?;
        // Ordering by time needs all of a range, but of a whole history no more than what is taken.
        walk.set_sorting(if hide.is_empty() { Sort::NONE } else { Sort::TOPOLOGICAL | Sort::TIME })?;
        walk.push(from)?;
        for id in hide {
            walk.hide(*id)?;
        }
        let mut found = Vec::new();
        let mut passed = 0;
        for id in walk {
            let id = id?;
            if !keep(&self.repository.find_commit(id)?) {
                continue;
            }
            passed += 1;
            if passed > skip {
                found.push(id);
            }
            if found.len() == take {
                break;
            }
        }
        Ok(found)
    }
}
