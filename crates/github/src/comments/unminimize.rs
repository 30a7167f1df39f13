use serde::de::IgnoredAny;
use serde_json::json;

use super::Comments;
use crate::error::Result;
use crate::operation;

const MUTATION: &str = "mutation($input: UnminimizeCommentInput!) \
    { unminimizeComment(input: $input) { unminimizedComment { isMinimized } } }";

impl Comments<'_> {
    /// Shows a comment again.
    ///
    /// # Errors
    /// As [`minimize`](Self::minimize).
    pub async fn unminimize(&self, node_id: &str) -> Result<()> {
        let variables = json!({ "input": { "subjectId": node_id } });
        let answer = self.0.github().ask(&operation::UNMINIMIZE_COMMENT, MUTATION, &variables);
        answer.await.map(|IgnoredAny| ())
    }
}
