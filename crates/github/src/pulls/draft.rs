use serde_json::json;

use super::{Pull, Pulls};
use crate::error::Result;
use crate::operation::{self, Operation};

const TO_DRAFT: &str = "mutation($input: ConvertPullRequestToDraftInput!) \
    { convertPullRequestToDraft(input: $input) { pullRequest { isDraft } } }";

const READY: &str = "mutation($input: MarkPullRequestReadyForReviewInput!) \
    { markPullRequestReadyForReview(input: $input) { pullRequest { isDraft } } }";

impl Pulls<'_> {
    /// Makes an open pull request a draft. REST cannot change that once it is open.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) without `contents: write` beside `pull-requests: write`, which
    /// GitHub asks for here; else see [`Kind`](crate::Kind).
    pub async fn convert_to_draft(&self, pull: &Pull) -> Result<()> {
        self.set(&operation::CONVERT_TO_DRAFT, TO_DRAFT, pull).await
    }

    /// Takes that back.
    ///
    /// # Errors
    /// As [`convert_to_draft`](Self::convert_to_draft).
    pub async fn mark_ready(&self, pull: &Pull) -> Result<()> {
        self.set(&operation::MARK_READY, READY, pull).await
    }

    async fn set(&self, operation: &'static Operation, mutation: &str, pull: &Pull) -> Result<()> {
        let variables = json!({ "input": { "pullRequestId": pull.node_id } });
        let call =
            self.0.github().call(operation).body(&json!({ "query": mutation, "variables": variables }));
        call.fetch::<serde::de::IgnoredAny>().await.map(|_| ())
    }
}
