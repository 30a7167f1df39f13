use serde::Deserialize;
use serde_json::json;

use super::{DiscussionComment, Discussions, Payload, comment_fields};
use crate::error::Result;
use crate::operation;

const MUTATION: &str = concat!(
    "mutation($input: AddDiscussionCommentInput!) { addDiscussionComment(input: $input) { comment { ",
    comment_fields!(),
    " } } }",
);

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "addDiscussionComment")]
    add: Payload,
}

impl Discussions<'_> {
    /// A new comment under the discussion of this `node_id`. It is sent once: use [`converge`](crate::converge) with
    /// a marker in the body.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) without `discussions: write`; else see [`Kind`](crate::Kind).
    pub async fn create_comment(&self, discussion: &str, body: &str) -> Result<DiscussionComment> {
        let variables = json!({ "input": { "discussionId": discussion, "body": body } });
        let data = self.0.github().ask(&operation::CREATE_DISCUSSION_COMMENT, MUTATION, &variables);
        data.await.map(|data: Data| data.add.comment.into())
    }
}
