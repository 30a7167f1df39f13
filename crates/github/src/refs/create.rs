use serde::Serialize;

use super::{Ref, Refs};
use crate::error::Result;
use crate::operation;

#[derive(Serialize)]
struct NewRef<'a> {
    r#ref: String,
    sha: &'a str,
}

impl Refs<'_> {
    /// A new ref. If there is one already, see [`Error::is_already_there`](crate::Error::is_already_there).
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, name: &str, sha: &str) -> Result<Ref> {
        let body = NewRef { r#ref: format!("refs/{name}"), sha };
        self.0.call(&operation::CREATE_REF).body(&body).fetch().await
    }
}
