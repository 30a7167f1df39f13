//! pycobertura's number, which is Codecov's: a line of which some branch was not taken is a miss.

use crate::{figures_of, report, text, written};

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
        let read = report(&format!("{tool}/{name}"));
        let written = written(&read);
        // gcovr's JaCoCo has no count for some lines: of a file without any only the sums are known.
        assert_eq!(written.is_none(), (tool, name) == ("gcovr", "jacoco.xml"), "{tool}/{name}");
        // As it is, and as we write it.
        for read in written.into_iter().chain([read]) {
            let ours = figures_of(&read).codecov.percent;
            let ours = (ours.total().to_string(), ours.missed().to_string());
            assert_eq!(
                ours,
                (lines.to_owned(), missed.to_owned()),
                "{tool}/{name}, {}:\n{says}",
                read.format
            );
        }
    }
}
