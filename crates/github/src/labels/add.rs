use serde::Serialize;

use super::{Label, Labels};
use crate::error::Result;
use crate::operation;

#[derive(Serialize)]
struct Names<'a> {
    labels: &'a [&'a str],
}

impl Labels<'_> {
    /// Adds labels to an issue or a pull request, and gives all that it has then. Labels that the repository does
    /// not have are made.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn add(&self, number: u64, labels: &[&str]) -> Result<Vec<Label>> {
        self.0.call(&operation::ADD_LABELS).segment(number).body(&Names { labels }).fetch().await
    }
}
