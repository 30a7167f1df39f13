//! From a file's values to the settings of the section.

use crate::paths::Fix;

use super::account::Account;
use super::component::Components;
use super::pattern::convert;
use super::section::{Item, Section, Toml, source};
use super::yaml::{Node, Value};

/// The settings of a file.
pub(super) fn section(root: &Node, account: &mut Account) -> Section {
    let mut import = Import { root, account, section: Section::default(), parts: Components::default() };
    import.ignore();
    import.fixes();
    import.checks();
    import.metric();
    import.expect();
    import.comment();
    import.annotations();
    import.section
}

/// A file on its way to the settings.
pub(super) struct Import<'a> {
    pub(super) root: &'a Node,
    pub(super) account: &'a mut Account,
    pub(super) section: Section,
    pub(super) parts: Components,
}

impl Import<'_> {
    fn ignore(&mut self) {
        let Some(list) = self.root.get("ignore") else { return };
        let mut items = Vec::new();
        for item in patterns(list) {
            let (Some(pattern), node) = item else { continue };
            if pattern.is_empty() {
                self.account.note(node, "there is nothing in it");
                continue;
            }
            if pattern.starts_with('!') {
                let reason =
                    "nothing is taken back from `ignore`: write the others so that they leave it out";
                self.account.missing(node, reason);
                continue;
            }
            match convert(pattern) {
                Ok(globs) => {
                    self.account.told(node);
                    let comment = if globs == [pattern] {
                        source(node)
                    } else {
                        format!("{}: `{pattern}`", source(node))
                    };
                    items
                        .extend(globs.into_iter().map(|text| Item { text, comments: vec![comment.clone()] }));
                }
                Err(reason) => self.account.missing(node, reason),
            }
        }
        self.nothing(list);
        self.section.list("ignore", items);
    }

    fn fixes(&mut self) {
        let Some(list) = self.root.get("fixes") else { return };
        let mut items = Vec::new();
        for node in list.items() {
            let Some(text) = node.text() else { continue };
            if text.is_empty() {
                self.account.note(node, "there is nothing in it");
                continue;
            }
            match text.parse::<Fix>() {
                Ok(fix) if fix.from.contains(['*', '+', '?', '[', '(', '^', '$', '\\', '|']) => {
                    let reason = "a fix is a text in front of paths and no regular expression: most prefixes are found by \
                                  themselves, and a report that is not says what to write";
                    self.account.missing(node, reason);
                }
                Ok(fix) => {
                    self.account.told(node);
                    items.push(Item { text: fix.to_string(), comments: vec![source(node)] });
                }
                Err(error) => self.account.missing(node, error.to_string()),
            }
        }
        self.nothing(list);
        self.section.list("fixes", items);
    }

    /// A list without anything needs nothing.
    fn nothing(&mut self, list: &Node) {
        let is_empty = list.is_null() || matches!(&list.value, Value::List(items) if items.is_empty());
        if is_empty || matches!(&list.value, Value::Keys(keys) if keys.is_empty()) {
            self.account.note(list, "there is nothing in it");
        }
    }

    fn metric(&mut self) {
        let parsers = self.root.get("parsers").map(Node::keys).unwrap_or_default();
        let said = parsers.iter().filter_map(|(_, parser)| parser.get("partials_as_hits"));
        let said: Vec<(&Node, bool)> = said.filter_map(|node| Some((node, node.truth()?))).collect();
        let any = said.iter().any(|(_, hits)| *hits);
        for (node, hits) in &said {
            match (any, hits) {
                (true, false) => self.account.missing(
                    node,
                    "`metric` is for all formats, and another one counts partial lines as hits: run the tool once for each \
                     format with `reports` of its own",
                ),
                (false, false) => {
                    self.account.note(node, "so it is: with `metric = \"codecov\"` a partial line is not covered");
                }
                (_, true) => self.account.told(node),
            }
        }
        if any {
            let comments = said.iter().filter(|(_, hits)| *hits).map(|(node, _)| source(node));
            let comments = comments.chain(["for all formats".to_owned()]).collect();
            self.section.set("metric", Toml::Text("lines"), comments);
        }
    }

    fn expect(&mut self) {
        let nodes = [
            self.root.at(&["codecov", "notify", "after_n_builds"]),
            self.root.at(&["comment", "after_n_builds"]),
        ];
        let count = |node: &Node| node.text()?.parse::<u32>().ok();
        let counted: Vec<(&Node, u32)> =
            nodes.into_iter().flatten().filter_map(|node| Some((node, count(node)?))).collect();
        let Some(most) = counted.iter().map(|(_, count)| *count).max() else { return };
        counted.iter().for_each(|(node, _)| self.account.told(node));
        if most == 0 {
            for (node, _) in counted {
                self.account.note(node, "no number of reports is asked for");
            }
            return;
        }
        let mut comments: Vec<String> =
            counted.iter().map(|(node, count)| format!("{}: {count} uploads", source(node))).collect();
        comments.push("reports are counted here: an upload of several is several".to_owned());
        self.section.set("expect", Toml::Bare(most.to_string()), comments);
    }

    fn comment(&mut self) {
        let Some(node) = self.root.get("comment") else { return };
        if let Some(truth) = node.truth() {
            self.account.told(node);
            return self.section.set("comment", Toml::Bare(truth.to_string()), vec![source(node)]);
        }
        if is_nothing(node) {
            self.account.note(node, "there is nothing in it");
        }
        let Some(changes) = node.get("require_changes") else { return };
        let on = match (changes.truth(), is_nothing(changes)) {
            (_, true) => return self.account.note(changes, "there is nothing in it"),
            (Some(false), _) => "always",
            (Some(true), _) => "change",
            (None, false) => match asked(changes) {
                Some(on) => on,
                None => return,
            },
        };
        self.account.told(changes);
        let mut comments = vec![source(changes)];
        if on == "drop" {
            comments.push("where coverage fell, or a changed line is not covered".to_owned());
        }
        self.section.set("comment-on", Toml::Text(on), comments);
    }

    fn annotations(&mut self) {
        let Some(checks) = self.root.get("github_checks") else { return };
        let node = checks.get("annotations").unwrap_or(checks);
        if let Some(truth) = node.truth() {
            self.account.told(node);
            self.section.set("annotations", Toml::Bare(truth.to_string()), vec![source(node)]);
        } else if is_nothing(node) {
            self.account.note(node, "there is nothing in it");
        }
    }
}

/// Whether a value says nothing.
pub(super) fn is_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Text(_) => node.is_null(),
        Value::List(items) => items.is_empty(),
        Value::Keys(keys) => keys.is_empty(),
    }
}

/// The patterns of a list, or those that are the keys of a mapping, as old files have it.
fn patterns(list: &Node) -> Vec<(Option<&str>, &Node)> {
    match &list.value {
        Value::Keys(keys) => {
            let is_on = |node: &Node| node.is_null() || node.truth() == Some(true);
            keys.iter()
                .filter(|(_, node)| is_on(node))
                .map(|(key, node)| (Some(key.as_str()), node))
                .collect()
        }
        _ => list.items().iter().map(|item| (item.text(), item)).collect(),
    }
}

/// When a comment is asked for, by the names of what has changed.
fn asked(changes: &Node) -> Option<&'static str> {
    let names = changes.items().iter().map(|item| item.text().unwrap_or("?"));
    let names: Vec<&str> =
        names.flat_map(|text| text.split([' ', ',', '|', '&'])).filter(|name| !name.is_empty()).collect();
    let is_known = |name: &&str| {
        ["any_change", "coverage_drop", "uncovered_patch", "and", "or"]
            .contains(&name.to_ascii_lowercase().as_str())
    };
    match !names.is_empty() && names.iter().all(is_known) {
        true if names.contains(&"any_change") => Some("change"),
        true => Some("drop"),
        false => None,
    }
}
