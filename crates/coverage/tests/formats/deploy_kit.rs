//! deploy-kit's own JSON.

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{"deploy-kit-coverage": {"version": 1, "program": "0.1.0", "time": 1767225600, "roots": ["/src"]},
"files": {
"src/a.rs": {"lines": [[1, 4, 4, 0], [9, 1]], "arms": [[2, 0, 0, 4], [2, 0, 1, 0], [9, "jump to line 12", 1]],
"branches": [[3, 1, 2], [4, 2, 3, ["exit"]]], "functions": [["main", 1, 4], ["lost", null, 0]],
"statements": [[1, 5, 1, 20, 2, 4]], "totals": {"statements": [1, 2]}},
"src/empty.rs": {}
}}
"#;

#[test]
fn all_of_it_is_read() {
    insta::assert_snapshot!(show(SAMPLE), @r##"
    root /src
    src/a.rs 1:4 2:4(1/2 0.0:4 0.1:0) 3:0(1/2) 9:1(1/1 jump to line 12:1) 4:-(2/3 without exit)
      fn lost:0
      fn main@1:4
      1.5-1.20 ×2:4
      sums: statements 1/2
    src/empty.rs
    "##);
}

#[test]
fn sums_of_a_report_without_files_are_its_own() {
    let text = r#"{"deploy-kit-coverage": {"version": 1, "totals": {"lines": [7, 9]}}, "files": {}}"#;
    insta::assert_snapshot!(show(text), @"sums: lines 7/9");
}

#[test]
fn what_it_does_not_know_is_told() {
    let text = r#"{"deploy-kit-coverage": {"version": 1}, "more": 1, "files": {"a": {"lines": [[0, 5, 6]], "x": {}}}}"#;
    insta::assert_snapshot!(show(text), @r##"
    a 1:6
    OddLine ×1 first at 0
    UnknownRecord ×2 first at 0
    "##);
}

#[test]
fn another_version_or_a_row_of_another_shape_is_refused() {
    let of = |file: &str| {
        refuse(format!(r#"{{"deploy-kit-coverage": {{"version": 1}}, "files": {{"a": {file}}}}}"#))
    };
    let all = [
        refuse(r#"{"deploy-kit-coverage": {"version": 2}, "files": {}}"#),
        refuse(r#"{"deploy-kit-coverage": {"version": 1}}"#),
        of(r#"{"lines": [[1, -4]]}"#),
        of(r#"{"lines": [[]]}"#),
        of(r#"{"branches": [[1, 3, 2]]}"#),
        of(r#"{"arms": [[1, 3, 2]]}"#),
        of(r#"{"functions": [["f", 1, 2, 3]]}"#),
    ];
    insta::assert_snapshot!(all.join("\n"), @r##"
    `report`:1:38: expected JSON in the format's shape in this deploy-kit JSON report, found version 2, of which only 1 is known
    `report`:1:39: expected JSON in the format's shape in this deploy-kit JSON report, found missing field `files`
    `report`:1:72: expected JSON in the format's shape in this deploy-kit JSON report, found invalid value: integer `-4`, expected u64
    `report`:1:68: expected JSON in the format's shape in this deploy-kit JSON report, found too few values for a line and the counts from there on
    `report`:1:78: expected JSON in the format's shape in this deploy-kit JSON report, found 3 of 2, more than all
    `report`:1:74: expected JSON in the format's shape in this deploy-kit JSON report, found too few values for a line, an arm and its count
    `report`:1:83: expected JSON in the format's shape in this deploy-kit JSON report, found trailing characters
    "##);
}
