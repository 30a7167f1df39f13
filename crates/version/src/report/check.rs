//! What `--check` has to say: where the files that state versions disagree.

use deploy_kit_core::actions::{Annotation, Level, Styled};
use deploy_kit_core::markdown::{Align, Table, code_span, escape};
use deploy_kit_core::tool::{Exit, Report};
use deploy_kit_files::plan::{Authority, Check, Disagreement, Expected, What};
use serde_json::{Value, json};

use super::{count, outputs};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::settings::Settings;

/// Who sees it.
#[derive(Debug, Clone, Copy)]
pub struct Audience {
    /// A runner shows a summary.
    pub summary: bool,
    /// A program reads a document.
    pub document: bool,
    /// A runner shows annotations beside the lines.
    pub annotations: bool,
}

/// What to do about files that disagree.
const HINT: &str = "between releases files state the version of the last one, which `deploy-kit release` writes; \
                    `{ path = \"…\", format = \"none\" }` in `version-files` leaves one out";

/// Renders a check.
pub fn report(checked: &Checked<'_>, plan: Option<&Plan>, audience: Audience) -> Report {
    let mut report = Report::default();
    let wrong: Vec<&Disagreement> =
        checked.check.disagreements.iter().filter(|wrong| checked.is_wanted(wrong)).collect();
    if audience.document {
        report.document = checked.document(&wrong);
    }
    if wrong.is_empty() {
        checked.agreement(&mut report);
    } else {
        report.exit = Exit::Gate;
        checked.table(&wrong, &mut report);
        report.line(Styled::new().accent("hint: ").text(HINT));
        if audience.annotations {
            report.annotations = wrong.iter().map(|wrong| checked.annotation(wrong)).collect();
        }
        report.summary = audience.summary.then(|| checked.summary(&wrong));
    }
    if let Some(plan) = plan {
        outputs(plan, &mut report);
    }
    report
}

/// What was compared with what.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// Whose packages.
    pub settings: &'a Settings,
    /// Their releases.
    pub facts: &'a Facts,
    /// The outcome.
    pub check: &'a Check,
}

impl Checked<'_> {
    /// What other packages state is not asked where one is.
    fn is_wanted(&self, wrong: &Disagreement) -> bool {
        match &wrong.what {
            What::Differs { package: Some(index), .. } => self.is_of(Some(*index)),
            _ => true,
        }
    }

    /// Whether a package was asked about; a lock file is of all.
    fn is_of(&self, package: Option<usize>) -> bool {
        package.is_none_or(|index| self.settings.wanted().any(|wanted| wanted == index))
    }

    fn files(&self) -> Vec<&str> {
        let files = self.check.files.iter().filter(|file| self.is_of(file.package));
        files.map(|file| file.path.as_str()).collect()
    }

    /// `the tag v1.2.0`
    fn authority(&self, index: usize, expected: &Expected) -> String {
        match &expected.by {
            Authority::Release => {
                let since = self.facts.packages[index].since.as_deref();
                format!("the tag {}", self.settings.packages[index].prefix.name_of(&expected.version, since))
            }
            Authority::Next => "all of its files".to_owned(),
            Authority::File(path) => path.clone(),
        }
    }

    fn reason(&self, package: Option<usize>) -> String {
        let expected = package.and_then(|index| Some((index, self.check.expected[index].as_ref()?)));
        match expected {
            Some((index, expected)) => format!("as {} says", self.authority(index, expected)),
            None => "as the manifests say".to_owned(),
        }
    }

    /// One line: who agrees with what. Where no file was compared, nothing is known.
    fn agreement(&self, report: &mut Report) {
        let files = self.files().len();
        if files == 0 {
            report.exit = Exit::Undecided;
            report.line("no file states a version, so there is nothing to compare");
            report.line(
                Styled::new()
                    .accent("hint: ")
                    .text("name those that do in `version-files` of `deploy-kit.toml`"),
            );
            return;
        }
        let stated =
            self.settings.wanted().filter_map(|index| Some((index, self.check.expected[index].as_ref()?)));
        let versions: Vec<String> = stated
            .map(|(index, expected)| {
                let named = self.settings.packages.len() > 1;
                let title =
                    if named { format!("{} ", self.settings.packages[index].title()) } else { String::new() };
                match &expected.by {
                    Authority::Release => {
                        format!("{title}{} ({})", expected.version, self.authority(index, expected))
                    }
                    Authority::Next => format!("{title}{} (not tagged yet)", expected.version),
                    Authority::File(_) => format!("{title}{} (no tag yet)", expected.version),
                }
            })
            .collect();
        let agree = if files == 1 { "agrees" } else { "agree" };
        report.line(format!("{} {agree}: {}", count(files, "file"), versions.join(", ")));
    }

    fn table(&self, wrong: &[&Disagreement], report: &mut Report) {
        let width = wrong.iter().map(|wrong| place(wrong).chars().count()).max().unwrap_or(0);
        let states = |wrong: &Disagreement| match &wrong.what {
            What::Differs { states, .. } => states.chars().count(),
            What::Unreadable(_) => 0,
        };
        let second = wrong.iter().map(|wrong| states(wrong)).max().unwrap_or(0);
        for wrong in wrong {
            let line = Styled::new().accent(format!("{:<width$}", place(wrong))).text("  ");
            report.line(match &wrong.what {
                What::Differs { states, expected, package } => line
                    .text(format!("{states:<second$}  expected {expected}"))
                    .dim(format!("  {}", self.reason(*package))),
                What::Unreadable(error) => line.text(without_place(error)),
            });
        }
    }

    fn sentence(&self, wrong: &Disagreement) -> String {
        match &wrong.what {
            What::Differs { states, expected, package } => {
                format!("`{states}` stands here, {expected} was expected, {}", self.reason(*package))
            }
            What::Unreadable(error) => without_place(error),
        }
    }

    fn annotation(&self, wrong: &Disagreement) -> Annotation {
        let annotation = Annotation::new(Level::Error, self.sentence(wrong))
            .title("versions disagree")
            .file(wrong.path.clone());
        match wrong.at.and_then(|at| u32::try_from(at.line).ok()) {
            Some(line) => annotation.line(line),
            None => annotation,
        }
    }

    fn summary(&self, wrong: &[&Disagreement]) -> String {
        let mut table = Table::new(["Place", "States", "Expected"].map(|title| (title, Align::Left)));
        for wrong in wrong {
            let (states, expected) = match &wrong.what {
                What::Differs { states, expected, package } => (
                    code_span(states),
                    format!("{}, {}", code_span(expected), escape(&self.reason(*package))),
                ),
                What::Unreadable(error) => (escape(&without_place(error)), String::new()),
            };
            table.row([code_span(&place(wrong)), states, expected]);
        }
        format!("### Versions disagree\n\n{table}")
    }

    fn document(&self, wrong: &[&Disagreement]) -> Value {
        let package = |index: usize| {
            let expected = self.check.expected[index].as_ref();
            json!({
                "package": self.settings.packages[index].name,
                "expected": expected.map(|expected| expected.version.to_string()),
                "by": expected.map(|expected| self.authority(index, expected)),
            })
        };
        let disagreement = |wrong: &&Disagreement| {
            let (states, expected, error) = match &wrong.what {
                What::Differs { states, expected, .. } => (Some(states), Some(expected), None),
                What::Unreadable(error) => (None, None, Some(without_place(error))),
            };
            json!({
                "path": wrong.path,
                "line": wrong.at.map(|at| at.line),
                "column": wrong.at.map(|at| at.column),
                "states": states,
                "expected": expected,
                "error": error,
            })
        };
        json!({
            "to": self.facts.to,
            "packages": self.settings.wanted().map(package).collect::<Vec<_>>(),
            "files": self.files(),
            "disagreements": wrong.iter().map(disagreement).collect::<Vec<_>>(),
        })
    }
}

/// `Cargo.toml:3`
fn place(wrong: &Disagreement) -> String {
    match wrong.at {
        Some(at) => format!("{}:{}", wrong.path, at.line),
        None => wrong.path.clone(),
    }
}

/// The place stands beside the message.
fn without_place(error: &deploy_kit_files::Error) -> String {
    let text = error.to_string();
    let place = error.at().map(|at| format!("{at}: ")).unwrap_or_default();
    text.strip_prefix(place.as_str()).unwrap_or(&text).to_owned()
}
