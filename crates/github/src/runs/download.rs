use bytes::Bytes;

use super::Runs;
use crate::error::Result;
use crate::operation;

impl Runs<'_> {
    /// An artifact's archive, a zip of so many bytes at most. GitHub sends on to a storage elsewhere, by an address that
    /// is good for a minute: the token does not go there, and a further attempt asks for a new address.
    ///
    /// # Errors
    /// [`Kind::Gone`](crate::Kind::Gone) if it is past its retention, [`Kind::Content`](crate::Kind::Content) if it is
    /// longer; else see [`Kind`](crate::Kind).
    pub async fn download(&self, artifact: u64, most: usize) -> Result<Bytes> {
        let call = self.0.call(&operation::DOWNLOAD_ARTIFACT).segment(artifact).segment("zip");
        call.at_most(most).bytes().await
    }
}
