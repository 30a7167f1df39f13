//! Entries into sections.

use std::sync::Arc;

use super::{Entry, Section, SectionTable};

/// The order of the entries in a section.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As given: newest first.
    #[default]
    Given,
    /// By scope, those without one first, and as given within a scope.
    Scope,
}

/// Entries in their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arranged {
    /// The sections that have entries, in the order of the table.
    pub sections: Vec<Section>,
    /// The breaking ones, in the order given; they are in their sections too, if those are shown.
    pub breaking: Vec<Arc<Entry>>,
    /// What no section shows.
    pub hidden: Vec<Arc<Entry>>,
}

/// Puts entries into the sections of a table. None is lost: what is not shown is in `hidden`.
#[must_use]
pub fn arrange(
    entries: impl IntoIterator<Item = Arc<Entry>>,
    table: &SectionTable,
    order: Order,
) -> Arranged {
    let section = |rule: &super::SectionRule| Section {
        id: rule.id.clone(),
        title: rule.title.clone(),
        entries: Vec::new(),
    };
    let mut out = Arranged { sections: table.rules.iter().map(section).collect(), ..Arranged::default() };
    for entry in entries {
        if entry.breaking {
            out.breaking.push(Arc::clone(&entry));
        }
        let rule = table.rule(&entry.kind, entry.scope.as_deref(), entry.breaking);
        match rule.and_then(|rule| out.sections.get_mut(rule)) {
            Some(section) => section.entries.push(entry),
            None => out.hidden.push(entry),
        }
    }
    out.sections.retain(|section| !section.entries.is_empty());
    if order == Order::Scope {
        for section in &mut out.sections {
            section.entries.sort_by(|a, b| a.scope.cmp(&b.scope));
        }
    }
    out
}
