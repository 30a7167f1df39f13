use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{"coverage": {"src/a.rs": {"1": 4, "2": "1/2", "3": 0, "4": null, "12": "2/2"}, "src/b.rs": [null, 1, 0, null]}}
"#;

#[test]
fn counts_and_parts_are_read() {
    assert_snapshot!(show(SAMPLE), @r"
    src/a.rs 1:4 2:1(1/2) 3:0 12:2(2/2)
    src/b.rs 1:1 2:0
    ");
}

#[test]
fn it_is_not_taken_for_istanbul_or_simplecov() {
    // All three are objects by path; the order in which formats look tells.
    for text in [
        r#"{"coverage": {"/app/a.js": {"1": 1}}}"#,
        r#"{"coverage": {"/app/a.js": [null, 1]}}"#,
        r#"{"coverage": {"statementMap": {"1": 1}, "lines": {"1": "1/2"}}}"#,
        r#"{"coverage": {}}"#,
    ] {
        assert_eq!(deploy_kit_coverage::read("x", text.as_bytes()).unwrap().format, "Codecov JSON", "{text}");
    }
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = r#"{"coverage": {"a.rs": {"x": 1, "0": 1, "1": "y", "2": "3/2", "3": true, "4": -1, "5": {}}}, "messages": {}}"#;
    assert_snapshot!(show(odd), @r"
    a.rs 3:1(1/2) 4:0
    NegativeCount ×1 first at 0
    OddCount ×3 first at 0
    OddLine ×2 first at 0
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(r#"{"coverage": {"a.rs": 1}}"#), @"`report`:1:23: expected JSON in the format's shape in this Codecov JSON report, found invalid type: integer `1`, expected a list or an object");
}
