//! The notes GitHub generates for a release.

use super::Preset;
use crate::notes::{Order, SectionRule, SectionTable};

/// `## What's Changed`, `* feat: text by @login in #12`, new contributors, the full changelog.
pub const GITHUB: Preset = Preset {
    id: "github",
    about: "The notes GitHub generates: what changed, by whom, new contributors",
    template: include_str!("../../templates/github.md.j2"),
    header: "# Changelog\n\n",
    sections,
    order: Order::Given,
    names_people: true,
    references: false,
    moves_unreleased: false,
};

/// GitHub lists everything.
fn sections() -> SectionTable {
    SectionTable { rules: vec![SectionRule::new("changes", "What's Changed", &["*"])], breaking: None }
}
