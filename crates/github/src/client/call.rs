//! A call: an operation with its arguments.

use std::fmt::Display;

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::pages::Pages;
use super::send::Answered;
use super::{GitHub, path};
use crate::content::Content;
use crate::error::{Described, Error, Kind, Result};
use crate::operation::{Effect, Operation};

/// Bytes of an answer that are read, if no fewer are asked for: the longest is a comparison of commits.
pub(super) const LONGEST: usize = 64 << 20;

/// An operation with its arguments, ready to be sent.
#[derive(Debug)]
pub(crate) struct Call {
    pub(super) github: GitHub,
    pub(super) operation: &'static Operation,
    values: Vec<String>,
    query: Vec<(&'static str, String)>,
    pub(super) payload: Payload,
    pub(super) accept: &'static str,
    /// Another origin than the API's, for uploads.
    base: Option<String>,
    /// Bytes of an answer that are read.
    pub(super) longest: usize,
}

/// What is sent along.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    None,
    Json(serde_json::Value),
    Stream { content: Content, kind: String },
}

impl Call {
    pub(crate) fn new(github: &GitHub, operation: &'static Operation) -> Self {
        Self {
            github: github.clone(),
            operation,
            values: Vec::new(),
            query: Vec::new(),
            payload: Payload::None,
            accept: "application/vnd.github+json",
            base: None,
            longest: LONGEST,
        }
    }

    /// The next part of the path.
    pub(crate) fn segment(mut self, value: impl Display) -> Self {
        self.values.push(path::segment(&value.to_string()));
        self
    }

    /// The next parts of the path: a ref or a file, whose slashes stay.
    pub(crate) fn rest(mut self, value: &str) -> Self {
        self.values.push(path::rest(value));
        self
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl Display) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub(crate) fn maybe(self, name: &'static str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    pub(crate) fn body(mut self, body: &impl Serialize) -> Self {
        // Our own structs are maps with text keys: they always are JSON.
        self.payload = Payload::Json(serde_json::to_value(body).unwrap_or_default());
        self
    }

    pub(crate) fn stream(mut self, base: String, content: Content, kind: String) -> Self {
        self.base = Some(base);
        self.payload = Payload::Stream { content, kind };
        self
    }

    pub(crate) fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Reads fewer bytes of the answer than usual: a longer one is an error.
    pub(crate) fn at_most(mut self, bytes: usize) -> Self {
        self.longest = bytes.min(LONGEST);
        self
    }

    /// The whole address.
    pub(super) fn url(&self) -> String {
        let query = path::query(&self.query);
        let options = self.github.options();
        match &self.base {
            Some(base) => format!("{base}{query}"),
            None if self.operation.path == "/graphql" => options.graphql_url.clone(),
            None => format!("{}{}{query}", options.api_url, path::fill(self.operation.path, &self.values)),
        }
    }

    pub(super) fn described(&self) -> Described {
        let path = path::fill(self.operation.path, &self.values);
        Described { operation: self.operation, method: self.operation.method.clone(), path }
    }

    pub(crate) fn fail(&self, kind: Kind) -> Error {
        Error::new(self.described(), kind)
    }

    /// Sends it and reads what comes back.
    pub(crate) async fn fetch<T: DeserializeOwned>(self) -> Result<T> {
        let answered = self.send().await?;
        self.decode(&answered)
    }

    /// Sends it; what is not there is `None`.
    pub(crate) async fn find<T: DeserializeOwned>(self) -> Result<Option<T>> {
        match self.fetch().await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends it; there is nothing to read. A deletion that finds nothing after a doubtful attempt is done.
    pub(crate) async fn done(self) -> Result<()> {
        let deletes = self.operation.effect == Effect::Delete;
        match self.send_with_doubt().await {
            (Ok(_), _) => Ok(()),
            (Err(error), true) if deletes && error.is_gone() => Ok(()),
            (Err(error), _) => Err(error),
        }
    }

    /// The bytes that come back.
    pub(crate) async fn bytes(self) -> Result<bytes::Bytes> {
        Ok(self.send().await?.body)
    }

    /// Reads all pages of a list.
    pub(crate) async fn pages<T: DeserializeOwned>(self) -> Result<Vec<T>> {
        self.pages_up_to(usize::MAX).await
    }

    /// Reads pages of a list until there are so many entries.
    pub(crate) async fn pages_up_to<T: DeserializeOwned>(self, most: usize) -> Result<Vec<T>> {
        let mut pages = Pages::of(self);
        let mut list = Vec::new();
        while list.len() < most
            && let Some(mut page) = pages.next::<Vec<T>>().await?
        {
            list.append(&mut page);
        }
        list.truncate(most);
        Ok(list)
    }

    /// Reads all pages of a list that stands under a key.
    pub(crate) async fn pages_of<T: DeserializeOwned>(self, key: &'static str) -> Result<Vec<T>> {
        let (_, list): (IgnoredAny, _) = self.pages_beside(key).await?;
        Ok(list)
    }

    /// Reads all pages of a list that stands under a key, and what stands beside it on the first page.
    pub(crate) async fn pages_beside<F, T>(self, key: &'static str) -> Result<(F, Vec<T>)>
    where
        F: DeserializeOwned,
        T: DeserializeOwned,
    {
        let mut pages = Pages::of(self);
        let mut first = None;
        let mut list = Vec::new();
        while let Some(mut page) = pages.next::<Value>().await? {
            let entries = page.get_mut(key).map(Value::take).unwrap_or_default();
            list.append(&mut pages.read::<Vec<T>>(entries)?);
            if first.is_none() {
                if let Some(page) = page.as_object_mut() {
                    page.remove(key);
                }
                first = Some(pages.read(page)?);
            }
        }
        match first {
            Some(first) => Ok((first, list)),
            None => Err(pages.fail("there was no page")),
        }
    }

    pub(super) fn decode<T: DeserializeOwned>(&self, answered: &Answered) -> Result<T> {
        serde_json::from_slice(&answered.body).map_err(|error| self.undecodable(&error))
    }

    pub(super) fn undecodable(&self, error: &serde_json::Error) -> Error {
        let detail = self.github.redact(&error.to_string());
        self.fail(Kind::Decode { detail })
    }
}
