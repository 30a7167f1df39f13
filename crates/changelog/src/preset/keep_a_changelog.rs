//! Keep a Changelog 1.1.0 (keepachangelog.com): written for people, with a standing Unreleased section.

use super::Preset;
use crate::notes::{Order, SectionRule, SectionTable};

/// `## [1.2.0] - 2026-11-21`, `### Added`, link references at the end of the file.
pub const KEEP_A_CHANGELOG: Preset = Preset {
    id: "keep-a-changelog",
    about: "Keep a Changelog: Added, Changed, Deprecated, Removed, Fixed, Security",
    template: include_str!("../../templates/keep-a-changelog.md.j2"),
    header: "# Changelog\n\nAll notable changes to this project will be documented in this file.\n\n\
             The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/),\n\
             and this project adheres to [Semantic Versioning](https://semver.org/spec/v2.0.0.html).\n\n\
             ## [Unreleased]\n\n",
    sections,
    order: Order::Given,
    names_people: false,
    references: true,
    moves_unreleased: true,
};

/// Types of Conventional Commits to the six kinds of change.
///
/// `perf` changes how something behaves, a revert changes it back. A breaking change of a hidden
/// type (`refactor!`) is a change all the same.
fn sections() -> SectionTable {
    let rules = vec![
        SectionRule::new("added", "Added", &["feat", "feature", "add", "added"]),
        SectionRule::new("changed", "Changed", &["change", "changed", "perf", "revert"]),
        SectionRule::new("deprecated", "Deprecated", &["deprecate", "deprecated"]),
        SectionRule::new("removed", "Removed", &["remove", "removed"]),
        SectionRule::new("fixed", "Fixed", &["fix", "fixed"]),
        SectionRule::new("security", "Security", &["security", "fix(security)", "fix(sec)"]),
    ];
    SectionTable { rules, breaking: Some(String::from("changed")) }
}
