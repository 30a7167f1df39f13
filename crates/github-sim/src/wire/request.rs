//! A request that has been read whole.

use percent_encoding::percent_decode_str;
use serde_json::Value;
use tempfile::TempPath;

/// Which of the two origins it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The API, and everything else that is not an upload.
    Api,
    /// Where assets are uploaded to and downloaded from.
    Uploads,
}

/// A request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) origin: Origin,
    /// In upper case.
    pub(crate) method: String,
    /// Still percent-encoded, without the query and without the `/api/v3` of an Enterprise Server.
    pub(crate) path: String,
    /// Decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
}

/// What a request carries.
#[derive(Debug)]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// A JSON document.
    Json(Value),
    /// Something that is no JSON.
    Malformed(usize),
    /// An asset, on disk by now.
    Upload(Upload),
}

/// An asset that has arrived.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) file: TempPath,
    /// In bytes.
    pub(crate) size: u64,
    /// `sha256:` and the digits.
    pub(crate) digest: String,
    /// Whether all of it came. GitHub keeps the rest as an asset in the state `starter`.
    pub(crate) complete: bool,
    /// The id of the asset as which it stood while it came.
    pub(crate) begun: Option<u64>,
}

impl Request {
    /// A request as a test makes it, without a connection.
    pub(crate) fn local(method: &str, target: &str, body: Value) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let body = if body.is_null() { Body::Empty } else { Body::Json(body) };
        Self {
            origin: Origin::Api,
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs(query),
            headers: Vec::new(),
            body,
        }
    }

    /// The first header of a name, given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a key in the query.
    pub(crate) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Whether it only reads.
    pub(crate) fn reads(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }
}

/// The pairs of a query, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(k, v)| (decode(k), decode(v)))
        .collect()
}
