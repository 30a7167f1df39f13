//! Search for issues and pull requests, as far as release tools use it.

use serde_json::json;

use super::grants::NOTHING;
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Issue, World};
use crate::wire::{Answer, Call, Problem, paged_in};

pub(super) const ROUTES: &[Route] =
    &[route("search/issues-and-pull-requests", "GET", "/search/issues", NOTHING, issues)];

/// Words and qualifiers, all of which have to hold; commit ids among the words are alternatives.
fn issues(world: &mut World, call: &mut Call<'_>) -> Answer {
    let query = call.query("q").filter(|query| !query.is_empty());
    let query = query.ok_or_else(|| Problem::invalid("Search", "missing", "q"))?;
    let words = split(query);
    let (ids, words): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| is_id(word));
    let met = |issue: &Issue| {
        let of = issue.pull.as_ref().and_then(|pull| world.pull_commits(pull).ok()).unwrap_or_default();
        let merge = issue.pull.as_ref().and_then(|pull| pull.merge_sha.clone()).unwrap_or_default();
        let names = |id: &String| merge.starts_with(id) || of.iter().any(|it| it.to_string().starts_with(id));
        (ids.is_empty() || ids.iter().any(names)) && words.iter().all(|word| holds(world, issue, word))
    };
    let found = world.issues.iter().rev().filter(|issue| met(issue));
    let items: Vec<_> = found
        .map(|issue| {
            let mut value = shapes::issue(world, issue);
            value["score"] = 1.0.into();
            value["body"] = issue.body.as_deref().unwrap_or_default().into();
            value
        })
        .collect();
    let total = items.len();
    let wrap = |items| {
        let kind = "lexical";
        json!({ "total_count": total, "incomplete_results": false, "search_type": kind, "items": items })
    };
    Ok(paged_in(world, call, items, wrap))
}

fn is_id(word: &str) -> bool {
    (7..=40).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// One qualifier or word.
fn holds(world: &World, issue: &Issue, word: &str) -> bool {
    let Some((key, value)) = word.split_once(':') else {
        let body = issue.body.as_deref().unwrap_or_default();
        return issue.title.contains(word) || body.contains(word);
    };
    match (key, value) {
        ("repo", name) => world.repository.full_name().eq_ignore_ascii_case(name),
        ("type" | "is", "pr" | "pull-request") => issue.pull.is_some(),
        ("type" | "is", "issue") => issue.pull.is_none(),
        ("state" | "is", "open") => issue.open,
        ("state" | "is", "closed") => !issue.open,
        ("is", "merged") => issue.pull.as_ref().is_some_and(|pull| pull.merged_at.is_some()),
        ("label", label) => issue.labels.iter().any(|it| it == label),
        ("author", login) => issue.author == login,
        ("in", _) => true,
        _ => issue.title.contains(word),
    }
}

/// Words, of which some are quoted.
fn split(query: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in query.chars() {
        match (c, words.last_mut()) {
            ('"', _) => quoted = !quoted,
            (' ', _) if !quoted => words.push(String::new()),
            (c, Some(word)) => word.push(c),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_query_is_split_at_spaces_outside_of_quotes() {
        assert_eq!(
            split(r#"repo:o/r  type:pr label:"a b" "c d""#),
            ["repo:o/r", "type:pr", "label:a b", "c d"]
        );
    }
}
