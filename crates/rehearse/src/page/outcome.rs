//! What would be seen: the releases, the comments, the files.

use deploy_kit_changelog::report::diff;
use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::html as escape_html;
use deploy_kit_core::tool::Report;
use deploy_kit_release::plan::{Plan, Release};
use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, Options, Parser};

use crate::outcome::Rehearsal;
use crate::report;

/// Each release as its page reads.
pub(super) fn releases(plan: &Plan, body: &mut String) {
    for release in &plan.releases {
        let kind = if release.prerelease { " <span class=\"label pre\">Pre-release</span>" } else { "" };
        let latest = if release.latest == Some(true) { " <span class=\"label\">Latest</span>" } else { "" };
        body.push_str(&format!("<article>\n<h2>{}{kind}{latest}</h2>\n", escape_html(&release.title())));
        body.push_str(&markdown(&release.body));
        assets(release, body);
        body.push_str("</article>\n");
    }
}

fn assets(release: &Release, body: &mut String) {
    if release.assets.is_empty() {
        return;
    }
    body.push_str("<h3>Assets</h3>\n<table>\n");
    for asset in &release.assets {
        let (name, size) = (escape_html(&asset.name), deploy_kit_release::report::bytes(asset.size));
        let sum = asset.sha256.get(..12).unwrap_or(&asset.sha256);
        body.push_str(&format!(
            "<tr><td>{name}</td><td class=\"number\">{size}</td><td><code title=\"{}\">sha256:{sum}…</code></td></tr>\n",
            asset.sha256
        ));
    }
    body.push_str("</table>\n");
}

/// What issues and pull requests are told.
pub(super) fn comments(rehearsal: &Rehearsal, body: &mut String) {
    for (text, numbers) in report::told(&rehearsal.comments) {
        let numbers = numbers.join(", ");
        body.push_str(&format!(
            "<article>\n<p class=\"note\">Comment on {numbers}</p>\n{}</article>\n",
            markdown(&text)
        ));
    }
}

/// Each file that changes.
pub(super) fn files(plan: &Plan, body: &mut String) {
    for file in &plan.files {
        let mut lines = Report::default();
        let path = file.write.path.display().to_string();
        diff(&path, &file.write, &mut lines);
        body.push_str(&format!("<details open>\n<summary>{}</summary>\n<pre>", escape_html(&path)));
        for line in lines.text.iter().map(Styled::to_plain).skip(2) {
            let class = match line.chars().next() {
                Some('+') => "added",
                Some('-') => "removed",
                Some('@') => "place",
                _ => "same",
            };
            body.push_str(&format!("<span class=\"{class}\">{}\n</span>", verbatim(&line)));
        }
        body.push_str("</pre>\n</details>\n");
    }
}

/// A line of a file: every space of it.
fn verbatim(line: &str) -> String {
    line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Notes as a page shows them. They are our own rendering of strangers' words, but raw HTML stays text.
fn markdown(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        event => event,
    });
    let mut out = String::new();
    push_html(&mut out, events);
    out
}
