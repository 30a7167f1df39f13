//! One reading of reports as a process of its own, for `tests/bench/coverage.py`.
//!
//! `measure summary FILE` and `measure collect FILE…` print what is covered; `measure patch EVERY FILE` reads each
//! `EVERY`th source file alone; `measure naive FILE…` is a loop to compare with.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, that fails loudly")]

use deploy_kit_coverage::metric::Metric;
use deploy_kit_coverage::model::Percent;
use deploy_kit_coverage::read::{self, Source, Wanted};
use deploy_kit_coverage::tool::Tool;
use deploy_kit_coverage::{File, Report};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (what, rest) = arguments.split_first().unwrap();
    let sources =
        |names: &[String]| -> Vec<Source> { names.iter().map(|name| Source::file(name, name)).collect() };
    match what.as_str() {
        "collect" => println!("{}", covered(&collected(&sources(rest), None))),
        "summary" => {
            let summaries = rest.iter().map(|name| read::summary(&Source::file(name, name)).unwrap());
            println!("{}", summaries.map(|summary| summary.codecov()).sum::<Percent>());
        }
        "patch" => {
            let every: u64 = rest[0].parse().unwrap();
            let wanted = |path: &str| number(path).is_multiple_of(every);
            let report = collected(&sources(&rest[1..]), Some(&wanted));
            println!("{} files, {}", report.files.len(), covered(&report));
        }
        "naive" => println!("{}", rest.iter().map(|name| naive(name)).sum::<Percent>()),
        other => panic!("{other}"),
    }
}

fn collected(sources: &[Source], wanted: Option<&Wanted<'_>>) -> Report {
    read::each(sources, wanted, |reads| {
        let mut all = Report::default();
        reads.for_each(|(_, read)| all.merge(read.unwrap().report));
        all
    })
}

/// What anybody would write first: the floor of a program that looks at each number.
fn naive(name: &str) -> Percent {
    let text = std::fs::read_to_string(name).unwrap();
    let hits = |line: &str| -> Option<u64> { line.strip_prefix("DA:")?.split(',').nth(1)?.parse().ok() };
    Percent::count(text.lines().filter_map(hits).map(|hits| hits > 0))
}

/// The number in a file's name.
fn number(path: &str) -> u64 {
    let digits = path.bytes().rev().skip_while(|byte| !byte.is_ascii_digit()).take_while(u8::is_ascii_digit);
    digits.enumerate().map(|(at, digit)| u64::from(digit - b'0') * 10_u64.pow(at as u32)).sum()
}

fn covered(report: &Report) -> Percent {
    let tool = Tool::of([], &Report::default());
    let of = |file: &File| Metric::Codecov.of_file(file, tool);
    report.files.values().map(of).sum()
}
