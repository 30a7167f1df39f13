//! What holds for every coverage report, whatever its format.

use std::collections::BTreeSet;

use deploy_kit_coverage::model::{File, Totals};
use deploy_kit_coverage::read::{Oddity, Read, Sink, read, read_into};
use deploy_kit_coverage::tool::{Tool, figures};
use deploy_kit_coverage::{Percent, ReadError, Report};
use deploy_kit_coverage::{model::Span, read::ArmName};

/// Reads a report, and holds what it says against what any report may say.
pub fn check(data: &[u8]) {
    let Read { format, report, oddities, .. } = match read("x", data) {
        Ok(read) => read,
        Err(error) => return refused(data, &error),
    };
    for occurrence in oddities.values() {
        assert!(occurrence.count > 0 && occurrence.first <= data.len(), "{oddities:?}");
    }
    report.files.values().for_each(file);
    numbers(format, &report);
    merged(&report);
    skipped(data, &report);
}

/// A refusal has its place in the file, and is one line.
fn refused(data: &[u8], error: &ReadError) {
    assert!(!error.to_string().contains(char::is_control), "{error}");
    if let ReadError::Malformed { position, .. } = error {
        let mut lines = data.split(|&byte| byte == b'\n');
        let line = position.line.checked_sub(1).and_then(|before| lines.nth(before)).expect("a line of the file");
        assert!((1..=line.len() + 1).contains(&position.column), "{error}");
    }
}

fn file(file: &File) {
    assert!(file.lines.iter().all(|line| line.number > 0));
    assert!(file.lines.windows(2).all(|pair| pair[0].number < pair[1].number));
    assert!(file.branches.windows(2).all(|pair| pair[0].0 < pair[1].0));
    for (_, branches) in &file.branches {
        percent(branches.percent());
    }
    let worths: Vec<u32> = file.worths().map(|(line, _)| line).collect();
    assert!(worths.windows(2).all(|pair| pair[0] < pair[1]));
}

fn numbers(format: &str, report: &Report) {
    let figures = figures(report, Tool::of([format], report));
    for figure in [&figures.codecov, &figures.lines, &figures.tool] {
        percent(figure.percent);
        // Some tools print words, or nothing, where there is nothing.
        if let Ok(printed) = figure.printed.trim_end_matches('%').trim_end().parse::<f64>() {
            assert!((0.0..=100.0).contains(&printed), "{figure:?}");
        }
    }
    assert!(figures.codecov.percent.covered() <= figures.lines.percent.covered());
    assert_eq!(figures.codecov.percent.total(), figures.lines.percent.total());
}

fn percent(percent: Percent) {
    assert!(percent.covered() <= percent.total());
    match percent.value() {
        None => assert_eq!(percent.total(), 0),
        Some(value) => {
            assert!((0.0..=100.0).contains(&value));
            assert_eq!(value == 100.0, percent.missed() == 0);
        }
    }
}

/// Once more changes nothing, and neither does which half comes first. As data it is the same.
fn merged(report: &Report) {
    let mut twice = report.clone();
    twice.merge(report.clone());
    assert_eq!(&twice, report);
    let (mut one, mut other) = (report.clone(), Report::default());
    for file in one.files.values_mut() {
        let half = file.lines.len() / 2;
        let rest = file.lines.split_off(half);
        other.files.insert("b".to_owned(), File { lines: rest, ..File::default() });
    }
    let mut forth = one.clone();
    forth.merge(other.clone());
    other.merge(one);
    assert_eq!(forth, other);
    let json = serde_json::to_vec(report).expect("data");
    assert_eq!(&serde_json::from_slice::<Report>(&json).expect("the same data"), report);
}

/// Whoever wants no file is told of the same ones, and a report that can be read is no error then either.
fn skipped(data: &[u8], report: &Report) {
    let mut names = Names::default();
    read_into("x", data, &mut names).expect("what was read before");
    let files: BTreeSet<&String> = report.files.keys().collect();
    assert_eq!(names.0.iter().collect::<BTreeSet<_>>(), files);
}

/// Takes the names of files alone.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Sink for Names {
    fn file(&mut self, path: &str) -> bool {
        self.0.insert(path.to_owned());
        false
    }

    fn line(&mut self, _: u32, _: u64) {}
    fn arm(&mut self, _: u32, _: ArmName<'_>, _: u64) {}
    fn branches(&mut self, _: u32, _: Percent, _: Option<&[&str]>) {}
    fn function(&mut self, _: &str, _: Option<u32>, _: u64) {}
    fn statement(&mut self, _: Span, _: u32, _: u64) {}
    fn totals(&mut self, _: &Totals) {}
    fn root(&mut self, _: &str) {}
    fn odd(&mut self, _: Oddity, _: usize) {}
}
