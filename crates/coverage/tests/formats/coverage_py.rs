use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"{"meta": {"format": 3, "version": "7.6.1", "timestamp": "2026-01-01T00:00:00", "branch_coverage": true, "show_contexts": false},
"files": {"app/add.py": {"executed_lines": [1, 2, 3], "summary": {"covered_lines": 3, "num_statements": 4, "percent_covered": 75.0, "percent_covered_display": "75", "missing_lines": 1, "excluded_lines": 0, "num_branches": 2, "num_partial_branches": 1, "covered_branches": 1, "missing_branches": 1}, "missing_lines": [5], "excluded_lines": [], "executed_branches": [[2, 3]], "missing_branches": [[2, 5]],
"functions": {"add": {"executed_lines": [2, 3], "start_line": 1}, "": {"executed_lines": [1], "start_line": 1}, "C.unused": {"executed_lines": [], "start_line": 9}}}},
"totals": {"covered_lines": 3, "num_statements": 4}}
"#;

/// A report of one file with these members.
fn file(members: &str) -> String {
    format!(
        r#"{{"meta": {{"version": "5.0", "branch_coverage": false}}, "files": {{"a.py": {{{members}}}}}}}"#
    )
}

#[test]
fn lines_branches_and_functions_are_read() {
    // Codecov ignores its branches.
    assert_snapshot!(show(SAMPLE), @r"
    app/add.py 1:1 2:1(1/2 3:1 5:0) 3:1 5:0
      fn add@1:1
      fn C.unused@9:0
    ");
}

#[test]
fn excluded_lines_do_not_count() {
    let excluded = file(
        r#""executed_lines": [1, 2, 7], "missing_lines": [3], "excluded_lines": [7, 8], "summary": {"covered_lines": 2, "num_statements": 3}"#,
    );
    assert_snapshot!(show(excluded), @"a.py 1:1 2:1 3:0");
}

#[test]
fn sums_stand_beside_lines_that_do_not_add_up_to_them() {
    // 1cu/pdf_toolbox: the lines give 3039/3104, the tool says 2962/3027.
    let more = file(
        r#""executed_lines": [1, 2, 3], "missing_lines": [5], "excluded_lines": [], "summary": {"covered_lines": 2, "num_statements": 3}"#,
    );
    assert_snapshot!(show(more), @r"
    a.py 1:1 2:1 3:1 5:0
      sums: lines 2/3
    ");
}

#[test]
fn a_branch_may_leave_its_function() {
    let exit = file(
        r#""executed_lines": [2], "missing_lines": [], "executed_branches": [[2, -1]], "missing_branches": [[2, 3], [-5, 5]]"#,
    );
    assert_snapshot!(show(exit), @"a.py 2:1(1/2 -1:1 3:0) 5:-(0/1 5:0)");
}

#[test]
fn the_first_formats_are_read() {
    let old = r#"{"meta": {"version": "5.0", "timestamp": "x", "branch_coverage": false, "show_contexts": false}, "files": {"a.py": {"executed_lines": [], "missing_lines": []}}, "totals": {}}"#;
    let report = report(old);
    assert!(report.is_empty() && report.files.contains_key("a.py"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(file(r#""executed_lines": [1]"#)), @"`report`:1:96: expected JSON in the format's shape in this coverage.py report, found missing field `missing_lines`");
    assert_snapshot!(refuse(r#"{"meta": {"branch_coverage": true}}"#), @"`report`:1:35: expected JSON in the format's shape in this coverage.py report, found missing field `files`");
    assert_snapshot!(show(file(r#""executed_lines": [0, -1, 2], "missing_lines": []"#)), @r"
    a.py 2:1
    OddLine ×2 first at 0
    ");
}
