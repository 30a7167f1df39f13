use insta::assert_snapshot;

use crate::show::{refuse, show};

pub(crate) const SAMPLE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<results>
  <modules>
    <module id="A1" name="App.dll" path="App.dll" block_coverage="50.00" line_coverage="50.00">
      <functions>
        <function id="1" token="0x1" name="Run(int)" namespace="App" type_name="Add" block_coverage="50.00">
          <ranges>
            <range source_id="0" start_line="3" end_line="3" start_column="9" end_column="20" covered="yes"/>
            <range source_id="0" start_line="4" end_line="4" start_column="9" end_column="20" covered="partial"/>
            <range source_id="0" start_line="5" end_line="6" start_column="9" end_column="20" covered="no"/>
          </ranges>
        </function>
        <function id="2" name="Stop()" type_name="Add"><ranges><range source_id="0" start_line="9" end_line="9" start_column="1" end_column="2" covered="no"/></ranges></function>
      </functions>
      <source_files><source_file id="0" path="C:\src\Add.cs" checksum_type="SHA256" checksum="00"/></source_files>
    </module>
  </modules>
  <skipped_modules><skipped_module name="x.dll" path="x.dll" reason="no_symbols"/></skipped_modules>
</results>
"#;

#[test]
fn a_part_of_a_range_is_no_whole_one() {
    // microsoft/codecoverage#218: branches counted as taken.
    assert_snapshot!(show(SAMPLE), @r"
    C:\src\Add.cs 3:1 4:1(1/2) 5:0 6:0 9:0
      fn Add.Run(int)@3:1
      fn Add.Stop()@9:0
      3.9-3.20 ×1:1
      4.9-4.20 ×1:1
      5.9-6.20 ×1:0
      9.1-9.2 ×1:0
    Skipped ×1 first at 1052
    ");
}

#[test]
fn sources_are_numbered_by_module() {
    let module = |path: &str, covered: &str| {
        format!(
            "<module><functions><function name='f'><ranges><range source_id='0' start_line='1' end_line='1' covered='{covered}'/></ranges></function></functions><source_files><source_file id='0' path='{path}'/></source_files></module>"
        )
    };
    let two =
        format!("<results><modules>{}{}</modules></results>", module("a.cs", "yes"), module("b.cs", "no"));
    assert_snapshot!(show(two), @r"
    a.cs 1:1
      fn f@1:1
      1.1-1.4294967295 ×1:1
    b.cs 1:0
      fn f@1:0
      1.1-1.4294967295 ×1:0
    ");
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = "<results><modules><module><functions><function name='f'><ranges><range source_id='7' start_line='1' covered='yes'/><range source_id='0' start_line='0' covered='yes'/><range source_id='0' start_line='1' end_line='90000000' covered='yes'/></ranges></function></functions><source_files><source_file id='0' path='a.cs'/></source_files></module></modules></results>";
    let read = deploy_kit_coverage::read("x", odd.as_bytes()).unwrap();
    assert!(read.report.is_empty());
    assert_eq!(read.oddities.values().map(|occurrence| occurrence.count).sum::<u64>(), 3);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse("<results><modules><range covered='maybe'/></modules></results>"), @"`report`:1:19: expected `covered` of a `<range>`: `yes`, `partial` or `no` in this dotnet-coverage report, found `<range covered='maybe'/></modules></resu…`");
}
