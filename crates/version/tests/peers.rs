//! Our answer in each case where other tools disagree: `tests/parity/rows.json`, from 1.0.0.

use std::path::Path;

use deploy_kit_git::Id;
use deploy_kit_version::history::{Commit, Conventions, read, severity};
use serde_json::Value;

/// The tools whose answers a row holds.
const PEERS: [&str; 6] = ["sr_default", "sr_preset", "release_please", "cog", "next_version", "psr"];

fn rows() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/parity/rows.json");
    let text = std::fs::read_to_string(path).expect("the rows");
    serde_json::from_str(&text).expect("a list of rows")
}

fn text<'r>(row: &'r Value, key: &str) -> Option<&'r str> {
    row.get(key).and_then(Value::as_str)
}

fn id(number: usize) -> Id {
    format!("{:08x}{}", 0x1a2b_3c4d + number * 0x0101_0101, "5".repeat(32)).parse().expect("an id")
}

/// The commits of a row, newest first; each has the one before it as its parent, a merge those that it brings.
fn history(row: &Value) -> Vec<Commit> {
    let messages = row["messages"].as_array().expect("messages");
    let mut commits: Vec<Commit> = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        let mut message = message.as_str().expect("a message").to_owned();
        for other in 0..number {
            let id = id(other).to_string();
            message = message
                .replace(&format!("{{sha:{other}}}"), &id)
                .replace(&format!("{{short:{other}}}"), &id[..7]);
        }
        let merges = row.get("merge").is_some() && number + 1 == messages.len();
        let before = number.checked_sub(1).map(id);
        let parents = if merges {
            [Some(id(99)), before].into_iter().flatten().collect()
        } else {
            before.into_iter().collect()
        };
        commits.insert(0, Commit { id: id(number), parents, message, paths: Vec::new() });
    }
    commits
}

#[test]
fn each_row_has_our_answer() {
    let wrong: Vec<_> = rows()
        .iter()
        .filter_map(|row| {
            let found = severity(&read(&history(row), &Conventions::default())).to_string();
            (text(row, "ours") != Some(found.as_str()))
                .then(|| format!("{} {found}", text(row, "id").unwrap_or_default()))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_difference_has_its_reason_and_nothing_else_has() {
    for row in rows() {
        let ours = text(&row, "ours");
        let answer =
            |peer: &str| text(&row, peer).map(|answer| if answer == "unparsed" { "none" } else { answer });
        let differs = PEERS.iter().any(|peer| answer(peer) != ours);
        assert_eq!(differs, text(&row, "why").is_some_and(|why| why.ends_with('.')), "{}", row["id"]);
    }
}

#[test]
fn every_row_is_whole() {
    let rows = rows();
    assert!(rows.len() >= 29, "{} rows", rows.len());
    for row in &rows {
        assert!(PEERS.iter().all(|peer| text(row, peer).is_some()), "{}", row["id"]);
    }
}
