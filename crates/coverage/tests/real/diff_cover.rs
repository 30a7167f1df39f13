//! diff-cover's answer about a small change: a new file, a longer one, and one that was renamed and edited.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use deploy_kit_coverage::metric::Metric;
use deploy_kit_coverage::patch::{Patch, patch};
use deploy_kit_git::Change;
use serde_json::Value;

use crate::{report, text, written};

/// The lines that a diff without context adds, by file.
fn changes(diff: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("+++ b/") {
            changes.push(Change { path: path.to_owned(), ..Change::default() });
        } else if let Some(rest) = line.strip_prefix("@@ ") {
            let added =
                rest.split([' ', '+']).find(|part| !part.is_empty() && !part.starts_with('-')).unwrap();
            let (first, count) = added.split_once(',').unwrap_or((added, "1"));
            let (first, count): (u32, u32) = (first.parse().unwrap(), count.parse().unwrap());
            if count > 0 {
                changes.last_mut().unwrap().added.push(first..=first + count - 1);
            }
        }
    }
    changes
}

fn missed(patch: &Patch) -> BTreeMap<String, Vec<u64>> {
    let lines = |ranges: &[RangeInclusive<u32>]| ranges.iter().cloned().flatten().map(u64::from).collect();
    patch.files.iter().map(|file| (file.path.clone(), lines(&file.missed))).collect()
}

#[test]
fn the_patchs_number_is_diff_covers() {
    let says: Value = serde_json::from_str(&text("diff-cover/diff-cover.json")).unwrap();
    let changes = changes(&text("diff-cover/change.diff"));
    for name in ["coverage.xml", "coverage.lcov"] {
        let read = report(&format!("diff-cover/{name}"));
        let patch = patch(&read.report, &changes, Metric::Tool);
        assert_eq!(
            self::patch(&written(&read).unwrap().report, &changes, Metric::Tool),
            patch,
            "as we write it"
        );
        let percent = patch.percent();
        let (total, missed_lines) = (&says["total_num_lines"], &says["total_num_violations"]);
        assert_eq!((total.as_u64(), missed_lines.as_u64()), (Some(percent.total()), Some(percent.missed())));
        // It cuts to whole numbers.
        assert_eq!(says["total_percent_covered"].as_u64(), Some(percent.covered() * 100 / percent.total()));
        let theirs = says["src_stats"].as_object().unwrap().iter().map(|(path, stats)| {
            let lines = stats["violation_lines"].as_array().unwrap();
            (path.clone(), lines.iter().map(|line| line.as_u64().unwrap()).collect::<Vec<_>>())
        });
        // Ours are stretches, with what cannot run in between: theirs are the ends and what is measured.
        let ours = missed(&patch);
        for (path, lines) in theirs {
            assert!(lines.iter().all(|line| ours[&path].contains(line)), "{path}: {lines:?}, ours {ours:?}");
            let file = patch.files.iter().find(|file| file.path == path).unwrap();
            assert_eq!(file.percent.missed(), lines.len() as u64, "{path}");
        }
    }
}
