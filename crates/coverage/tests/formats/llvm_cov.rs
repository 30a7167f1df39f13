use insta::assert_snapshot;

use crate::show::{refuse, report, show};

/// `int f(int a) {` on line 3, `if (a) {` on 4, `g();` on 5, `}` on 6, `return 1;` on 7, `}` on 8.
pub(crate) const SAMPLE: &str = r#"{"data": [{"files": [{"filename": "/app/a.c",
 "segments": [[3, 14, 4, true, true, false], [4, 7, 4, true, true, false], [4, 8, 4, true, false, false], [4, 9, 0, true, true, true], [4, 10, 0, true, true, false], [6, 4, 4, true, false, false], [8, 2, 0, false, false, false]],
 "branches": [[4, 7, 4, 8, 0, 4, 0, 0, 4]], "expansions": [],
 "summary": {"lines": {"count": 6, "covered": 4, "percent": 66.7}, "functions": {"count": 1, "covered": 1, "percent": 100}, "instantiations": {"count": 1, "covered": 1, "percent": 100}, "regions": {"count": 3, "covered": 2, "notcovered": 1, "percent": 66.7}, "branches": {"count": 2, "covered": 1, "notcovered": 1, "percent": 50}}}],
 "functions": [{"name": "f", "count": 4, "filenames": ["/app/a.c"], "regions": [[3, 14, 8, 2, 4, 0, 0, 0], [4, 7, 4, 8, 4, 0, 0, 0], [4, 9, 4, 10, 0, 0, 0, 3], [4, 10, 6, 4, 0, 0, 0, 0]], "branches": []}],
 "totals": {}}], "type": "llvm.coverage.json.export", "version": "2.0.1"}
"#;

/// A report of one file with these segments.
fn segments(segments: &str) -> String {
    format!(
        r#"{{"data": [{{"files": [{{"filename": "a.c", "segments": [{segments}]}}]}}], "type": "llvm.coverage.json.export", "version": "2.0.1"}}"#
    )
}

#[test]
fn lines_are_rebuilt_from_segments() {
    // Line 6 ends the body that never ran: its count is that of the region before, as llvm-cov shows it.
    assert_snapshot!(show(SAMPLE), @r"
    /app/a.c 3:4 4:4(1/2 7.0:0 7.1:4) 5:0 6:0 7:4 8:4
      fn f@3:4
      3.14-8.2 ×1:4
      4.7-4.8 ×1:4
      4.10-6.4 ×1:0
      sums: lines 4/6 branches 1/2 functions 1/1 statements 2/3
    ");
}

#[test]
fn what_is_skipped_or_between_functions_is_no_line() {
    // A function on 1–2, nothing on 3–4, one on 5; on 7 a region that the preprocessor skipped.
    let between = "[1, 1, 2, true, true], [2, 2, 0, false, false], [5, 1, 0, true, true], [6, 2, 0, false, false], [7, 1, 0, false, true], [8, 1, 0, false, false]";
    assert_snapshot!(show(segments(between)), @"a.c 1:2 2:2 5:0 6:0");
}

#[test]
fn what_is_skipped_within_a_function_is_no_line() {
    // `#if 0` on 3 and `#endif` on 5, within a function on 1 to 6.
    let within =
        "[1, 1, 2, true, true], [3, 1, 0, false, true], [5, 1, 2, true, false], [6, 2, 0, false, false]";
    assert_snapshot!(show(segments(within)), @"a.c 1:2 2:2 6:2");
}

#[test]
fn a_gap_begins_no_region() {
    let gap = "[1, 1, 5, true, true, false], [2, 9, 0, true, true, true], [3, 1, 7, true, true, false], [4, 1, 0, false, false, false]";
    assert_snapshot!(show(segments(gap)), @"a.c 1:5 2:5 3:7 4:7");
    // Neither is its count that of the line, though it be larger.
    let larger = gap.replace("[2, 9, 0,", "[2, 9, 9,");
    assert_snapshot!(show(segments(&larger)), @"a.c 1:5 2:5 3:9 4:7");
}

#[test]
fn old_versions_write_numbers_for_truth() {
    assert_snapshot!(show(segments("[1, 1, 3, 1, 1], [2, 2, 0, 0, 0]")), @"a.c 1:3 2:3");
}

#[test]
fn sums_are_all_there_is_of_a_summary() {
    let summary = r#"{"data": [{"files": [{"filename": "a.c", "summary": {"lines": {"count": 3, "covered": 2, "percent": 66.6}, "regions": {"count": 0, "covered": 0, "percent": 0}}}], "totals": {}}], "type": "llvm.coverage.json.export", "version": "2.0.1"}"#;
    assert_snapshot!(show(summary), @r"
    a.c
      sums: lines 2/3 statements 0/0
    ");
    assert!(!report(summary).is_empty());
}

#[test]
fn instantiations_of_one_function_are_one() {
    let twice = r#"{"data": [{"files": [{"filename": "a.rs", "segments": [], "branches": [[2, 4, 2, 9, 1, 0, 0, 0, 4], [2, 4, 2, 9, 0, 3, 0, 0, 4]]}],
        "functions": [{"name": "f::<u8>", "count": 1, "filenames": ["a.rs"], "regions": [[1, 1, 3, 2, 1, 0, 0, 0]]}, {"name": "f::<u16>", "count": 0, "filenames": ["a.rs"], "regions": [[1, 1, 3, 2, 0, 0, 0, 0]]}]}], "type": "llvm.coverage.json.export"}"#;
    assert_snapshot!(show(twice), @r"
    a.rs 2:-(2/2 4.0:1 4.1:3)
      fn f::<u16>@1:0
      fn f::<u8>@1:1
      1.1-3.2 ×1:1
    ");
}

#[test]
fn a_segment_far_away_costs_nothing() {
    let far = segments(
        "[1, 1, 3, true, true, false], [2, 2, 0, false, false, false], [4000000000, 1, 1, true, true, false], [18446744073709551614, 1, 0, false, false, false]",
    );
    assert_snapshot!(show(far), @"a.c 1:3 2:3");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(segments("[1, 1]")), @"`report`:1:61: expected JSON in the format's shape in this llvm-cov report, found invalid length 2, expected a segment of at least 5 parts");
}
