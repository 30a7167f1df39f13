//! A request of the GraphQL API: one of the documents that were validated against GitHub's schema.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Contract, Exchange};

/// A document with the schemas of its variables and of its answer.
#[derive(Deserialize)]
pub(super) struct Document {
    name: String,
    text: String,
    variables: Value,
    answer: Value,
}

/// Words without the spaces between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn judge(contract: &Contract, exchange: &Exchange) -> Vec<String> {
    let none = Value::Null;
    let body = exchange.request.as_ref().unwrap_or(&none);
    let sent = words(body["query"].as_str().unwrap_or_default());
    let found = contract.description.documents.iter().find(|document| words(&document.text) == sent);
    let Some(document) = found else {
        return vec![format!("no document of tests/contract/documents is `{sent}`")];
    };
    let what = |part: &str| format!("{} of `{}`", part, document.name);
    let variables = body.get("variables").cloned().unwrap_or_else(|| json!({}));
    let mut wrong = contract.validate(&what("variables"), &document.variables, &variables);
    let (Some(200), Some(answer)) = (exchange.status, &exchange.response) else { return wrong };
    match answer["errors"].as_array() {
        Some(errors) if errors.iter().all(|error| error["message"].is_string()) => {}
        Some(_) => wrong.push("an error has no message".to_owned()),
        None => wrong.extend(contract.validate(&what("answer"), &document.answer, &answer["data"])),
    }
    wrong
}
