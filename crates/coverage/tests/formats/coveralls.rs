use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{"service_name": "x", "service_job_id": "1",
"source_files": [{"name": "src/a.c", "source_digest": "d41d8cd98f00b204e9800998ecf8427e", "coverage": [null, 4, 0], "branches": [2, 0, 0, 4, 2, 0, 1, 0]}]}
"#;

#[test]
fn lines_and_branches_are_read() {
    assert_snapshot!(show(SAMPLE), @"src/a.c 2:4(1/2 0.0:4 0.1:0) 3:0");
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = r#"{"source_files": [{"name": "a.c", "coverage": [1, -1, "x"], "branches": [0, 0, 0, 1, 5]}, {"name": "b.c", "coverage": [], "branches": null}]}"#;
    assert_snapshot!(show(odd), @r"
    a.c 1:1 2:0
    b.c
    NegativeCount ×1 first at 0
    OddLine ×1 first at 0
    UnknownRecord ×1 first at 0
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(r#"{"source_files": [{"name": "a.c"}]}"#), @"`report`:1:33: expected JSON in the format's shape in this Coveralls JSON report, found missing field `coverage`");
}
