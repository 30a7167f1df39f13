//! Every tag, from one scan of `packed-refs` and the files over it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::objects::Kind;
use crate::{Error, Id, Repository};

use super::{Target, packed, read_loose};

/// The folder of tags.
const PREFIX: &str = "refs/tags/";

/// How many tags may tag one another.
const NESTING_LIMIT: usize = 32;

/// A tag: a name for an object, nearly always a commit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The name without `refs/tags/`: `v1.2.3`.
    pub name: String,
    target: Id,
    /// Whether `target` is known to be no tag object.
    peeled: bool,
    annotated: Option<bool>,
}

impl Tag {
    /// The commit that the tag leads to, through annotated tags and tags of tags. `None` where it leads to
    /// a tree or a blob, as a few repositories have them. Reads the object to be sure; to look up the tags of
    /// many commits, [`Tag::peeled`] is cheaper.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] and [`Error::Corrupt`] for a tag object that cannot be read.
    pub fn commit(&self, repository: &Repository) -> Result<Option<Id>, Error> {
        Ok(match peel(repository, self.target)? {
            (id, Kind::Commit) => Some(id),
            _ => None,
        })
    }

    /// Whether the tag is an object of its own, with a message (`git tag -a`).
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] and [`Error::Corrupt`] for an object that cannot be read.
    pub fn is_annotated(&self, repository: &Repository) -> Result<bool, Error> {
        if let Some(annotated) = self.annotated {
            return Ok(annotated);
        }
        let mut buffer = Vec::new();
        Ok(repository.objects().find(&self.target, &mut buffer)? == Some(Kind::Tag))
    }

    /// The object that the tag leads to, where that is known without reading one: `packed-refs` tells it of
    /// every tag in it. `None` for a tag that is a file, as `git tag` leaves it.
    #[must_use]
    pub fn peeled(&self) -> Option<Id> {
        self.peeled.then_some(self.target)
    }

    /// The object the tag names, or what `packed-refs` says that it leads to.
    pub(crate) const fn target(&self) -> Id {
        self.target
    }
}

/// The tags of a repository, sorted by name.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    tags: Vec<Tag>,
}

impl Tags {
    /// The tags in the order of their names' bytes.
    pub fn iter(&self) -> std::slice::Iter<'_, Tag> {
        self.tags.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// All tags but those of these names.
    #[must_use]
    pub fn without(mut self, names: &BTreeSet<String>) -> Self {
        if !names.is_empty() {
            self.tags.retain(|tag| !names.contains(&tag.name));
        }
        self
    }

    /// The tag with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tag> {
        let index = self.tags.binary_search_by(|tag| tag.name.as_str().cmp(name));
        index.ok().map(|index| &self.tags[index])
    }
}

impl<'a> IntoIterator for &'a Tags {
    type Item = &'a Tag;
    type IntoIter = std::slice::Iter<'a, Tag>;

    fn into_iter(self) -> Self::IntoIter {
        self.tags.iter()
    }
}

impl Repository {
    /// Every tag. No object is read: where an annotated tag leads stands in `packed-refs`, or is looked up
    /// when it is asked for ([`Tag::commit`]).
    ///
    /// Names that are not UTF-8 are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] and [`Error::Damaged`] for references that cannot be read.
    pub fn tags(&self) -> Result<Tags, Error> {
        let mut tags = Vec::new();
        if let Some(bytes) = packed::read(&self.common_dir().join("packed-refs"))? {
            let complete = packed::is_fully_peeled(&bytes);
            tags.extend(packed::with_prefix(&bytes, PREFIX.as_bytes()).filter_map(|line| {
                let name = std::str::from_utf8(&line.name[PREFIX.len()..]).ok()?;
                Some(Tag {
                    name: name.to_owned(),
                    target: line.peeled.unwrap_or(line.id),
                    peeled: complete || line.peeled.is_some(),
                    annotated: (complete || line.peeled.is_some()).then_some(line.peeled.is_some()),
                })
            }));
        }
        let mut loose = BTreeMap::new();
        self.add_loose(&self.common_dir().join("refs/tags"), "", &mut loose)?;
        if !loose.is_empty() {
            tags.retain(|tag| !loose.contains_key(&tag.name));
            tags.extend(loose.into_values());
        }
        if !tags.is_sorted_by(|a, b| a.name < b.name) {
            tags.sort_by(|a, b| a.name.cmp(&b.name));
            // A damaged `packed-refs` may name a tag twice.
            tags.dedup_by(|later, first| later.name == first.name);
        }
        Ok(Tags { tags })
    }

    /// The message of an annotated tag; `None` for a lightweight one and where there is no such tag.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] and [`Error::Corrupt`] for an object that cannot be read.
    pub fn tag_message(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(id) = self.reference(&format!("{PREFIX}{name}"))? else { return Ok(None) };
        let mut buffer = Vec::new();
        if self.objects().find(&id, &mut buffer)? != Some(Kind::Tag) {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&buffer);
        Ok(text.split_once("\n\n").map(|(_, message)| message.to_owned()))
    }

    /// Adds the tags that are files in `folder` and below it.
    fn add_loose(&self, folder: &Path, prefix: &str, tags: &mut BTreeMap<String, Tag>) -> Result<(), Error> {
        let io_error = |source| Error::Io { path: folder.to_owned(), source };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(source) => return Err(io_error(source)),
        };
        for entry in entries {
            let entry = entry.map_err(io_error)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            // A lock that a killed git left behind is no tag; git refuses names that end so.
            if name.ends_with(".lock") {
                continue;
            }
            let name = format!("{prefix}{name}");
            if entry.file_type().map_err(io_error)?.is_dir() {
                self.add_loose(&entry.path(), &format!("{name}/"), tags)?;
            } else if let Some(target) = self.loose_tag(&entry.path())? {
                let tag = Tag { name: name.clone(), target, peeled: false, annotated: None };
                tags.insert(name, tag);
            }
        }
        Ok(())
    }

    fn loose_tag(&self, path: &Path) -> Result<Option<Id>, Error> {
        match read_loose(path)? {
            Some(Target::Id(id)) => Ok(Some(id)),
            Some(Target::Symbolic(name)) => self.reference(&name),
            None => Ok(None),
        }
    }
}

/// Follows tag objects to what they lead to.
pub(crate) fn peel(repository: &Repository, id: Id) -> Result<(Id, Kind), Error> {
    let mut id = id;
    let mut buffer = Vec::new();
    for _ in 0..NESTING_LIMIT {
        match repository.objects().find(&id, &mut buffer)? {
            Some(Kind::Tag) => {
                let target = buffer.strip_prefix(b"object ").and_then(Id::from_hex);
                id = target.ok_or_else(|| Error::Corrupt {
                    id,
                    reason: "the tag does not name an object".to_owned(),
                })?;
            }
            Some(kind) => return Ok((id, kind)),
            None => {
                return Err(Error::Missing { id, kind: "object", partial: repository.is_partial() });
            }
        }
    }
    Err(Error::Corrupt { id, reason: format!("more than {NESTING_LIMIT} tags tag one another") })
}
