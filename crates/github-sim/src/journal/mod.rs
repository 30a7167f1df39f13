//! Every request with its answer, in the order of arrival.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its place in the journal, from 0.
    pub index: usize,
    /// `api` or `uploads`.
    pub origin: &'static str,
    /// In upper case.
    pub method: String,
    /// Percent-encoded, as it came.
    pub path: String,
    /// Decoded pairs.
    pub query: Vec<(String, String)>,
    /// GitHub's name of the operation, such as `repos/create-release`.
    pub operation: Option<&'static str>,
    /// The name of the token, never its text.
    pub token: Option<String>,
    /// The request's body, if it is JSON.
    pub request: Option<Value>,
    /// The size of the request's body in bytes.
    pub request_bytes: u64,
    /// Whether the operation was carried out.
    pub acted: bool,
    /// None while it is in work, and for a connection that was dropped.
    pub status: Option<u16>,
    /// The answer's body, if it is JSON and bodies are recorded.
    pub response: Option<Value>,
    /// What the answer's body is: `json`, `bytes` or `none`.
    pub response_kind: &'static str,
    /// How long it took, in microseconds.
    pub microseconds: u64,
    /// The faults it met.
    pub faults: Vec<crate::Effect>,
}

impl fmt::Display for Entry {
    /// `POST /repos/o/r/releases 201 412 µs`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.map_or("dropped".to_owned(), |status| status.to_string());
        write!(f, "{} {} {status} {} µs", self.method, self.path, self.microseconds)
    }
}

/// The entries so far.
#[derive(Debug, Default)]
pub(crate) struct Journal(Vec<Entry>);

impl Journal {
    /// Begins an entry; its index is its own from now on.
    pub(crate) fn begin(
        &mut self,
        origin: &'static str,
        method: &str,
        path: &str,
        query: &[(String, String)],
    ) -> usize {
        let index = self.0.len();
        self.0.push(Entry {
            index,
            origin,
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_vec(),
            operation: None,
            token: None,
            request: None,
            request_bytes: 0,
            acted: false,
            status: None,
            response: None,
            response_kind: "none",
            microseconds: 0,
            faults: Vec::new(),
        });
        index
    }

    /// Adds to an entry. It may be gone, if the journal was cleared meanwhile.
    pub(crate) fn note(&mut self, index: usize, note: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.0.get_mut(index) {
            note(entry);
        }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Forgets everything: the next request has index 0.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
