//! Which types of change appear, and under which title: the one table a configuration replaces.

/// A section, and the types it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionRule {
    /// The id templates can ask for.
    pub id: String,
    /// The title.
    pub title: String,
    /// Types in lower case; `type(scope)` for one scope alone; `*` for whatever no other rule takes.
    pub types: Vec<String>,
}

impl SectionRule {
    /// A rule.
    #[must_use]
    pub fn new(id: &str, title: &str, types: &[&str]) -> Self {
        let types = types.iter().map(|kind| (*kind).to_owned()).collect();
        Self { id: id.to_owned(), title: title.to_owned(), types }
    }
}

/// The sections in the order they are shown. A type that no rule takes is hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionTable {
    /// The rules; the most specific one takes an entry, of equals the first.
    pub rules: Vec<SectionRule>,
    /// The id of the section for breaking changes of hidden types; `None` shows them among
    /// [`Notes::breaking`](super::Notes::breaking) alone.
    pub breaking: Option<String>,
}

impl SectionTable {
    /// The index of the rule for an entry; `None` if it is hidden.
    #[must_use]
    pub fn rule(&self, kind: &str, scope: Option<&str>, breaking: bool) -> Option<usize> {
        let find = |wanted: &dyn Fn(&str) -> bool| {
            self.rules.iter().position(|rule| rule.types.iter().any(|kind| wanted(kind)))
        };
        let scoped = scope.and_then(|scope| find(&|rule| is_scoped(rule, kind, scope)));
        let breaking_rule = || {
            let id = self.breaking.as_ref().filter(|_| breaking)?;
            self.rules.iter().position(|rule| rule.id == *id)
        };
        scoped
            .or_else(|| find(&|rule| rule == kind))
            .or_else(|| find(&|rule| rule == "*"))
            .or_else(breaking_rule)
    }
}

/// Whether a rule's type is `kind(scope)`.
fn is_scoped(rule: &str, kind: &str, scope: &str) -> bool {
    let inner = rule
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('('))
        .and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|inner| inner.eq_ignore_ascii_case(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_rule_wins() {
        let table = SectionTable {
            rules: vec![
                SectionRule::new("fixed", "Fixed", &["fix"]),
                SectionRule::new("security", "Security", &["security", "fix(security)"]),
                SectionRule::new("changed", "Changed", &["perf"]),
            ],
            breaking: Some(String::from("changed")),
        };
        assert_eq!(table.rule("fix", Some("core"), false), Some(0));
        assert_eq!(table.rule("fix", Some("Security"), false), Some(1));
        assert_eq!(table.rule("chore", None, false), None);
        assert_eq!(table.rule("chore", None, true), Some(2));
    }
}
