use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;

fn percent() -> impl Strategy<Value = Percent> {
    (0u64..5, 0u64..5).prop_map(|(covered, missed)| Percent::new(covered, covered + missed).unwrap())
}

fn hits() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>()]
}

fn branches() -> impl Strategy<Value = Branches> {
    let id = prop_oneof![
        (0u32..2, 0u32..2).prop_map(|(block, branch)| ArmId::Numbered(block, branch)),
        "[ab]".prop_map(|name| ArmId::Named(name.into())),
    ];
    let arms = btree_map(id, hits(), 0..4)
        .prop_map(|arms| arms.into_iter().map(|(id, hits)| Arm { id, hits }).collect());
    let missing = option::of(proptest::collection::btree_set("[ab]", 0..2))
        .prop_map(|names| names.map(|names| names.into_iter().map(Into::into).collect()));
    (arms, option::of(percent()), missing).prop_map(|(arms, counted, missing)| Branches {
        arms,
        counted,
        missing,
    })
}

fn totals() -> impl Strategy<Value = Totals> {
    let some = || option::of(percent());
    (some(), some(), some(), some()).prop_map(|(lines, branches, functions, statements)| Totals {
        lines,
        branches,
        functions,
        statements,
    })
}

/// As a parser leaves it: in any order, keys repeated, then normalised.
fn file() -> impl Strategy<Value = File> {
    let line = (1u32..6, hits()).prop_map(|(number, hits)| Line { number, hits });
    let function = (option::of(1u32..4), "[fg]", hits())
        .prop_map(|(line, name, hits)| Function { id: (line, name.into()), hits });
    let statement = (1u32..4, 1u32..3, 0u32..3, hits()).prop_map(|(line, column, weight, hits)| {
        let span = Span { start: (line, column), end: (line + 1, 1) };
        Statement { span, weight, hits }
    });
    (vec(line, 0..8), vec((1u32..6, branches()), 0..5), vec(function, 0..5), vec(statement, 0..5), totals())
        .prop_map(|(lines, branches, functions, statements, totals)| {
            let mut file = File { lines, branches, functions, statements, totals };
            file.normalise();
            file
        })
}

fn report() -> impl Strategy<Value = Report> {
    let roots = proptest::collection::btree_set("[xyz]", 0..3);
    let writers = proptest::collection::btree_set("[vw]", 0..2);
    (btree_map("[abc]", file(), 0..4), roots, writers, totals()).prop_map(
        |(files, roots, writers, totals)| Report {
            files,
            roots: roots.into_iter().collect(),
            writers: writers.into_iter().collect(),
            totals,
        },
    )
}

fn merged(one: &Report, other: &Report) -> Report {
    let mut merged = one.clone();
    merged.merge(other.clone());
    merged
}

proptest! {
    #[test]
    fn the_order_of_reports_does_not_matter(a in report(), b in report(), c in report()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn nor_how_often_one_is_added(a in report(), b in report()) {
        prop_assert_eq!(&merged(&a, &a), &a);
        let both = merged(&a, &b);
        prop_assert_eq!(&merged(&both, &a), &both);
        prop_assert_eq!(&merged(&a, &Report::default()), &a);
        prop_assert_eq!(&merged(&Report::default(), &a), &a);
    }

    #[test]
    fn a_line_is_missed_only_if_every_report_missed_it(a in file(), b in file(), number in 1u32..6) {
        let mut both = a.clone();
        both.merge(b.clone());
        let ran = |file: &File| file.hits(number).map(|hits| hits > 0);
        let expected = match (ran(&a), ran(&b)) {
            (Some(one), Some(other)) => Some(one || other),
            (one, other) => one.or(other),
        };
        prop_assert_eq!(ran(&both), expected);
    }

    #[test]
    fn a_percentage_stays_within_0_and_100(parts in vec((any::<u64>(), any::<u64>()), 0..5)) {
        let sum: Percent = parts.iter().map(|(a, b)| Percent::new(*a.min(b), *a.max(b)).unwrap()).sum();
        prop_assert!(sum.covered() <= sum.total());
        match sum.value() {
            None => prop_assert_eq!(sum.total(), 0),
            Some(value) => {
                prop_assert!((0.0..=100.0).contains(&value));
                prop_assert_eq!(value == 100.0, sum.missed() == 0);
            }
        }
    }

    #[test]
    fn percentages_of_a_merged_file_count_no_more_than_there_is(a in file(), b in file()) {
        let mut both = a;
        both.merge(b);
        for percent in [both.line_percent(), both.branch_percent(), both.statement_percent(), both.function_percent()] {
            prop_assert!(percent.covered() <= percent.total());
        }
    }
}

#[test]
fn nothing_to_cover_is_not_applicable() {
    assert_eq!(Percent::default().value(), None);
    assert_eq!(Percent::new(2, 1), None);
    assert!(Report::default().is_empty());
    assert!(serde_json::from_str::<Percent>(r#"{"covered":2,"total":1}"#).is_err());
}

#[test]
fn arms_that_different_shards_take_add_up() {
    let arm = |branch, hits| Arm { id: ArmId::Numbered(0, branch), hits };
    let mut named = Branches { arms: vec![arm(0, 1), arm(1, 0)], ..Branches::default() };
    named.merge(Branches { arms: vec![arm(0, 0), arm(1, 1)], ..Branches::default() });
    assert_eq!(named.percent().to_string(), "2/2");

    let missing = |name: &str| Branches {
        counted: Percent::new(1, 2),
        missing: Some(vec![name.into()]),
        ..Branches::default()
    };
    let mut missed = missing("exit");
    missed.merge(missing("3"));
    assert_eq!(missed.percent().to_string(), "2/2");

    // Of mere counts nobody knows whether it was the same arm.
    let mut counted = Branches { counted: Percent::new(1, 2), ..Branches::default() };
    counted.merge(Branches { counted: Percent::new(1, 2), ..Branches::default() });
    assert_eq!(counted.percent().to_string(), "1/2");
}

#[test]
fn a_percentage_is_cut_and_100_is_all() {
    let cut = |covered, total, decimals| Percent::new(covered, total).unwrap().cut(decimals);
    let is = |text: &str| Some(text.to_owned());
    assert_eq!(cut(873, 1000, 0), is("87"));
    assert_eq!(cut(873, 1000, 1), is("87.3"));
    assert_eq!(cut(2, 3, 2), is("66.66"));
    assert_eq!(cut(u64::MAX - 1, u64::MAX, 2), is("99.99"));
    assert_eq!(cut(u64::MAX, u64::MAX, 12), is("100.000000000"));
    assert_eq!(cut(1, 1_000_000, 2), is("0.00"));
    assert_eq!(cut(0, 0, 2), None);
}
