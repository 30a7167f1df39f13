//! How the tools round: what each prints of some hundred pairs of covered and all, ties and ends among them
//! (`rounding.py`).

use deploy_kit_coverage::Percent;
use deploy_kit_coverage::tool::PRODUCERS;

use crate::text;

/// The table, and the producer.
const TABLES: [(&str, &str); 10] = [
    ("coverage.py", "coverage.py"),
    ("gcovr", "gcovr"),
    ("lcov", "lcov"),
    ("istanbul", "Istanbul"),
    ("go", "go tool cover"),
    ("simplecov", "SimpleCov"),
    ("phpunit", "PHPUnit"),
    ("jacoco", "JaCoCo"),
    ("llvm-cov", "llvm-cov"),
    ("gcov", "gcov"),
];

/// Producers whose tool cannot be installed where the tables are made: what they print is from their sources alone.
const UNTESTED: [&str; 2] = ["OpenClover", "coverlet"];

#[test]
fn every_number_is_rounded_as_its_tool_does() {
    for (table, producer) in TABLES {
        let rounding = PRODUCERS.iter().find(|known| known.name == producer).unwrap().rounding;
        let rows = text(&format!("rounding/{table}.txt"));
        assert!(rows.lines().count() >= 10, "{table}");
        for row in rows.lines() {
            let [covered, total, printed] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let percent = Percent::new(covered.parse().unwrap(), total.parse().unwrap()).unwrap();
            let ours = rounding.print(percent);
            // lcov 1.16 is what can be installed; from 2.0 on it prints 0 for nothing and 100 for all alone.
            let is_kept = percent.covered() > 0 && percent.missed() > 0;
            match (table, printed) {
                ("lcov", "0.0%") if is_kept => assert_eq!(ours, "0.1%", "{row}"),
                ("lcov", "100.0%") if is_kept => assert_eq!(ours, "99.9%", "{row}"),
                _ => assert_eq!(ours, printed, "{table}: {row}"),
            }
        }
    }
}

#[test]
fn each_producer_has_a_table_or_is_said_to_have_none() {
    for producer in &PRODUCERS {
        let has_table = TABLES.iter().any(|(_, name)| *name == producer.name);
        assert_ne!(has_table, UNTESTED.contains(&producer.name), "{}", producer.name);
    }
}
