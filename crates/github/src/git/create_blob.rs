use serde::Serialize;

use super::{Git, Hash};
use crate::error::Result;
use crate::operation;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[derive(Serialize)]
struct NewBlob {
    content: String,
    encoding: &'static str,
}

impl Git<'_> {
    /// A file's object, up to 100 MB. Gives its hash.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_blob(&self, bytes: &[u8]) -> Result<String> {
        let body = NewBlob { content: STANDARD.encode(bytes), encoding: "base64" };
        let hash: Hash = self.0.call(&operation::CREATE_BLOB).body(&body).fetch().await?;
        Ok(hash.sha)
    }
}
