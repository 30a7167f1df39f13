use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"{
"/app/add.js": {"path": "/app/add.js",
 "statementMap": {"0": {"start": {"line": 2, "column": 2}, "end": {"line": 4, "column": null}}, "1": {"start": {"line": 3, "column": 4}, "end": {"line": 3, "column": 13}}},
 "fnMap": {"0": {"name": "add", "decl": {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 12}}, "loc": {"start": {"line": 1, "column": 19}, "end": {"line": 5, "column": 1}}, "line": 1}},
 "branchMap": {"0": {"loc": {"start": {"line": 2, "column": 2}, "end": {"line": 4, "column": 3}}, "type": "if", "locations": [{"start": {"line": 2, "column": 2}, "end": {"line": 4, "column": 3}}, {"start": {}, "end": {}}], "line": 2}},
 "s": {"0": 4, "1": 0}, "f": {"0": 4}, "b": {"0": [0, 4]},
 "_coverageSchema": "1a1c01bbd47fc00a2c39e90264f33305004495a9", "hash": "x"}
}
"#;

/// A report of one file with this statement map and these counts.
fn statements(map: &str, counts: &str) -> String {
    format!(r#"{{"a.js": {{"path": "a.js", "statementMap": {{{map}}}, "s": {{{counts}}}}}}}"#)
}

#[test]
fn statements_branches_and_functions_are_read() {
    assert_snapshot!(show(SAMPLE), @r"
    /app/add.js 2:4(1/2 0.0:0 0.1:4) 3:0
      fn add@1:4
      2.3-4.4294967295 ×1:4
      3.5-3.14 ×1:0
    ");
}

#[test]
fn a_line_ran_as_often_as_the_most_frequent_of_its_statements() {
    let map = r#""0": {"start": {"line": 1, "column": 0}, "end": {"line": 1, "column": 5}}, "1": {"start": {"line": 1, "column": 7}, "end": {"line": 9, "column": 5}}"#;
    let file = &report(statements(map, r#""0": 2, "1": 0"#)).files["a.js"];
    assert_eq!((file.hits(1), file.lines.len()), (Some(2), 1));
    assert_eq!(file.statement_percent().to_string(), "1/2");
}

#[test]
fn counts_are_read_as_what_they_are_worth() {
    let place = |line: u32| {
        format!(r#"{{"start": {{"line": {line}, "column": 0}}, "end": {{"line": {line}, "column": 1}}}}"#)
    };
    let map: Vec<_> = (1..=6).map(|line| format!(r#""{line}": {}"#, place(line))).collect();
    let counts = r#""1": 1e30, "2": -4, "3": null, "4": 1.5, "5": 18446744073709551615"#;
    let file = report(statements(&map.join(","), counts));
    let hits: Vec<_> = file.files["a.js"].lines.iter().map(|line| line.hits).collect();
    assert_eq!(hits, [u64::MAX, 0, 0, 1, u64::MAX, 0]);
}

#[test]
fn files_that_were_never_loaded_count_and_merge() {
    // `all: true`: nyc writes the same file with zeros and a map of its own.
    let all = r#"{"a.js": {"path": "a.js", "all": true, "statementMap": {"0": {"start": {"line": 1, "column": 0}, "end": {"line": 5, "column": 0}}}, "s": {"0": 0}, "branchMap": {"0": {"type": "branch", "line": 1, "loc": {"start": {"line": 1, "column": 0}, "end": {"line": 5, "column": 0}}, "locations": []}}, "b": {"0": [0]}, "fnMap": {}, "f": {}}}"#;
    let mut merged = report(all);
    let place = r#""0": {"start": {"line": 1, "column": 0}, "end": {"line": 1, "column": 9}}"#;
    merged.merge(report(statements(place, r#""0": 3"#)));
    assert_eq!(merged.files["a.js"].hits(1), Some(3));
    assert_eq!(merged.files["a.js"].branch_percent().to_string(), "0/1");
}

#[test]
fn a_file_of_that_name_in_another_shape_is_read_as_well() {
    // solidity-coverage: no `path`, lines counted in `l` as well, functions and branches by line.
    let solidity = r#"{"contracts/A.sol": {"l": {"7": 2}, "path": "", "s": {"1": 2}, "b": {"1": [1, 0]}, "f": {"1": 2}, "fnMap": {"1": {"name": "", "line": 6, "loc": {"start": {"line": 6, "column": 4}, "end": {"line": 8, "column": 4}}}}, "statementMap": {"1": {"start": {"line": 7, "column": 8}, "end": {"line": 7, "column": 20}}}, "branchMap": {"1": {"line": 7, "type": "if", "locations": [{"start": {"line": 7, "column": 8}, "end": {"line": 7, "column": 8}}]}}}}"#;
    assert_snapshot!(show(solidity), @r"
    contracts/A.sol 7:2(1/2 1.0:1 1.1:0)
      fn 1@6:2
      7.9-7.21 ×1:2
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(&SAMPLE[..SAMPLE.len() - 3]), @"`report`:7:77: expected JSON in the format's shape in this Istanbul report, found EOF while parsing an object");
    assert_snapshot!(refuse(statements("", r#""0": "x""#)), @r#"`report`:1:60: expected JSON in the format's shape in this Istanbul report, found invalid type: string "x", expected a count"#);
    assert_snapshot!(refuse(r#"{"a.js": {"fnMap": {}}}"#), @"`report`:1:22: expected JSON in the format's shape in this Istanbul report, found missing field `statementMap`");
}
