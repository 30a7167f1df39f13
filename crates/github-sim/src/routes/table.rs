//! The list of operations, and which one a request means.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::grants::Needs;
use crate::access::Grant;
use crate::state::World;
use crate::wire::{Answer, Call};

/// An operation with what carries it out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// GitHub's name of it: `repos/create-release`.
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    /// The template of GitHub's description: `/repos/{owner}/{repo}/releases`.
    pub(crate) path: &'static str,
    /// What it asks for: any of these.
    pub(crate) needs: Needs,
    pub(crate) handler: fn(&mut World, &mut Call<'_>) -> Answer,
}

/// A row of a resource's list.
pub(super) const fn route(
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    needs: Needs,
    handler: fn(&mut World, &mut Call<'_>) -> Answer,
) -> Route {
    Route { operation, method, path, needs, handler }
}

/// Every resource's list. Within a list the more special paths stand first.
const LISTS: [&[Route]; 30] = [
    super::meta::ROUTES,
    super::graphql::ROUTES,
    super::search::ROUTES,
    super::branch::ROUTES,
    super::blob::ROUTES,
    super::tree::ROUTES,
    super::git_commit::ROUTES,
    super::git_tag::ROUTES,
    super::reference::ROUTES,
    super::status::ROUTES,
    super::check::ROUTES,
    super::commit_comment::ROUTES,
    super::commit::ROUTES,
    super::compare::ROUTES,
    super::content::ROUTES,
    super::asset::ROUTES,
    super::notes::ROUTES,
    super::release::ROUTES,
    super::comment::ROUTES,
    super::reaction::ROUTES,
    super::label::ROUTES,
    super::milestone::ROUTES,
    super::issue::ROUTES,
    super::pull_parts::ROUTES,
    super::pull::ROUTES,
    super::deployment::ROUTES,
    super::environment::ROUTES,
    super::repository::ROUTES,
    super::run::ROUTES,
    super::download::ROUTES,
];

/// An operation as others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// GitHub's name of it: `repos/create-release`. Those of `pages/` and `storage/` are not of the API.
    pub id: &'static str,
    /// In upper case.
    pub method: &'static str,
    /// The template of GitHub's description: `/repos/{owner}/{repo}/releases`.
    pub path: &'static str,
    /// The permissions of which one is enough.
    pub needs: &'static [Grant],
}

/// Every operation that is served.
pub fn operations() -> Vec<Operation> {
    let all = LISTS.iter().copied().flatten();
    all.map(|it| Operation { id: it.operation, method: it.method, path: it.path, needs: it.needs }).collect()
}

/// The operation of a request, with the values of its path.
pub(crate) struct Found {
    pub(crate) route: &'static Route,
    pub(crate) params: Vec<(&'static str, String)>,
}

/// Stands for the owner where the path names the repository by its number.
pub(crate) const BY_ID: &str = ":id";

/// Finds it. The path is still percent-encoded.
pub(crate) fn find(method: &str, path: &str) -> Option<Found> {
    let method = if method == "HEAD" { "GET" } else { method };
    let by_id = path.strip_prefix("/repositories/").map(|rest| format!("/repos/{BY_ID}/{rest}"));
    let path = by_id.as_deref().unwrap_or(path);
    let segments: Vec<_> = path.trim_matches('/').split('/').collect();
    for route in LISTS.iter().copied().flatten().filter(|route| route.method == method) {
        let template: Vec<_> = route.path.trim_matches('/').split('/').collect();
        let mut params = Vec::new();
        if matches(&template, &segments, &mut params) {
            return Some(Found { route, params });
        }
    }
    None
}

/// These may have slashes in them.
const LONG: [&str; 5] = ["ref", "path", "branch", "tag", "basehead"];

fn matches(template: &[&'static str], segments: &[&str], params: &mut Vec<(&'static str, String)>) -> bool {
    let Some((first, rest)) = template.split_first() else { return segments.is_empty() };
    let Some(name) = first.strip_prefix('{').and_then(|first| first.strip_suffix('}')) else {
        return segments.first() == Some(first) && matches(rest, &segments[1..], params);
    };
    let least = usize::from(name != "path");
    let most = if LONG.contains(&name) { segments.len() } else { 1.min(segments.len()) };
    // The longest first, so that the last of a template takes all.
    for count in (least..=most).rev() {
        let known = params.len();
        let value = percent_decode_str(&segments[..count].join("/")).decode_utf8_lossy().into_owned();
        if value.is_empty() && least == 1 {
            continue;
        }
        params.push((name, value));
        if matches(rest, &segments[count..], params) {
            return true;
        }
        params.truncate(known);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, path: &str) -> (&'static str, Vec<String>) {
        let found = find(method, path).unwrap_or_else(|| panic!("{method} {path}"));
        (found.route.operation, found.params.into_iter().skip(2).map(|(_, value)| value).collect())
    }

    #[test]
    fn paths_lead_to_operations() {
        for (method, path, operation, params) in [
            ("GET", "/repos/o/r", "repos/get", vec![]),
            ("GET", "/repositories/1/issues", "issues/list-for-repo", vec![]),
            ("GET", "/repos/o/r/git/ref/heads/a/b", "git/get-ref", vec!["heads/a/b"]),
            ("GET", "/repos/o/r/git/ref/tags%2Fv1", "git/get-ref", vec!["tags/v1"]),
            (
                "GET",
                "/repos/o/r/commits/heads/a/status",
                "repos/get-combined-status-for-ref",
                vec!["heads/a"],
            ),
            ("GET", "/repos/o/r/commits/abc/comments", "repos/list-comments-for-commit", vec!["abc"]),
            ("GET", "/repos/o/r/commits/main", "repos/get-commit", vec!["main"]),
            ("GET", "/repos/o/r/releases/tags/p/v1", "repos/get-release-by-tag", vec!["p/v1"]),
            ("GET", "/repos/o/r/releases/latest", "repos/get-latest-release", vec![]),
            ("GET", "/repos/o/r/contents/", "repos/get-content", vec![""]),
            ("GET", "/repos/o/r/contents/a/b.txt", "repos/get-content", vec!["a/b.txt"]),
            ("GET", "/repos/o/r/issues/comments/7", "issues/get-comment", vec!["7"]),
            ("DELETE", "/repos/o/r/issues/3/labels/a%20b", "issues/remove-label", vec!["3", "a b"]),
        ] {
            assert_eq!(
                found(method, path),
                (operation, params.into_iter().map(str::to_owned).collect()),
                "{path}"
            );
        }
        assert!(find("POST", "/repos/o/r/nothing").is_none());
        assert!(find("DELETE", "/repos/o/r/releases").is_none());
    }

    #[test]
    fn an_operation_stands_once() {
        let mut ids: Vec<_> = operations().into_iter().map(|it| it.id).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
