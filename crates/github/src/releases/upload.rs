use super::{Asset, Release, Releases};
use crate::error::Result;
use crate::operation;

use crate::content::Content;

/// A file to upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, unique within the release.
    pub name: String,
    /// What is shown in place of the name.
    pub label: Option<String>,
    /// The media type.
    pub content_type: String,
    /// What is in it.
    pub content: Content,
}

impl Upload {
    /// A file by its name, of a media type that says nothing.
    #[must_use]
    pub fn of(name: &str, content: Content) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { name: name.to_owned(), label: None, content_type, content }
    }
}

impl Releases<'_> {
    /// Uploads a file, streamed, to where the release says. It is sent once: if the answer is lost, look into
    /// [`assets`](Self::assets); one that is not whole has to be deleted first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn upload(&self, release: &Release, upload: &Upload) -> Result<Asset> {
        // A template of RFC 6570: `https://uploads.github.com/repos/o/r/releases/1/assets{?name,label}`.
        let base = release.upload_url.split('{').next().unwrap_or_default().to_owned();
        let call = self.0.call(&operation::UPLOAD_ASSET).segment(release.id);
        let call = call.query("name", &upload.name).maybe("label", upload.label.as_deref());
        call.stream(base, upload.content.clone(), upload.content_type.clone()).fetch().await
    }
}
