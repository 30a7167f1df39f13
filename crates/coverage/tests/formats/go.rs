use deploy_kit_coverage::metric::Metric;
use deploy_kit_coverage::tool::Tool;
use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = "\
mode: set
example.com/app/add.go:3.24,4.11 1 1
example.com/app/add.go:4.11,6.3 1 0
example.com/app/add.go:7.2,7.14 2 1
";

#[test]
fn blocks_are_statements_and_lines() {
    assert_snapshot!(show(SAMPLE), @r"
    example.com/app/add.go 3:1 4:1(1/2 3.24:1 4.11:0) 5:0 6:0 7:1
      3.24-4.11 ×1:1
      4.11-6.3 ×1:0
      7.2-7.14 ×2:1
    ");
    // `go tool cover -func` counts statements: 3 of 4.
    assert_eq!(report(SAMPLE).files["example.com/app/add.go"].statement_percent().to_string(), "3/4");
}

#[test]
fn a_block_that_stands_twice_counts_once() {
    // go-coverage-report#61, jenkinsci/coverage-model#322, octocov#394: `-coverpkg` repeats blocks, in any order.
    let twice = "mode: count\na.go:1.1,2.10 4 0\nb.go:1.1,1.5 1 1\na.go:3.1,3.9 1 2\na.go:1.1,2.10 4 7\n";
    let twice = report(twice);
    assert_eq!(twice.files["a.go"].statement_percent().to_string(), "5/5");
    assert_eq!(twice.files["a.go"].statements.len(), 2);
    assert_eq!(twice.files["a.go"].hits(1), Some(7));
    let before = report("mode: count\na.go:1.1,2.10 4 7\na.go:3.1,3.9 1 0\na.go:1.1,2.10 4 0\n");
    assert_eq!(before.files["a.go"].statement_percent().to_string(), "4/5", "80 %, as `go tool cover` says");
}

#[test]
fn a_line_of_several_blocks_is_full_if_all_ran() {
    // Codecov: `if a {` ran, and what is in the braces did not: half a line.
    let shared = "mode: set\na.go:3.9,4.7 1 1\nb.go:1.1,1.9 1 1\na.go:4.7,6.2 1 0\na.go:7.2,7.9 1 1\na.go:4.7,6.2 1 0\n";
    assert_snapshot!(show(shared), @r"
    a.go 3:1 4:1(1/2 3.9:1 4.7:0) 5:0 7:1
      3.9-4.7 ×1:1
      4.7-6.2 ×1:0
      7.2-7.9 ×1:1
    b.go 1:1
      1.1-1.9 ×1:1
    ");
    let numbers = |metric: Metric| {
        let report = report(shared);
        metric.of_report(&report, Tool::of(["Go cover profile"], &report)).to_string()
    };
    assert_eq!(
        (numbers(Metric::Codecov), numbers(Metric::Lines), numbers(Metric::Tool)),
        ("3/5".to_owned(), "4/5".to_owned(), "3/4".to_owned())
    );
    // A block that ran in another test binary is an arm that was taken.
    let other = report(format!("{shared}a.go:4.7,6.2 1 5\n"));
    assert_eq!(other.files["a.go"].branch_percent().to_string(), "2/2");
}

#[test]
fn profiles_in_a_row_are_one() {
    let both = "mode: atomic\na.go:1.1,1.5 1 0\nmode: atomic\r\n\na.go:1.1,1.5 1 3\n";
    assert_snapshot!(show(both), @r"
    a.go 1:3
      1.1-1.5 ×1:3
    ");
}

#[test]
fn a_block_without_a_statement_says_nothing_of_lines() {
    let empty = report("mode: set\na.go:1.13,3.2 0 0\n");
    let file = &empty.files["a.go"];
    assert_eq!((file.statement_percent().value(), file.lines.len()), (None, 0));
}

#[test]
fn the_closing_brace_alone_is_no_line() {
    assert_snapshot!(show("mode: set\na.go:1.13,3.2 1 0\nb.go:1.1,1.2 1 1\n"), @r"
    a.go 1:0 2:0
      1.13-3.2 ×1:0
    b.go 1:1
      1.1-1.2 ×1:1
    ");
}

#[test]
fn paths_hold_anything() {
    for path in ["example.com/x y/a.go", "C:\\src\\a.go", "_/abs/a:1.2,3.go"] {
        let files = report(format!("mode: set\n{path}:1.1,1.5 1 1\n")).files;
        assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), [path]);
    }
}

#[test]
fn counts_are_as_large_as_they_are() {
    let counts = report("mode: count\na.go:1.1,1.5 1 18446744073709551616\na.go:2.1,2.5 1 -1\n");
    assert_eq!((counts.files["a.go"].hits(1), counts.files["a.go"].hits(2)), (Some(u64::MAX), Some(0)));
}

#[test]
fn a_profile_of_nothing_is_empty() {
    assert!(report("mode: set\n").is_empty());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (line, found) in [
        ("a.go:3.24,4.11 1", "a.go:3.24,4.11 1"),
        ("a.go:3.24 1 1", "a.go:3.24 1 1"),
        ("a.go 1 1", "a.go 1 1"),
        (":1.1,2.2 1 1", ":1.1,2.2 1 1"),
        ("a.go:1.x,2.2 1 1", "a.go:1.x,2.2 1 1"),
        ("a.go:1.1,2.2 1 x", "a.go:1.1,2.2 1 x"),
        ("ok  \texample.com/app\t0.01s", "ok  \u{fffd}example.com/app\u{fffd}0.01s"),
    ] {
        let error = refuse(format!("mode: set\nb.go:1.1,1.2 1 1\n{line}\n"));
        let expected =
            "expected `file.go:line.column,line.column statements count` in this Go cover profile report";
        assert_eq!(error, format!("`report`:3:1: {expected}, found `{found}`"));
    }
    assert_snapshot!(refuse("mode: set\nmode: what\n"), @"`report`:2:1: expected `mode: set`, `mode: count` or `mode: atomic` in this Go cover profile report, found `mode: what`");
}

#[test]
fn a_cut_within_a_line_is_an_error() {
    let line = "a.go:10.20,30.40 5 6";
    for at in 1..line.len() {
        assert!(
            deploy_kit_coverage::read("x", format!("mode: set\n{}", &line[..at]).as_bytes()).is_err(),
            "{at}"
        );
    }
}
