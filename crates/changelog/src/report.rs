//! What a person, a runner and a program see.

use deploy_kit_core::actions::{Style, Styled};
use deploy_kit_core::tool::Report;
use imara_diff::{Algorithm, BasicLineDiffPrinter, Diff, InternedInput, UnifiedDiffConfig};
use serde_json::json;

use crate::apply::Write;
use crate::page::Page;
use crate::settings::Scope;

/// How to show it.
#[derive(Debug, Clone, Copy)]
pub struct Detail {
    /// Nothing was written: show what would be.
    pub dry_run: bool,
    /// A program reads a document.
    pub document: bool,
    /// A runner shows a summary.
    pub summary: bool,
    /// Which releases were asked for.
    pub scope: Scope,
}

/// Renders the result: the notes of each package, all of them as one text, and the files, each with whether
/// it was written.
pub fn report(packages: &[Page], text: &str, body: &str, writes: &[(Write, bool)], detail: Detail) -> Report {
    let mut report = Report::default();
    let written = writes.iter().filter(|(_, wrote)| *wrote);
    let written: Vec<String> = written.map(|(write, _)| write.path.display().to_string()).collect();
    if detail.document {
        report.document = json!({
            "packages": packages.iter().map(|page| json!({"releases": page.notes, "notes": page.text})).collect::<Vec<_>>(),
            "files": written,
        });
    }
    if writes.is_empty() && !text.is_empty() {
        report.line(text.trim_end().to_owned());
    }
    for page in packages.iter().filter(|page| page.notes.is_empty()) {
        let of = page.name.as_ref().filter(|_| packages.len() > 1);
        let of = of.map(|name| format!("{name}: ")).unwrap_or_default();
        report.line(Styled::new().dim(format!("{of}{}, so there are no notes", nothing(detail.scope))));
    }
    for (write, wrote) in writes {
        show(write, *wrote, detail.dry_run, &mut report);
    }
    report.summary = (detail.summary && !body.is_empty()).then(|| body.to_owned());
    report.output("notes", body.trim_end());
    report.output("file", written.join("\n"));
    report
}

/// Why a package has no notes.
fn nothing(scope: Scope) -> &'static str {
    match scope {
        Scope::Latest | Scope::All => "there is no release yet",
        Scope::Unreleased | Scope::Range => "nothing to release",
    }
}

fn show(write: &Write, wrote: bool, dry_run: bool, report: &mut Report) {
    let path = write.path.display().to_string();
    if dry_run {
        diff(&path, write, report);
    } else if wrote {
        report.line(Styled::new().good("wrote ").text(path));
    } else {
        report.line(Styled::new().dim("unchanged ").text(path));
    }
}

/// A unified diff, as `git diff` shows it.
pub fn diff(path: &str, write: &Write, report: &mut Report) {
    if write.before == write.after {
        report.line(Styled::new().dim("unchanged ").text(path.to_owned()));
        return;
    }
    let from = if write.before.is_empty() { "/dev/null" } else { path };
    report.line(Styled::new().strong(format!("--- {from}")));
    report.line(Styled::new().strong(format!("+++ {path}")));
    let input = InternedInput::new(write.before.as_str(), write.after.as_str());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let printer = BasicLineDiffPrinter(&input.interner);
    let text = diff.unified_diff(&printer, UnifiedDiffConfig::default(), &input).to_string();
    for line in text.lines() {
        let style = match line.as_bytes().first() {
            Some(b'-') => Style::Bad,
            Some(b'+') => Style::Good,
            Some(b'@') => Style::Accent,
            _ => Style::Plain,
        };
        report.line(Styled::new().push(style, line.to_owned()));
    }
}
