//! What is answered.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde_json::Value;

use super::Problem;

/// What a handler returns.
pub(crate) type Answer = Result<Response, Problem>;

/// A response, not yet on the wire.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) payload: Payload,
}

/// The body of a response.
#[derive(Debug)]
pub(crate) enum Payload {
    Empty,
    Json(Value),
    /// A file, with its size in bytes.
    File(PathBuf, u64),
    Bytes(Vec<u8>),
}

impl Response {
    pub(crate) fn new(status: u16, payload: Payload) -> Self {
        Self { status, headers: Vec::new(), payload }
    }

    /// 200 with a document.
    pub(crate) fn ok(value: Value) -> Self {
        Self::new(200, Payload::Json(value))
    }

    /// 201 with a document; where it now stands is its own `url`.
    pub(crate) fn created(value: Value) -> Self {
        let location = value["url"].as_str().map(str::to_owned);
        let response = Self::new(201, Payload::Json(value));
        match location {
            Some(url) => response.header("location", url),
            None => response,
        }
    }

    /// 204.
    pub(crate) fn none() -> Self {
        Self::new(204, Payload::Empty)
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The document, if it is one.
    pub(crate) fn json(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Json(value) => Some(value),
            _ => None,
        }
    }
}

/// The weak tag of a document. Not a secure one: it only has to differ.
pub(crate) fn etag(value: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Digits of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
