use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"{
  "RSpec": {
    "coverage": {
      "/app/lib/add.rb": {
        "lines": [1, null, 4, "ignored", 0],
        "branches": {"[:if, 0, 3, 4, 3, 20]": {"[:then, 1, 3, 9, 3, 12]": 4, "[:else, 2, 3, 4, 3, 20]": 0}}
      }
    },
    "timestamp": 1700000000
  },
  "Minitest": {"coverage": {"/app/lib/add.rb": {"lines": [1, null, 0, null, 2]}}, "timestamp": 1700000001}
}
"#;

#[test]
fn commands_are_merged() {
    // Codecov takes only the formatter's JSON.
    assert_snapshot!(show(SAMPLE), @"/app/lib/add.rb 1:1 3:4(1/2 [:if, 0, 3, 4, 3, 20] [:else, 2, 3, 4, 3, 20]:0 [:if, 0, 3, 4, 3, 20] [:then, 1, 3, 9, 3, 12]:4) 5:2");
}

#[test]
fn lines_alone_stand_for_the_file_before_0_18() {
    assert_snapshot!(show(r#"{"RSpec": {"coverage": {"/a.rb": [1, null, 0]}, "timestamp": 1}}"#), @"/a.rb 1:1 3:0");
}

#[test]
fn the_formatter_s_json_is_read() {
    let formatted = r#"{"meta": {"simplecov_version": "0.22.0"}, "coverage": {"/a.rb": {"lines": [1, "ignored", null, 0], "branches": [{"type": "then", "start_line": 4, "end_line": 4, "coverage": 0, "inline": false, "report_line": 1}, {"type": "else", "start_line": 6, "end_line": 6, "coverage": 2, "inline": false, "report_line": 1}, {"type": "else", "start_line": 6, "end_line": 6, "coverage": "ignored"}]}}, "groups": {}}"#;
    assert_snapshot!(show(formatted), @"/a.rb 1:1(1/2 else 1:2 then 0:0) 4:0");
}

#[test]
fn simplecov_json_is_read() {
    let lists = r#"{"timestamp": 1, "command_name": "RSpec", "files": [{"filename": "/a.rb", "covered_percent": 50.0, "coverage": {"lines": [1, null, 0]}, "covered_strength": 1}, {"filename": "/b.rb", "covered_percent": 1, "coverage": [2]}], "metrics": {}}"#;
    assert_snapshot!(show(lists), @r"
    /a.rb 1:1 3:0
    /b.rb 1:2
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(r#"{"RSpec": {"coverage": {"/a.rb": 5}}}"#), @"`report`:1:34: expected JSON in the format's shape in this SimpleCov report, found invalid type: integer `5`, expected a list or an object");
    assert_snapshot!(refuse(&SAMPLE[..200]), @"`report`:6:96: expected JSON in the format's shape in this SimpleCov report, found EOF while parsing a string");
}
