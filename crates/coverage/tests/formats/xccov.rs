use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{"/app/A.swift": [{"line": 1, "isExecutable": false}, {"line": 2, "isExecutable": true, "executionCount": 4, "subranges": [{"column": 9, "length": 12, "executionCount": 0}]}, {"line": 3, "isExecutable": true, "executionCount": 0}]}
"#;

#[test]
fn an_archive_has_lines() {
    assert_snapshot!(show(SAMPLE), @"/app/A.swift 2:4(1/2 9.0:0 line:4) 3:0");
}

#[test]
fn a_report_has_sums_of_files() {
    // The root's sums are others: 1530/3108 where the lines say 790/1464.
    let report = r#"{"coveredLines": 1530, "executableLines": 3108, "lineCoverage": 0.49, "targets": [{"name": "App.framework", "files": [{"path": "/app/A.swift", "name": "A.swift", "coveredLines": 1, "executableLines": 2, "lineCoverage": 0.5, "functions": [{"name": "run()", "lineNumber": 2, "executionCount": 4, "coveredLines": 1, "executableLines": 2}]}]}]}"#;
    assert_snapshot!(show(report), @r"
    /app/A.swift
      fn run()@2:4
      sums: lines 1/2
    ");
}

#[test]
fn a_file_of_two_targets_is_one() {
    let file = |covered: u32| {
        format!(r#"{{"files": [{{"path": "a.swift", "coveredLines": {covered}, "executableLines": 4}}]}}"#)
    };
    let report = format!(r#"{{"targets": [{}, {}]}}"#, file(3), file(1));
    assert_snapshot!(show(report), @r"
    a.swift
      sums: lines 3/4
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(r#"{"a.swift": [{"isExecutable": true}]}"#), @"`report`:1:35: expected JSON in the format's shape in this Xcode xccov report, found missing field `line`");
}
