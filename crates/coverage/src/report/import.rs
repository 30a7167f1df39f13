//! What came of another service's settings.

use deploy_kit_core::actions::Styled;
use deploy_kit_core::tool::{Context, Report};
use serde_json::json;

use crate::import::Imported;

/// The section, to be put into `deploy-kit.toml`; beside it what has no equivalent.
pub(crate) fn imported(file: &str, imported: &Imported, context: &Context) -> Report {
    let mut report = Report::default();
    for line in imported.section.trim_end().lines() {
        report.line(line.to_owned());
    }
    let place = |line: Option<usize>| line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
    for note in &imported.notes {
        let line = Styled::new().dim(format!("{}: ", place(note.line))).accent(note.path.clone());
        context.console.info(line.text(format!(" {}", note.text)));
    }
    if !imported.missing.is_empty() {
        context.console.info(Styled::new().strong("without an equivalent:"));
    }
    for missing in &imported.missing {
        let line = Styled::new().dim(format!("{}: ", place(missing.line))).caution(missing.path.clone());
        context.console.info(line.text(format!(" {}", missing.reason)));
    }
    if context.wants_document {
        report.document = json!({
            "section": imported.section,
            "missing": imported.missing,
            "notes": imported.notes,
        });
    }
    report
}
