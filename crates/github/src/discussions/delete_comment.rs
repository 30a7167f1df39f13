use serde_json::json;

use super::Discussions;
use crate::error::Result;
use crate::operation;

const MUTATION: &str = "mutation($input: DeleteDiscussionCommentInput!) \
    { deleteDiscussionComment(input: $input) { clientMutationId } }";

impl Discussions<'_> {
    /// Deletes the comment of this `node_id`.
    ///
    /// # Errors
    /// As [`create_comment`](Self::create_comment).
    pub async fn delete_comment(&self, comment: &str) -> Result<()> {
        let body = json!({ "query": MUTATION, "variables": { "input": { "id": comment } } });
        self.0.github().call(&operation::DELETE_DISCUSSION_COMMENT).body(&body).done().await
    }
}
