use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::*;
use crate::metric::Metric;
use crate::model::{Arm, ArmId, Branches, File, Function, Line, Percent, Span, Statement, Totals};
use crate::read::read;
use crate::tool::Tool;

const META: Meta<'_> = Meta { version: "1.2.3", time: 1_767_225_600 };

fn written(output: &dyn Output, report: &Report) -> (String, Notes) {
    let mut bytes = Vec::new();
    let notes = output.write(report, &META, &mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), notes)
}

fn percent() -> impl Strategy<Value = Percent> {
    prop_oneof![(0_u64..5, 0_u64..5), (any::<u32>().prop_map(u64::from), 0_u64..2)]
        .prop_map(|(covered, missed)| Percent::new(covered, covered + missed).unwrap())
}

fn hits() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1_u64..30, Just(u64::MAX), any::<u64>()]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,4}", "[a\"\\\\\n\t&<>'ä\u{1}\u{1f600}]{1,5}"]
}

/// What parsers tell of branches: missing arms are named only where all are counted.
fn branches() -> impl Strategy<Value = Branches> {
    let id = prop_oneof![
        (0_u32..3, 0_u32..4).prop_map(|(block, branch)| ArmId::Numbered(block, branch)),
        name().prop_map(|name| ArmId::Named(name.into())),
    ];
    let arms = btree_map(id, hits(), 0..4)
        .prop_map(|arms| arms.into_iter().map(|(id, hits)| Arm { id, hits }).collect::<Vec<_>>());
    let missing = option::of(btree_set(name(), 0..3))
        .prop_map(|names| names.map(|names| names.into_iter().map(Into::into).collect()));
    (arms, option::of((percent(), missing)))
        .prop_filter("nothing is told", |(arms, counted)| !arms.is_empty() || counted.is_some())
        .prop_map(|(arms, counted)| {
            let (counted, missing) =
                counted.map_or((None, None), |(counted, missing)| (Some(counted), missing));
            Branches { arms, counted, missing }
        })
}

fn totals() -> impl Strategy<Value = Totals> {
    let some = || option::weighted(0.2, percent());
    (some(), some(), some(), some()).prop_map(|(lines, branches, functions, statements)| Totals {
        lines,
        branches,
        functions,
        statements,
    })
}

fn file() -> impl Strategy<Value = File> {
    let number = || prop_oneof![1_u32..12, 99_999_990_u32..=100_000_000];
    let function = (option::of(1_u32..4), name(), hits())
        .prop_map(|(line, name, hits)| Function { id: (line, name.into()), hits });
    let statement = (any::<(u32, u32)>(), any::<(u32, u32)>(), any::<u32>(), hits())
        .prop_map(|(start, end, weight, hits)| Statement { span: Span { start, end }, weight, hits });
    let lines = btree_map(number(), hits(), 0..12)
        .prop_map(|lines| lines.into_iter().map(|(number, hits)| Line { number, hits }).collect());
    let branches = btree_map(number(), branches(), 0..4).prop_map(|lines| lines.into_iter().collect());
    (lines, branches, vec(function, 0..4), vec(statement, 0..4), totals()).prop_map(
        |(lines, branches, functions, statements, totals)| {
            let mut file = File { lines, branches, functions, statements, totals };
            file.normalise();
            file
        },
    )
}

fn report() -> impl Strategy<Value = Report> {
    let path = prop_oneof!["[ab]/[ab]", "[ab](/[ab.]){0,2}\\.rs", name()];
    let names = || btree_set(name(), 0..3).prop_map(|names| names.into_iter().collect::<Vec<_>>());
    (btree_map(path, file(), 0..5), names(), names(), totals())
        .prop_map(|(files, roots, writers, totals)| Report { files, roots, writers, totals })
}

/// A report without the files that were left out.
fn kept(report: &Report, notes: &Notes) -> Report {
    let mut kept = report.clone();
    notes.left_out.iter().flat_map(|left| &left.path).for_each(|path| drop(kept.files.remove(path)));
    kept
}

/// Arms of all branches.
fn arms(report: &Report) -> Percent {
    report.files.values().map(File::branch_percent).sum()
}

/// `coverage-04.dtd`: an element's children, `*` for any number of them, and its attributes.
const DTD: [(&str, &[&str], &[&str]); 13] = [
    (
        "coverage",
        &["sources", "packages"],
        &[
            "line-rate",
            "branch-rate",
            "lines-covered",
            "lines-valid",
            "branches-covered",
            "branches-valid",
            "complexity",
            "version",
            "timestamp",
        ],
    ),
    ("sources", &["source*"], &[]),
    ("source", &[], &[]),
    ("packages", &["package*"], &[]),
    ("package", &["classes"], &["name", "line-rate", "branch-rate", "complexity"]),
    ("classes", &["class*"], &[]),
    ("class", &["methods", "lines"], &["name", "filename", "line-rate", "branch-rate", "complexity"]),
    ("methods", &["method*"], &[]),
    ("lines", &["line*"], &[]),
    ("line", &["conditions*"], &["number", "hits"]),
    ("line with branches", &["conditions*"], &["number", "hits", "branch", "condition-coverage"]),
    ("conditions", &["condition*"], &[]),
    ("condition", &[], &["number", "type", "coverage"]),
];

fn assert_valid(element: Node<'_, '_>) {
    let name = if element.has_attribute("branch") { "line with branches" } else { element.tag_name().name() };
    let (_, model, attributes) = DTD.iter().find(|(known, ..)| *known == name).unwrap();
    let found: Vec<_> = element.attributes().map(|attribute| attribute.name()).collect();
    assert_eq!(&found, attributes, "{name}");
    let children: Vec<_> = element.children().filter(Node::is_element).collect();
    let names: Vec<_> = children.iter().map(|child| child.tag_name().name()).collect();
    match model {
        [many] if many.ends_with('*') => {
            assert!(names.iter().all(|child| *child == many.trim_end_matches('*')), "{name}: {names:?}");
        }
        _ => assert_eq!(&names, model, "{name}"),
    }
    children.into_iter().for_each(assert_valid);
}

proptest! {
    #[test]
    fn our_own_json_is_read_back_as_it_was(report in report()) {
        let (text, notes) = written(&json::Json, &report);
        prop_assert_eq!(notes, Notes::default());
        let read = read("x", text.as_bytes()).unwrap();
        prop_assert_eq!(read.format, "deploy-kit JSON");
        prop_assert!(read.oddities.is_empty());
        prop_assert_eq!(read.report, report);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn cobertura_is_valid_and_read_back_to_the_same_numbers(report in report()) {
        let (text, notes) = written(&cobertura::Cobertura, &report);
        let document = Document::parse(&text).unwrap();
        assert_valid(document.root_element());
        let kept = kept(&report, &notes);
        let read = read("x", text.as_bytes()).unwrap();
        prop_assert_eq!(read.format, "Cobertura");
        prop_assert!(read.oddities.is_empty());
        let back = read.report;
        prop_assert!(back.files.keys().eq(kept.files.keys()));
        for (path, file) in &kept.files {
            let (ours, theirs): (Vec<_>, Vec<_>) = (file.worths().collect(), back.files[path].worths().collect());
            prop_assert_eq!(ours, theirs);
            for line in &file.lines {
                prop_assert_eq!(back.files[path].hits(line.number), Some(line.hits));
            }
        }
        prop_assert_eq!(arms(&back), arms(&kept));
        let root = |name: &str| document.root_element().attribute(name).unwrap().parse::<u64>().unwrap();
        let lines = Metric::Lines.of_report(&back, Tool::of([], &back));
        prop_assert_eq!((root("lines-covered"), root("lines-valid")), (lines.covered(), lines.total()));
        let arms = arms(&back);
        prop_assert_eq!((root("branches-covered"), root("branches-valid")), (arms.covered(), arms.total()));
    }

    #[test]
    fn each_file_is_in_cobertura_or_among_what_was_left_out(report in report()) {
        let (text, notes) = written(&cobertura::Cobertura, &report);
        let document = Document::parse(&text).unwrap();
        let classes = document.descendants().filter_map(|node| node.attribute("filename"));
        let mut named: Vec<&str> = classes.chain(notes.left_out.iter().flat_map(|left| left.path.as_deref())).collect();
        named.sort_unstable();
        prop_assert!(named.into_iter().eq(report.files.keys().map(String::as_str)));
        let packages: Vec<_> = document.descendants().filter(|node| node.has_tag_name("package")).collect();
        let names: std::collections::BTreeSet<_> = packages.iter().map(|package| package.attribute("name")).collect();
        prop_assert_eq!(names.len(), packages.len(), "each folder is one package");
    }
}

fn sample() -> Report {
    let numbered = |arms: &[(u32, u32, u64)]| Branches {
        arms: arms.iter().map(|&(a, b, hits)| Arm { id: ArmId::Numbered(a, b), hits }).collect(),
        ..Branches::default()
    };
    let counted = |covered, total| Branches { counted: Percent::new(covered, total), ..Branches::default() };
    let lines = |lines: &[(u32, u64)]| lines.iter().map(|&(number, hits)| Line { number, hits }).collect();
    let a = File {
        lines: lines(&[(1, 4), (2, 4), (3, 0), (9, 1)]),
        branches: vec![
            (2, numbered(&[(0, 0, 4), (0, 1, 0), (1, 0, 1), (1, 1, 1), (1, 2, 0)])),
            (4, counted(1, 3)),
            (9, counted(0, 0)),
        ],
        functions: vec![Function { id: (Some(1), "main <T>".into()), hits: 4 }],
        ..File::default()
    };
    let mut sums = File::default();
    sums.totals.lines = Percent::new(7, 9);
    let files = [
        ("src/a.rs", a),
        ("src/deep/b & c.rs", File { lines: lines(&[(1, 0)]), ..File::default() }),
        ("src/empty.rs", File::default()),
        ("src/sums.rs", sums),
        ("top.rs", File { lines: lines(&[(7, u64::MAX)]), ..File::default() }),
        ("odd\u{1}.rs", File { lines: lines(&[(1, 1)]), ..File::default() }),
    ];
    Report {
        files: files.into_iter().map(|(path, file)| (path.to_owned(), file)).collect(),
        ..Report::default()
    }
}

#[test]
fn cobertura_is_written_so() {
    insta::assert_snapshot!(written(&cobertura::Cobertura, &sample()).0, @r##"
    <?xml version="1.0" encoding="UTF-8"?>
    <coverage line-rate="0.7142" branch-rate="0.5000" lines-covered="5" lines-valid="7" branches-covered="4" branches-valid="8" complexity="0" version="deploy-kit 1.2.3" timestamp="1767225600000">
    <sources>
    <source>.</source>
    </sources>
    <packages>
    <package name="." line-rate="1.0000" branch-rate="1.0000" complexity="0">
    <classes>
    <class name="top.rs" filename="top.rs" line-rate="1.0000" branch-rate="1.0000" complexity="0">
    <methods/>
    <lines>
    <line number="7" hits="18446744073709551615"/>
    </lines>
    </class>
    </classes>
    </package>
    <package name="src" line-rate="0.8000" branch-rate="0.5000" complexity="0">
    <classes>
    <class name="a.rs" filename="src/a.rs" line-rate="0.8000" branch-rate="0.5000" complexity="0">
    <methods/>
    <lines>
    <line number="1" hits="4"/>
    <line number="2" hits="4" branch="true" condition-coverage="60% (3/5)">
    <conditions>
    <condition number="0" type="jump" coverage="50%"/>
    <condition number="1" type="switch" coverage="66%"/>
    </conditions>
    </line>
    <line number="3" hits="0"/>
    <line number="4" hits="1" branch="true" condition-coverage="33% (1/3)">
    <conditions>
    <condition number="0" type="switch" coverage="33%"/>
    </conditions>
    </line>
    <line number="9" hits="1"/>
    </lines>
    </class>
    <class name="empty.rs" filename="src/empty.rs" line-rate="1.0000" branch-rate="1.0000" complexity="0">
    <methods/>
    <lines>
    </lines>
    </class>
    </classes>
    </package>
    <package name="src/deep" line-rate="0.0000" branch-rate="1.0000" complexity="0">
    <classes>
    <class name="b &amp; c.rs" filename="src/deep/b &amp; c.rs" line-rate="0.0000" branch-rate="1.0000" complexity="0">
    <methods/>
    <lines>
    <line number="1" hits="0"/>
    </lines>
    </class>
    </classes>
    </package>
    </packages>
    </coverage>
    "##);
}

#[test]
fn json_is_written_so() {
    insta::assert_snapshot!(written(&json::Json, &sample()).0, @r##"
    {"deploy-kit-coverage":{"version":1,"program":"1.2.3","time":1767225600},
    "files":{
    "odd\u0001.rs":{"lines":[[1,1]]},
    "src/a.rs":{"lines":[[1,4,4,0],[9,1]],"arms":[[2,0,0,4],[2,0,1,0],[2,1,0,1],[2,1,1,1],[2,1,2,0]],"branches":[[4,1,3],[9,0,0]],"functions":[["main <T>",1,4]]},
    "src/deep/b & c.rs":{"lines":[[1,0]]},
    "src/empty.rs":{},
    "src/sums.rs":{"totals":{"lines":[7,9]}},
    "top.rs":{"lines":[[7,18446744073709551615]]}}}
    "##);
}

#[test]
fn what_cobertura_cannot_hold_is_told() {
    let left = |path: &str, why| LeftOut { path: Some(path.to_owned()), why };
    let notes = written(&cobertura::Cobertura, &sample()).1;
    assert_eq!(notes.left_out, [left("odd\u{1}.rs", Why::Path), left("src/sums.rs", Why::NoLines)]);
    let mut sums = Report::default();
    sums.totals.lines = Percent::new(7, 9);
    let notes = written(&cobertura::Cobertura, &sums).1;
    assert_eq!(notes.left_out, [LeftOut { path: None, why: Why::NoLines }]);
}

#[test]
fn a_rate_is_cut_and_1_is_all_or_nothing_to_cover() {
    let lines = (1..=20_000).map(|number| Line { number, hits: u64::from(number > 1) }).collect();
    let files = [("a".to_owned(), File { lines, ..File::default() })].into();
    let text = written(&cobertura::Cobertura, &Report { files, ..Report::default() }).0;
    assert!(text.contains("<coverage line-rate=\"0.9999\" branch-rate=\"1.0000\""), "{}", &text[..200]);
}

/// Takes a few bytes, then no more.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_written_is_an_error() {
    for output in OUTPUTS {
        let whole = written(output, &sample()).0.len();
        assert!(output.write(&sample(), &META, &mut Full(whole)).is_ok());
        let error = output.write(&sample(), &META, &mut Full(whole - 1)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{}", output.name());
    }
}
