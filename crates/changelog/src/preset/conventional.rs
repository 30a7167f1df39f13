//! The look of conventional-changelog, which semantic-release and release-please write too.

use super::Preset;
use crate::notes::{Order, SectionRule, SectionTable};

/// `## [1.2.0](compare) (2026-11-21)`, `### Features`, `* **scope:** text ([abc1234](url)), closes [#1](url)`.
pub const CONVENTIONAL: Preset = Preset {
    id: "conventional",
    about: "The look of conventional-changelog: a section a type, breaking changes first",
    template: include_str!("../../templates/conventional.md.j2"),
    header: "# Changelog\n\n",
    sections,
    order: Order::Scope,
    names_people: false,
    references: false,
    moves_unreleased: false,
};

/// The visible types of conventional-changelog-conventionalcommits; all others are hidden.
fn sections() -> SectionTable {
    let rules = vec![
        SectionRule::new("features", "Features", &["feat", "feature"]),
        SectionRule::new("fixes", "Bug Fixes", &["fix"]),
        SectionRule::new("performance", "Performance Improvements", &["perf"]),
        SectionRule::new("reverts", "Reverts", &["revert"]),
    ];
    SectionTable { rules, breaking: None }
}
