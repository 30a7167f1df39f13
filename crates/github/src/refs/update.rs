use serde::Serialize;

use super::{Ref, Refs};
use crate::error::Result;
use crate::operation;

/// Whether a ref may leave commits behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Forward only: anything else is refused with 422.
    No,
    /// Anywhere, as a floating tag moves.
    Yes,
}

#[derive(Serialize)]
struct Change<'a> {
    sha: &'a str,
    force: bool,
}

impl Refs<'_> {
    /// Points a ref at another commit.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update(&self, name: &str, sha: &str, force: Force) -> Result<Ref> {
        let body = Change { sha, force: force == Force::Yes };
        self.0.call(&operation::UPDATE_REF).rest(name).body(&body).fetch().await
    }
}
