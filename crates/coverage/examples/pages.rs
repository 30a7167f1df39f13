//! Writes pages to look at, and for the tests in a browser: `cargo run -p deploy-kit-coverage --example pages -- FOLDER`.
//!
//! A small repository with everything that a page can show, hostile names included. With a number behind the folder, as
//! many files instead, of which the first pages are written; with the number of their lines behind it, all pages.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "all of it is for tests and for the eye")]

use std::fmt::Write;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Instant;

use deploy_kit_coverage::html::{Input, pages};
use deploy_kit_coverage::metric::Metric;
use deploy_kit_coverage::model::{Percent, Report};
use deploy_kit_coverage::patch::patch;
use deploy_kit_coverage::read;
use deploy_kit_coverage::tool::Tool;
use deploy_kit_git::Change;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "target/pages".to_owned());
    let (number, lines) = (arguments.next(), arguments.next());
    match number {
        Some(number) => {
            let lines = lines.as_ref().map(|lines| lines.parse().unwrap());
            write(Path::new(&folder), &many(number.parse().unwrap(), lines.unwrap_or(20)), lines.is_some());
        }
        None => write(Path::new(&folder), &sample(), true),
    }
}

/// A repository: its files, its report as LCOV, what a branch has added.
struct Sample {
    sources: Vec<(String, String)>,
    lcov: String,
    changes: Vec<Change>,
}

fn write(folder: &Path, sample: &Sample, is_whole: bool) {
    let read = read("lcov.info", sample.lcov.as_bytes()).unwrap();
    let report: &Report = &read.report;
    let tool = Tool::of([read.format], report);
    let patch = patch(report, &sample.changes, Metric::Codecov);
    let source = |path: &str| {
        let at = sample.sources.binary_search_by(|(name, _)| name.as_str().cmp(path)).ok()?;
        Some(sample.sources[at].1.clone())
    };
    let input = Input {
        title: "acme/rocket <launch>",
        commit: Some("0f3c1a9be2d47c5a8b6e1f2d3c4b5a6978877665"),
        report,
        metric: Metric::Codecov,
        tool,
        patch: Some(&patch),
        changes: &sample.changes,
        base: Percent::new(600, 1000),
        source: &source,
    };
    let start = Instant::now();
    let (mut number, mut bytes, mut index) = (0, 0, 0);
    std::fs::create_dir_all(folder.join("files")).unwrap();
    for page in pages(&input).take_while(|page| is_whole || !page.path.starts_with("files/")) {
        (number, bytes) = (number + 1, bytes + page.content.len());
        index = if page.path == "index.html" { page.content.len() } else { index };
        std::fs::write(folder.join(page.path), page.content).unwrap();
    }
    let time = start.elapsed().as_millis();
    println!("{number} pages, {bytes} bytes, {index} of them the index, {time} ms");
}

fn change(path: &str, added: &[RangeInclusive<u32>]) -> Change {
    Change { path: path.to_owned(), added: added.to_vec(), ..Change::default() }
}

/// Lines as LCOV: every seventh cannot run, of every eleventh a branch was not taken, every fifth was missed.
fn lcov(path: &str, lines: u32, missed: u32) -> String {
    let mut text = format!("SF:{path}\nFN:1,launch\nFNDA:3,launch\nFN:5,abort\nFNDA:0,abort\n");
    for line in (1..=lines).filter(|line| line % 7 != 0) {
        let hits = if line % missed < 2 { 0 } else { u64::from(line) * 37 };
        if line % 11 == 0 {
            writeln!(text, "BRDA:{line},0,0,{hits}\nBRDA:{line},0,1,0").unwrap();
        }
        writeln!(text, "DA:{line},{hits}").unwrap();
    }
    text + "end_of_record\n"
}

fn source(lines: u32) -> String {
    (1..=lines).fold(String::new(), |mut text, line| {
        match line % 7 {
            0 => writeln!(text, "\t// line {line}, <b>not</b> bold & \"quoted\""),
            1 if line % 70 == 1 => writeln!(text, "\tlet long = [{}];", "0xfeed, ".repeat(60)),
            _ => writeln!(text, "\tlet value_{line} = compute(value_{}, {line})?;", line.max(2) - 1),
        }
        .unwrap();
        text
    })
}

fn sample() -> Sample {
    let mut sources: Vec<(String, String)> = [
        ("src/main.rs", source(40)),
        ("src/engine/thrust.rs", source(300)),
        ("src/engine/valve.rs", source(12).replace('\n', "\r\n")),
        ("src/engine/fuel/mixture.rs", source(90)),
        ("src/main/java/org/acme/rocket/Launch.java", source(120)),
        ("src/main/java/org/acme/rocket/Abort.java", source(20)),
        ("docs/new.rs", source(8)),
        ("tests/hostile.js", HOSTILE.to_owned()),
        ("tests/</script><img src=x onerror=alert(1)>.js", HOSTILE.to_owned()),
        ("tests/con.rs", source(3)),
        ("tests/CON.rs", source(3)),
        ("tests/\"quoted'\u{202e}txt.rs", source(3)),
        ("tests/größe/日本語.rs", source(30)),
        ("generated/parser.rs", source(50_000)),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into();
    sources.sort();
    let mut lcov: String = sources
        .iter()
        .filter(|(path, _)| path != "docs/new.rs")
        .map(|(path, text)| {
            let lines = u32::try_from(text.lines().count()).unwrap();
            self::lcov(path, lines, if path.contains("engine") { 9 } else { 40 })
        })
        .collect();
    lcov += "SF:src/gone.rs\nDA:3,1\nDA:4,0\nDA:9,18446744073709551615\nend_of_record\n";
    lcov += "SF:src/shorter.rs\nDA:1,1\nDA:2,0\nDA:9,0\nend_of_record\n";
    sources.push(("src/shorter.rs".to_owned(), "one\ntwo\n".to_owned()));
    sources.push(("src/whole.rs".to_owned(), "one\n".to_owned()));
    sources.sort();
    lcov += "SF:src/whole.rs\nDA:1,12345\nend_of_record\n";
    let changes = vec![
        change("src/engine/thrust.rs", &[8..=12, 40..=48, 200..=231]),
        change("src/main.rs", &[1..=4]),
        change("src/whole.rs", &[1..=1]),
        change("tests/hostile.js", &[2..=3]),
        change("docs/new.rs", &[1..=8]),
    ];
    Sample { sources, lcov, changes }
}

const HOSTILE: &str = "</script></code><script>document.title = 'broken'</script>\n<!-- <img src=x onerror=\"document.title='broken'\">\n\
    if (access != \"user\u{202e} \u{2066}// Check if admin\u{2069} \u{2066}\") {\u{0}\u{7}\n\
    'quote' \"double\" &amp; &lt; \u{feff}\u{200b}zero\u{e0041}\n]]> --> <style>body{display:none}</style>\n";

/// Files as in a large repository: 20 top folders, each of some depth.
fn many(number: usize, lines: u32) -> Sample {
    let text = source(lines);
    let path = |at: usize| {
        let (top, middle, deep) = (at % 20, at / 20 % 10, at / 200 % 7);
        format!("packages/package-{top:02}/src/module_{middle}/part_{deep}/component_{at:05}.ts")
    };
    let mut sources: Vec<_> = (0..number).map(|at| (path(at), text.clone())).collect();
    sources.sort();
    let each = |at: usize, path: &str| lcov(path, lines, 3 + u32::try_from(at % 40).unwrap());
    let lcov = sources.iter().enumerate().map(|(at, (path, _))| each(at, path)).collect();
    let changes = sources.iter().step_by(500).map(|(path, _)| change(path, &[10..=30])).collect();
    Sample { sources, lcov, changes }
}
