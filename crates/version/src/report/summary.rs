//! The job's summary.

use std::fmt::Write as _;

use deploy_kit_core::markdown::{Align, Table, code_span, escape};

use super::count;
use crate::history::{Entry, Why};
use crate::plan::{PackagePlan, Plan};

/// More commits than a page wants are counted, not listed.
pub(super) const LISTED: usize = 200;

/// One table of packages, and the explanation of each behind a fold.
pub(super) fn summary(plan: &Plan) -> String {
    let mut packages = Table::new(["Package", "Current", "Next", "Bump"].map(|title| (title, Align::Left)));
    for package in &plan.packages {
        let name = package.name.as_deref().map_or_else(|| "repository".to_owned(), escape);
        let current = package.current.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        let next = match (&package.next, package.should_release) {
            (Some(next), true) => format!("**{next}**"),
            _ => "nothing to release".to_owned(),
        };
        packages.row([name, current, next, package.bump.to_string()]);
    }
    let mut page = format!("### Next version\n\n{packages}");
    for package in plan.packages.iter().filter(|package| !package.entries.is_empty()) {
        explain(&mut page, &title(package), &package.entries, package.tally.changes);
    }
    if !plan.outside.is_empty() {
        explain(&mut page, "outside of every package", &plan.outside, plan.outside.len());
    }
    page
}

fn title(package: &PackagePlan) -> String {
    let of = package.name.as_deref().map(|name| format!(" of {}", escape(name))).unwrap_or_default();
    format!("{}{of}, explained", count(package.tally.changes, "change"))
}

fn explain(page: &mut String, title: &str, entries: &[Entry], count: usize) {
    let mut table = Table::new(["Commit", "Bump", "Subject", "Why"].map(|title| (title, Align::Left)));
    for entry in entries.iter().take(LISTED) {
        let (id, bump) = (code_span(&entry.id.short(7)), entry.bump.to_string());
        table.row([id, bump, escape(&entry.subject), escape(&Why(entry).to_string())]);
    }
    let _ = write!(page, "\n<details><summary>{title}</summary>\n\n{table}");
    if count > LISTED {
        let _ = write!(page, "\nand {} more\n", count - LISTED);
    }
    page.push_str("\n</details>\n");
}
