//! What is to be said and written: pure.

use std::path::PathBuf;

use serde::Serialize;

use crate::args::{CommentOn, Undecided};
use crate::baseline::{Entry, History};
use crate::facts::{Facts, is_first};
use crate::gate::{Answer, Check, Rule, Threshold, check, verdict};
use crate::measure::{Measurement, measure};
use crate::page;
use crate::settings::Settings;

/// What a run comes to.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Plan {
    /// All numbers.
    pub measurement: Measurement,
    /// Every check, those of all files first.
    pub checks: Vec<Check>,
    /// What they say together.
    pub verdict: Verdict,
    /// The page for the comment and the summary.
    #[serde(skip)]
    pub page: String,
    /// What is to be done, in this order.
    pub steps: Vec<Step>,
}

/// Whether the gate is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing was asked for.
    Open,
    /// It is enough, or there was nothing to measure.
    Passed,
    /// It is not enough.
    Failed,
    /// It is not known.
    Undecided,
    /// It is not known, and the policy is to pass.
    Waived,
}

/// Something to write.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
pub enum Step {
    /// A file, or a folder of them.
    Write {
        /// What is in it.
        what: Output,
        /// Where.
        path: PathBuf,
    },
    /// What was measured, as a baseline.
    Store {
        /// In sums.
        entry: Entry,
    },
    /// The comment on the pull request.
    Comment {
        /// Which one.
        number: u64,
        /// Whether a first one is not needed.
        only_standing: bool,
    },
    /// The report of what may not be commented.
    Report {
        /// Where.
        path: PathBuf,
    },
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// The report as pages.
    Html,
    /// All reports as one, in Cobertura's format.
    Cobertura,
    /// The same as JSON.
    Json,
    /// A badge.
    Badge,
    /// A chart of the baselines.
    Trend,
}

/// Decides.
#[must_use]
pub fn plan(settings: &Settings, facts: &Facts) -> Plan {
    let measurement = measure(settings, facts);
    let mut checks = checks(settings, &measurement);
    if is_first(settings, facts) {
        checks.iter_mut().for_each(begin);
    }
    let verdict = match verdict(&checks) {
        None => Verdict::Open,
        Some(Answer::Passed | Answer::NotApplicable) => Verdict::Passed,
        Some(Answer::Failed) => Verdict::Failed,
        Some(Answer::Incomplete) if settings.undecided == Undecided::Pass => Verdict::Waived,
        Some(Answer::Incomplete) => Verdict::Undecided,
    };
    let mut plan = Plan { measurement, checks, verdict, page: String::new(), steps: Vec::new() };
    plan.page = page::page(settings, facts, &plan);
    plan.steps = steps(settings, facts, &plan);
    plan
}

fn checks(settings: &Settings, measurement: &Measurement) -> Vec<Check> {
    let all = check(&settings.rules, &measurement.all);
    let is_whole = all.iter().all(|check| check.rule != Rule::Expect || check.answer == Answer::Passed);
    let parts = settings.components.iter().zip(&measurement.components);
    let parts = parts.flat_map(|(component, (name, measured))| {
        check(&component.rules(&settings.rules), measured).into_iter().map(move |check| Check {
            component: Some(name.clone()),
            // With a report missing nothing is known of a part either, nor of one that no report mentions.
            answer: match check.answer {
                Answer::NotApplicable if check.rule == Rule::MinTotal => Answer::Incomplete,
                Answer::NotApplicable => Answer::NotApplicable,
                answer if is_whole => answer,
                _ => Answer::Incomplete,
            },
            ..check
        })
    });
    all.into_iter().chain(parts).collect()
}

/// The first commit that is measured has no base, and is that of all others.
fn begin(check: &mut Check) {
    if matches!(check.rule, Rule::MaxDrop | Rule::Ratchet) && check.answer == Answer::Incomplete {
        check.answer = Answer::NotApplicable;
        check.reason = "this is the first commit that is measured".to_owned();
    }
}

fn steps(settings: &Settings, facts: &Facts, plan: &Plan) -> Vec<Step> {
    let files = &settings.files;
    let outputs = [
        (Output::Cobertura, &files.cobertura),
        (Output::Json, &files.json),
        (Output::Html, &files.html),
        (Output::Badge, &files.badge),
        (Output::Trend, &files.trend),
    ];
    let writes =
        outputs.into_iter().filter_map(|(what, path)| Some(Step::Write { what, path: path.clone()? }));
    let mut steps: Vec<Step> = writes.collect();
    let entry = Entry::new(&facts.commit.sha, facts.commit.time, &plan.measurement.figures);
    // With a report missing it would be a drop for everybody after it.
    let is_whole =
        plan.checks.iter().all(|check| check.rule != Rule::Expect || check.answer == Answer::Passed);
    if settings.stores && is_whole {
        steps.push(Step::Store { entry });
    }
    if let (Some(comment), Some(number)) = (&settings.comment, settings.subject.pull_request) {
        let only_standing = !is_worth_a_comment(comment.on, plan);
        steps.push(match settings.subject.may_comment {
            true => Step::Comment { number, only_standing },
            false => Step::Report { path: settings.report.clone() },
        });
    }
    steps
}

fn is_worth_a_comment(on: CommentOn, plan: &Plan) -> bool {
    let all = &plan.measurement.all;
    let patch = all.patch.as_ref();
    let fell = || all.base.is_some_and(|base| !Threshold::NOTHING.allows_drop(base.percent, all.total));
    match on {
        CommentOn::Always => true,
        CommentOn::Change => {
            patch.is_some_and(|patch| !patch.files.is_empty() || !patch.unmentioned.is_empty())
                || all.base.is_none_or(|base| base.percent != all.total)
        }
        CommentOn::Drop => fell() || patch.is_some_and(|patch| patch.percent_of_all().missed() > 0),
    }
}

/// The history with what was measured now, for the badge and the chart.
#[must_use]
pub fn history(facts: &Facts, plan: &Plan) -> History {
    let entry = Entry::new(&facts.commit.sha, facts.commit.time, &plan.measurement.figures);
    facts.history.clone().with(entry)
}
