//! Reads every payload of npm's `@octokit/webhooks-examples`, GitHub's own examples, which are not part of this
//! repository:
//!
//! ```sh
//! npm ci --prefix tests/contract
//! cargo run -p deploy-kit-core --example webhooks -- \
//!     tests/contract/node_modules/@octokit/webhooks-examples/api.github.com/index.json
//! ```
//!
//! `cargo xtask check webhooks` does the same.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use deploy_kit_core::actions::event::{Event, Payload};
use deploy_kit_core::actions::{Console, Environment};
use serde_json::Value;

/// The events with a type of their own, and an example of each in the package.
const TYPED: [&str; 8] = [
    "deployment",
    "deployment_status",
    "merge_group",
    "pull_request",
    "push",
    "release",
    "workflow_dispatch",
    "workflow_run",
];

fn main() -> ExitCode {
    let console = Console::stdio(&Environment::from_process());
    match check() {
        Ok(read) => {
            console.info(format!("{read} payloads are read"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            console.error(error);
            ExitCode::FAILURE
        }
    }
}

/// How many payloads were read, all of them rightly.
fn check() -> Result<usize, String> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let path = path.ok_or("the path of the package's `index.json` is missing")?;
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let events: Vec<Value> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut typed = BTreeSet::new();
    let mut read = 0;
    for event in &events {
        let name = event["name"].as_str().ok_or("an event has no name")?;
        for example in event["examples"].as_array().ok_or_else(|| format!("`{name}` has no examples"))? {
            if is_typed(name, example).map_err(|what| format!("{what}, of `{name}`: {example:#}"))? {
                typed.insert(name);
            }
            read += 1;
        }
    }
    if !typed.iter().eq(TYPED.iter()) {
        return Err(format!("payloads were read as types of {typed:?}, not of {TYPED:?}"));
    }
    Ok(read)
}

/// Whether a payload has a type of its own; an error names what of it is not read.
fn is_typed(name: &str, example: &Value) -> Result<bool, String> {
    let payload = Payload::parse(name, &example.to_string()).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        format!("{error}{}", cause.unwrap_or_default())
    })?;
    if payload.repository.is_some() != example["repository"].is_object() {
        return Err("the repository is not read".to_owned());
    }
    if payload.sender.is_some() != example["sender"].is_object() {
        return Err("the sender is not read".to_owned());
    }
    Ok(payload.event != Event::Other)
}
