use proptest::prelude::*;

use super::*;
use crate::patch::{PatchFile, Unmentioned};

fn percent(covered: u64, total: u64) -> Percent {
    Percent::new(covered, total).unwrap()
}

fn base(covered: u64, total: u64) -> Option<Base> {
    Some(Base { percent: percent(covered, total), remaining: percent(covered, total) })
}

fn at(text: &str) -> Option<Threshold> {
    Some(text.parse().unwrap())
}

fn patch(covered: u64, total: u64, unmentioned: u64) -> Option<Patch> {
    let file = PatchFile {
        path: "a.rs".to_owned(),
        percent: percent(covered, total),
        missed: Vec::new(),
        partial: Vec::new(),
    };
    let unmentioned = vec![Unmentioned { path: "b.rs".to_owned(), added: unmentioned }];
    Some(Patch { files: vec![file], unmentioned })
}

/// The answers with their reasons.
fn told(rules: &Rules, measured: &Measured) -> Vec<(Answer, String)> {
    check(rules, measured).into_iter().map(|check| (check.answer, check.reason)).collect()
}

#[test]
fn a_total_is_enough_to_the_line() {
    let rules = Rules { min_total: at("66.667"), ..Rules::default() };
    let of = |covered, total| Measured { total: percent(covered, total), ..Measured::default() };
    let wanted = "66.66 % (2/3) of all lines, at least 66.667 %".to_owned();
    assert_eq!(told(&rules, &of(2, 3)), [(Answer::Failed, wanted)]);
    assert_eq!(check(&rules, &of(66_667, 100_000))[0].answer, Answer::Passed);
    let nothing = (Answer::NotApplicable, "nothing of all lines, at least 66.667 %".to_owned());
    assert_eq!(told(&rules, &of(0, 0)), [nothing]);
    assert_eq!(
        check(&Rules { min_total: at("100"), ..rules }, &of(9_999_999, 10_000_000))[0].answer,
        Answer::Failed
    );
}

#[test]
fn a_missing_shard_is_incomplete_and_never_a_failure() {
    let rules = Rules { expect: Some(4), min_total: at("80"), max_drop: at("1"), ..Rules::default() };
    let measured =
        Measured { reports: 3, total: percent(10, 100), base: base(90, 100), ..Measured::default() };
    let answers: Vec<_> = check(&rules, &measured).iter().map(|check| check.answer).collect();
    assert_eq!(answers, [Answer::Incomplete; 3]);
    assert_eq!(verdict(&check(&rules, &measured)), Some(Answer::Incomplete));
    let whole = Measured { reports: 4, ..measured };
    assert_eq!(verdict(&check(&rules, &whole)), Some(Answer::Failed));
}

#[test]
fn a_patch_without_a_base_is_not_known_and_a_small_one_is_not_judged() {
    let rules = Rules { min_patch: at("80"), small_patch: 20, ..Rules::default() };
    let of = |patch| Measured { patch, ..Measured::default() };
    assert_eq!(check(&rules, &of(None))[0].answer, Answer::Incomplete);
    assert_eq!(check(&rules, &of(patch(1, 19, 0)))[0].answer, Answer::NotApplicable);
    assert_eq!(check(&rules, &of(patch(1, 20, 0)))[0].answer, Answer::Failed);
    assert_eq!(check(&rules, &of(patch(16, 20, 0)))[0].answer, Answer::Passed);
    assert_eq!(check(&rules, &of(patch(0, 0, 5)))[0].answer, Answer::NotApplicable);
    let counted = Rules { counts_unmentioned: true, ..rules };
    let found = told(&counted, &of(patch(16, 20, 5)));
    assert_eq!(found, [(Answer::Failed, "64.00 % (16/25) of the added lines, at least 80 %".to_owned())]);
}

#[test]
fn a_drop_is_measured_in_points_and_deleted_code_moves_no_ratchet() {
    let rules = Rules { max_drop: at("0.5"), ratchet: true, ..Rules::default() };
    // Covered code was deleted: the percentage falls, and nothing more is missed.
    let measured = Measured { total: percent(40, 50), base: base(90, 100), ..Measured::default() };
    let told = told(&rules, &measured);
    assert_eq!(told[0].0, Answer::Failed);
    assert_eq!(
        told[0].1,
        "80.00 % (40/50) of all lines, 90.00 % (90/100) at the base, at most 0.5 points less"
    );
    assert_eq!(told[1], (Answer::Passed, "10 lines are missed, 10 at the base".to_owned()));
    let gone = Measured { total: percent(0, 0), base: base(90, 100), ..Measured::default() };
    assert_eq!(check(&rules, &gone)[0].answer, Answer::Incomplete);
}

#[test]
fn percentages_read_as_they_are_written_and_others_are_refused() {
    for (text, shown) in
        [("0", "0 %"), ("87.5", "87.5 %"), ("80%", "80 %"), (" 99.999 % ", "99.999 %"), ("100", "100 %")]
    {
        assert_eq!(text.parse::<Threshold>().unwrap().to_string(), shown);
    }
    for text in ["", "-1", "101", "100.001", "0.8.1", "80,5", "1e2", "NaN", "80.1234", ".5"] {
        let error = text.parse::<Threshold>().unwrap_err();
        assert!(error.to_string().contains("write a number from 0 to 100"), "{error}");
    }
}

#[test]
fn to_delete_code_is_no_drop() {
    let rules = Rules { max_drop: at("0"), ..Rules::default() };
    let of = |now: Percent, was: Percent, remaining: Percent| {
        let measured =
            Measured { total: now, base: Some(Base { percent: was, remaining }), ..Measured::default() };
        told(&rules, &measured).remove(0)
    };
    // 20 covered lines went, and nothing else changed.
    let (answer, reason) = of(percent(70, 80), percent(90, 100), percent(70, 80));
    assert_eq!(answer, Answer::Passed);
    assert!(reason.contains("87.50 % (70/80) at the base without what was deleted"), "{reason}");
    assert_eq!(of(percent(69, 80), percent(90, 100), percent(70, 80)).0, Answer::Failed);
    // 40 missed lines went, and 10 came: what is there is covered better than before.
    assert_eq!(of(percent(50, 70), percent(50, 100), percent(50, 60)).0, Answer::Passed);
}

proptest! {
    #[test]
    fn more_coverage_is_never_worse(
        total in 1_u64..1_000_000, covered in 0_u64..1_000_000, base in 0_u64..1_000_000, at in 0_u32..=100_000,
    ) {
        let (covered, base) = (covered % total, base % total);
        let wanted: Threshold = format!("{}.{:03}", at / 1_000, at % 1_000).parse().unwrap();
        let (less, more) = (percent(covered, total), percent(covered + 1, total));
        prop_assert!(!wanted.is_met_by(less) || wanted.is_met_by(more));
        let base = percent(base, total);
        prop_assert!(!wanted.allows_drop(base, less) || wanted.allows_drop(base, more));
        prop_assert!(wanted.allows_drop(base, base), "nothing fell");
        // By floating point, where that can tell.
        let exact = covered as f64 / total as f64 * 100.0 - f64::from(at) / 1_000.0;
        prop_assume!(exact.abs() > 1e-6);
        prop_assert_eq!(wanted.is_met_by(less), exact > 0.0);
    }
}
