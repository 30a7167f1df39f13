//! Reports that the real tools made of our own small programs, and what the tools printed about them (`make.sh`).

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod diff_cover;
mod pycobertura;
mod rounding;

use std::path::Path;

use deploy_kit_coverage::output::{self, Meta};
use deploy_kit_coverage::read::Read;
use deploy_kit_coverage::tool::{Figures, Tool, figures};
use deploy_kit_coverage::{Percent, read};

/// A report, and where its tool's own words hold its number.
struct Case {
    /// The folder.
    tool: &'static str,
    /// The report in it.
    report: &'static str,
    /// Who it is taken for.
    producer: &'static str,
    /// What stands before the percentage, the last time that it stands there.
    before: &'static str,
    /// How covered and all are told, where they are: `{c}`, `{m}` and `{t}` stand for covered, missed and all.
    counts: &'static str,
}

const fn case(
    tool: &'static str,
    report: &'static str,
    producer: &'static str,
    before: &'static str,
    counts: &'static str,
) -> Case {
    Case { tool, report, producer, before, counts }
}

const CASES: &[Case] = &[
    case("coverage.py", "coverage.xml", "coverage.py", "TOTAL", ""),
    case("coverage.py", "coverage.json", "coverage.py", "TOTAL", ""),
    case("coverage.py", "coverage.lcov", "coverage.py", "TOTAL", ""),
    case("pytest-cov", "coverage.xml", "coverage.py", "TOTAL", " {t}      {m} "),
    case("lcov", "lcov.info", "lcov", "lines......: ", "({c} of {t} lines)"),
    case("gcov", "gcov.json", "gcov", "Lines executed:", "% of {t}"),
    case("gcovr", "lcov.info", "gcovr", "lines: ", "({c} out of {t})"),
    case("gcovr", "cobertura.xml", "gcovr", "lines: ", "({c} out of {t})"),
    case("gcovr", "jacoco.xml", "gcovr", "lines: ", "({c} out of {t})"),
    case("gcovr", "clover.xml", "gcovr", "lines: ", "({c} out of {t})"),
    case("gcovr", "gcovr.json", "gcovr", "lines: ", "({c} out of {t})"),
    case("nyc", "coverage-final.json", "Istanbul", "Statements   : ", "( {c}/{t} )"),
    case("nyc", "coverage-summary.json", "Istanbul", "Statements   : ", "( {c}/{t} )"),
    case("nyc", "clover.xml", "Istanbul", "Lines        : ", "( {c}/{t} )"),
    case("nyc", "cobertura.xml", "Istanbul", "Lines        : ", "( {c}/{t} )"),
    case("c8", "coverage-final.json", "Istanbul", "Statements   : ", "( {c}/{t} )"),
    case("c8", "coverage-summary.json", "Istanbul", "Statements   : ", "( {c}/{t} )"),
    case("c8", "clover.xml", "Istanbul", "Lines        : ", "( {c}/{t} )"),
    case("c8", "cobertura.xml", "Istanbul", "Lines        : ", "( {c}/{t} )"),
    case("go", "cover.out", "go tool cover", "(statements)", ""),
    case("simplecov", "resultset.json", "SimpleCov", "", "{c} / {t} LOC"),
    case("phpunit", "clover.xml", "PHPUnit", "\n  Lines: ", "({c}/{t})"),
    case("phpunit", "cobertura.xml", "PHPUnit", "\n  Lines: ", "({c}/{t})"),
];

/// Reports that are taken for another tool's, as nothing in them tells: what is counted is the same, and only the rounding
/// is the other tool's.
const COUNTED_ALIKE: &[(&str, &str, &str, &str)] = &[
    ("gcovr", "sonar.xml", "no one tool", "({c} out of {t})"),
    ("gcovr", "coveralls.json", "no one tool", "({c} out of {t})"),
    (
        "grcov",
        "cobertura.xml",
        "no one tool",
        "\"linesCovered\":{c},\"linesMissed\":{m},\"linesTotal\":{t},\"name\":\"\"",
    ),
    (
        "grcov",
        "lcov.info",
        "lcov",
        "\"linesCovered\":{c},\"linesMissed\":{m},\"linesTotal\":{t},\"name\":\"\"",
    ),
    ("nyc", "lcov.info", "lcov", "( {c}/{t} )"),
    ("c8", "lcov.info", "lcov", "( {c}/{t} )"),
];

fn text(path: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real");
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn report(path: &str) -> Read {
    read(path, text(path).as_bytes()).unwrap()
}

/// The same as normalised Cobertura, read back; `None` where a file has sums alone, which Cobertura does not hold.
fn written(read: &Read) -> Option<Read> {
    let (mut bytes, meta) = (Vec::new(), Meta { version: "0", time: 0 });
    let notes = output::cobertura(&read.report, &meta, &mut bytes).unwrap();
    notes.left_out.is_empty().then(|| deploy_kit_coverage::read("written.xml", &bytes).unwrap())
}

fn figures_of(read: &Read) -> Figures {
    figures(&read.report, Tool::of([read.format], &read.report))
}

/// The first percentage after the last time that a text stands.
fn percentage<'a>(text: &'a str, before: &str) -> &'a str {
    let rest = &text[text.rfind(before).filter(|_| !before.is_empty()).unwrap_or(0)..];
    let end = rest.find('%').unwrap();
    let start = rest[..end].rfind(|character: char| !character.is_ascii_digit() && character != '.').unwrap();
    &rest[start + 1..=end]
}

fn filled(counts: &str, percent: Percent) -> String {
    [("{c}", percent.covered()), ("{m}", percent.missed()), ("{t}", percent.total())]
        .iter()
        .fold(counts.to_owned(), |text, (name, count)| text.replace(name, &count.to_string()))
}

#[test]
fn our_number_is_the_one_that_the_tool_printed() {
    for Case { tool, report: name, producer, before, counts } in CASES {
        let printed = text(&format!("{tool}/printed.txt"));
        let figures = figures_of(&report(&format!("{tool}/{name}")));
        let (figure, percent) = (&figures.tool, figures.tool.percent);
        assert_eq!(figures.producer, *producer, "{tool}/{name}");
        assert_eq!(figure.printed, percentage(&printed, before), "{tool}/{name}: {percent} {}", figure.unit);
        let counts = filled(counts, percent);
        assert!(printed.contains(&counts), "{tool}/{name}: `{counts}` is not in\n{printed}");
    }
}

#[test]
fn what_is_taken_for_another_tools_is_counted_as_its_own() {
    for (tool, name, producer, counts) in COUNTED_ALIKE {
        let printed = text(&format!("{tool}/printed.txt"));
        let figures = figures_of(&report(&format!("{tool}/{name}")));
        assert_eq!(figures.producer, *producer, "{tool}/{name}");
        let counts = filled(counts, figures.tool.percent);
        assert!(printed.contains(&counts), "{tool}/{name}: `{counts}` is not in\n{printed}");
    }
}

/// The last row of llvm-cov's table: all, missed and a percentage of regions, of functions, of lines and of branches.
#[test]
fn llvm_covs_number_is_that_of_lines() {
    let table = text("llvm-cov/printed.txt");
    let row: Vec<&str> =
        table.lines().rfind(|line| line.starts_with("TOTAL")).unwrap().split_whitespace().collect();
    for name in ["llvm-cov.json", "summary.json"] {
        let tool = figures_of(&report(&format!("llvm-cov/{name}"))).tool;
        let counts = (tool.percent.total().to_string(), tool.percent.missed().to_string());
        assert_eq!(counts, (row[7].to_owned(), row[8].to_owned()), "{name}\n{table}");
        assert_eq!(tool.printed, row[9], "{name}\n{table}");
    }
    // Two functions of one line are two lines to it, and one to whoever counts lines by their numbers.
    let figures = figures_of(&report("llvm-cov/llvm-cov.json"));
    assert!(figures.lines.percent.total() < figures.tool.percent.total());
}

/// JaCoCo's page tells of instructions: `5 of 40`, missed of all, and a percentage, and of lines missed and all alone.
#[test]
fn jacocos_instructions_and_lines_are_those_of_its_page() {
    let page = text("jacoco/printed.txt");
    let cells: Vec<&str> = page.lines().collect();
    let [_, instructions, percent, _, _, _, _, missed_lines, lines, ..] = cells[..] else { panic!("{page}") };
    let figures = figures_of(&report("jacoco/jacoco.xml"));
    let plain = figures.lines.percent;
    assert_eq!(
        (plain.missed().to_string(), plain.total().to_string()),
        (missed_lines.to_owned(), lines.to_owned())
    );
    let tool = figures.tool;
    assert_eq!(tool.unit.to_string(), "instructions");
    let shown = format!("{} of {}", tool.percent.missed(), tool.percent.total());
    assert_eq!((shown.as_str(), tool.printed.as_str()), (instructions, percent));
}

#[test]
fn no_report_names_a_place_that_is_not_neutral() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            match std::fs::read_to_string(&path) {
                _ if path.is_dir() => folders.push(path),
                Ok(text) if !path.ends_with("main.rs") => {
                    for place in ["/home/", "/root/", "/tmp/", "/Users/", "/workspace/"] {
                        assert!(!text.contains(place), "{} holds {place}", path.display());
                    }
                }
                _ => {}
            }
        }
    }
}

/// One program in two modules, one of them in a group of groups, as the report of all (`:all`): each has a path of its own, and JaCoCo's sums of both.
#[test]
fn jacocos_groups_are_modules() {
    let (one, groups) = (report("jacoco/jacoco.xml"), report("jacoco/groups.xml"));
    assert_eq!(groups.made, Some(1_700_000_001), "when the session was dumped");
    let paths: Vec<&str> = groups.report.files.keys().map(String::as_str).collect();
    let folders = ["modules/shop/shop/", "other/shop/"];
    let expected: Vec<String> = folders
        .iter()
        .flat_map(|folder| ["Shop", "Unused"].map(|name| format!("{folder}{name}.java")))
        .collect();
    assert_eq!(paths, expected);
    let (one, both) = (figures_of(&one).tool, figures_of(&groups).tool);
    assert_eq!((both.percent, both.unit), (one.percent + one.percent, one.unit));
}

/// grcov's Cobertura has conditions in place of their sum: what pycobertura misses there, its LCOV and gcovr's tell.
#[test]
fn grcovs_partial_lines_are_those_of_gcovr() {
    let partial = figures_of(&report("gcovr/cobertura.xml")).codecov.percent;
    for name in ["grcov/cobertura.xml", "grcov/lcov.info"] {
        assert_eq!(figures_of(&report(name)).codecov.percent, partial, "{name}");
    }
    assert!(partial.covered() < figures_of(&report("grcov/lcov.info")).lines.percent.covered());
}

/// Reports of one run were made within seconds of each other, whoever counts milliseconds.
#[test]
fn the_times_of_one_runs_reports_agree() {
    for reports in [
        &["gcovr/cobertura.xml", "gcovr/clover.xml", "gcovr/coveralls.json"][..],
        &["nyc/cobertura.xml", "nyc/clover.xml"],
        &["c8/cobertura.xml", "c8/clover.xml"],
        &["phpunit/cobertura.xml", "phpunit/clover.xml"],
        &["coverage.py/coverage.xml"],
        &["simplecov/resultset.json"],
    ] {
        let made: Vec<i64> = reports.iter().map(|name| report(name).made.unwrap()).collect();
        // Since this file was written.
        assert!(
            made.iter().all(|made| (1_790_000_000..2_000_000_000).contains(made)),
            "{reports:?}: {made:?}"
        );
        assert!(made.iter().all(|time| (time - made[0]).abs() < 60), "{reports:?}: {made:?}");
    }
    assert_eq!(report("coverage.py/coverage.json").made, None, "a local time");
}
