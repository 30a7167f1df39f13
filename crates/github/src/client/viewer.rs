use serde::Deserialize;
use serde_json::json;

use super::GitHub;
use crate::error::{Kind, Result};
use crate::operation;

const QUERY: &str = "query { viewer { login } }";

#[derive(Deserialize)]
struct Data {
    viewer: Viewer,
}

#[derive(Deserialize)]
struct Viewer {
    login: String,
}

impl GitHub {
    /// The name of the token's account, as comments by it show it in REST: `octocat`, `github-actions[bot]`.
    /// `None` if the token may not know. REST's `GET /user` refuses every app's token, and so every workflow's;
    /// GraphQL answers them (marocchino/sticky-pull-request-comment#332, fullsend-ai/fullsend#1953).
    ///
    /// # Errors
    /// See [`Kind`], but for what only says that the token may not know.
    pub async fn viewer(&self) -> Result<Option<String>> {
        match self.ask::<Data>(&operation::GET_VIEWER, QUERY, &json!({})).await {
            Ok(data) => Ok(Some(data.viewer.login)),
            Err(error) if matches!(error.kind(), Kind::Forbidden { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
