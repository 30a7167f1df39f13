use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<CoverageSession>
  <Summary numSequencePoints="2" visitedSequencePoints="1"/>
  <Modules>
    <Module skippedDueTo="Filter"><ModulePath>C:\lib\x.dll</ModulePath><Classes/></Module>
    <Module hash="1">
      <ModuleName>App</ModuleName>
      <Files><File uid="1" fullPath="C:\src\Add.cs"/></Files>
      <Classes><Class><FullName>App.Add</FullName><Methods>
        <Method visited="true"><Name>System.Int32 App.Add::Run(System.Int32)</Name><FileRef uid="1"/>
          <SequencePoints>
            <SequencePoint vc="4" uspid="1" sl="3" sc="9" el="3" ec="20" fileid="1"/>
            <SequencePoint vc="0" uspid="2" sl="5" sc="9" el="6" ec="10" fileid="1"/>
          </SequencePoints>
          <BranchPoints>
            <BranchPoint vc="4" uspid="3" sl="3" path="0" offset="12" fileid="1"/>
            <BranchPoint vc="0" uspid="4" sl="3" path="1" offset="12" fileid="1"/>
          </BranchPoints>
          <MethodPoint vc="4"/>
        </Method>
      </Methods></Class></Classes>
    </Module>
  </Modules>
</CoverageSession>
"#;

/// A module with these files and one method of these points.
fn method(files: &str, points: &str) -> String {
    format!(
        "<CoverageSession><Modules><Module>{files}<Classes><Class><Methods><Method><Name>f</Name><FileRef uid='1'/>{points}</Method></Methods></Class></Classes></Module></Modules></CoverageSession>"
    )
}

const FILE: &str = "<Files><File uid='1' fullPath='a.cs'/></Files>";

#[test]
fn points_are_lines_statements_and_arms() {
    assert_snapshot!(show(SAMPLE), @r"
    C:\src\Add.cs 3:4(1/2 12.0:4 12.1:0) 5:0
      fn System.Int32 App.Add::Run(System.Int32)@3:4
      3.9-3.20 ×1:4
      5.9-6.10 ×1:0
    Skipped ×1 first at 134
    ");
}

#[test]
fn files_may_come_after_their_points() {
    let late = "<CoverageSession><Modules><Module><Classes><Class><Methods><Method><Name>f</Name><FileRef uid='7'/><SequencePoints><SequencePoint vc='1' sl='2'/></SequencePoints></Method></Methods></Class></Classes><Files><File uid='7' fullPath='late.cs'/></Files></Module></Modules></CoverageSession>";
    assert_snapshot!(show(late), @r"
    late.cs 2:1
      fn f@2:1
      2.1-2.4294967295 ×1:1
    ");
}

#[test]
fn a_point_without_a_line_is_passed_over() {
    // 0xfeefee is the compiler's mark for it; some tools leave the line out.
    let odd = method(
        FILE,
        "<SequencePoint vc='1' sl='16707566' fileid='1'/><SequencePoint vc='1' fileid='1'/><SequencePoint vc='2' sl='4' fileid='1'/><SequencePoint vc='1' sl='4' fileid='9'/>",
    );
    let odd = deploy_kit_coverage::read("x", odd.as_bytes()).unwrap();
    assert_eq!(odd.report.files["a.cs"].lines.len(), 1);
    assert_eq!(odd.oddities.values().map(|occurrence| occurrence.count).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_byte_order_mark_and_a_missing_module_s_name_do_not_matter() {
    let marked = format!("\u{feff}{}", method(FILE, "<SequencePoint vc='3' sl='1' fileid='1'/>"));
    assert_eq!(report(marked).files["a.cs"].hits(1), Some(3));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_snapshot!(refuse(method(FILE, "<SequencePoint sl='1' fileid='1'/>")), @"`report`:1:146: expected `vc`, the count of a point in this OpenCover report, found `<SequencePoint sl='1' fileid='1'/></Meth…`");
}
