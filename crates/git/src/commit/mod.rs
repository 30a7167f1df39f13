//! A commit, read once: its bytes as git stores them, and where in them each part is.

mod decode;
mod person;
mod trailers;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::objects::Kind;
use crate::{Error, Id, Repository};

pub use person::{Person, Time};
pub use trailers::Trailer;

/// A commit. Its parts are read from its bytes when they are asked for.
#[derive(Clone)]
pub struct Commit {
    /// The commit's id.
    pub id: Id,
    body: Body,
}

/// A commit's bytes, shared by those who read it, without its signature.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    data: Arc<Vec<u8>>,
    pub layout: Layout,
}

impl Body {
    /// Reads a commit object into `data`, or into memory of its own where somebody else has kept that.
    pub(crate) fn parse(id: &Id, object: &[u8], mut data: Arc<Vec<u8>>) -> Result<Self, Error> {
        let mut layout = decode::layout(id, object)?;
        match Arc::get_mut(&mut data) {
            Some(data) => decode::keep(object, &mut layout, data),
            None => {
                let mut own = Vec::new();
                decode::keep(object, &mut layout, &mut own);
                data = Arc::new(own);
            }
        }
        Ok(Self { data, layout })
    }

    /// The memory, for the next commit if nobody keeps this one.
    pub(crate) fn into_data(self) -> Arc<Vec<u8>> {
        self.data
    }

    pub(crate) fn parents(&self) -> Parents<'_> {
        decode::parents(&self.data, &self.layout)
    }
}

/// Where the parts of a commit's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    parents: u32,
    author: Range<u32>,
    committer: Range<u32>,
    encoding: Range<u32>,
    message: u32,
    /// Seconds of the committer's time.
    pub date: i64,
}

impl Commit {
    pub(crate) const fn new(id: Id, body: Body) -> Self {
        Self { id, body }
    }

    /// Its memory; see [`Body::into_data`].
    pub(crate) fn into_data(self) -> Arc<Vec<u8>> {
        self.body.into_data()
    }

    /// The commit's parents in order; the first is the branch that was merged into.
    #[must_use]
    pub fn parents(&self) -> Parents<'_> {
        self.body.parents()
    }

    /// Whether the commit joins branches, that is, has more than one parent.
    #[must_use]
    pub const fn is_merge(&self) -> bool {
        self.body.layout.parents > 1
    }

    /// The id of the commit's files.
    pub fn tree(&self) -> Option<Id> {
        decode::tree(&self.body.data)
    }

    /// The message's bytes as they are stored.
    #[must_use]
    pub fn message_bytes(&self) -> &[u8] {
        &self.body.data[self.body.layout.message as usize..]
    }

    /// The message: subject, an empty line, body. Latin-1 where the commit says so, else UTF-8 with `�` for
    /// bytes that are none.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        self.text(self.message_bytes())
    }

    /// The first paragraph on one line, as `git log --format=%s` has it.
    #[must_use]
    pub fn subject(&self) -> Cow<'_, str> {
        decode::subject(self.message())
    }

    /// All after the subject and the empty lines that follow it, as `git log --format=%b` has it, without
    /// white space at the end.
    #[must_use]
    pub fn body(&self) -> Cow<'_, str> {
        decode::body(self.message())
    }

    /// Who wrote the change.
    #[must_use]
    pub fn author(&self) -> Person {
        self.person(&self.body.layout.author)
    }

    /// Who made the commit: on a rebase or a squash merge not the author.
    #[must_use]
    pub fn committer(&self) -> Person {
        self.person(&self.body.layout.committer)
    }

    /// When the change was written.
    #[must_use]
    pub fn author_time(&self) -> Time {
        Time::parse(self.part(&self.body.layout.author))
    }

    /// When the commit was made.
    #[must_use]
    pub fn committer_time(&self) -> Time {
        Time::parse(self.part(&self.body.layout.committer))
    }

    /// The trailers of the message's last paragraph (git-interpret-trailers(1)).
    #[must_use]
    pub fn trailers(&self) -> Vec<Trailer> {
        trailers::parse(&self.message())
    }

    /// The people named by `Co-authored-by` trailers, in order, each once.
    #[must_use]
    pub fn co_authors(&self) -> Vec<Person> {
        trailers::co_authors(&self.trailers())
    }

    fn person(&self, range: &Range<u32>) -> Person {
        Person::parse(&self.text(self.part(range)))
    }

    fn part(&self, range: &Range<u32>) -> &[u8] {
        &self.body.data[range.start as usize..range.end as usize]
    }

    fn text<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        decode::text(bytes, self.part(&self.body.layout.encoding))
    }
}

impl fmt::Debug for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commit")
            .field("id", &self.id)
            .field("subject", &self.subject())
            .finish_non_exhaustive()
    }
}

/// The parents of a commit.
#[derive(Debug, Clone)]
pub struct Parents<'a> {
    lines: &'a [u8],
    left: u32,
}

impl Iterator for Parents<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        decode::next_parent(self)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Parents<'_> {}

impl Repository {
    /// Reads one commit.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], [`Error::Kind`] and [`Error::Corrupt`].
    pub fn commit(&self, id: Id) -> Result<Commit, Error> {
        Ok(Commit::new(id, self.read_commit(&id, &mut Vec::new(), Arc::default())?))
    }

    /// Reads a commit, into `data` if nobody else has that.
    pub(crate) fn read_commit(
        &self,
        id: &Id,
        buffer: &mut Vec<u8>,
        data: Arc<Vec<u8>>,
    ) -> Result<Body, Error> {
        self.objects().read(id, Kind::Commit, buffer)?;
        Body::parse(id, buffer, data)
    }
}
