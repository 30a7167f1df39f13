use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
<report name="app">
  <sessioninfo id="host-1" start="1" dump="2"/>
  <package name="com/example">
    <class name="com/example/Add" sourcefilename="Add.java">
      <method name="add" desc="(II)I" line="3">
        <counter type="INSTRUCTION" missed="2" covered="4"/>
        <counter type="METHOD" missed="0" covered="1"/>
      </method>
      <method name="unused" desc="()V" line="9"><counter type="METHOD" missed="1" covered="0"/></method>
      <counter type="CLASS" missed="0" covered="1"/>
    </class>
    <sourcefile name="Add.java">
      <line nr="3" mi="0" ci="4" mb="1" cb="1"/>
      <line nr="4" mi="2" ci="0" mb="0" cb="0"/>
      <line nr="9" mi="1" ci="3" mb="0" cb="0"/>
      <counter type="LINE" missed="1" covered="2"/>
    </sourcefile>
    <counter type="LINE" missed="1" covered="2"/>
  </package>
  <counter type="LINE" missed="1" covered="2"/>
</report>
"#;

/// A report of one source file with these lines.
fn source(lines: &str) -> String {
    format!(
        "<report name='x'><package name='p'><sourcefile name='A.java'>{lines}</sourcefile></package></report>"
    )
}

#[test]
fn a_line_ran_if_one_of_its_instructions_did() {
    assert_snapshot!(show(SAMPLE), @r"
    root :app
    com/example/Add.java 3:1(1/2) 4:0 9:1
      fn add(II)I@3:1
      fn unused()V@9:0
      sums: lines 2/3
    ");
}

#[test]
fn each_count_may_be_missing() {
    // Codecov and Coveralls index mb and cb unguarded.
    let lines = source(
        "<line nr='1' ci='2'/><line nr='2' mi='3'/><line nr='3' mi='0'/><line nr='4' mi='1' ci='0' cb='0' mb='2'/>",
    );
    assert_snapshot!(show(lines), @r"
    root :x
    p/A.java 1:1 2:0 3:1 4:0(0/2)
    ");
}

#[test]
fn lines_that_tell_of_branches_alone_are_not_missed() {
    // gcovr: neither mi nor ci, so that diff-cover says 0 % where the counters say 16/16.
    let gcovr = r#"<!DOCTYPE report PUBLIC '-//JACOCO//DTD Report 1.1//EN' 'https://www.jacoco.org/jacoco/trunk/coverage/report.dtd'>
        <report name="GCOVR report"><package name="src.lib"><sourcefile name="a.c"><line nr="1"/><line nr="3" mb="1" cb="3"/>
        <counter type="LINE" missed="0" covered="16"/><counter type="BRANCH" missed="1" covered="3"/></sourcefile></package></report>"#;
    assert_snapshot!(show(gcovr), @r"
    root :GCOVR report
    src/lib/a.c 3:-(3/4)
      sums: lines 16/16 branches 3/4
    ");
}

#[test]
fn groups_nest_and_tell_modules_apart() {
    // Coveralls' XPath skips groups; qlty test-reporter#376; sonar-jacoco#271: one path in two modules.
    let package = |hits: u32| {
        format!(
            "<package name='com/x'><sourcefile name='A.java'><line nr='1' mi='0' ci='{hits}'/></sourcefile></package>"
        )
    };
    let groups = format!(
        "<report name='all'><group name='outer'><group name=':core'>{}</group></group><group name='web'>{}</group>{}</report>",
        package(1),
        package(0),
        package(2)
    );
    assert_snapshot!(show(groups), @r"
    root :all
    root :outer:core
    root :web
    com/x/A.java 1:1
    outer/core/com/x/A.java 1:1
    web/com/x/A.java 1:0
    ");
}

#[test]
fn a_package_may_have_no_name() {
    let none = "<report name='x'><package name=''><sourcefile name='A.java'><line nr='1' mi='0' ci='1'/></sourcefile></package></report>";
    assert_eq!(show(none), "root :x\nA.java 1:1\n");
}

#[test]
fn nothing_is_fetched_and_no_entity_expanded() {
    let own = "<!DOCTYPE report [<!ENTITY e SYSTEM 'http://127.0.0.1:9/x'>]><report name='x'><package name='&e;'/></report>";
    assert!(refuse(own).ends_with("found `&e;`"), "{}", refuse(own));
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = source("<line nr='0' mi='0' ci='1'/><line nr='1' mi='-1' ci='-2'/><new/>");
    assert_snapshot!(show(odd), @r"
    root :x
    p/A.java 1:0
    NegativeCount ×2 first at 89
    OddLine ×1 first at 61
    UnknownRecord ×1 first at 119
    ");
    let report = report(
        "<report name='x'><package name='p'><sourcefile><line nr='1' ci='1'/></sourcefile></package></report>",
    );
    assert!(report.is_empty());
    let orphan = "<report name=''><line nr='1' ci='1'/><package name='p'><class name='p/A'/><line nr='2' ci='1'/></package></report>";
    assert_snapshot!(show(orphan), @r"
    NoPath ×1 first at 55
    OrphanLine ×2 first at 16
    ");
}

#[test]
fn sums_stand_beside_the_lines() {
    // JaCoCo's number is that of instructions, which no line tells.
    let sums = source(
        "<line nr='1' mi='1' ci='1' mb='0' cb='0'/><counter type='INSTRUCTION' missed='1' covered='1'/><counter type='LINE' missed='0' covered='1'/><counter type='METHOD' missed='0' covered='1'/><counter type='COMPLEXITY' missed='9' covered='9'/>",
    );
    assert_snapshot!(show(sums), @r"
    root :x
    p/A.java 1:1
      sums: lines 1/1 functions 1/1 statements 1/2
    ");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(source("<line ci='1'/>")), @"`report`:1:62: expected `nr` of a `<line>` in this JaCoCo report, found `<line ci='1'/></sourcefile></package></r…`");
    assert_snapshot!(refuse("<report name='x'>\n<package name='p'>"), @"`report`:2:19: expected the end of the elements that are open in this JaCoCo report, found the end of the file");
}
