//! A request and its answer, as data.

use std::fmt;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::invalid;
use crate::retry::Repeatable;
use crate::{Failure, FailureKind, Place};

/// What is sent.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The address, which may be a secret.
    pub url: String,
    /// Headers beside those of the client.
    pub headers: HeaderMap,
    /// The body, all in memory.
    pub body: Bytes,
    /// Whether it may be sent twice.
    pub repeatable: Repeatable,
    /// The longest answer that is read, in bytes.
    pub limit: usize,
}

/// Bytes of an answer that are read where the request says nothing else: a webhook's answer is short.
const LIMIT: usize = 4 << 20;

impl Request {
    /// A request without a body. Reads may be repeated, so may `PUT` and `DELETE` (RFC 9110, section 9.2.2).
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        let repeatable = if method.is_idempotent() { Repeatable::Yes } else { Repeatable::No };
        let (headers, body) = (HeaderMap::new(), Bytes::new());
        Self { method, url: url.into(), headers, body, repeatable, limit: LIMIT }
    }

    /// Adds a JSON body, already written.
    #[must_use]
    pub fn json(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// May be sent twice after all: a marker in it makes the second one known for what it is.
    #[must_use]
    pub fn made_idempotent(mut self) -> Self {
        self.repeatable = Repeatable::Yes;
        self
    }

    pub(super) fn build(&self) -> Result<reqwest::Request, Failure> {
        let url = reqwest::Url::parse(&self.url).map_err(|error| invalid(&error.to_string()))?;
        let mut request = reqwest::Request::new(self.method.clone(), url);
        *request.headers_mut() = self.headers.clone();
        if !self.body.is_empty() {
            *request.body_mut() = Some(self.body.clone().into());
        }
        Ok(request)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("place", &Place::of(&self.url))
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Response {
    pub(super) async fn read(answer: reqwest::Response, limit: usize) -> Result<Self, Failure> {
        match Self::read_start(answer, limit).await? {
            (whole, false) => Ok(whole),
            (_, true) => {
                let text = format!("the answer is longer than {limit} bytes");
                Err(Failure::new(FailureKind::Request, text))
            }
        }
    }

    /// Reads so many bytes of the body, and says whether there are more.
    pub(super) async fn read_start(
        mut answer: reqwest::Response,
        limit: usize,
    ) -> Result<(Self, bool), Failure> {
        let (status, headers) = (answer.status().as_u16(), std::mem::take(answer.headers_mut()));
        let mut body = BytesMut::new();
        let mut is_cut = false;
        while let Some(chunk) = answer.chunk().await.map_err(|error| Failure::of(&error))? {
            let room = limit - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            is_cut = chunk.len() > room;
            if is_cut {
                break;
            }
        }
        Ok((Self { status, headers, body: body.freeze() }, is_cut))
    }
}

/// Why there was no whole answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{method}` to {place} failed: {failure}")]
pub struct SendError {
    /// The method.
    pub method: Method,
    /// Where to, as far as it may be shown.
    pub place: Place,
    /// What went wrong in the last attempt.
    pub failure: Failure,
    /// Whether the server may have acted on it all the same.
    pub is_ambiguous: bool,
}

impl SendError {
    /// One thing to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.failure.hint()
    }
}
