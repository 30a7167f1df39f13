use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"{"total": {"lines": {"total": 5, "covered": 4, "skipped": 0, "pct": 80}, "statements": {"total": 6, "covered": 4, "skipped": 0, "pct": 66.66}, "functions": {"total": 0, "covered": 0, "skipped": 0, "pct": "Unknown"}, "branches": {"total": 2, "covered": 1, "skipped": 0, "pct": 50}, "branchesTrue": {"total": 0, "covered": 0, "skipped": 0, "pct": "Unknown"}}
,"/app/a.js": {"lines": {"total": 3, "covered": 2, "skipped": 0, "pct": 66.66}, "functions": {"total": 0, "covered": 0, "skipped": 0, "pct": 100}, "statements": {"total": 4, "covered": 2, "skipped": 0, "pct": 50}, "branches": {"total": 2, "covered": 1, "skipped": 0, "pct": 50}}
,"/app/b.js": {"lines": {"total": 2, "covered": 2, "skipped": 0, "pct": 100}, "functions": {"total": 0, "covered": 0, "skipped": 0, "pct": 100}, "statements": {"total": 2, "covered": 2, "skipped": 0, "pct": 100}, "branches": {"total": 0, "covered": 0, "skipped": 0, "pct": 100}}
}
"#;

#[test]
fn sums_are_those_of_files() {
    assert_snapshot!(show(SAMPLE), @r"
    /app/a.js
      sums: lines 2/3 branches 1/2 functions 0/0 statements 2/4
    /app/b.js
      sums: lines 2/2 branches 0/0 functions 0/0 statements 2/2
    ");
}

#[test]
fn the_total_counts_where_it_is_alone() {
    let alone = r#"{"total": {"lines": {"total": 5, "covered": 9, "skipped": 0, "pct": "Unknown"}, "statements": {"total": 0, "covered": 0, "skipped": 0, "pct": "Unknown"}}}"#;
    assert_snapshot!(show(alone), @r"
    sums: lines 5/5 statements 0/0
    MoreThanAll ×1 first at 0
    ");
    assert!(report(alone).files.is_empty());
}

#[test]
fn what_is_wrong_is_named() {
    let wrong = r#"{"total": {"lines": {"pct": 5}, "statements": {"pct": 5}}}"#;
    assert_snapshot!(refuse(wrong), @"`report`:1:30: expected JSON in the format's shape in this Istanbul summary report, found missing field `total`");
}
