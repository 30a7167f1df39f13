//! Istanbul's `coverage-summary.json`: sums by file, no lines.
//!
//! ```json
//! {"total": {"lines": {"total": 3, "covered": 2, "skipped": 0, "pct": 66.66}, "statements": {}, "functions": {}, "branches": {}},
//!  "/abs/a.js": {"lines": {}, "statements": {}, "functions": {}, "branches": {}}}
//! ```
//!
//! A percentage of nothing is `"Unknown"`. The total is read only where no file is told: it is the files' sum.

use serde::Deserialize;

use super::json::{self, Count, Keys, Members};
use super::{Format, Head};
use crate::model::{Percent, Totals};
use crate::read::{Malformed, Oddity, Sink};

/// Istanbul's sums.
#[derive(Debug)]
pub(super) struct IstanbulSummary;

impl Format for IstanbulSummary {
    fn name(&self) -> &'static str {
        "Istanbul summary"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| {
            keys.has(&["*", "lines", "pct"]) && keys.has(&["*", "statements", "pct"])
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let entries: Members<Sums> = json::parse(bytes)?;
        let is_total = |name: &str| name == "total";
        let has_files = entries.0.iter().any(|(name, _)| !is_total(name));
        for (name, sums) in &entries.0 {
            if is_total(name) && has_files {
                continue;
            }
            if is_total(name) || sink.file(name) {
                let totals = sums.totals(sink);
                sink.totals(&totals);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Sums {
    lines: Option<Sum>,
    statements: Option<Sum>,
    functions: Option<Sum>,
    branches: Option<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    total: Count,
    covered: Count,
}

impl Sums {
    fn totals(&self, sink: &mut dyn Sink) -> Totals {
        let mut percent = |sum: &Option<Sum>| {
            let sum = sum.as_ref()?;
            [sum.total.odd, sum.covered.odd].into_iter().flatten().for_each(|odd| sink.odd(odd, 0));
            let (covered, total) = (sum.covered.hits, sum.total.hits);
            if covered > total {
                sink.odd(Oddity::MoreThanAll, 0);
            }
            Percent::new(covered.min(total), total)
        };
        Totals {
            lines: percent(&self.lines),
            branches: percent(&self.branches),
            functions: percent(&self.functions),
            statements: percent(&self.statements),
        }
    }
}
