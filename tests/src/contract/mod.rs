//! GitHub's own description of its API, as the judge of what was sent and what was answered.
//!
//! `tests/contract/github.json` is rendered from npm's `@octokit/openapi` and `@octokit/graphql-schema`. It holds the
//! operations that are used here: bodies of requests are closed to unknown fields, and traffic that matches no
//! operation and no document is a violation.

mod graphql;
mod operation;
mod path;

use std::collections::BTreeMap;
use std::sync::Mutex;

use jsonschema::Validator;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::tree;

/// The description, ready to judge.
pub struct Contract {
    description: Description,
    /// Schemas that were compiled, by their text.
    validators: Mutex<BTreeMap<String, Validator>>,
}

#[derive(Deserialize)]
struct Description {
    operations: BTreeMap<String, operation::Operation>,
    documents: Vec<graphql::Document>,
    schemas: Value,
}

/// A request and its answer: an entry of the embedded GitHub's journal.
#[derive(Debug, Deserialize)]
struct Exchange {
    index: usize,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    request: Option<Value>,
    request_bytes: u64,
    status: Option<u16>,
    response: Option<Value>,
    /// `json`, `bytes` or `none`.
    response_kind: String,
}

impl Contract {
    /// Reads the description.
    ///
    /// # Panics
    /// If it is not there or not readable.
    #[must_use]
    pub fn load() -> Self {
        let path = tree::root().join("tests/contract/github.json");
        let text = std::fs::read_to_string(path).expect("tests/contract/github.json");
        let description = serde_json::from_str(&text).expect("a description");
        Self { description, validators: Mutex::default() }
    }

    /// The names of the operations that are described.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.description.operations.keys().map(String::as_str)
    }

    /// What is wrong with the traffic of a journal whose bodies were recorded: nothing, if the list is empty.
    ///
    /// # Panics
    /// If the entries are not those of the embedded GitHub.
    pub fn check<T: Serialize>(&self, journal: &[T]) -> Vec<String> {
        let entries = serde_json::to_value(journal).and_then(serde_json::from_value::<Vec<Exchange>>);
        let entries = entries.expect("a journal");
        let each = entries.iter().flat_map(|exchange| {
            let wrong = self.judge(exchange);
            let name = format!("{}: {} {}", exchange.index, exchange.method, exchange.path);
            wrong.into_iter().map(move |wrong| format!("{name}: {wrong}"))
        });
        each.collect()
    }

    fn judge(&self, exchange: &Exchange) -> Vec<String> {
        if path::is_download(&exchange.path) {
            return Vec::new();
        }
        if path::is_graphql(&exchange.path) {
            return graphql::judge(self, exchange);
        }
        let method = if exchange.method == "HEAD" { "GET" } else { &exchange.method };
        let operations = self.description.operations.values();
        let found = operations.filter(|it| it.method == method && path::matches(&it.path, &exchange.path));
        // Of several the one that says most of the path itself.
        match found.max_by_key(|it| path::words(&it.path)) {
            Some(operation) => operation::judge(self, operation, exchange),
            None => vec!["matches no operation that GitHub describes".to_owned()],
        }
    }

    /// What a schema finds wrong with a value.
    fn validate(&self, what: &str, schema: &Value, value: &Value) -> Vec<String> {
        let key = schema.to_string();
        let mut validators = self.validators.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let validator = validators.entry(key).or_insert_with(|| {
            let mut used = serde_json::Map::new();
            self.collect(schema, &mut used);
            let whole = json!({ "schemas": used, "allOf": [schema] });
            let options = jsonschema::options().should_validate_formats(true);
            options.build(&whole).expect("a schema")
        });
        validator
            .iter_errors(value)
            .map(|error| format!("{what}: {} at `{}`", error.masked(), error.instance_path()))
            .collect()
    }

    /// The named schemas that a schema refers to, those that they refer to, and so on: compiling all takes long.
    fn collect(&self, schema: &Value, used: &mut serde_json::Map<String, Value>) {
        match schema {
            Value::Array(list) => list.iter().for_each(|each| self.collect(each, used)),
            Value::Object(fields) => {
                let named = fields.get("$ref").and_then(Value::as_str);
                if let Some(name) = named.and_then(|named| named.strip_prefix("#/schemas/"))
                    && !used.contains_key(name)
                {
                    let target = self.description.schemas[name].clone();
                    used.insert(name.to_owned(), target.clone());
                    self.collect(&target, used);
                }
                fields.values().for_each(|each| self.collect(each, used));
            }
            _ => {}
        }
    }
}
