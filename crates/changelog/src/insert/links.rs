//! The link references at the end of a changelog: `[1.2.0]: https://…`.

use super::LinkReference;

/// Whether a line defines a link reference.
pub(super) fn is_reference(line: &str) -> bool {
    parse(line).is_some()
}

/// The label and the address of a line.
fn parse(line: &str) -> Option<(&str, &str)> {
    let (label, url) = line.strip_prefix('[')?.split_once("]: ")?;
    (!label.is_empty() && !label.contains(['[', ']']) && !label.starts_with('^')).then(|| (label, url.trim()))
}

/// Sets link references: an existing label gets the new address, a new one goes above those of the
/// older versions, behind `Unreleased`; without any, to the end of the file.
///
/// `Unreleased` is added only to a file that has such a heading.
pub(super) fn update(page: &str, links: &[LinkReference]) -> String {
    let mut page = page.to_owned();
    for link in links {
        let unreleased = link.label == "Unreleased";
        if unreleased && !page.to_lowercase().contains("[unreleased]") {
            continue;
        }
        page = set(&page, link, unreleased);
    }
    page
}

/// The page with another label for the references of one.
pub(super) fn renamed(page: &str, from: &str, to: &str) -> String {
    let line = |line: &str| match parse(line.trim_end()) {
        Some((label, _)) if label.strip_prefix('v').unwrap_or(label) == from => line.replacen(from, to, 1),
        _ => line.to_owned(),
    };
    page.split_inclusive('\n').map(line).collect()
}

fn set(page: &str, link: &LinkReference, unreleased: bool) -> String {
    let ending = if page
        .lines()
        .next()
        .is_some_and(|line| page.get(line.len()..).is_some_and(|rest| rest.starts_with("\r\n")))
    {
        "\r\n"
    } else {
        "\n"
    };
    let line = format!("[{}]: {}", link.label, link.url);
    let mut place = None;
    let mut start = 0;
    for text in page.split_inclusive('\n') {
        let range = start..start + text.len();
        start = range.end;
        let Some((label, url)) = parse(text.trim_end()) else {
            continue;
        };
        let label = label.strip_prefix('v').unwrap_or(label);
        if label.eq_ignore_ascii_case(&link.label) {
            if url == link.url {
                return page.to_owned();
            }
            let at = range.start + text.find("]: ").map_or(0, |at| at + 3);
            let (before, rest) = (page.get(..at).unwrap_or_default(), page.get(at..).unwrap_or_default());
            let after = rest.trim_start().get(url.len()..).unwrap_or_default();
            return format!("{before}{}{after}", link.url);
        }
        let is_version = label.starts_with(|c: char| c.is_ascii_digit());
        if label.eq_ignore_ascii_case("unreleased") {
            place = Some(range.end);
        } else if place.is_none() && (is_version || unreleased) {
            place = Some(range.start);
        }
    }
    if let Some(at) = place {
        let (before, after) = page.split_at_checked(at).unwrap_or((page, ""));
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { ending };
        return format!("{before}{gap}{line}{ending}{after}");
    }
    let last = page.trim_end().lines().next_back().unwrap_or_default();
    let gap = match (page.ends_with('\n'), is_reference(last)) {
        (true, true) => String::new(),
        (false, true) => ending.to_owned(),
        (true, false) => ending.to_owned(),
        (false, false) => ending.repeat(2),
    };
    let kept = if page.ends_with('\n') { page.trim_end().len() + trailing_break(page) } else { page.len() };
    format!("{}{gap}{line}{ending}", page.get(..kept).unwrap_or(page))
}

/// The length of the line break behind the last line with text.
fn trailing_break(page: &str) -> usize {
    let rest = page.get(page.trim_end().len()..).unwrap_or_default();
    rest.find('\n').map_or(0, |at| at + 1)
}
