//! What is to be merged back into the default branch, or why nothing is.

use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::code_span;
use deploy_kit_core::tool::Report;

use crate::facts::back::Need;
use crate::plan::Plan;

/// What is to be said: a sentence, and a command for it.
struct Words {
    sentence: String,
    command: Option<String>,
}

fn words(plan: &Plan, code: impl Fn(&str) -> String) -> Option<Words> {
    let back = plan.back.as_ref()?;
    let (branch, tag) = (code(&back.branch), plan.tags().next()?);
    let name = code(tag);
    let sentence = match &back.need {
        Need::Commits { count: 1, newest: title } => {
            format!("{branch} lacks a commit of {name}, {}", code(title))
        }
        Need::Commits { count, newest: title } => {
            format!("{branch} lacks {count} commits of {name}, the newest of them {}", code(title))
        }
        Need::Version { version } => {
            format!(
                "{branch} has every change of {name}, but does not know of it and would release {version} again"
            )
        }
        Need::None => {
            format!("{branch} has every change of {name} and a higher version: nothing is to be merged back")
        }
        Need::Unknown => format!("whether {branch} has every change of {name} is not known here"),
    };
    let is_left = back.need != Need::None;
    let command =
        is_left.then(|| format!("git fetch --tags && git switch {} && git merge {tag}", back.branch));
    Some(Words { sentence, command })
}

/// Says it in the terminal.
pub(super) fn lines(plan: &Plan, report: &mut Report) {
    let Some(Words { sentence, command }) = words(plan, |text| format!("`{text}`")) else { return };
    report.line(Styled::new());
    match command {
        Some(command) => {
            report.line(format!("{sentence}; merge it back:"));
            report.line(Styled::new().text("  ").accent(command));
        }
        None => report.line(sentence),
    }
}

/// Says it in the job's summary; empty where there is nothing to say.
pub(super) fn paragraph(plan: &Plan) -> String {
    match words(plan, code_span) {
        Some(Words { sentence, command: Some(command) }) => {
            format!("\n{sentence}; merge it back: {}\n", code_span(&command))
        }
        Some(Words { sentence, .. }) => format!("\n{sentence}.\n"),
        None => String::new(),
    }
}
