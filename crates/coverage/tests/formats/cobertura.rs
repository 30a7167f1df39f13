use insta::assert_snapshot;

use crate::show::{refuse, report, show};

pub(crate) const SAMPLE: &str = r#"<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
<coverage version="7.6" timestamp="1700000000000" lines-valid="3" lines-covered="2" line-rate="0.6667" branch-rate="0.5" complexity="0">
	<!-- a comment > with <marks> -->
	<sources>
		<source>/home/runner/work/app</source>
	</sources>
	<packages>
		<package name="app" line-rate="0.6667" branch-rate="0.5" complexity="0">
			<classes>
				<class name="add.py" filename="app/add.py" complexity="0" line-rate="0.6667" branch-rate="0.5">
					<methods/>
					<lines>
						<line number="1" hits="1"/>
						<line number="2" hits="4" branch="true" condition-coverage="50% (1/2)" missing-branches="5"/>
						<line number="5" hits="0"/>
					</lines>
				</class>
			</classes>
		</package>
	</packages>
</coverage>
"#;

/// A report of these classes.
fn classes(classes: &str) -> String {
    format!(
        "<coverage line-rate='1'><packages><package><classes>{classes}</classes></package></packages></coverage>"
    )
}

/// A report of one class with these lines.
fn lines(lines: &str) -> String {
    classes(&format!("<class filename='a.c'><lines>{lines}</lines></class>"))
}

#[test]
fn lines_branches_and_sources_are_read() {
    assert_snapshot!(show(SAMPLE), @r"
    root /home/runner/work/app
    app/add.py 1:1 2:4(1/2 without 5) 5:0
    ");
}

#[test]
fn lines_of_methods_are_those_of_their_class() {
    // coverlet repeats them, others write them in one of the two places alone (grcov#758).
    let methods = r#"<class name="A" filename="A.cs">
        <methods><method name="Run" signature="(System.Int32)"><lines><line number="3" hits="2"/><line number="4" hits="0"/></lines></method>
        <method name="Stop" signature="()"><lines><line number="9" hits="0"/></lines></method></methods>
        <lines><line number="3" hits="2"/><line number="4" hits="0"/><line number="7" hits="1"/></lines></class>"#;
    assert_snapshot!(show(classes(methods)), @r"
    A.cs 3:2 4:0 7:1 9:0
      fn Run(System.Int32)@3:2
      fn Stop@9:0
    ");
    let unusual = methods.replace(r#"<line number="9" hits="0"/>"#, r#"<line number="9" hits="0"></line>"#);
    assert_eq!(show(classes(&unusual)), show(classes(methods)));
}

#[test]
fn a_file_of_several_classes_is_one() {
    // litecov#26, octocov#728: also with another file between them.
    let twice = r#"<class name="A" filename="a.cs"><lines><line number="1" hits="0"/><line number="2" hits="1"/></lines></class>
        <class name="B" filename="b.cs"><lines><line number="1" hits="1"/></lines></class>
        <class name="A/Inner" filename="a.cs"><lines><line number="1" hits="3"/><line number="9" hits="0"/></lines></class>"#;
    assert_snapshot!(show(classes(twice)), @r"
    a.cs 1:3 2:1 9:0
    b.cs 1:1
    ");
}

#[test]
fn the_same_class_in_two_packages_is_one_file() {
    let packages = "<coverage><packages><package name='a'><classes><class filename='x.c'><lines><line number='1' hits='0'/></lines></class></classes></package>\
        <package name='b'><classes><class filename='x.c'><lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>";
    assert_eq!(report(packages).files["x.c"].line_percent().to_string(), "1/1");
}

#[test]
fn sums_of_the_root_do_not_matter() {
    for attributes in [
        "",
        "line-rate='NaN' branch-rate='NaN'",
        "lines-valid='1.0' lines-covered='x'",
        "line-rate='0' version=''",
    ] {
        let text = format!(
            "<coverage {attributes}><packages><package><classes><class filename='a.c'><lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>"
        );
        assert_eq!(show(text), "a.c 1:1\n");
    }
}

#[test]
fn a_file_without_lines_is_there() {
    // litecov#51.
    for lines in ["<lines/>", "<lines></lines>", ""] {
        let empty = report(classes(&format!("<class filename='a.c'>{lines}</class>")));
        assert_eq!(empty.files["a.c"].line_percent().value(), None);
        assert!(empty.is_empty());
    }
}

#[test]
fn counts_are_read_as_what_they_are_worth() {
    let counts = lines(
        "<line number='1' hits='4294967296'/><line number='2' hits='-1'/><line number='3' hits='1.0'/><line number='4'/><line number='5' hits='NaN'/>",
    );
    assert_snapshot!(show(counts), @r"
    a.c 1:4294967296 2:0 3:1 4:0 5:0
    NegativeCount ×1 first at 117
    OddCount ×3 first at 145
    ");
}

#[test]
fn conditions_are_counted_within_reason() {
    // codecov/support#357: (-1/2).
    let conditions = |text: &str| {
        show(lines(&format!("<line number='1' hits='1' branch='True' condition-coverage='{text}'/>")))
    };
    assert_eq!(conditions("50% (1/2)"), "a.c 1:1(1/2)\n");
    assert_eq!(conditions("100%(4/4)"), "a.c 1:1(4/4)\n");
    assert_eq!(conditions("0% (0/0)"), "a.c 1:1(0/0)\n");
    assert_eq!(conditions("50%"), "a.c 1:1\n");
    assert_eq!(conditions(""), "a.c 1:1\n");
    assert!(conditions("-50% (-1/2)").starts_with("a.c 1:1(0/2)\nNegativeCount ×1"));
    assert!(conditions("150% (3/2)").starts_with("a.c 1:1(2/2)\nMoreThanAll ×1"));
}

#[test]
fn missing_branches_are_kept_where_they_are_all() {
    let missing = |names: &str| {
        show(lines(&format!(
            "<line number='1' hits='1' condition-coverage='33% (1/3)' missing-branches='{names}'/>"
        )))
    };
    assert_eq!(missing("7,exit"), "a.c 1:1(1/3 without 7,exit)\n");
    assert_eq!(missing("7"), "a.c 1:1(1/3)\n");
}

#[test]
fn paths_are_kept_as_they_are_and_sources_beside_them() {
    // litecov#40 invents folders; coverlet#825: sources of a container.
    let text = "<coverage><sources><source>/app/</source><source>C:\\src</source><source></source></sources><packages><package><classes>\
        <class filename='src\\A &amp; B&#46;cs'><lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>";
    assert_snapshot!(show(text), @r"
    root /app/
    root C:\src
    src\A & B.cs 1:1
    ");
}

#[test]
fn what_is_odd_is_passed_over_and_said() {
    let odd = classes(
        "<class name='x'><lines><line number='1' hits='1'/></lines></class><class filename='a.c'><what/><lines><line number='0' hits='1'/><line number='2' hits='1'/></lines></class>",
    );
    assert_snapshot!(show(odd), @r"
    a.c 2:1
    OddLine ×1 first at 154
    UnknownRecord ×1 first at 140
    NoPath ×1 first at 52
    ");
}

#[test]
fn conditions_are_arms_where_they_are_all_that_is_told() {
    // grcov has no `condition-coverage`, and says `branch="true"` of a line whether or not all of it ran.
    let grcov = r#"<line number="4" hits="3" branch="true"><conditions><condition number="0" type="jump" coverage="0"/><condition number="1" type="jump" coverage="1"/></conditions></line><line number="5" hits="1"/>"#;
    assert_eq!(show(lines(grcov)), "a.c 4:3(1/2 0.0:0 0.1:1) 5:1\n");
    // Elsewhere they repeat it, by the jump: a half of one is no arm.
    let cobertura = r#"<line number="4" hits="3" branch="true" condition-coverage="75% (3/4)"><conditions><condition number="0" type="jump" coverage="50%"/><condition number="1" type="jump" coverage="100%"/></conditions></line>"#;
    assert_eq!(show(lines(cobertura)), "a.c 4:3(3/4)\n");
    assert_eq!(show(lines(&cobertura.replace(r#" condition-coverage="75% (3/4)""#, ""))), "a.c 4:3\n");
}

#[test]
fn a_line_of_no_class_is_nobody_s() {
    let orphan = "<coverage><packages><package><lines><line number='1' hits='1'/></lines><classes><class filename='a.c'><lines><line number='2' hits='1'/></lines></class><line number='3' hits='0'/></classes></package></packages></coverage>";
    assert_snapshot!(show(orphan), @r"
    a.c 2:1
    OrphanLine ×2 first at 36
    ");
}

#[test]
fn an_entity_of_its_own_is_refused_and_nothing_is_fetched() {
    let bomb = "<!DOCTYPE coverage [<!ENTITY a 'x'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>\n<coverage line-rate='1'><packages><package><classes><class filename='&f;'/></classes></package></packages></coverage>";
    assert_snapshot!(refuse(bomb), @"`report`:2:53: expected characters or XML's own entities in this Cobertura report, found `&f;`");
    let text =
        "<!DOCTYPE coverage [<!ENTITY a 'x'>]><coverage><sources><source>&a;</source></sources></coverage>";
    assert!(refuse(text).contains("found `&a;`"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cut = "<coverage line-rate='1'>\n<packages>\n<package>\n";
    assert_snapshot!(refuse(cut), @"`report`:4:1: expected the end of the elements that are open in this Cobertura report, found the end of the file");
    assert_snapshot!(refuse(lines("<line hits='1'/>")), @"`report`:1:82: expected `number` of a `<line>` in this Cobertura report, found `<line hits='1'/></lines></class></classe…`");
    assert_snapshot!(refuse("<coverage line-rate='1'>\n</packages></coverage>"), @"`report`:2:1: expected XML in this Cobertura report, found ill-formed document: expected `</coverage>`, but `</packages>` was found");
    assert_snapshot!(refuse(format!("{SAMPLE}<coverage/>")), @"`report`:23:1: expected the end of the file after its one document in this Cobertura report, found `<coverage/>`");
    assert_snapshot!(refuse(lines("<line number='1 hits='1'/>")), @"`report`:1:82: expected XML in this Cobertura report, found syntax error: attribute value not closed: `'` not found before end of input");
}

#[test]
fn unusual_xml_says_the_same_as_the_usual() {
    let usual =
        show(lines("<line number='1' hits='2' condition-coverage='50% (1/2)'/><line number='3' hits='0'/>"));
    for unusual in [
        "<line number = '1' hits=\"2\"\ncondition-coverage='50% (1/2)' ></line><line hits='0' number='3' />",
        "<line number='1' hits='2' branch='true' condition-coverage='50% (1/2)'><conditions><condition number='0' type='jump' coverage='50%'/></conditions></line><!-- --><line number='3' hits='0' />",
        "<line number='1' a.b='>' hits='2' condition-coverage='50% (1/2)'/>\r\n\t<line number='3' hits='0' x='&lt;'/>",
        "<line number='1' hits='2' condition-coverage='50% (1/2)' note='a long text, as no tool writes one: ......................................................................................................................................................................................................................................................'/><line number='3' hits='0'/>",
    ] {
        assert_eq!(show(lines(unusual)), usual, "{unusual}");
    }
}
