use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use super::Commits;
use crate::error::Result;
use crate::operation;

/// A commit that GitHub makes and signs.
///
/// It has no author but the token's owner, and cannot set the executable bit or make a link: those need
/// [`Git::create_commit`](crate::git::Git::create_commit) or git itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCommitOnBranch {
    /// The branch, without `refs/heads/`.
    pub branch: String,
    /// The head that the branch has to have: if it has another, nothing happens.
    pub expected_head: String,
    /// The first line of the message.
    pub headline: String,
    /// The rest of the message; may be empty.
    pub body: String,
    /// Files as they are to be.
    pub additions: Vec<Addition>,
    /// Paths of files to take away.
    pub deletions: Vec<String>,
}

/// A file as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// The path from the repository's root.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The commit that was made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Created {
    /// Its hash.
    #[serde(rename = "oid")]
    pub sha: String,
    /// Its page.
    #[serde(default)]
    pub url: String,
}

const MUTATION: &str = "mutation($input: CreateCommitOnBranchInput!) \
    { createCommitOnBranch(input: $input) { commit { oid url } } }";

#[derive(Deserialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "createCommitOnBranch")]
    create: Payload,
}

#[derive(Deserialize)]
struct Payload {
    commit: Created,
}

impl Commits<'_> {
    /// Makes a commit on a branch, signed by GitHub. It is sent once; as it holds the head that it expects,
    /// a second one is refused: after an answer that was lost, look at the branch.
    ///
    /// # Errors
    /// [`Kind::Conflict`](crate::Kind::Conflict) if the branch has another head; else see
    /// [`Kind`](crate::Kind).
    pub async fn create_on_branch(&self, new: &NewCommitOnBranch) -> Result<Created> {
        let addition =
            |file: &Addition| json!({ "path": file.path, "contents": STANDARD.encode(&file.bytes) });
        let input = json!({
            "branch": { "repositoryNameWithOwner": self.0.name().to_string(), "branchName": new.branch },
            "message": { "headline": new.headline, "body": new.body },
            "expectedHeadOid": new.expected_head,
            "fileChanges": {
                "additions": new.additions.iter().map(addition).collect::<Vec<_>>(),
                "deletions": new.deletions.iter().map(|path| json!({ "path": path })).collect::<Vec<_>>(),
            },
        });
        let body = json!({ "query": MUTATION, "variables": { "input": input } });
        let call = self.0.github().call(&operation::CREATE_COMMIT_ON_BRANCH).body(&body);
        Ok(call.fetch::<Answer>().await?.data.create.commit)
    }
}
