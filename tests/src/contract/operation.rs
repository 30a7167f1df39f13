//! A request of the REST API.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Contract, Exchange};

/// What GitHub says of an operation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    query: BTreeMap<String, Value>,
    required_query: Vec<String>,
    request: Option<Value>,
    /// Whether the body is bytes.
    binary: bool,
    responses: BTreeMap<String, Option<Value>>,
}

pub(super) fn judge(contract: &Contract, operation: &Operation, exchange: &Exchange) -> Vec<String> {
    let mut wrong = Vec::new();
    query(contract, operation, exchange, &mut wrong);
    request(contract, operation, exchange, &mut wrong);
    if let Some(status) = exchange.status {
        response(contract, operation, exchange, status, &mut wrong);
    }
    wrong
}

fn query(contract: &Contract, operation: &Operation, exchange: &Exchange, wrong: &mut Vec<String>) {
    for (name, text) in &exchange.query {
        let Some(schema) = operation.query.get(name) else {
            wrong.push(format!("GitHub knows no `{name}` in the query"));
            continue;
        };
        let value = match schema["type"].as_str() {
            Some("integer" | "number" | "boolean") => {
                serde_json::from_str(text).unwrap_or_else(|_| json!(text))
            }
            _ => json!(text),
        };
        wrong.extend(contract.validate(&format!("query `{name}`"), schema, &value));
    }
    for name in &operation.required_query {
        if !exchange.query.iter().any(|(key, _)| key == name) {
            wrong.push(format!("the query has no `{name}`"));
        }
    }
}

fn request(contract: &Contract, operation: &Operation, exchange: &Exchange, wrong: &mut Vec<String>) {
    // What was refused may well be what the description forbids: a test of the refusal.
    if exchange.status.is_some_and(|status| matches!(status, 400 | 422)) {
        return;
    }
    match (&operation.request, &exchange.request) {
        (Some(schema), Some(value)) => wrong.extend(contract.validate("request", schema, value)),
        (None, Some(_)) if !operation.binary => wrong.push("GitHub expects no body".to_owned()),
        (_, None) if exchange.request_bytes > 0 && !operation.binary => {
            wrong.push("the body is no JSON".to_owned());
        }
        _ => {}
    }
}

/// Answers that any operation may give, although few descriptions name them.
const COMMON: [u16; 4] = [301, 302, 304, 307];

fn response(
    contract: &Contract,
    operation: &Operation,
    exchange: &Exchange,
    status: u16,
    wrong: &mut Vec<String>,
) {
    let schema = match operation.responses.get(&status.to_string()) {
        Some(Some(schema)) => schema.clone(),
        Some(None) if exchange.response.is_none() => return,
        _ if COMMON.contains(&status) => return,
        _ if status >= 400 => json!({ "$ref": "#/schemas/basic-error" }),
        Some(None) => return wrong.push(format!("GitHub's {status} has no body")),
        None => return wrong.push(format!("GitHub never answers {status} here")),
    };
    match (&exchange.response, exchange.response_kind.as_str()) {
        (Some(value), _) => wrong.extend(contract.validate(&format!("answer {status}"), &schema, value)),
        // Asked for in another form.
        (None, "bytes") => {}
        (None, "json") => wrong.push("the body of the answer was not recorded".to_owned()),
        (None, _) if exchange.method == "HEAD" => {}
        (None, _) => wrong.push(format!("GitHub's {status} has a body")),
    }
}
