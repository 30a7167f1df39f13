//! GraphQL: a document with its variables, and connections read to their end.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::GitHub;
use super::pages::MOST;
use crate::error::{Kind, Result};
use crate::operation::Operation;

#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

/// A part of a list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Connection<T> {
    /// GitHub leaves out the places of those that the token may not see.
    nodes: Option<Vec<Option<T>>>,
    page_info: PageInfo,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl GitHub {
    /// Sends a document and reads its `data`.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        document: &str,
        variables: &Value,
    ) -> Result<T> {
        let body = json!({ "query": document, "variables": variables });
        Ok(self.call(operation).body(&body).fetch::<Answer<T>>().await?.data)
    }

    /// Sends a document with the variable `$after` until the connection that `part` takes out of its `data` has no
    /// more pages; `None` if `part` finds none.
    pub(crate) async fn ask_pages<D: DeserializeOwned, T>(
        &self,
        operation: &'static Operation,
        document: &str,
        mut variables: Value,
        mut part: impl FnMut(D) -> Option<Connection<T>>,
    ) -> Result<Option<Vec<T>>> {
        let mut list = Vec::new();
        for _ in 0..MOST {
            let data = self.ask(operation, document, &variables).await?;
            let Some(page) = part(data) else { return Ok(None) };
            list.extend(page.nodes.unwrap_or_default().into_iter().flatten());
            match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
                Some(cursor) => variables["after"] = cursor.into(),
                None => return Ok(Some(list)),
            }
        }
        Err(self.call(operation).fail(Kind::Decode { detail: format!("more than {MOST} pages") }))
    }
}

/// GraphQL's `BigInt`, which is written as a text: the ids of comments no longer fit into its `Int`.
pub(crate) fn big_int<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<u64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

/// Who wrote something, as GraphQL tells it.
#[derive(Debug, Deserialize)]
pub(crate) struct Actor {
    #[serde(rename = "__typename")]
    kind: String,
    login: String,
}

impl Actor {
    /// The name as REST writes it: GraphQL leaves out the `[bot]` of a bot's.
    pub(crate) fn into_login(self) -> String {
        if self.kind == "Bot" && !self.login.ends_with("[bot]") {
            format!("{}[bot]", self.login)
        } else {
            self.login
        }
    }
}
