use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<coverage generated="1700000000000" clover="4.3.1">
  <project name="app" timestamp="1700000000000">
    <metrics statements="3" coveredstatements="2"/>
    <package name="com.example">
      <file name="Add.java" path="/app/src/com/example/Add.java">
        <class name="Add"><metrics/></class>
        <line num="3" type="method" signature="add(int,int) : int" visibility="public" complexity="2" count="4"/>
        <line num="4" type="stmt" count="4"/>
        <line num="5" type="cond" truecount="4" falsecount="0"/>
        <line num="6" type="stmt" count="0"/>
      </file>
    </package>
  </project>
  <testproject name="app"><package name="t"><file name="AddTest.java" path="/app/test/AddTest.java"><line num="1" type="stmt" count="1"/></file></package></testproject>
</coverage>
"#;

/// A report of one file, as PHPUnit has it: without packages.
fn lines(lines: &str) -> String {
    format!(
        "<coverage generated='1'><project timestamp='1'><file name='/a.php'>{lines}</file></project></coverage>"
    )
}

#[test]
fn statements_conditions_and_methods_are_read() {
    // octocov drops conditions.
    assert_snapshot!(show(SAMPLE), @r"
    /app/src/com/example/Add.java 3:4 4:4 5:4(1/2 false:0 true:4) 6:0
      fn add(int,int) : int@3:4
      4.1-4.1 ×1:4
      6.1-6.1 ×1:0
    Skipped ×1 first at 651
    ");
}

#[test]
fn istanbul_counts_arms_where_open_clover_counts_runs() {
    // istanbuljs#695, jest#10262: a line whose two arms were both taken is full, not partial.
    let istanbul = r#"<coverage generated="1" clover="3.2.0"><project timestamp="1" name="All files"><file name="a.js" path="/app/a.js">
        <line num="1" count="5" type="cond" truecount="2" falsecount="0"/><line num="2" count="5" type="cond" truecount="1" falsecount="1"/>
        <line num="3" count="0" type="cond" truecount="0" falsecount="2"/></file></project></coverage>"#;
    assert_snapshot!(show(istanbul), @"/app/a.js 1:5(2/2) 2:5(1/2) 3:0(0/2)");
    let open_clover = "<line num='1' type='cond' truecount='2' falsecount='0'/><line num='2' type='cond' truecount='0' falsecount='0'/>";
    assert_snapshot!(show(lines(open_clover)), @"/a.php 1:2(1/2 false:0 true:2) 2:0(0/2 false:0 true:0)");
}

#[test]
fn a_path_is_better_than_a_name() {
    let both = |attributes: &str| {
        let text = format!(
            "<coverage clover='1'><project><package><file {attributes}><line num='1' type='stmt' count='1'/></file></package></project></coverage>"
        );
        report(text).files.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(both("name='A.java' path='/x/A.java'"), ["/x/A.java"]);
    assert_eq!(both("name='/x/a.php' path=''"), ["/x/a.php"]);
    assert_eq!(both("name='/x/a.php'"), ["/x/a.php"]);
    assert!(both("").is_empty());
}

#[test]
fn a_line_of_several_kinds_is_one() {
    let several = lines(
        "<line num='1' type='method' name='f' count='0'/><line num='1' type='stmt' count='2'/><line num='1' type='stmt' count='0'/>",
    );
    assert_snapshot!(show(several), @r"
    /a.php 1:2
      fn f@1:0
      1.1-1.1 ×1:2
    ");
}

#[test]
fn a_template_s_place_holder_is_no_number() {
    // The fixtures of php-code-coverage hold `%i` where a number will be.
    let template = "<coverage generated='%i'><project timestamp='%i'><file name='/a.php'><line num='%i' type='stmt' count='%i'/><line num='4' type='stmt' count='1'/></file></project></coverage>";
    assert_snapshot!(show(template), @r"
    /a.php 4:1
      4.1-4.1 ×1:1
    OddCount ×2 first at 69
    OddLine ×1 first at 69
    ");
    assert_eq!(deploy_kit_coverage::read("x", template.as_bytes()).unwrap().made, None);
}

#[test]
fn lines_beyond_the_end_of_a_php_file_are_none() {
    // PHPUnit says how long a file is once its lines are told, and some of these may lie behind it.
    let php = |loc: &str| {
        lines(&format!(
            "<class name='A'><metrics statements='2'/></class><line num='3' type='stmt' count='1'/><line num='5' type='stmt' count='0'/><metrics loc='{loc}' ncloc='3'/>"
        ))
    };
    assert_snapshot!(show(php("4")), @r"
    /a.php 3:1
      3.1-3.1 ×1:1
    OddLine ×1 first at 153
    ");
    for loc in ["5", "0", "", "x"] {
        assert_eq!(report(php(loc)).files["/a.php"].line_percent().to_string(), "1/2", "{loc}");
    }
    // Elsewhere `loc` counts something else: to Istanbul, what can run.
    let istanbul = "<coverage generated='1' clover='3.2.0'><project name='All files'><file name='a.js' path='/a.js'><metrics loc='1'/><line num='3' type='stmt' count='1'/></file></project></coverage>";
    assert_eq!(report(istanbul).files["/a.js"].hits(3), Some(1));
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    assert_snapshot!(show(lines("<line num='0' type='stmt' count='1'/><line num='2' type='stmt' count='-3'/><line num='3' type='stmt' count='x'/><new/>")), @r"
    /a.php 2:0 3:0
      2.1-2.1 ×1:0
      3.1-3.1 ×1:0
    NegativeCount ×1 first at 104
    OddCount ×1 first at 142
    OddLine ×1 first at 67
    UnknownRecord ×1 first at 179
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let orphan = "<coverage generated='1'><project><line num='1' type='stmt' count='1'/><file name='a.php'/></project></coverage>";
    assert_snapshot!(show(orphan), @r"
    a.php
    OrphanLine ×1 first at 33
    ");
    assert_snapshot!(refuse(lines("<line type='stmt' count='1'/>")), @"`report`:1:68: expected `num` of a `<line>` in this Clover report, found `<line type='stmt' count='1'/></file></pr…`");
}
