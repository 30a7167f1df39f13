//! The table of versions in the pull request's text, which people may change.

use std::collections::BTreeMap;
use std::ops::Range;

use deploy_kit_core::markdown::{Align, Table, escape};
use semver::Version;

use crate::plan::Release;

/// The title of the column that decides.
const NEXT: &str = "Next";

/// The versions of a plan.
pub(super) fn render(releases: &[Release], whole: &str) -> String {
    let columns =
        [("Package", Align::Left), ("Last", Align::Left), (NEXT, Align::Left), ("Change", Align::Left)];
    let mut table = Table::new(columns);
    for release in releases {
        let last = release.version.current.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = escape(label(release, whole));
        table.row([name, last, release.next.to_string(), release.version.bump.to_string()]);
    }
    table.to_string()
}

/// What a row says of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// This version.
    Version(Version),
    /// Something that is no version.
    Other(String),
}

/// Reads the table: for each package what its row says. A row that is not there says nothing.
pub(super) fn read(text: &str, releases: &[Release], whole: &str) -> BTreeMap<usize, Said> {
    let mut lines = text.lines().map(cells);
    let mut said = BTreeMap::new();
    let Some(column) = lines.by_ref().find_map(|cells| cells.iter().position(|cell| cell == NEXT)) else {
        return said;
    };
    for cells in lines.skip(1).take_while(|cells| !cells.is_empty()) {
        let release = releases.iter().find(|release| cells[0] == bare(&escape(label(release, whole))));
        if let (Some(release), Some(cell)) = (release, cells.get(column)) {
            let version = cell.trim_start_matches('v').parse().map(Said::Version);
            said.insert(release.version.index, version.unwrap_or_else(|_| Said::Other(cell.clone())));
        }
    }
    said
}

/// The table's lines within a text.
pub(super) fn cut(text: &str) -> &str {
    range(text).map_or("", |range| &text[range])
}

/// The text with another table in the place of its own.
pub(super) fn replace(text: &str, table: &str) -> String {
    let mut text = text.to_owned();
    if let Some(range) = range(&text) {
        text.replace_range(range, table);
    }
    text
}

/// Where the table stands: from the line with its titles to the last line that begins with a pipe.
fn range(text: &str) -> Option<Range<usize>> {
    let (mut start, mut end) = (None, 0);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let cells = cells(line);
        match start {
            None if cells.iter().any(|cell| cell == NEXT) => start = Some(at),
            Some(_) if cells.is_empty() => break,
            _ => {}
        }
        at += line.len();
        end = at;
    }
    start.map(|start| start..end)
}

/// The cells of a line, without the marks of bold and code that people may put around them.
fn cells(line: &str) -> Vec<String> {
    let Some(line) = line.trim().strip_prefix('|') else { return Vec::new() };
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| bare(cell).to_owned()).collect()
}

fn bare(cell: &str) -> &str {
    cell.trim_matches(['*', '`', '_', ' '])
}

fn label<'a>(release: &'a Release, whole: &'a str) -> &'a str {
    release.version.name.as_deref().unwrap_or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Hello\n\n| Package | Last | Next |\n|---|---|---|\n| a | 1.0.0 | **2.0.0** |\n\nEnd | of\n";

    #[test]
    fn the_table_is_found_and_replaced() {
        assert_eq!(cut(TEXT).lines().count(), 3);
        assert_eq!(replace(TEXT, "| Next |\n"), "Hello\n\n| Next |\n\nEnd | of\n");
        assert_eq!((cut("none"), replace("none", "| Next |").as_str()), ("", "none"));
    }
}
