use serde::Deserialize;
use serde_json::json;

use super::Repo;
use crate::error::Result;
use crate::operation;

/// A repository has 25 categories at most (docs, "Managing categories for discussions").
const QUERY: &str = "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) \
    { discussionCategories(first: 100) { nodes { name } } } }";

#[derive(Deserialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Found>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "discussionCategories")]
    categories: Categories,
}

#[derive(Deserialize)]
struct Categories {
    /// GitHub leaves out the places of those that the token may not see.
    nodes: Option<Vec<Option<Category>>>,
}

#[derive(Deserialize)]
struct Category {
    name: String,
}

impl Repo {
    /// The names of the categories that a discussion may be in; none where there are no discussions.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) without `discussions: read`; else see [`Kind`](crate::Kind).
    pub async fn discussion_categories(&self) -> Result<Vec<String>> {
        let variables = json!({ "owner": self.name().owner, "name": self.name().name });
        let body = json!({ "query": QUERY, "variables": variables });
        let call = self.github().call(&operation::LIST_DISCUSSION_CATEGORIES).body(&body);
        let found = call.fetch::<Answer>().await?.data.repository;
        let nodes = found.and_then(|found| found.categories.nodes).unwrap_or_default();
        Ok(nodes.into_iter().flatten().map(|category| category.name).collect())
    }
}
