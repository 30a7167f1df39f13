//! The plan as JSON.

use serde_json::{Value, json};

use super::{PackagePlan, Plan};
use crate::history::{Entry, Why};

/// The document of `--format json`.
pub fn document(plan: &Plan) -> Value {
    json!({
        "to": plan.to,
        "packages": plan.packages.iter().map(package).collect::<Vec<_>>(),
        "outside": plan.outside.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn package(plan: &PackagePlan) -> Value {
    json!({
        "package": plan.name,
        "current": plan.current,
        "since": plan.since,
        "next": plan.next,
        "severity": plan.severity,
        "bump": plan.bump,
        "should_release": plan.should_release,
        "tag": plan.tag,
        "channel": plan.channel,
        "because_of": plan.because_of,
        "commits": plan.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "subject": entry.subject,
        "type": entry.kind,
        "scope": entry.scope,
        "breaking": entry.breaking,
        "breaking_text": entry.breaking_text,
        "description": entry.description,
        "references": entry.references,
        "pull_request": entry.pull_request,
        "bump": entry.bump,
        "rule": entry.rule.id(),
        "reason": Why(entry).to_string(),
        "near_misses": entry.near_misses,
    })
}
