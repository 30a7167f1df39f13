//! What is checked: statuses, flags and components, as thresholds of all and of parts.

use super::Missing;
use super::component::Paths;
use super::section::{Toml, source};
use super::settings::{Import, is_nothing};
use super::status::{Of, PATCH_AUTO, Rule, Undecided, rule};
use super::yaml::{Node, Value};

/// A flag that has paths.
struct Flag {
    name: String,
    paths: Paths,
}

enum Scope {
    All,
    Part(Paths),
    /// Of nothing that could be taken over, and it is told why.
    None,
}

impl Import<'_> {
    /// Statuses, flags and components.
    pub(super) fn checks(&mut self) {
        let mut undecided = Undecided::default();
        let flags = self.flags(&mut undecided);
        self.components(&mut undecided);
        let mut whole: Vec<Rule> = Vec::new();
        self.statuses(&flags, &mut whole, &mut undecided);
        for key in ["min-total", "min-patch", "max-drop"] {
            let rules: Vec<&Rule> = whole.iter().filter(|rule| rule.key == key).collect();
            let strictest =
                rules.iter().copied().reduce(|one, other| if other.is_stricter(one) { other } else { one });
            if let Some(strictest) = strictest {
                let mut comments: Vec<String> =
                    rules.iter().flat_map(|rule| rule.comments.iter().cloned()).collect();
                if rules.len() > 1 {
                    comments.push("of several the strictest one".to_owned());
                }
                self.section.set(key, Toml::Bare(strictest.value.number()), comments);
            }
        }
        let items = std::mem::take(&mut self.parts).items();
        self.section.list("components", items);
        let Undecided { hold, pass } = undecided;
        let value = if hold.is_empty() { "pass" } else { "hold" };
        let mut comments = [hold, pass].concat();
        if !comments.is_empty() {
            if value == "pass" {
                comments.push(
                    "also where a report is missing: without this line the gate is closed then".to_owned(),
                );
            }
            self.section.set("undecided", Toml::Text(value), comments);
        }
    }

    fn statuses(&mut self, flags: &[Flag], whole: &mut Vec<Rule>, undecided: &mut Undecided) {
        let status = self.root.at(&["coverage", "status"]);
        if let Some(status) = status.filter(|status| status.truth() == Some(false)) {
            return self.account.note(status, "nothing is checked, and nothing is asked for here");
        }
        if let Some(status) = status.filter(|status| status.truth() == Some(true) || status.is_null()) {
            self.account.told(status);
        }
        for (of, name) in [(Of::Project, "project"), (Of::Patch, "patch")] {
            let Some(node) = status.and_then(|status| status.get(name)) else {
                self.unsaid(of, name);
                continue;
            };
            match &node.value {
                Value::Keys(names) if !names.is_empty() => {
                    for (name, node) in names {
                        self.status(name, node, of, flags, whole, undecided);
                    }
                }
                Value::Text(_) => whole.extend(rule(node, of, self.account, undecided)),
                _ => self.account.note(node, "there is nothing in it"),
            }
        }
        self.changes(status.and_then(|status| status.get("changes")));
    }

    /// What Codecov checks where the file says nothing of it.
    fn unsaid(&mut self, of: Of, name: &str) {
        let reason = match of {
            Of::Project => {
                "the file does not say it, and Codecov checks it for accounts of before May 2024: if it is one of your \
                 checks, write `max-drop = 0`"
                    .to_owned()
            }
            Of::Patch => format!("the file does not say it, and Codecov checks it all the same: {PATCH_AUTO}"),
        };
        let path = format!("coverage.status.{name}");
        self.account.missing.push(Missing { path, line: None, reason });
    }

    fn status(
        &mut self,
        name: &str,
        node: &Node,
        of: Of,
        flags: &[Flag],
        whole: &mut Vec<Rule>,
        undecided: &mut Undecided,
    ) {
        if node.text().is_some() && node.truth().is_none() && !node.is_null() {
            let reason = "a status has keys of its own: write `target: 80%` below a name such as `default`, and import again";
            return self.account.missing(node, reason);
        }
        if let Some(kind) = node.get("type") {
            self.account.missing(kind, "a status is of what it stands below");
        }
        let Some(rule) = rule(node, of, self.account, undecided) else { return self.scope_of_none(node) };
        match self.scope(node, flags) {
            Scope::All => whole.push(rule),
            Scope::Part(paths) => self.parts.add(name, paths, vec![rule], source(node), self.account),
            Scope::None => self.account.missing(node, "none of its paths could be taken over, so it was not"),
        }
    }

    /// Where there is no rule, its paths are of no use.
    fn scope_of_none(&mut self, node: &Node) {
        for key in ["paths", "flags"] {
            if let Some(node) = node.get(key) {
                self.account.note(node, "its status makes no rule");
            }
        }
    }

    /// What of the repository a status is of.
    fn scope(&mut self, node: &Node, flags: &[Flag]) -> Scope {
        let mut paths = Paths::default();
        let own = node.get("paths").filter(|paths| !is_nothing(paths));
        let named = node.get("flags").filter(|flags| !is_nothing(flags));
        for empty in
            ["paths", "flags"].into_iter().filter_map(|key| node.get(key)).filter(|node| is_nothing(node))
        {
            self.account.note(empty, "there is nothing in it");
        }
        match (own, named) {
            (None, None) => return Scope::All,
            (Some(own), named) => {
                paths.add(own, self.account);
                if let Some(named) = named {
                    self.account.missing(
                        named,
                        "a status with `paths` is of these alone, whatever was uploaded with which flag",
                    );
                }
            }
            (None, Some(named)) => {
                for item in named.items() {
                    let flag = flags.iter().find(|flag| Some(flag.name.as_str()) == item.text());
                    let Some(flag) = flag else {
                        let reason = "the flag has no paths that could be taken over, and reports are not told apart by \
                                      upload: give its status `paths`, or run the tool once for each flag with `reports` of \
                                      its own";
                        self.account.missing(item, reason);
                        return Scope::None;
                    };
                    paths.join(&flag.paths);
                    paths.took(item);
                }
            }
        }
        if paths.globs.is_empty() { Scope::None } else { Scope::Part(paths) }
    }

    fn changes(&mut self, node: Option<&Node>) {
        let Some(node) = node else { return };
        if node.truth() == Some(false) || is_nothing(node) {
            return self.account.note(node, "it is off, and nothing is asked for in its place");
        }
        let reason = "changes of coverage outside of what was edited are no check of their own: `ratchet = true` refuses more \
                      missed lines than the base has";
        self.account.missing(node, reason);
    }

    /// Flags of both kinds; those with paths become components.
    fn flags(&mut self, undecided: &mut Undecided) -> Vec<Flag> {
        let mut flags = Vec::new();
        let rules = self.root.at(&["flag_management", "default_rules"]);
        let named = self.root.get("flags").map(Node::keys).unwrap_or_default();
        for (name, node) in named {
            self.flag(name, node, None, undecided, &mut flags);
        }
        let individual = self.root.at(&["flag_management", "individual_flags"]);
        let individual = individual.filter(|node| !is_nothing(node)).map(Node::items).unwrap_or_default();
        for node in individual.iter().filter(|node| !node.keys().is_empty()) {
            let name = self.name(node, &["name"]);
            self.flag(&name, node, rules, undecided, &mut flags);
        }
        self.defaults(rules, &["name", "paths", "ignore", "statuses"]);
        self.empty("flags");
        self.empty("flag_management");
        flags
    }

    fn flag(
        &mut self,
        name: &str,
        node: &Node,
        defaults: Option<&Node>,
        undecided: &mut Undecided,
        flags: &mut Vec<Flag>,
    ) {
        if let Some(given) = node.get("name").filter(|given| given.text() != Some(name)) {
            self.account.note(given, "its key is its name");
        }
        let of = |key: &str| {
            let set = |node: &&Node| !is_nothing(node);
            node.get(key).filter(set).or_else(|| defaults?.get(key).filter(set))
        };
        let mut paths = Paths::default();
        if let Some(list) = of("paths") {
            paths.add(list, self.account);
        }
        if let Some(list) = of("ignore") {
            paths.except(list, self.account);
        }
        let reason = "a flag without paths is a set of uploads, and reports are not told apart by upload: give it `paths`, or \
                      run the tool once for it with `reports` of its own";
        self.part(name, node, paths.clone(), of("statuses"), reason, undecided);
        if !paths.globs.is_empty() {
            flags.push(Flag { name: name.to_owned(), paths });
        }
    }

    /// A flag or component with its statuses.
    fn part(
        &mut self,
        name: &str,
        node: &Node,
        paths: Paths,
        statuses: Option<&Node>,
        reason: &str,
        undecided: &mut Undecided,
    ) {
        if paths.globs.is_empty() {
            return self.account.missing(node, reason);
        }
        for empty in ["paths", "ignore", "statuses"]
            .into_iter()
            .filter_map(|key| node.get(key))
            .filter(|node| is_nothing(node))
        {
            self.account.note(empty, "there is nothing in it");
        }
        let statuses = statuses.map(Node::items).unwrap_or_default();
        let mut rules = Vec::new();
        for status in statuses.iter().filter(|status| !status.keys().is_empty()) {
            rules.extend(self.status_of_part(status, undecided));
        }
        self.parts.add(name, paths, rules, source(node), self.account);
    }

    fn status_of_part(&mut self, status: &Node, undecided: &mut Undecided) -> Option<Rule> {
        for key in ["paths", "flags"] {
            if let Some(node) = status.get(key) {
                self.account.missing(
                    node,
                    "a status of a flag or component is of its paths, and has none of its own",
                );
            }
        }
        let of = match status.get("type").map(Node::text) {
            Some(Some("project")) => Of::Project,
            Some(Some("patch")) => Of::Patch,
            Some(Some("changes")) => {
                self.changes(Some(status));
                return None;
            }
            _ => {
                self.account.missing(status, "its `type` is neither `project` nor `patch`");
                return None;
            }
        };
        status.get("type").into_iter().for_each(|kind| self.account.told(kind));
        rule(status, of, self.account, undecided)
    }

    fn components(&mut self, undecided: &mut Undecided) {
        let rules = self.root.at(&["component_management", "default_rules"]);
        let individual = self.root.at(&["component_management", "individual_components"]);
        let individual = individual.filter(|node| !is_nothing(node)).map(Node::items).unwrap_or_default();
        for node in individual.iter().filter(|node| !node.keys().is_empty()) {
            let of = |key: &str| {
                let set = |node: &&Node| !is_nothing(node);
                node.get(key).filter(set).or_else(|| rules?.get(key).filter(set))
            };
            let name = self.name(node, &["name", "component_id"]);
            let mut paths = Paths::default();
            if let Some(list) = of("paths") {
                paths.add(list, self.account);
            }
            let reason = "a component without paths that could be taken over has no files: give it `paths`";
            self.part(&name, node, paths, of("statuses"), reason, undecided);
        }
        self.defaults(rules, &["name", "component_id", "paths", "statuses"]);
        self.empty("component_management");
    }

    /// The first name that is given; the others are of no use.
    fn name(&mut self, node: &Node, keys: &[&str]) -> String {
        let mut name = None;
        for given in keys.iter().filter_map(|key| node.get(key)) {
            match (name, given.text().filter(|_| !given.is_null())) {
                (None, Some(text)) => {
                    self.account.told(given);
                    name = Some(text);
                }
                (Some(_), Some(_)) => self.account.note(given, "a component has one name"),
                (_, None) => {}
            }
        }
        name.unwrap_or("unnamed").to_owned()
    }

    /// Rules for all that nothing took.
    fn defaults(&mut self, rules: Option<&Node>, keys: &[&str]) {
        for key in keys {
            if let Some(node) = rules.and_then(|rules| rules.get(key)) {
                self.account.unless_told(node, "no flag or component with paths takes it");
            }
        }
    }

    /// A key, or one of its own, without anything.
    fn empty(&mut self, key: &str) {
        let Some(node) = self.root.get(key) else { return };
        let below = node.keys().iter().map(|(_, node)| node);
        for node in std::iter::once(node).chain(below).filter(|node| is_nothing(node)) {
            self.account.note(node, "there is nothing in it");
        }
    }
}
