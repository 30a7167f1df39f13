use serde::Deserialize;

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Asset {
    /// Its number.
    pub id: u64,
    /// Its name. GitHub replaces characters that it does not like by dots.
    pub name: String,
    /// What is shown in place of the name.
    #[serde(default)]
    pub label: Option<String>,
    /// Whether it is whole.
    #[serde(default)]
    pub state: AssetState,
    /// Bytes.
    pub size: u64,
    /// `sha256:` and the hash in hexadecimal. Old servers and old assets have none.
    #[serde(default)]
    pub digest: Option<String>,
    /// The media type.
    #[serde(default)]
    pub content_type: String,
    /// RFC 3339: when its upload began.
    #[serde(default)]
    pub created_at: Option<String>,
    /// Where anyone gets it.
    #[serde(default)]
    pub browser_download_url: String,
}

/// How far an upload came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssetState {
    /// Whole.
    #[default]
    Uploaded,
    /// Begun, and on its way or broken off: it holds its name until it is deleted.
    #[serde(other)]
    Starter,
}

impl Asset {
    /// Whether it is whole: what is not has to be deleted before its name is free again.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.state == AssetState::Uploaded
    }
}
