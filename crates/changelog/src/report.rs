//! What a person, a runner and a program see.

use deploy_kit_core::actions::{Style, Styled};
use deploy_kit_core::tool::Report;
use imara_diff::{Algorithm, BasicLineDiffPrinter, Diff, InternedInput, UnifiedDiffConfig};
use serde_json::json;

use crate::apply::Write;
use crate::notes::Notes;

/// What was made of one package's notes.
#[derive(Debug)]
pub struct Done {
    /// The notes as values.
    pub notes: Vec<Notes>,
    /// The notes as text.
    pub text: String,
    /// The files, each with whether it was written.
    pub writes: Vec<(Write, bool)>,
}

/// How to show it.
#[derive(Debug, Clone, Copy)]
pub struct Detail {
    /// Nothing was written: show what would be.
    pub dry_run: bool,
    /// A program reads a document.
    pub document: bool,
    /// A runner shows a summary.
    pub summary: bool,
}

/// Renders the result.
pub fn report(done: Vec<Done>, detail: Detail) -> Report {
    let mut report = Report::default();
    let files = done.iter().flat_map(|done| &done.writes);
    let written: Vec<String> =
        files.filter(|(_, wrote)| *wrote).map(|(write, _)| write.path.display().to_string()).collect();
    if detail.document {
        report.document = json!({
            "packages": done.iter().map(|done| json!({"releases": done.notes, "notes": done.text})).collect::<Vec<_>>(),
            "files": written,
        });
    }
    for done in &done {
        show(done, detail, &mut report);
    }
    let text = done.into_iter().map(|done| done.text).collect::<Vec<_>>().join("\n");
    report.summary = (detail.summary && !text.is_empty()).then(|| text.clone());
    report.output("notes", text.trim_end());
    report.output("file", written.join("\n"));
    report
}

fn show(done: &Done, detail: Detail, report: &mut Report) {
    if done.notes.is_empty() {
        report.line(Styled::new().dim("nothing to release, so there are no notes"));
        return;
    }
    if done.writes.is_empty() {
        report.line(done.text.trim_end().to_owned());
    }
    for (write, wrote) in &done.writes {
        let path = write.path.display().to_string();
        if detail.dry_run {
            diff(&path, write, report);
        } else if *wrote {
            report.line(Styled::new().good("wrote ").text(path));
        } else {
            report.line(Styled::new().dim("unchanged ").text(path));
        }
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
