//! Shards: any number of them, in any order and format, make one number; a missing one makes none.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use deploy_kit_coverage::gate::{Answer, Base, Measured, Rules, check, verdict};
use deploy_kit_coverage::join::{Ground, Joined, join};
use deploy_kit_coverage::metric::Metric;
use deploy_kit_coverage::patch::patch;
use deploy_kit_coverage::paths::Tree;
use deploy_kit_coverage::tool::{Figures, Tool, figures};
use deploy_kit_coverage::{Percent, read};
use deploy_kit_git::Change;
use proptest::prelude::*;

const FILES: [&str; 3] = ["src/a.c", "src/b.c", "lib/c.c"];

/// What one shard measured: by file and line the hits, and for some lines which of two arms was taken.
type Shard = BTreeMap<usize, Lines>;
type Lines = BTreeMap<u32, (u64, Option<(bool, bool)>)>;

#[derive(Debug, Clone, Copy)]
enum Kind {
    Lcov,
    Cobertura,
    CodecovJson,
    CoveragePy,
}

fn shard() -> impl Strategy<Value = Shard> {
    let line = (0_u64..3, prop::option::of((any::<bool>(), any::<bool>())));
    let file = prop::collection::btree_map(1_u32..12, line, 1..8);
    prop::collection::btree_map(0..FILES.len(), file, 1..=FILES.len())
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Lcov), Just(Kind::Cobertura), Just(Kind::CodecovJson), Just(Kind::CoveragePy)]
}

/// Two to five shards, all of one format or each of its own, and an order for them.
fn shards() -> impl Strategy<Value = (Vec<(Kind, Shard)>, Vec<usize>)> {
    let mixed = prop::collection::vec((kind(), shard()), 2..=5);
    let of_one = (kind(), prop::collection::vec(shard(), 2..=5))
        .prop_map(|(kind, shards)| shards.into_iter().map(|shard| (kind, shard)).collect());
    prop_oneof![mixed, of_one].prop_flat_map(|shards: Vec<_>| {
        let order: Vec<usize> = (0..shards.len()).collect();
        (Just(shards), Just(order).prop_shuffle())
    })
}

fn taken((one, other): (bool, bool)) -> u32 {
    u32::from(one) + u32::from(other)
}

/// A report of a shard; each path in front has what its tool would put there.
fn render(kind: Kind, shard: &Shard) -> String {
    let mut text = String::new();
    let files: Vec<String> = shard.iter().map(|(file, lines)| body(kind, FILES[*file], lines)).collect();
    match kind {
        Kind::Lcov => text += &files.concat(),
        Kind::Cobertura => {
            write!(text, "<coverage line-rate='0'><sources><source>/app</source></sources><packages><package><classes>{}</classes></package></packages></coverage>", files.concat()).unwrap();
        }
        Kind::CodecovJson => write!(text, r#"{{"coverage": {{{}}}}}"#, files.join(",")).unwrap(),
        Kind::CoveragePy => {
            write!(text, r#"{{"meta": {{"branch_coverage": true}}, "files": {{{}}}}}"#, files.join(","))
                .unwrap();
        }
    }
    text
}

fn body(kind: Kind, path: &str, lines: &Lines) -> String {
    let each = |line: &dyn Fn(u32, u64, Option<(bool, bool)>) -> String| -> Vec<String> {
        lines.iter().map(|(number, (hits, arms))| line(*number, *hits, *arms)).collect()
    };
    match kind {
        Kind::Lcov => {
            let line = |number: u32, hits: u64, arms: Option<(bool, bool)>| {
                let arms = arms.map(|(one, other)| {
                    format!("BRDA:{number},0,0,{}\nBRDA:{number},0,1,{}\n", u32::from(one), u32::from(other))
                });
                format!("{}DA:{number},{hits}\n", arms.unwrap_or_default())
            };
            format!("TN:\nSF:/builds/app/{path}\n{}end_of_record\n", each(&line).concat())
        }
        Kind::Cobertura => {
            let line = |number: u32, hits: u64, arms: Option<(bool, bool)>| {
                let names = |arms: (bool, bool)| match arms {
                    (true, true) => String::new(),
                    (true, false) => " missing-branches='exit'".to_owned(),
                    (false, true) => " missing-branches='7'".to_owned(),
                    (false, false) => " missing-branches='7,exit'".to_owned(),
                };
                let arms = arms.map(|arms| {
                    format!(" condition-coverage='{}% ({}/2)'{}", taken(arms) * 50, taken(arms), names(arms))
                });
                format!("<line number='{number}' hits='{hits}'{}/>", arms.unwrap_or_default())
            };
            format!("<class filename='{path}'><lines>{}</lines></class>", each(&line).concat())
        }
        Kind::CodecovJson => {
            let line = |number: u32, hits: u64, arms: Option<(bool, bool)>| match arms {
                Some(arms) if hits > 0 && taken(arms) > 0 => format!(r#""{number}": "{}/2""#, taken(arms)),
                _ => format!(r#""{number}": {hits}"#),
            };
            format!(r#""./{path}": {{{}}}"#, each(&line).join(","))
        }
        Kind::CoveragePy => {
            let numbers = |wanted: bool| -> Vec<u32> {
                lines
                    .iter()
                    .filter(|(_, (hits, _))| (*hits > 0) == wanted)
                    .map(|(number, _)| *number)
                    .collect()
            };
            let branches = |wanted: bool| -> Vec<(u32, i64)> {
                let arms = lines.iter().filter_map(|(number, (_, arms))| Some((*number, (*arms)?)));
                arms.flat_map(|(number, (one, other))| [(number, 7, one), (number, -1, other)])
                    .filter(|(_, _, is_taken)| *is_taken == wanted)
                    .map(|(number, to, _)| (number, to))
                    .collect()
            };
            let list = |pairs: Vec<(u32, i64)>| {
                let pairs: Vec<_> = pairs.iter().map(|(from, to)| format!("[{from},{to}]")).collect();
                format!("[{}]", pairs.join(","))
            };
            format!(
                r#""{}": {{"executed_lines": {:?}, "missing_lines": {:?}, "executed_branches": {}, "missing_branches": {}}}"#,
                path.replace('/', "\\\\"),
                numbers(true),
                numbers(false),
                list(branches(true)),
                list(branches(false))
            )
        }
    }
}

fn joined<'a>(shards: impl IntoIterator<Item = &'a (Kind, Shard)>) -> Joined {
    let reports = shards
        .into_iter()
        .map(|(kind, shard)| (format!("{kind:?}"), read("shard", render(*kind, shard).as_bytes()).unwrap()));
    let ground = Ground { tree: Tree::new(FILES), ..Ground::default() };
    join(reports.collect::<Vec<_>>(), &ground, |_| Some(12)).unwrap()
}

fn numbers(joined: &Joined) -> Figures {
    figures(&joined.report, Tool::of(joined.parts.iter().map(|part| part.format), &joined.report))
}

fn rules(expect: usize) -> Rules {
    let at = |text: &str| Some(text.parse().unwrap());
    Rules {
        min_total: at("50"),
        min_patch: at("50"),
        max_drop: at("1"),
        ratchet: true,
        expect: Some(expect),
        ..Rules::default()
    }
}

fn measured(joined: &Joined) -> Measured {
    let change = Change { path: FILES[0].to_owned(), added: vec![2..=5, 9..=9], ..Change::default() };
    Measured {
        reports: joined.parts.len(),
        total: Metric::Codecov.of_report(&joined.report, Tool::of([], &joined.report)),
        patch: Some(patch(&joined.report, &[change], Metric::Codecov)),
        base: Percent::new(6, 10).map(|percent| Base { percent, remaining: percent }),
    }
}

proptest! {
    #[test]
    fn shards_in_any_order_give_the_same_numbers((shards, order) in shards()) {
        let given = joined(&shards);
        let other = joined(order.iter().map(|at| &shards[*at]));
        prop_assert_eq!(&given.report, &other.report);
        prop_assert_eq!(numbers(&given), numbers(&other));
        let expected = rules(shards.len());
        prop_assert_eq!(check(&expected, &measured(&given)), check(&expected, &measured(&other)));
        let measured: BTreeSet<usize> = shards.iter().flat_map(|(_, shard)| shard.keys().copied()).collect();
        prop_assert_eq!(given.report.files.len(), measured.len());
        prop_assert!(given.parts.iter().all(|part| part.unmatched.is_empty()), "{:?}", given.parts);
    }

    #[test]
    fn a_shard_that_comes_twice_changes_no_line((shards, order) in shards()) {
        let given = joined(&shards);
        let twice = joined(shards.iter().chain([&shards[order[0]]]));
        prop_assert_eq!(&given.report, &twice.report);
        let (given, twice) = (numbers(&given), numbers(&twice));
        prop_assert_eq!((given.codecov, given.lines), (twice.codecov, twice.lines));
    }

    #[test]
    fn a_line_is_missed_only_if_each_shard_that_measured_it_missed_it((shards, _) in shards()) {
        let joined = joined(&shards);
        let (mut covered, mut total) = (0, 0);
        for (file, path) in FILES.iter().enumerate() {
            for number in 1..12 {
                let hits: Vec<u64> =
                    shards.iter().filter_map(|(_, shard)| Some(shard.get(&file)?.get(&number)?.0)).collect();
                let expected = if hits.is_empty() { None } else { Some(hits.iter().any(|hits| *hits > 0)) };
                let ran = joined.report.files.get(*path).and_then(|file| file.hits(number)).map(|hits| hits > 0);
                prop_assert_eq!(ran, expected, "{} {}", path, number);
                total += u64::from(expected.is_some());
                covered += u64::from(expected == Some(true));
            }
        }
        prop_assert_eq!(numbers(&joined).lines.percent, Percent::new(covered, total).unwrap());
    }

    #[test]
    fn of_shards_of_which_one_is_missing_nothing_is_said((shards, order) in shards()) {
        let some: Vec<_> = order.iter().skip(1).map(|at| shards[*at].clone()).collect();
        let checks = check(&rules(shards.len()), &measured(&joined(&some)));
        prop_assert!(checks.iter().all(|check| matches!(check.answer, Answer::Incomplete | Answer::NotApplicable)));
        prop_assert_eq!(verdict(&checks), Some(Answer::Incomplete));
        let whole = check(&rules(shards.len()), &measured(&joined(&shards)));
        prop_assert_eq!(whole[0].answer, Answer::Passed);
    }
}
