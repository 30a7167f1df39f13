//! A rehearsal as one self-contained page.

mod course;
mod outcome;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use deploy_kit_core::actions::Console;
use deploy_kit_core::markdown::html as escape_html;
use deploy_kit_release::plan::Plan;

use crate::outcome::Rehearsal;

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

/// What would be seen on GitHub stands on the left, how it comes about on the right.
fn render(rehearsal: &Rehearsal) -> String {
    let name = escape_html(&rehearsal.name);
    let (mut seen, mut course) = (String::new(), String::new());
    match rehearsal.plan() {
        Some(plan) if plan.releases.is_empty() => seen.push_str("<p>There is nothing to release.</p>\n"),
        Some(plan) => {
            outcome::releases(plan, &mut seen);
            outcome::comments(rehearsal, &mut seen);
            outcome::files(plan, &mut seen);
            course::why(plan, &mut course);
            course::warnings(rehearsal, plan, &mut course);
            course::steps(rehearsal, plan, &mut course);
        }
        None => seen.push_str("<p>The branch has moved on: nothing is released here.</p>\n"),
    }
    course::requests(rehearsal, &mut course);
    course::left_out(rehearsal, &mut course);
    let head = head(rehearsal, rehearsal.plan());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Rehearsal of {name}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{head}<main>\n<div>\n{seen}</div>\n<div>\n{course}</div>\n</main>\n\
         </body>\n</html>\n"
    )
}

/// The repository, the versions, and what it took.
fn head(rehearsal: &Rehearsal, plan: Option<&Plan>) -> String {
    let name = escape_html(&rehearsal.name);
    let mut head = format!("<header>\n<p class=\"kind\">Rehearsal of a release</p>\n<h1>{name}</h1>\n");
    for release in plan.iter().flat_map(|plan| &plan.releases) {
        let package = release.version.name.as_ref().map(|name| format!("{} ", escape_html(name)));
        let before = release.version.current.as_ref().map(|current| format!("{current} → "));
        let bump = release.version.bump;
        head.push_str(&format!(
            "<p class=\"version\">{}{}<strong>{}</strong> <span class=\"label\">{bump}</span></p>\n",
            package.unwrap_or_default(),
            before.unwrap_or_default(),
            release.next
        ));
    }
    let (count, time) = (rehearsal.requests.len(), rehearsal.elapsed.as_millis());
    head.push_str(&format!(
        "<p class=\"note\">{count} requests to an embedded GitHub in {time} ms. Nothing left this machine.</p>\n</header>\n"
    ));
    head
}
