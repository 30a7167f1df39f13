use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Contents, File};
use crate::error::{Kind, Result};
use crate::operation;

/// What GitHub sends: an object for a file, a list for a folder.
#[derive(Deserialize)]
#[serde(untagged)]
enum Found {
    File(Encoded),
    Folder(IgnoredAny),
}

#[derive(Deserialize)]
struct Encoded {
    path: String,
    sha: String,
    #[serde(default)]
    content: String,
    #[serde(default)]
    encoding: String,
}

impl Contents<'_> {
    /// A file on a branch, tag or commit, up to 100 MB; `None` if there is none.
    ///
    /// # Errors
    /// [`Kind::Decode`] if the path is a folder's; else see [`Kind`].
    pub async fn get(&self, path: &str, name: &str) -> Result<Option<File>> {
        let call = || self.0.call(&operation::GET_CONTENT).rest(path).query("ref", name);
        let fail = |detail: &str| call().fail(Kind::Decode { detail: detail.to_owned() });
        let file = match call().find().await? {
            None => return Ok(None),
            Some(Found::Folder(IgnoredAny)) => return Err(fail("the path is a folder's")),
            Some(Found::File(file)) => file,
        };
        let bytes = match file.encoding.as_str() {
            // In lines of 60 characters.
            "base64" => STANDARD
                .decode(file.content.replace(['\n', '\r'], ""))
                .map_err(|error| fail(&format!("the file's base64 is broken: {error}")))?,
            // More than 1 MB.
            _ => call().accept("application/vnd.github.raw+json").bytes().await?.to_vec(),
        };
        Ok(Some(File { path: file.path, sha: file.sha, bytes }))
    }
}
