use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{"format_version": "2", "gcc_version": "14.2.0", "current_working_directory": "/build", "data_file": "a.gcda",
"files": [{"file": "../src/a.c",
 "functions": [{"name": "_Z1fi", "demangled_name": "f(int)", "start_line": 3, "start_column": 5, "end_line": 8, "end_column": 1, "blocks": 5, "blocks_executed": 4, "execution_count": 4}],
 "lines": [{"line_number": 3, "function_name": "_Z1fi", "count": 4, "unexecuted_block": false, "branches": []},
  {"line_number": 4, "function_name": "_Z1fi", "count": 4, "unexecuted_block": false, "branches": [{"count": 4, "throw": false, "fallthrough": true}, {"count": 0, "throw": false, "fallthrough": false}]},
  {"line_number": 5, "function_name": "_Z1fi", "count": 0, "unexecuted_block": true, "branches": []}]}]}
"#;

/// A report of one file with these lines.
fn lines(lines: &str) -> String {
    format!(
        r#"{{"gcovr/format_version": "0.11", "files": [{{"file": "a.c", "lines": [{lines}], "functions": []}}]}}"#
    )
}

#[test]
fn lines_branches_and_functions_are_read() {
    assert_snapshot!(show(SAMPLE), @r"
    root /build
    ../src/a.c 3:4 4:4(1/2 0.0:4 0.1:0) 5:0
      fn f(int)@3:4
    ");
}

#[test]
fn every_version_of_gcovr_is_read() {
    // gcovr reads only its exact format version.
    for version in ["0.1", "0.5", "0.14", "99"] {
        let text = format!(
            r#"{{"gcovr/format_version": "{version}", "files": [{{"file": "a.c", "lines": [{{"line_number": 1, "count": 2, "branches": [], "gcovr/md5": "x"}}], "functions": [{{"name": "f", "lineno": 1, "execution_count": 2, "blocks_percent": 100.0}}]}}]}}"#
        );
        assert_eq!(show(text), "a.c 1:2\n  fn f@1:2\n");
    }
}

#[test]
fn an_overflow_is_no_run() {
    // gcovr#583.
    assert_snapshot!(show(lines(r#"{"line_number": 1, "count": -5}, {"line_number": 2, "count": 18446744073709551615}"#)), @r"
    a.c 1:0 2:18446744073709551615
    NegativeCount ×1 first at 0
    ");
}

#[test]
fn instances_of_a_line_are_one() {
    let twice = r#"{"line_number": 1, "function_name": "f<int>", "count": 0, "branches": [{"count": 0}, {"count": 0}]}, {"line_number": 1, "function_name": "f<char>", "count": 3, "branches": [{"count": 3}, {"count": 0}]}"#;
    assert_snapshot!(show(lines(twice)), @"a.c 1:3(1/2 0.0:3 0.1:0)");
}

#[test]
fn what_is_excluded_does_not_count() {
    let excluded = r#"{"line_number": 1, "count": 0, "gcovr/noncode": true}, {"line_number": 2, "count": 0, "gcovr/excluded": true}, {"line_number": 3, "count": 1, "branches": [{"count": 1}, {"count": 0, "gcovr/excluded": true}]}, {"line_number": 0, "count": 1}"#;
    assert_snapshot!(show(lines(excluded)), @r"
    a.c 3:1(1/1 0.0:1)
    OddLine ×1 first at 0
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(lines(r#"{"count": 1}"#)), @"`report`:1:81: expected JSON in the format's shape in this gcov JSON report, found missing field `line_number`");
}
