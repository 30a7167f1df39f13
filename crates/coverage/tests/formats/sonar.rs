use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"<coverage version="1">
  <file path="src/a.c">
    <lineToCover lineNumber="3" covered="true" branchesToCover="2" coveredBranches="1"/>
    <lineToCover lineNumber="4" covered="false"/>
  </file>
</coverage>
"#;

/// A report of one file with these lines.
fn lines(lines: &str) -> String {
    format!("<coverage version='1'><file path='a.c'>{lines}</file></coverage>")
}

#[test]
fn it_is_not_taken_for_cobertura() {
    // Codecov's look at Cobertura takes it, and finds nothing.
    assert_snapshot!(show(SAMPLE), @"src/a.c 3:1(1/2) 4:0");
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = lines(
        "<lineToCover lineNumber='0' covered='true'/><lineToCover lineNumber='1' covered='true' branchesToCover='2' coveredBranches='3'/>",
    );
    assert_snapshot!(show(odd), @r"
    a.c 1:1(2/2)
    OddLine ×1 first at 39
    MoreThanAll ×1 first at 83
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(lines("<lineToCover covered='true'/>")), @"`report`:1:40: expected `lineNumber` of a `<lineToCover>` in this Sonar generic report, found `<lineToCover covered='true'/></file></co…`");
    assert_snapshot!(refuse(lines("<lineToCover lineNumber='1' covered='maybe'/>")), @"`report`:1:40: expected `covered` of a `<lineToCover>`, `true` or `false` in this Sonar generic report, found `<lineToCover lineNumber='1' covered='may…`");
}
