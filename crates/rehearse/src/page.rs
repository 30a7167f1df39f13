//! A rehearsal as one self-contained page.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use deploy_kit_changelog::report::diff;
use deploy_kit_core::actions::{Console, Styled};
use deploy_kit_core::markdown::html as escape_html;
use deploy_kit_core::tool::Report;
use deploy_kit_release::End;
use deploy_kit_release::plan::Plan;
use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, Options, Parser};

use crate::outcome::Rehearsal;
use crate::report::short;

const STYLE: &str = include_str!("page.css");

/// Writes the page to a file of its own that outlives the run.
pub(crate) fn write(rehearsal: &Rehearsal) -> io::Result<PathBuf> {
    let file = tempfile::Builder::new().prefix("deploy-kit-rehearsal-").suffix(".html").tempfile()?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    std::fs::write(&path, render(rehearsal))?;
    Ok(path)
}

/// Shows a page in the browser; without one its path has been told already.
pub(crate) fn open(path: &Path, console: &Console) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let started =
        Command::new(program).args(arguments).arg(path).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Err(error) = started {
        console.debug(&format!("`{program}` cannot be run: {error}"));
    }
}

fn render(rehearsal: &Rehearsal) -> String {
    let name = escape_html(&rehearsal.name);
    let mut body = format!("<h1>Rehearsal of a release <small>{name}</small></h1>\n");
    match &rehearsal.end {
        End::Applied(plan, _) | End::Planned(plan) => releases(plan, &mut body),
        End::MovedOn { .. } => body.push_str("<p>The branch has moved on: nothing is released here.</p>\n"),
    }
    requests(rehearsal, &mut body);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Rehearsal of {name}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn releases(plan: &Plan, body: &mut String) {
    if plan.releases.is_empty() {
        body.push_str("<p>There is nothing to release.</p>\n");
    }
    for release in &plan.releases {
        let kind = if release.prerelease { " <span class=\"label pre\">Pre-release</span>" } else { "" };
        let latest = if release.latest == Some(true) { " <span class=\"label\">Latest</span>" } else { "" };
        body.push_str(&format!("<article>\n<h2>{}{kind}{latest}</h2>\n", escape_html(&release.title())));
        body.push_str(&markdown(&release.body));
        if !release.assets.is_empty() {
            body.push_str("<h3>Assets</h3>\n<table>\n");
            for asset in &release.assets {
                let (name, size) = (escape_html(&asset.name), deploy_kit_release::report::bytes(asset.size));
                body.push_str(&format!(
                    "<tr><td>{name}</td><td class=\"number\">{size}</td><td><code>{}</code></td></tr>\n",
                    asset.sha256
                ));
            }
            body.push_str("</table>\n");
        }
        body.push_str("</article>\n");
    }
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

fn requests(rehearsal: &Rehearsal, body: &mut String) {
    let (count, time) = (rehearsal.requests.len(), rehearsal.elapsed.as_millis());
    body.push_str(&format!("<h2>{count} requests in {time} ms</h2>\n<table class=\"requests\">\n"));
    for entry in &rehearsal.requests {
        let status = entry.status.map_or("–".to_owned(), |status| status.to_string());
        let class =
            if entry.status.is_some_and(|status| status < 400 || status == 404) { "fine" } else { "bad" };
        let path = escape_html(&short(entry, &rehearsal.name));
        let time = entry.microseconds as f64 / 1000.0;
        body.push_str(&format!(
            "<tr><td class=\"number\">{}</td><td>{}</td><td><code>{path}</code></td><td class=\"{class}\">{status}</td>\
             <td class=\"number\">{time:.1} ms</td></tr>\n",
            entry.index + 1,
            entry.method
        ));
    }
    body.push_str(
        "</table>\n<p class=\"note\">An embedded GitHub answered; nothing left this machine.</p>\n",
    );
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
