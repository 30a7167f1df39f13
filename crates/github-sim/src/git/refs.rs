//! Branches and tags.

use std::collections::BTreeMap;

use git2::{Commit, ObjectType, Oid};

use super::Git;
use crate::wire::Problem;

/// What a ref points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pointer {
    /// `refs/heads/main`.
    pub(crate) name: String,
    pub(crate) id: Oid,
    /// `commit` or `tag`, seldom another.
    pub(crate) kind: &'static str,
}

impl Git {
    /// Branches and tags with what they point to.
    pub(crate) fn all_refs(&self) -> BTreeMap<String, String> {
        let all = self.matching("refs/").unwrap_or_default();
        all.into_iter().map(|(name, id)| (name, id.to_string())).collect()
    }

    /// The refs whose names start so, sorted.
    pub(crate) fn matching(&self, start: &str) -> Result<BTreeMap<String, Oid>, git2::Error> {
        let mut found = BTreeMap::new();
        for reference in self.repository.references()? {
            let reference = reference?;
            if let (Ok(name), Some(id)) = (reference.name(), reference.target())
                && name.starts_with(start)
                && (name.starts_with("refs/heads/") || name.starts_with("refs/tags/"))
            {
                found.insert(name.to_owned(), id);
            }
        }
        Ok(found)
    }

    /// A ref by its whole name.
    pub(crate) fn pointer(&self, name: &str) -> Result<Pointer, Problem> {
        if !git2::Reference::is_valid_name(name) {
            return Err(Problem::not_found());
        }
        let id = self.repository.refname_to_id(name)?;
        Ok(Pointer { name: name.to_owned(), id, kind: self.kind(id)? })
    }

    /// The type of an object, as the API names it.
    pub(crate) fn kind(&self, id: Oid) -> Result<&'static str, Problem> {
        match self.repository.odb()?.read_header(id)?.1 {
            ObjectType::Tag => Ok("tag"),
            ObjectType::Tree => Ok("tree"),
            ObjectType::Blob => Ok("blob"),
            _ => Ok("commit"),
        }
    }

    /// Whether an object of the id exists.
    pub(crate) fn has(&self, id: Oid) -> bool {
        self.repository.odb().is_ok_and(|odb| odb.exists(id))
    }

    /// The head of a branch.
    pub(crate) fn branch(&self, name: &str) -> Result<Commit<'_>, Problem> {
        let pointer = self.pointer(&format!("refs/heads/{name}"))?;
        Ok(self.repository.find_commit(pointer.id)?)
    }

    /// The commit of a tag, peeled.
    pub(crate) fn tag(&self, name: &str) -> Result<Commit<'_>, Problem> {
        self.peel(self.pointer(&format!("refs/tags/{name}"))?.id)
    }

    fn peel(&self, id: Oid) -> Result<Commit<'_>, Problem> {
        let object = self.repository.find_object(id, None)?;
        object.peel_to_commit().map_err(|_| Problem::not_found())
    }

    /// The commit that a name stands for: a branch, a tag, a ref or the start of an id.
    pub(crate) fn commit(&self, name: &str) -> Result<Commit<'_>, Problem> {
        if name == "HEAD" {
            return self.branch(&self.default_branch);
        }
        let short = name.strip_prefix("refs/").unwrap_or(name);
        if let Some(branch) = short.strip_prefix("heads/") {
            return self.branch(branch);
        }
        if let Some(tag) = short.strip_prefix("tags/") {
            return self.tag(tag);
        }
        self.branch(name).or_else(|_| self.tag(name)).or_else(|_| self.abbreviated(name))
    }

    /// At least seven digits of an id.
    fn abbreviated(&self, name: &str) -> Result<Commit<'_>, Problem> {
        let digits = (7..=40).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !digits {
            return Err(Problem::not_found());
        }
        let object = self.repository.find_object_by_prefix(name, None);
        object.ok().and_then(|object| object.peel_to_commit().ok()).ok_or_else(Problem::not_found)
    }

    /// Makes or moves a ref; the caller has asked the rules.
    pub(crate) fn point(&self, name: &str, id: Oid) -> Result<(), Problem> {
        self.repository.reference(name, id, true, "by API")?;
        Ok(())
    }

    /// Removes a ref.
    pub(crate) fn remove(&self, name: &str) -> Result<(), Problem> {
        Ok(self.repository.find_reference(name)?.delete()?)
    }

    /// Whether moving from one commit to another loses nothing.
    pub(crate) fn fast_forward(&self, from: Oid, to: Oid) -> bool {
        from == to || self.repository.graph_descendant_of(to, from).unwrap_or(false)
    }

    /// Whether a commit has anything that another has not.
    pub(crate) fn ahead(&self, base: Oid, head: Oid) -> bool {
        base != head && !self.fast_forward(head, base)
    }
}
