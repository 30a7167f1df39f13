//! How it came about: the commits, the steps, the requests, and what the real run would do besides.

use deploy_kit_core::markdown::html as escape_html;
use deploy_kit_release::plan::{Plan, Step};
use deploy_kit_release::report::{object, verb};
use deploy_kit_version::bump::Bump;
use deploy_kit_version::report::{Detail, report as version};

use crate::outcome::Rehearsal;
use crate::report::short;

/// How many commits are named.
const NAMED: usize = 8;

/// The commits that ask for the release.
pub(super) fn why(plan: &Plan, body: &mut String) {
    let all = || plan.releases.iter().flat_map(|release| &release.version.entries);
    let mut asking: Vec<_> = all().filter(|entry| entry.bump != Bump::None).collect();
    asking.sort_by_key(|entry| std::cmp::Reverse(entry.bump));
    if asking.is_empty() {
        return;
    }
    body.push_str("<section>\n<h2>Why</h2>\n<table>\n");
    for entry in asking.iter().take(NAMED) {
        body.push_str(&format!(
            "<tr><td><code>{}</code></td><td>{}</td><td class=\"number\">{}</td></tr>\n",
            entry.id.short(7),
            escape_html(&entry.subject),
            entry.bump
        ));
    }
    let rest = all().count() - asking.len().min(NAMED);
    let more = format!("<tr><td></td><td class=\"note\" colspan=\"2\">and {rest} more</td></tr>\n");
    body.push_str(if rest > 0 { &more } else { "" });
    body.push_str("</table>\n</section>\n");
}

/// What is worth a change: in the commits' messages, and of what was tried.
pub(super) fn warnings(rehearsal: &Rehearsal, plan: &Plan, body: &mut String) {
    let slips = version(&plan.version, Detail::default()).annotations;
    let slips = slips.iter().map(|annotation| annotation.message.clone());
    list("Warnings", "warnings", slips.chain(rehearsal.warnings()), body);
}

/// The plan's steps in order.
pub(super) fn steps(rehearsal: &Rehearsal, plan: &Plan, body: &mut String) {
    let by = if plan.by_git { "git commits and tags" } else { "GitHub’s API commits and tags" };
    body.push_str(&format!("<section>\n<h2>Steps <small>{by}</small></h2>\n<ol>\n"));
    for step in &plan.steps {
        let (what, rest) = object(step);
        // A plan alone was asked for, or it is a hook.
        let is_left = !rehearsal.is_applied() || matches!(step, Step::Hook { .. });
        let (class, state) = if is_left { ("left", "not run") } else { ("fine", "done") };
        body.push_str(&format!(
            "<li><b>{}</b><span>{} {}</span><i class=\"{class}\">{state}</i></li>\n",
            verb(step),
            escape_html(&what),
            escape_html(rest.trim_start())
        ));
    }
    body.push_str("</ol>\n</section>\n");
}

/// Every request with its answer.
pub(super) fn requests(rehearsal: &Rehearsal, body: &mut String) {
    if rehearsal.requests.is_empty() {
        return;
    }
    body.push_str("<section>\n<h2>Requests</h2>\n<table class=\"requests\">\n");
    for entry in &rehearsal.requests {
        let status = entry.status.map_or("–".to_owned(), |status| status.to_string());
        let is_fine = entry.status.is_some_and(|status| status < 400 || status == 404);
        let class = if is_fine { "fine" } else { "bad" };
        let path = escape_html(&short(entry, &rehearsal.name));
        let time = entry.microseconds as f64 / 1000.0;
        body.push_str(&format!(
            "<tr><td>{}</td><td><code>{path}</code></td><td class=\"status {class}\">{status}</td>\
             <td class=\"number\">{time:.1} ms</td></tr>\n",
            entry.method
        ));
    }
    body.push_str("</table>\n</section>\n");
}

/// What the real run would do besides.
pub(super) fn left_out(rehearsal: &Rehearsal, body: &mut String) {
    list("Not rehearsed", "left-out", rehearsal.left_out().into_iter(), body);
}

fn list(title: &str, class: &str, items: impl Iterator<Item = String>, body: &mut String) {
    let items: Vec<String> = items.map(|item| format!("<li>{}</li>\n", escape_html(&item))).collect();
    if !items.is_empty() {
        body.push_str(&format!(
            "<section class=\"{class}\">\n<h2>{title}</h2>\n<ul>\n{}</ul>\n</section>\n",
            items.concat()
        ));
    }
}
