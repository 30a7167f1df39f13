//! The first page: sums, and the tree of files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use super::figure::{Shares, count, difference, meaning, others, parts, percentage};
use super::frame::{Bar, Frame, Link};
use super::patch_page;
use super::text::{Json, Text, visible};
use super::{Input, page_name};
use crate::metric::Metric;
use crate::model::Percent;
use crate::patch::Patch;

const KEYS: [(&str, &str); 8] = [
    ("↑ ↓", "up and down the tree"),
    ("→", "open a folder, then into it"),
    ("←", "close a folder, then out of it"),
    ("Enter", "open the file, or open and close the folder"),
    ("Home End", "first and last row"),
    ("/", "filter by words of the path"),
    ("l", "a list of files in place of the tree"),
    ("c", "changed files alone"),
];

pub(super) fn page(input: &Input<'_>) -> String {
    let title = format!("{} · coverage", input.title);
    let body = Body(input);
    Frame { title: &title, top: "", kind: "index", script: "tree.js", keys: &KEYS, body }.to_string()
}

struct Body<'a>(&'a Input<'a>);

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let input = self.0;
        f.write_str("<a class=\"skip\" href=\"#tree\">Skip to the files</a>\n<header>\n")?;
        write!(f, "<h1>{}</h1>\n<p>Coverage", Text(input.title))?;
        if let Some(commit) = input.commit {
            let short: String = commit.chars().take(12).collect();
            write!(f, " of <code>{}</code>", Text(&short))?;
        }
        f.write_str("</p>\n</header>\n<main>\n<section class=\"sums\" aria-label=\"Sums\">\n")?;
        total(f, input)?;
        if let Some(patch) = input.patch {
            patch_card(f, input, patch)?;
        }
        let files = input.report.files.values();
        for (name, percent) in others(files, &input.report.totals) {
            let shares = Shares { hit: percent.covered(), partial: 0, missed: percent.missed() };
            card(f, name, percent, shares, &[])?;
        }
        f.write_str("</section>\n")?;
        files_section(f, input)?;
        f.write_str("</main>\n")
    }
}

fn total(f: &mut fmt::Formatter<'_>, input: &Input<'_>) -> fmt::Result {
    let percent = input.metric.of_report(input.report, input.tool);
    let mut shares = Shares::default();
    for file in input.report.files.values() {
        let file = Shares::of(file, input.metric.of_file(file, input.tool));
        shares.hit += file.hit;
        shares.partial += file.partial;
        shares.missed += file.missed;
    }
    if shares.total() == 0 {
        shares = Shares { hit: percent.covered(), partial: 0, missed: percent.missed() };
    }
    let mut notes = vec![meaning(input.metric, input.tool, input.report)];
    if let Some(base) = input.base {
        let was = format!("from {} ({})", percentage(base), parts(base));
        notes
            .push(difference(percent, base).map_or(was.clone(), |difference| format!("{difference}, {was}")));
    }
    card(f, "total", percent, shares, &notes)
}

fn patch_card(f: &mut fmt::Formatter<'_>, input: &Input<'_>, patch: &Patch) -> fmt::Result {
    let files = count(patch.files.len() as u64, "changed file", "changed files");
    let mut notes = vec![format!("added lines of {files}")];
    if !patch.unmentioned.is_empty() {
        let number = count(patch.unmentioned.len() as u64, "changed file", "changed files");
        notes.push(format!("{number} in no report"));
    }
    card(f, "patch", patch.percent(), patch_page::shares(input, patch), &notes)
}

fn card(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    percent: Percent,
    shares: Shares,
    notes: &[String],
) -> fmt::Result {
    write!(f, "<article class=\"{name}\"><h2>")?;
    match name {
        "patch" => f.write_str("<a href=\"patch.html\">patch</a>")?,
        name => f.write_str(name)?,
    }
    write!(f, "</h2><strong>{}</strong><span>{}</span>{}", percentage(percent), parts(percent), Bar(shares))?;
    for note in notes {
        write!(f, "<p>{}</p>", Text(note))?;
    }
    f.write_str("</article>\n")
}

/// The tree is made by the script, of the rows that are in view; without it there is a list.
fn files_section(f: &mut fmt::Formatter<'_>, input: &Input<'_>) -> fmt::Result {
    let number = input.report.files.len() as u64;
    write!(
        f,
        "<section class=\"files\" aria-labelledby=\"files-title\">\n<div class=\"bar-of-tools\">\
         <h2 id=\"files-title\">Files</h2>\
         <input id=\"filter\" type=\"search\" placeholder=\"Filter, key /\" aria-label=\"Filter files by words of their path\" \
         autocomplete=\"off\" spellcheck=\"false\">\
         <label><input id=\"list\" type=\"checkbox\"> list</label>"
    )?;
    if input.patch.is_some() {
        f.write_str("<label><input id=\"changed\" type=\"checkbox\"> changed only</label>")?;
    }
    writeln!(
        f,
        "<output id=\"shown\">{}</output><button data-key=\"?\">Keys <kbd>?</kbd></button></div>",
        count(number, "file", "files")
    )?;
    f.write_str("<div id=\"tree\" role=\"treegrid\" tabindex=\"0\" aria-label=\"Files\" aria-readonly=\"true\">\n<div class=\"heads\" role=\"row\">")?;
    let mut heads = vec![
        ("name", "Name"),
        ("percent", "Covered"),
        ("of", if input.metric == Metric::Tool { "Counted" } else { "Lines" }),
        ("partial", "Partial"),
        ("missed", "Missed"),
    ];
    if input.patch.is_some() {
        heads.push(("patch", "Patch"));
    }
    for (key, name) in heads {
        write!(
            f,
            "<span role=\"columnheader\" class=\"{key}\"><button data-sort=\"{key}\" tabindex=\"-1\">{name}</button></span>"
        )?;
    }
    f.write_str("</div>\n<div class=\"rows\" role=\"rowgroup\"></div>\n</div>\n")?;
    f.write_str("<script type=\"application/json\" id=\"data\">")?;
    write!(f, "{}", Json(&data(input)))?;
    f.write_str("</script>\n<noscript><ul>\n")?;
    for (path, file) in &input.report.files {
        let percent = input.metric.of_file(file, input.tool);
        writeln!(f, "<li>{} {} ({percent})</li>", Link(&page_name(path), path), percentage(percent))?;
    }
    f.write_str(
        "</ul></noscript>
</section>
",
    )
}

/// A row a file: path, page, covered, total, hit, partial, missed, and of a changed one what of the patch is covered, of
/// how much. A changed file that no report mentions has a path, nothing, and its added lines.
fn data(input: &Input<'_>) -> Value {
    let patch: BTreeMap<&str, Percent> = input
        .patch
        .iter()
        .flat_map(|patch| &patch.files)
        .map(|file| (file.path.as_str(), file.percent))
        .collect();
    let changes = input.changes.iter().filter(|change| !change.added.is_empty());
    let changed: BTreeSet<&str> = changes.map(|change| change.path.as_str()).collect();
    let files = input.report.files.iter().map(|(path, file)| {
        let percent = input.metric.of_file(file, input.tool);
        let Shares { hit, partial, missed } = Shares::of(file, percent);
        let page = page_name(path);
        let page = page.trim_start_matches("files/");
        let mut row = vec![
            json!(visible(path)),
            json!(page),
            json!(percent.covered()),
            json!(percent.total()),
            json!(hit),
            json!(partial),
            json!(missed),
        ];
        let added = patch.get(path.as_str()).copied();
        if added.is_some() || changed.contains(path.as_str()) {
            let added = added.unwrap_or_default();
            row.extend([json!(added.covered()), json!(added.total())]);
        }
        Value::Array(row)
    });
    let unmentioned = input.patch.iter().flat_map(|patch| &patch.unmentioned);
    let unmentioned = unmentioned.map(|file| json!([visible(&file.path), null, file.added]));
    Value::Array(files.chain(unmentioned).collect())
}
