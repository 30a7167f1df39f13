use std::collections::BTreeSet;
use std::sync::LazyLock;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

use super::figure::{difference, grouped, percentage, short};
use super::*;
use crate::model::{Arm, ArmId, Branches, File, Line};

fn percent(covered: u64, total: u64) -> Percent {
    Percent::new(covered, total).unwrap()
}

fn file(lines: &[(u32, u64)], branches: Vec<(u32, Branches)>) -> File {
    let lines = lines.iter().map(|&(number, hits)| Line { number, hits }).collect();
    File { lines, branches, ..File::default() }
}

fn arms(taken: &[(ArmId, u64)]) -> Branches {
    Branches {
        arms: taken.iter().map(|(id, hits)| Arm { id: id.clone(), hits: *hits }).collect(),
        ..Branches::default()
    }
}

fn named(name: &str) -> ArmId {
    ArmId::Named(name.into())
}

fn report(path: &str, file: File) -> Report {
    let mut report = Report::default();
    report.add(path.to_owned(), file);
    report
}

/// The pages of a report whose files all have one source.
fn made(title: &str, report: &Report, source: Option<&str>, changes: &[Change]) -> Vec<Page> {
    let metric = Metric::Codecov;
    let patch = crate::patch::patch(report, changes, metric);
    let input = Input {
        title,
        commit: Some("0123456789abcdef"),
        report,
        metric,
        tool: Tool::of([], report),
        patch: Some(&patch),
        changes,
        base: None,
        source: &|_| source.map(str::to_owned),
    };
    pages(&input).collect()
}

fn content<'a>(pages: &'a [Page], path: &str) -> &'a str {
    &pages.iter().find(|page| page.path == path).unwrap().content
}

/// What stands between two marks.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    page.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn lines_say_how_often_they_ran_and_what_they_missed() {
    let branches = vec![
        (2, arms(&[(ArmId::Numbered(0, 0), 1), (ArmId::Numbered(0, 1), 0)])),
        (3, arms(&[(named("true"), 0), (named("7"), 4), (named("-1"), 0)])),
    ];
    let report = report("src/a.rs", file(&[(1, 12345), (2, 3), (3, 4), (5, 0), (7, 1)], branches));
    let change = Change { path: "src/a.rs".to_owned(), added: vec![4..=5], ..Change::default() };
    let pages = made("me/it", &report, Some("one\r\n\ttwo\nthree & more\n\nfive"), &[change]);
    let page = content(&pages, &page_name("src/a.rs"));
    insta::assert_snapshot!(between(page, "data-columns=\"12\">\n", "</main>"), @r##"
    <p class="note">The report has lines past the end of the source, from line 7 on: it was made from another version.</p>
    <div class="block short">
    <div id="L1" class="h"><a href="#L1">1</a><b title="12,345">12k</b><code>one</code></div>
    <div id="L2" class="p"><a href="#L2">2</a><b>3</b><code>	two</code></div>
    <p>1 of 2 branches taken, not arm 2</p>
    <div id="L3" class="p"><a href="#L3">3</a><b>4</b><code>three &amp; more</code></div>
    <p>1 of 3 branches taken, not “true”, to the function&#39;s exit</p>
    <div id="L4" class="c"><a href="#L4">4</a><b></b><code></code></div>
    <div id="L5" class="m c"><a href="#L5">5</a><b>0</b><code>five</code></div>
    <div id="L7" class="h g"><a href="#L7">7</a><b>1</b><code></code></div>
    </div>
    "##);
    insta::assert_snapshot!(between(page, "<header>\n", "<div class=\"tools\""), @r##"
    <nav aria-label="Folders"><ol><li><a href="../index.html">me/it</a></li><li><a href="../index.html#/src">src</a></li><li><h1><a id="up" href="../index.html#/src/a.rs" aria-current="page">a.rs</a></h1></li></ol></nav>
    <div class="figures"><strong>40.00%</strong> <svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true"><rect class="h" x="0" width="400" height="1"/><rect class="p" x="400" width="400" height="1"/><rect class="m" x="800" width="200" height="1"/></svg><span>2 of 5 lines</span><ul><li class="h">2 hit</li><li class="p">2 partial</li><li class="m">1 missed</li><li>branches 2/5</li><li class="c">patch 0.00% (0/1)</li></ul>
    </div>
    "##);
    insta::assert_snapshot!(between(content(&pages, "patch.html"), "data-within=\".c\">\n", "</main>"), @r##"
    <section>
    <h2><a href="files/bdfc5619650b795d1ffe-a.rs.html">src/a.rs</a> <small>0.00% (0/1)</small></h2>
    <div class="block short">
    <div class="h"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L1">1</a><b title="12,345">12k</b><code>one</code></div>
    <div class="p"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L2">2</a><b>3</b><code>	two</code></div>
    <p>1 of 2 branches taken, not arm 2</p>
    <div class="p"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L3">3</a><b>4</b><code>three &amp; more</code></div>
    <p>1 of 3 branches taken, not “true”, to the function&#39;s exit</p>
    <div class="c"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L4">4</a><b></b><code></code></div>
    <div class="m c"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L5">5</a><b>0</b><code>five</code></div>
    <div class="h g"><a href="files/bdfc5619650b795d1ffe-a.rs.html#L7">7</a><b>1</b><code></code></div>
    </div>
    </section>
    "##);
}

#[test]
fn arms_are_counted_within_their_line() {
    let told = |branches| {
        let report = report("a", file(&[(1, 1)], vec![(1, branches)]));
        let pages = made("it", &report, Some("if\n"), &[]);
        between(content(&pages, &page_name("a")), "<p>", "</p>").to_owned()
    };
    let two = [(ArmId::Numbered(7, 3), 1), (ArmId::Numbered(7, 4), 0), (ArmId::Numbered(9, 0), 0)];
    assert_eq!(told(arms(&two)), "1 of 3 branches taken, not arm 2 of branch 1, arm 1 of branch 2");
    let missing = Branches {
        counted: Percent::new(1, 3),
        missing: Some(vec!["12".into(), "exit".into()]),
        ..Branches::default()
    };
    assert_eq!(told(missing), "1 of 3 branches taken, not to line 12, to the function&#39;s exit");
    assert_eq!(
        told(Branches { counted: Percent::new(1, 4), ..Branches::default() }),
        "1 of 4 branches taken"
    );
    let many: Vec<_> = (0..20).map(|at| (ArmId::Numbered(0, at), u64::from(at < 1))).collect();
    assert!(told(arms(&many)).ends_with("arm 9 and 11 more"));
}

#[test]
fn pages_are_made_one_at_a_time() {
    let asked = std::cell::Cell::new(0);
    let mut report = report("a", file(&[(1, 1)], Vec::new()));
    report.add("b".to_owned(), file(&[(1, 0)], Vec::new()));
    let source = |_: &str| {
        asked.set(asked.get() + 1);
        None
    };
    let input = Input {
        title: "it",
        commit: None,
        report: &report,
        metric: Metric::Lines,
        tool: Tool::of([], &report),
        patch: None,
        changes: &[],
        base: Some(percent(1, 4)),
        source: &source,
    };
    let mut pages = pages(&input);
    let first: Vec<_> = pages.by_ref().take(SHARED.len() + 1).map(|page| page.path).collect();
    assert_eq!(first, ["report.css", "keys.js", "tree.js", "lines.js", "index.html"]);
    assert_eq!(asked.get(), 0);
    assert_eq!((pages.next().unwrap().path, asked.get()), (page_name("a"), 1));
    assert_eq!((pages.next().unwrap().path, asked.get()), (page_name("b"), 2));
    assert_eq!(pages.next(), None);
}

#[test]
fn numbers_are_cut_and_grouped() {
    assert_eq!(percentage(percent(199_999, 200_000)), "99.99%");
    assert_eq!(percentage(percent(0, 0)), "not applicable");
    assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    assert_eq!([9999, 10_000, 12_999_999, u64::MAX].map(short), ["9999", "10k", "12M", "18E"]);
    let moved = |now, base| difference(now, base).unwrap();
    assert_eq!(moved(percent(2, 3), percent(1, 2)), "▲ 16.66 points");
    assert_eq!(moved(percent(1, 2), percent(2, 3)), "▼ 16.66 points");
    assert_eq!(moved(percent(99_998, 100_000), percent(99_999, 100_000)), "▼ less than 0.01 points");
    assert_eq!(moved(percent(1, 2), percent(2, 4)), "as before");
    assert_eq!(difference(percent(0, 0), percent(1, 2)), None);
}

#[test]
fn names_of_pages_are_safe_and_stay() {
    assert_eq!(page_name("src/main.rs"), "files/42cb6807ad74b3e201c5-main.rs.html");
    let long = page_name(&format!("{}.rs", "ä".repeat(3000)));
    assert!(long.len() < 100 && long.ends_with("-.rs.html"), "{long}");
}

/// Characters that a page has to keep apart, and what is to be seen of them.
const HIDDEN: [(char, &str); 7] = [
    ('\0', "U+0000"),
    ('\r', "U+000D"),
    ('\u{85}', "U+0085"),
    ('\u{202e}', "U+202E"),
    ('\u{2066}', "U+2066"),
    ('\u{feff}', "U+FEFF"),
    ('\u{e0041}', "U+E0041"),
];

/// The text as it is to be seen, with something around each character that cannot.
fn seen(text: &str, start: &str, end: &str) -> String {
    let one = |c: char| match HIDDEN.iter().find(|(hidden, _)| *hidden == c) {
        Some((_, code)) => format!("{start}{code}{end}"),
        None => c.to_string(),
    };
    text.chars().map(one).collect()
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("</script>".to_owned()),
        Just("</code></div></main>".to_owned()),
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("\" onload=\"x".to_owned()),
        Just("&lt;&#0;&amp".to_owned()),
        Just("]]>".to_owned()),
        Just("<a href='javascript:x'>".to_owned()),
        proptest::sample::select(HIDDEN.map(|(c, _)| c.to_string()).to_vec()),
        "[a-z<>&\"'/\\\\= \t.é日-]{1,4}",
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// What an independent reader makes of a page.
#[derive(Default)]
struct Parsed {
    /// Elements and their attributes, by name.
    marks: BTreeSet<String>,
    /// Links.
    links: Vec<String>,
    /// The text of each element of lines, and of titles.
    texts: Vec<(String, String)>,
    data: String,
}

fn parse(page: &str) -> Parsed {
    // With scripts its content is no more than text: here it is read as without.
    let page = page.replace("noscript>", "section>");
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let (mut parsed, mut open) = (Parsed::default(), Vec::<String>::new());
    for token in Tokenizer::new_with_emitter(page.as_str(), emitter) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0).unwrap();
                for (attribute, value) in tag.attributes {
                    let attribute = String::from_utf8(attribute.0).unwrap();
                    if attribute == "href" {
                        parsed.links.push(String::from_utf8(value.value.0.clone()).unwrap());
                    }
                    parsed.marks.insert(format!("{name} {attribute}"));
                }
                parsed.marks.insert(name.clone());
                if ["code", "title", "h1"].contains(&name.as_str()) {
                    parsed.texts.push((name.clone(), String::new()));
                }
                open.push(name);
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8(tag.name.0).unwrap();
                let at = open.iter().rposition(|each| *each == name).expect("an end has its start");
                open.truncate(at);
            }
            Token::String(text) => {
                let text = String::from_utf8(text.value.0).unwrap();
                match (open.last().map(String::as_str), parsed.texts.last_mut()) {
                    (Some("script"), _) => parsed.data += &text,
                    (_, Some((name, into))) if open.contains(name) => into.push_str(&text),
                    _ => {}
                }
            }
            Token::Doctype(_) => {}
            other => panic!("{other:?}"),
        }
    }
    parsed
}

/// The elements and attributes of pages of harmless texts.
static USUAL: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let branches = vec![(1, arms(&[(named("a"), 1), (named("b\u{202e}"), 0)]))];
    let mut report = report("d/a\u{202e}.rs", file(&[(1, 1)], branches));
    report.add("d/b.rs".to_owned(), file(&[(1, 12345), (2, 0), (9, 1)], Vec::new()));
    let change = |path: &str| Change { path: path.to_owned(), added: vec![1..=2], ..Change::default() };
    let pages =
        made("me\u{202e}", &report, Some("\u{202e}\n\n"), &[change("d/a\u{202e}.rs"), change("d/c.rs")]);
    pages[SHARED.len()..].iter().flat_map(|page| parse(&page.content).marks).collect()
});

proptest! {
    // Each case is some pages, which the parser reads slowly without optimisation.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_shown_and_nothing_else(
        title in hostile(), folder in hostile(), name in hostile(), arm in hostile(),
        source in proptest::collection::vec(hostile(), 1..4),
    ) {
        let path = format!("{folder}/{name}");
        let source = source.join("\n");
        let branches = vec![(1, arms(&[(named("a"), 1), (named(&arm), 0)]))];
        let report = report(&path, file(&[(1, 1)], branches));
        let change = |path: String| Change { path, added: vec![1..=9], ..Change::default() };
        let pages = made(&title, &report, Some(&source), &[change(path.clone()), change(format!("{path}/other"))]);
        for page in &pages[SHARED.len()..] {
            let parsed = parse(&page.content);
            prop_assert!(parsed.marks.is_subset(&USUAL), "{:?}", parsed.marks.difference(&USUAL));
            let is_ours = |link: &String| ["index.html", "../", "files/", "#", "report.css", "patch.html", "data:,"]
                .iter().any(|start| link.starts_with(start));
            prop_assert!(parsed.links.iter().all(is_ours), "{:?}", parsed.links);
        }
        let parsed = parse(content(&pages, &page_name(&path)));
        let last = path.rsplit('/').next().unwrap();
        let texts = |name: &str| -> Vec<String> {
            parsed.texts.iter().filter(|(each, _)| each == name).map(|(_, text)| text.clone()).collect()
        };
        prop_assert_eq!(texts("h1"), vec![seen(last, "", "")]);
        let lines: Vec<_> = source.lines().map(|line| seen(line, "", "")).collect();
        prop_assert_eq!(texts("code"), lines);
        let data: serde_json::Value = serde_json::from_str(&parse(content(&pages, "index.html")).data).unwrap();
        prop_assert_eq!(data[0][0].as_str().unwrap(), seen(&path, "⟨", "⟩"));
    }

    #[test]
    fn other_paths_have_other_pages_on_every_system(one in "[aAbB/.:*ß]{0,12}", other in "[aAbB/.:*ß]{0,12}") {
        let (first, second) = (page_name(&one), page_name(&other));
        prop_assert_eq!(first.to_lowercase() == second.to_lowercase(), one == other);
        let name = first.strip_prefix("files/").unwrap();
        prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)));
        prop_assert!(name.ends_with(".html") && name.as_bytes()[20] == b'-', "what stands before a point is no name of a device");
    }

    #[test]
    fn every_line_of_the_source_and_of_the_report_is_there_once(
        lines in proptest::collection::btree_map(1_u32..400, 0_u64..3, 0..40),
        length in 0_usize..300,
        has_source: bool,
    ) {
        let measured: Vec<_> = lines.into_iter().collect();
        let source = "x\n".repeat(length);
        let report = report("a", file(&measured, Vec::new()));
        let pages = made("it", &report, has_source.then_some(source.as_str()), &[]);
        let page = content(&pages, &page_name("a"));
        let shown: Vec<u32> = page.split("<div id=\"L").skip(1).map(|row| row.split('"').next().unwrap().parse().unwrap()).collect();
        let of_source = (1..=length).filter(|_| has_source).map(|line| u32::try_from(line).unwrap());
        let wanted: BTreeSet<u32> = of_source.chain(measured.iter().map(|(number, _)| *number)).collect();
        prop_assert_eq!(shown, wanted.into_iter().collect::<Vec<_>>());
    }
}
