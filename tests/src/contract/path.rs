//! Which template a path fits.

/// The page of an asset, or the storage behind it: not of the API.
pub(super) fn is_download(path: &str) -> bool {
    path.starts_with("/_storage/") || (!path.starts_with("/repos/") && path.contains("/releases/download/"))
}

pub(super) fn is_graphql(path: &str) -> bool {
    matches!(path, "/graphql" | "/api/graphql")
}

/// Whether a path fits a template. GitHub also names a repository by its number.
pub(super) fn matches(template: &str, path: &str) -> bool {
    let by_id = path.strip_prefix("/repositories/").map(|rest| format!("/repos/by-id/{rest}"));
    let path = by_id.as_deref().unwrap_or(path);
    let template: Vec<_> = template.trim_matches('/').split('/').collect();
    let segments: Vec<_> = path.trim_matches('/').split('/').collect();
    fits(&template, &segments)
}

/// The segments of a template that are no names to fill in.
pub(super) fn words(template: &str) -> usize {
    template.split('/').filter(|segment| !segment.starts_with('{')).count()
}

/// These may have slashes in them, which some clients do not encode.
const LONG: [&str; 5] = ["{ref}", "{path}", "{branch}", "{tag}", "{basehead}"];

fn fits(template: &[&str], segments: &[&str]) -> bool {
    let Some((first, rest)) = template.split_first() else { return segments.is_empty() };
    if !first.starts_with('{') {
        return segments.first() == Some(first) && fits(rest, &segments[1..]);
    }
    let least = usize::from(*first != "{path}");
    let most = if LONG.contains(first) { segments.len() } else { 1.min(segments.len()) };
    (least..=most).any(|count| fits(rest, &segments[count..]))
}
