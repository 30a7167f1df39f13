use serde::Deserialize;
use serde_json::json;

use super::{DiscussionComment, Discussions, Payload, comment_fields};
use crate::error::Result;
use crate::operation;

const MUTATION: &str = concat!(
    "mutation($input: UpdateDiscussionCommentInput!) { updateDiscussionComment(input: $input) { comment { ",
    comment_fields!(),
    " } } }",
);

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "updateDiscussionComment")]
    update: Payload,
}

impl Discussions<'_> {
    /// Replaces the text of the comment of this `node_id`.
    ///
    /// # Errors
    /// As [`create_comment`](Self::create_comment).
    pub async fn update_comment(&self, comment: &str, body: &str) -> Result<DiscussionComment> {
        let variables = json!({ "input": { "commentId": comment, "body": body } });
        let data = self.0.github().ask(&operation::UPDATE_DISCUSSION_COMMENT, MUTATION, &variables);
        data.await.map(|data: Data| data.update.comment.into())
    }
}
