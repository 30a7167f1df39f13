//! Comments and reactions to them.

/// A comment on an issue or a pull request.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    /// The issue's number.
    pub(crate) issue: u64,
    pub(crate) body: String,
    pub(crate) author: String,
    /// Why it is hidden, if it is.
    pub(crate) minimized: Option<String>,
    /// What it said after each edit, the first text included; none if it was never edited.
    pub(crate) edits: Vec<String>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A comment on a commit.
#[derive(Debug, Clone)]
pub(crate) struct CommitComment {
    pub(crate) id: u64,
    pub(crate) sha: String,
    pub(crate) body: String,
    pub(crate) author: String,
    /// The file that it is about, if it is about one.
    pub(crate) path: Option<String>,
    /// The line in the file's diff.
    pub(crate) position: Option<u64>,
    pub(crate) minimized: Option<String>,
    /// As [`Comment::edits`].
    pub(crate) edits: Vec<String>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

/// A reaction.
#[derive(Debug, Clone)]
pub(crate) struct Reaction {
    pub(crate) id: u64,
    /// One of [`REACTIONS`].
    pub(crate) content: String,
    pub(crate) author: String,
    pub(crate) created_at: i64,
}

/// What a reaction can say.
pub(crate) const REACTIONS: [&str; 8] =
    ["+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"];

impl Comment {
    /// One that was just written.
    pub(crate) fn new(id: u64, issue: u64, body: String, author: String, now: i64) -> Self {
        let (created_at, updated_at) = (now, now);
        let (edits, reactions) = (Vec::new(), Vec::new());
        Self { id, issue, body, author, minimized: None, edits, reactions, created_at, updated_at }
    }

    /// Takes another text; what it said before is kept.
    pub(crate) fn edit(&mut self, body: &str, now: i64) {
        keep(&mut self.edits, &mut self.body, body);
        self.updated_at = now;
    }
}

impl CommitComment {
    /// As [`Comment::edit`].
    pub(crate) fn edit(&mut self, body: &str, now: i64) {
        keep(&mut self.edits, &mut self.body, body);
        self.updated_at = now;
    }
}

/// Another text; what was said before is kept.
pub(crate) fn keep(edits: &mut Vec<String>, said: &mut String, body: &str) {
    if edits.is_empty() {
        edits.push(said.clone());
    }
    body.clone_into(said);
    edits.push(body.to_owned());
}
