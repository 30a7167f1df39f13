//! pycobertura's number, which is Codecov's: a line of which some branch was not taken is a miss.

use crate::{figures_of, report, text};

/// Reports of the same run in other formats have to say the same.
const REPORTS: [(&str, &str); 19] = [
    ("coverage.py", "coverage.xml"),
    ("coverage.py", "coverage.json"),
    ("coverage.py", "coverage.lcov"),
    ("pytest-cov", "coverage.xml"),
    ("gcovr", "cobertura.xml"),
    ("gcovr", "lcov.info"),
    ("gcovr", "gcovr.json"),
    ("gcovr", "jacoco.xml"),
    ("gcovr", "sonar.xml"),
    ("gcovr", "coveralls.json"),
    ("nyc", "cobertura.xml"),
    ("nyc", "lcov.info"),
    ("nyc", "clover.xml"),
    ("nyc", "coverage-final.json"),
    ("c8", "cobertura.xml"),
    ("c8", "lcov.info"),
    ("c8", "clover.xml"),
    ("c8", "coverage-final.json"),
    ("phpunit", "cobertura.xml"),
];

#[test]
fn codecovs_number_is_pycoberturas() {
    for (tool, name) in REPORTS {
        let says = text(&format!("{tool}/pycobertura.txt"));
        // TOTAL  Stmts  Miss  Cover
        let total = says.lines().find(|line| line.starts_with("TOTAL")).unwrap();
        let [_, lines, missed, ..] = total.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{total}")
        };
        let ours = figures_of(&report(&format!("{tool}/{name}"))).codecov.percent;
        let ours = (ours.total().to_string(), ours.missed().to_string());
        assert_eq!(ours, (lines.to_owned(), missed.to_owned()), "{tool}/{name}:\n{says}");
    }
}
