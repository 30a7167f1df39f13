//! Whether coverage is enough: pure.
//!
//! Every check says what it wanted and what it found, as covered of all, and has one of four answers. Where there was
//! nothing to measure it is not applicable, by name; where a report is missing it is incomplete, and never a drop.

mod threshold;

use serde::Serialize;

use crate::model::Percent;
use crate::patch::Patch;

pub use threshold::{Threshold, ThresholdError};

/// What is asked for. Without any of it nothing is checked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// The least that has to be covered of all.
    pub min_total: Option<Threshold>,
    /// The least that has to be covered of what a branch has added.
    pub min_patch: Option<Threshold>,
    /// The most percentage points that the total may be below that of the base.
    pub max_drop: Option<Threshold>,
    /// Whether more lines may be missed than in the base: a count that no deleted code moves.
    pub ratchet: bool,
    /// A patch of fewer lines that can run is not judged: one line in three is no trend.
    pub small_patch: u64,
    /// Whether changed source files that no report mentions count as not covered.
    pub counts_unmentioned: bool,
    /// How many reports there have to be.
    pub expect: Option<usize>,
}

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Measured {
    /// How many reports were read.
    pub reports: usize,
    /// Of all files.
    pub total: Percent,
    /// Of what a branch has added; `None` where there is no base to compare with.
    pub patch: Option<Patch>,
    /// Of all files of the base; `None` where that is not known.
    pub base: Option<Base>,
}

/// What was measured of the base.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Base {
    /// All of it.
    pub percent: Percent,
    /// Without the lines that were deleted since: who deletes covered code has not tested less of what is left.
    pub remaining: Percent,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Check {
    /// The component that it is of; `None` for all files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Which one.
    pub rule: Rule,
    /// Its answer.
    pub answer: Answer,
    /// What it found.
    pub found: Percent,
    /// What was wanted and found, in words.
    pub reason: String,
}

/// Which check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// `expect`
    Expect,
    /// `min-total`
    MinTotal,
    /// `min-patch`
    MinPatch,
    /// `max-drop`
    MaxDrop,
    /// `ratchet`
    Ratchet,
}

impl Rule {
    /// Its argument.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Expect => "expect",
            Self::MinTotal => "min-total",
            Self::MinPatch => "min-patch",
            Self::MaxDrop => "max-drop",
            Self::Ratchet => "ratchet",
        }
    }
}

/// What a check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// There was nothing to measure.
    NotApplicable,
    /// It is enough.
    Passed,
    /// It is not known: a report or the base is missing.
    Incomplete,
    /// It is not enough.
    Failed,
}

/// Checks all rules that are set, in their order.
#[must_use]
pub fn check(rules: &Rules, measured: &Measured) -> Vec<Check> {
    let expected = rules.expect.map(|wanted| expect(wanted, measured));
    // With a report missing nothing else that is measured says anything.
    let is_whole = expected.as_ref().is_none_or(|check| check.answer == Answer::Passed);
    let others = [
        rules.min_total.map(|wanted| min_total(wanted, measured)),
        rules.min_patch.map(|wanted| min_patch(wanted, rules, measured)),
        rules.max_drop.map(|wanted| max_drop(wanted, measured)),
        rules.ratchet.then(|| ratchet(measured)),
    ];
    let others = others.into_iter().flatten().map(|mut check| {
        if !is_whole && check.answer != Answer::NotApplicable {
            check.answer = Answer::Incomplete;
        }
        check
    });
    expected.into_iter().chain(others).collect()
}

/// The worst answer of all: a failure is one, whatever else is not known. `None` where nothing was asked for.
#[must_use]
pub fn verdict(checks: &[Check]) -> Option<Answer> {
    checks.iter().map(|check| check.answer).max()
}

fn expect(wanted: usize, measured: &Measured) -> Check {
    let reports = measured.reports;
    let answer = if reports < wanted { Answer::Incomplete } else { Answer::Passed };
    Check {
        component: None,
        rule: Rule::Expect,
        answer,
        found: measured.total,
        reason: format!("{reports} of {wanted} reports"),
    }
}

fn min_total(wanted: Threshold, measured: &Measured) -> Check {
    let found = measured.total;
    Check {
        component: None,
        rule: Rule::MinTotal,
        answer: enough(wanted, found),
        found,
        reason: format!("{} of all lines, at least {wanted}", shown(found)),
    }
}

fn min_patch(wanted: Threshold, rules: &Rules, measured: &Measured) -> Check {
    let rule = Rule::MinPatch;
    let Some(patch) = &measured.patch else {
        let reason = "there is no base to compare with".to_owned();
        return Check {
            component: None,
            rule,
            answer: Answer::Incomplete,
            found: Percent::default(),
            reason,
        };
    };
    let found = if rules.counts_unmentioned { patch.percent_of_all() } else { patch.percent() };
    let reason = match found.total() {
        0 => "no added line can run".to_owned(),
        _ => format!("{} of the added lines, at least {wanted}", shown(found)),
    };
    if found.total() > 0 && found.total() < rules.small_patch {
        let reason = format!("{reason}: fewer than {} lines are not judged", rules.small_patch);
        return Check { component: None, rule, answer: Answer::NotApplicable, found, reason };
    }
    Check { component: None, rule, answer: enough(wanted, found), found, reason }
}

fn max_drop(most: Threshold, measured: &Measured) -> Check {
    let (rule, found) = (Rule::MaxDrop, measured.total);
    let Some(base) = measured.base else {
        let reason = "the coverage of the base is not known".to_owned();
        return Check { component: None, rule, answer: Answer::Incomplete, found, reason };
    };
    let (percent, remaining) = (base.percent, base.remaining);
    let at_base = match percent == remaining {
        true => format!("{} at the base", shown(percent)),
        false => format!("{} at the base without what was deleted", shown(remaining)),
    };
    let reason = format!("{} of all lines, {at_base}, at most {} less", shown(found), points(most));
    let answer = match (found.total(), remaining.total()) {
        (_, 0) => Answer::NotApplicable,
        // What was measured there, and is not here, was not covered by nothing: no report says it.
        (0, _) => Answer::Incomplete,
        // Of both the better: where uncovered code was deleted, what is left was covered better than all.
        _ if most.allows_drop(remaining, found) || most.allows_drop(percent, found) => Answer::Passed,
        _ => Answer::Failed,
    };
    Check { component: None, rule, answer, found, reason }
}

fn ratchet(measured: &Measured) -> Check {
    let (rule, found) = (Rule::Ratchet, measured.total);
    let Some(base) = measured.base else {
        let reason = "the coverage of the base is not known".to_owned();
        return Check { component: None, rule, answer: Answer::Incomplete, found, reason };
    };
    let (now, before) = (found.missed(), base.percent.missed());
    let answer = if now > before { Answer::Failed } else { Answer::Passed };
    Check {
        component: None,
        rule,
        answer,
        found,
        reason: format!("{now} lines are missed, {before} at the base"),
    }
}

fn enough(wanted: Threshold, found: Percent) -> Answer {
    match found.total() {
        0 => Answer::NotApplicable,
        _ if wanted.is_met_by(found) => Answer::Passed,
        _ => Answer::Failed,
    }
}

/// A difference of percentages: `0.5 points`.
fn points(most: Threshold) -> String {
    most.to_string().replace('%', "points")
}

/// A percentage with what it is of. It is cut and not rounded, so that one which is not enough never reads as if it were.
fn shown(percent: Percent) -> String {
    percent.cut(2).map_or_else(|| "nothing".to_owned(), |cut| format!("{cut} % ({percent})"))
}

#[cfg(test)]
mod tests;
