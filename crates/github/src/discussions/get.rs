use serde::Deserialize;
use serde_json::json;

use super::{Discussion, DiscussionComment, Discussions, Node, comment_fields};
use crate::client::Connection;
use crate::error::{Kind, Result};
use crate::operation;

const QUERY: &str = concat!(
    "query($owner: String!, $name: String!, $number: Int!, $after: String) ",
    "{ repository(owner: $owner, name: $name) { discussion(number: $number) { id number title url ",
    "comments(first: 100, after: $after) { nodes { ",
    comment_fields!(),
    " } pageInfo { hasNextPage endCursor } } } } }",
);

#[derive(Deserialize)]
struct Data {
    repository: Option<Repository>,
}

#[derive(Deserialize)]
struct Repository {
    discussion: Option<Found>,
}

#[derive(Deserialize)]
struct Found {
    id: String,
    number: u64,
    title: String,
    url: String,
    comments: Connection<Node>,
}

impl Discussions<'_> {
    /// A discussion with the comments under it, a request for each 100; `None` if there is none.
    ///
    /// # Errors
    /// [`Kind::Forbidden`] without `discussions: read`; else see [`Kind`].
    pub async fn get(&self, number: u64) -> Result<Option<Discussion>> {
        let name = self.0.name();
        let variables = json!({ "owner": name.owner, "name": name.name, "number": number });
        let mut found = None;
        let part = |data: Data| {
            let Found { id, number, title, url, comments } = data.repository?.discussion?;
            found = Some((id, number, title, url));
            Some(comments)
        };
        let nodes = self.0.github().ask_pages(&operation::GET_DISCUSSION, QUERY, variables, part);
        let nodes = match nodes.await {
            Ok(nodes) => nodes,
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        Ok(nodes.zip(found).map(|(nodes, (node_id, number, title, html_url))| {
            let comments = nodes.into_iter().map(DiscussionComment::from).collect();
            Discussion { node_id, number, title, html_url, comments }
        }))
    }

    /// A discussion that has to be there.
    ///
    /// # Errors
    /// [`Kind::NotFound`] if it is not; else as [`get`](Self::get).
    pub async fn existing(&self, number: u64) -> Result<Discussion> {
        let missing = || Kind::NotFound { message: format!("there is no discussion #{number}") };
        let found = self.get(number).await?;
        found.ok_or_else(|| self.0.github().call(&operation::GET_DISCUSSION).fail(missing()))
    }
}
