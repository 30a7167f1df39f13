//! Tools: what they count and print.

use proptest::prelude::*;

use super::*;
use crate::format::FORMATS;
use crate::model::{Arm, ArmId, Branches, Function, Line, Span, Statement, Totals};

fn rounding(name: &str) -> Rounding {
    PRODUCERS.iter().find(|producer| producer.name == name).unwrap().rounding
}

fn print(name: &str, covered: u64, total: u64) -> String {
    rounding(name).print(Percent::new(covered, total).unwrap())
}

#[test]
fn each_tool_rounds_its_own_way() {
    for (tool, covered, total, printed) in [
        // Half to even, and never 0 or 100 for what is not.
        ("coverage.py", 5, 8, "62%"),
        ("coverage.py", 51, 80, "64%"),
        ("coverage.py", 1, 1_000, "1%"),
        ("coverage.py", 999, 1_000, "99%"),
        ("coverage.py", 0, 3, "0%"),
        ("coverage.py", 0, 0, "100%"),
        ("lcov", 2, 3, "66.7%"),
        ("lcov", 1, 16, "6.2%"),
        ("lcov", 9_999, 10_000, "99.9%"),
        ("lcov", 1, 10_000, "0.1%"),
        ("lcov", 3, 3, "100.0%"),
        ("lcov", 0, 0, "no data found"),
        ("JaCoCo", 199, 200, "99%"),
        ("JaCoCo", 29, 100, "29%"),
        ("JaCoCo", 0, 0, "n/a"),
        ("Istanbul", 2, 3, "66.66%"),
        ("Istanbul", 2, 4, "50%"),
        ("Istanbul", 5, 8, "62.5%"),
        ("Istanbul", 99_999, 100_000, "99.99%"),
        ("Istanbul", 0, 0, "100%"),
        ("coverlet", 2, 3, "66.66%"),
        // As Ruby prints them.
        ("SimpleCov", 19_209, 20_000, "96.05%"),
        ("SimpleCov", 5, 12, "41.67%"),
        ("SimpleCov", 1, 800, "0.13%"),
        ("SimpleCov", 57, 100, "57.0%"),
        ("SimpleCov", 99_999, 100_000, "100.0%"),
        ("SimpleCov", 1, 2, "50.0%"),
        ("SimpleCov", 0, 0, "100.0%"),
        // Neither is clamped.
        ("go tool cover", 4, 5, "80.0%"),
        ("go tool cover", 9_999, 10_000, "100.0%"),
        ("go tool cover", 0, 0, "0.0%"),
        ("llvm-cov", 2, 3, "66.67%"),
        ("llvm-cov", 0, 0, "-"),
        ("gcov", 2, 3, "66.67%"),
        ("PHPUnit", 2, 3, "66.67%"),
        // As PHP prints them: a tie goes to the even digit.
        ("PHPUnit", 1, 800, "0.12%"),
        ("PHPUnit", 1_005, 100_000, "1.00%"),
        ("gcovr", 11, 19, "57.9%"),
        ("gcovr", 9_999, 10_000, "99.9%"),
        ("gcovr", 1, 10_000, "0.0%"),
        ("OpenClover", 2, 3, "66.7%"),
    ] {
        assert_eq!(print(tool, covered, total), printed, "{tool}: {covered} of {total}");
    }
}

/// Formats in which no tool prints a number of its own, and those of tools that print one which nobody has looked up yet:
/// plain lines are counted. Our own may be made of reports of several tools, and names none.
const WITHOUT: [&str; 7] = [
    "deploy-kit JSON",
    "Codecov JSON",
    "Coveralls JSON",
    "Sonar generic",
    "OpenCover",
    "dotnet-coverage",
    "Xcode xccov",
];

#[test]
fn each_format_has_a_tool_and_the_last_of_its_tools_takes_every_report() {
    for name in WITHOUT {
        assert!(producer::find(name, &Report::default()).is_none(), "{name} has one now");
    }
    for format in FORMATS.into_iter().filter(|format| !WITHOUT.contains(&format.name())) {
        let last = PRODUCERS.iter().rfind(|producer| producer.format == format.name());
        assert!(
            last.is_some_and(
                |last| producer::find(format.name(), &Report::default()).is_some() && !last.name.is_empty()
            ),
            "{}",
            format.name()
        );
    }
    for producer in &PRODUCERS {
        assert!(FORMATS.iter().any(|format| format.name() == producer.format), "{producer:?}");
    }
}

fn report(file: File) -> Report {
    let mut report = Report::default();
    report.add("a".to_owned(), file);
    report
}

fn line(number: u32, hits: u64) -> Line {
    Line { number, hits }
}

fn statement(line: u32, column: u32, weight: u32, hits: u64) -> Statement {
    Statement { span: Span { start: (line, column), end: (line, column + 1) }, weight, hits }
}

fn arm(id: ArmId, hits: u64) -> Arm {
    Arm { id, hits }
}

fn named(name: &str) -> ArmId {
    ArmId::Named(name.into())
}

/// A function on line 1, two statements on line 2, one of them of weight 3, a branch on line 4.
fn whole(branches: Branches) -> Report {
    report(File {
        lines: vec![line(1, 1), line(2, 1), line(4, 1), line(5, 0)],
        branches: vec![(4, branches)],
        functions: vec![Function { id: (Some(1), "f".into()), hits: 1 }],
        statements: vec![statement(2, 1, 1, 1), statement(2, 9, 3, 0), statement(5, 1, 1, 0)],
        totals: Totals::default(),
    })
}

fn counted() -> Branches {
    Branches { counted: Percent::new(1, 2), ..Branches::default() }
}

#[test]
fn each_tool_counts_its_own_unit_and_is_told_by_what_it_wrote() {
    let unnamed = || whole(counted());
    let missing = || whole(Branches { missing: Some(vec!["5".into()]), ..counted() });
    let numbered = || {
        let arms = vec![arm(ArmId::Numbered(0, 0), 1), arm(ArmId::Numbered(0, 1), 0)];
        whole(Branches { arms, ..Branches::default() })
    };
    let arms = |one: &str, other: &str| {
        whole(Branches { arms: vec![arm(named(one), 1), arm(named(other), 0)], ..Branches::default() })
    };
    for (format, report, tool, percent) in [
        ("LCOV", numbered(), "lcov", "3/4"),
        ("LCOV", arms("0,jump to exit", "0,jump to line 5"), "coverage.py", "4/6"),
        ("LCOV", arms("0,(a,b) > 1", "0,else"), "lcov", "3/4"),
        ("Clover", arms("false", "true"), "OpenClover", "3/8"),
        ("Clover", unnamed(), "Istanbul", "2/3"),
        ("Clover", whole(Branches::default()), "Istanbul", "2/3"),
        ("Cobertura", missing(), "coverage.py", "4/6"),
        ("Cobertura", unnamed(), "coverlet", "3/4"),
        ("JaCoCo", unnamed(), "JaCoCo", "3/4"),
        ("Go cover profile", unnamed(), "go tool cover", "1/5"),
        ("Istanbul", numbered(), "Istanbul", "1/5"),
        ("coverage.py", arms("5", "7"), "coverage.py", "4/6"),
        ("llvm-cov", numbered(), "llvm-cov", "3/4"),
        ("SimpleCov", numbered(), "SimpleCov", "3/4"),
        ("gcov JSON", numbered(), "gcov", "3/4"),
    ] {
        let found = Tool::of([format], &report);
        let shown = (found.name(), found.of_report(&report).to_string());
        assert_eq!(shown, (tool, percent.to_owned()), "{format}");
        assert_eq!(found.of_file(&report.files["a"]).to_string(), percent, "{format}, its file");
    }
}

#[test]
fn a_report_that_names_its_writer_is_that_tool_s() {
    let by = |writers: &[&str]| {
        let mut report = whole(counted());
        report.writers = writers.iter().map(|writer| (*writer).to_owned()).collect();
        report
    };
    for (format, writers, tool, percent) in [
        ("Cobertura", &["coverage.py"][..], "coverage.py", "4/6"),
        ("Cobertura", &["gcovr"], "gcovr", "3/4"),
        ("Cobertura", &["Istanbul"], "Istanbul", "3/4"),
        ("Cobertura", &["coverlet"], "coverlet", "3/4"),
        ("Clover", &["OpenClover"], "OpenClover", "3/8"),
        ("Clover", &["PHPUnit"], "PHPUnit", "2/3"),
        ("JaCoCo", &["gcovr"], "gcovr", "3/4"),
        ("LCOV", &["gcovr"], "gcovr", "3/4"),
        // Two tools of one format, and one that is not known in this format: plain lines.
        ("Cobertura", &["coverage.py", "gcovr"], "no one tool", "3/4"),
        ("LCOV", &["coverlet"], "no one tool", "3/4"),
        ("Cobertura", &["grcov"], "no one tool", "3/4"),
    ] {
        let report = by(writers);
        let found = Tool::of([format], &report);
        assert_eq!(
            (found.name(), found.of_report(&report).to_string()),
            (tool, percent.to_owned()),
            "{format} {writers:?}"
        );
    }
}

#[test]
fn sums_of_one_report_are_its_tools_and_those_of_several_are_not() {
    let mut report = whole(counted());
    let totals = Totals { lines: Percent::new(7, 9), ..Totals::default() };
    report.files.get_mut("a").unwrap().totals = totals;
    assert_eq!(Tool::of(["llvm-cov"], &report).figure(&report).printed, "77.78%");
    assert_eq!(Tool::of(["llvm-cov"; 2], &report).of_report(&report).to_string(), "3/4");
}

#[test]
fn jacocos_number_is_that_of_instructions_where_they_are_told_and_says_so_where_not() {
    let mut report = whole(counted());
    let tool = Tool::of(["JaCoCo"], &report);
    assert_eq!((tool.figure(&report).unit, tool.figure(&report).printed), (Unit::Lines, "75%".to_owned()));
    report.files.get_mut("a").unwrap().totals.statements = Percent::new(299, 300);
    assert_eq!(
        (tool.figure(&report).unit, tool.figure(&report).printed),
        (Unit::Instructions, "99%".to_owned())
    );
}

#[test]
fn several_formats_have_no_tool_in_common_and_lines_are_counted() {
    let report = whole(counted());
    for formats in [&["LCOV", "Cobertura"][..], &["of nobody"], &[]] {
        let figures = figures(&report, Tool::of(formats.iter().copied(), &report));
        assert_eq!((figures.producer, &figures.tool), ("no one tool", &figures.lines));
    }
}

#[test]
fn all_three_numbers_stand_beside_one_another() {
    let report = whole(counted());
    let figures = figures(&report, Tool::of(["Go cover profile"], &report));
    let shown = |figure: &Figure| format!("{} {} {}", figure.printed, figure.percent, figure.unit);
    assert_eq!(shown(&figures.codecov), "50.00% 2/4 lines");
    assert_eq!(shown(&figures.lines), "75.00% 3/4 lines");
    assert_eq!(shown(&figures.tool), "20.0% 1/5 statements");
    let nothing = super::figures(&Report::default(), Tool::of(["LCOV"], &Report::default()));
    assert_eq!((&*nothing.lines.printed, &*nothing.tool.printed), ("not applicable", "no data found"));
}

fn number(printed: &str) -> f64 {
    printed.trim_end_matches('%').parse().unwrap()
}

proptest! {
    #[test]
    fn what_is_printed_is_near_and_keeps_0_and_100_where_the_tool_does(
        which in 0..PRODUCERS.len(), (covered, total) in (1_u64..3_000_000).prop_flat_map(|total| (0..=total, Just(total))),
    ) {
        let percent = Percent::new(covered, total).unwrap();
        let rounding = PRODUCERS[which].rounding;
        let printed = number(&rounding.print(percent));
        prop_assert!((0.0..=100.0).contains(&printed));
        let (decimals, keeps_all, keeps_nothing) = match rounding {
            Rounding::Nearest { decimals, kept, .. } => (decimals, kept != Kept::Neither, kept == Kept::Both),
            Rounding::HalfUp { .. } => (2, false, false),
            Rounding::Down { decimals, .. } => (decimals, true, false),
        };
        prop_assert!((printed - percent.value().unwrap()).abs() <= 0.1_f64.powi(decimals as i32));
        prop_assert!(!keeps_all || (printed >= 100.0) == (covered == total));
        prop_assert!(!keeps_nothing || (printed <= 0.0) == (covered == 0));
    }

    #[test]
    fn no_tool_prints_less_for_more(which in 0..PRODUCERS.len(), total in 2_u64..100_000, at in any::<prop::sample::Index>()) {
        let covered = at.index(total as usize) as u64;
        let print = |covered| number(&PRODUCERS[which].rounding.print(Percent::new(covered, total).unwrap()));
        prop_assert!(print(covered) <= print(covered + 1));
    }
}
