//! `README.md` names a test for every bug that is known from elsewhere: the tests are there.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::path::Path;

/// The rows of the table of bugs: cells without the bars.
fn rows(readme: &str) -> Vec<Vec<&str>> {
    let table = readme.split("## Bugs of others").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// Whether a source has a function of this name that is marked as a test.
fn has_test(source: &str, name: &str) -> bool {
    let Some(before) =
        source.split(&format!("fn {name}(")).next().filter(|before| before.len() < source.len())
    else {
        return false;
    };
    // The attribute is the last thing before it but documentation.
    let lines = before.lines().rev().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| line.starts_with("///") || line.starts_with("#[")).any(|line| line == "#[test]")
}

#[test]
fn every_bug_has_its_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = read_to_string(folder.join("tests/README.md")).unwrap();
    let rows = rows(&readme);
    assert!(rows.len() >= 80, "rows went missing: {}", rows.len());
    let mut bugs = BTreeSet::new();
    for row in &rows {
        let [subject, bug, _, tests] = row[..] else { panic!("{row:?}") };
        assert!(!subject.is_empty() && bugs.insert((subject, bug)), "twice: {subject}, {bug}");
        let tests: Vec<&str> = tests.split(", ").collect();
        for test in tests {
            let test = test.strip_prefix('`').and_then(|test| test.strip_suffix('`'));
            let (file, name) =
                test.and_then(|test| test.split_once("::")).unwrap_or_else(|| panic!("{row:?}"));
            let file =
                if file.starts_with("src/") { format!("{file}.rs") } else { format!("tests/{file}.rs") };
            let source = read_to_string(folder.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(has_test(&source, name), "`{name}` is no test of {file}");
        }
    }
}

#[test]
fn what_is_no_test_is_found_out() {
    let source = "fn helper() {}\n\n/// Why.\n#[test]\nfn a_test() {\n    helper();\n}\n";
    assert!(has_test(source, "a_test"));
    assert!(!has_test(source, "helper") && !has_test(source, "gone") && !has_test(source, "a"));
}
