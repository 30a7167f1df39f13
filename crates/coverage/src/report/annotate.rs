//! Annotations of added lines that are not covered: one for each stretch, the longest first. The runner shows ten of a
//! kind for each step; the rest is listed in the summary.

use std::ops::RangeInclusive;

use deploy_kit_core::actions::{Annotation, Level};

use crate::patch::PatchFile;
use crate::plan::{Plan, Verdict};

/// Makes them.
pub(super) fn annotations(plan: &Plan) -> Vec<Annotation> {
    let Some(patch) = &plan.measurement.all.patch else { return Vec::new() };
    let level = if plan.verdict == Verdict::Failed { Level::Warning } else { Level::Notice };
    let mut annotations: Vec<Annotation> = patch.files.iter().flat_map(|file| of_file(file, level)).collect();
    annotations.sort_by_key(|annotation| std::cmp::Reverse(annotation.priority));
    annotations
}

fn of_file(file: &PatchFile, level: Level) -> impl Iterator<Item = Annotation> {
    let at = move |lines: &RangeInclusive<u32>, text: String, weight: i32| {
        let mut annotation = Annotation::new(level, text).title("Not covered").file(&file.path);
        annotation = annotation.lines(*lines.start(), *lines.end());
        annotation.priority = weight;
        annotation
    };
    let missed = file.missed.iter().map(move |lines| {
        let text = match length(lines) {
            1 => "this added line is never run by a test".to_owned(),
            _ => format!("the added lines {} to {} are never run by a test", lines.start(), lines.end()),
        };
        at(lines, text, length(lines).saturating_mul(2))
    });
    let partial = file.partial.iter().map(move |lines| {
        let text = "a branch of this added line is never taken by a test".to_owned();
        at(lines, text, 1)
    });
    missed.chain(partial)
}

fn length(lines: &RangeInclusive<u32>) -> i32 {
    i32::try_from(lines.end().saturating_sub(*lines.start()).saturating_add(1)).unwrap_or(i32::MAX)
}
