use serde::de::IgnoredAny;
use serde_json::json;

use super::{Classifier, Comments};
use crate::error::Result;
use crate::operation;

const MUTATION: &str = "mutation($input: MinimizeCommentInput!) \
    { minimizeComment(input: $input) { minimizedComment { isMinimized minimizedReason } } }";

impl Comments<'_> {
    /// Hides a comment behind a line that says why. One that is hidden gets the new reason. REST cannot do that.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) without the permission to write what the comment stands under;
    /// else see [`Kind`](crate::Kind).
    pub async fn minimize(&self, node_id: &str, classifier: Classifier) -> Result<()> {
        let variables = json!({ "input": { "subjectId": node_id, "classifier": classifier } });
        let answer = self.0.github().ask(&operation::MINIMIZE_COMMENT, MUTATION, &variables);
        answer.await.map(|IgnoredAny| ())
    }
}
