//! Parts of a repository: flags and components that have paths, and statuses of some paths.

use super::account::Account;
use super::pattern::convert;
use super::section::{Item, source};
use super::status::Rule;
use super::yaml::Node;

/// A part of a repository.
#[derive(Debug)]
pub(super) struct Component {
    name: String,
    paths: Paths,
    rules: Vec<Rule>,
    comments: Vec<String>,
}

/// Globs, with where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paths {
    pub(super) globs: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) comments: Vec<String>,
    /// The paths of values that are told of once these are used.
    pub(super) from: Vec<String>,
}

impl Paths {
    /// Adds patterns; those in front of which there is `!` are taken off. What no glob says is told.
    pub(super) fn add(&mut self, list: &Node, account: &mut Account) {
        for item in list.items() {
            let Some(pattern) = item.text() else { continue };
            let (pattern, except) = pattern.strip_prefix('!').map_or((pattern, false), |rest| (rest, true));
            match convert(pattern) {
                Ok(globs) if except => self.took(item).except.extend(globs),
                Ok(globs) => self.took(item).globs.extend(globs),
                Err(reason) => account.missing(item, reason),
            }
        }
    }

    /// Adds patterns of what is taken off.
    pub(super) fn except(&mut self, list: &Node, account: &mut Account) {
        for item in list.items() {
            match item.text().map(convert) {
                Some(Ok(globs)) => self.took(item).except.extend(globs),
                Some(Err(reason)) => account.missing(item, reason),
                None => {}
            }
        }
    }

    /// Adds those of another.
    pub(super) fn join(&mut self, other: &Self) {
        self.globs.extend(other.globs.iter().cloned());
        self.except.extend(other.except.iter().cloned());
        self.comments.extend(other.comments.iter().cloned());
        self.from.extend(other.from.iter().cloned());
    }

    /// Adds where globs come from.
    pub(super) fn took(&mut self, item: &Node) -> &mut Self {
        self.from.push(item.path.clone());
        self.comments.push(format!("{}: `{}`", source(item), item.text().unwrap_or_default()));
        self
    }
}

/// All parts, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Components(Vec<Component>);

impl Components {
    /// Adds a part, or rules to the same one.
    pub(super) fn add(
        &mut self,
        name: &str,
        paths: Paths,
        rules: Vec<Rule>,
        comment: String,
        account: &mut Account,
    ) {
        paths.from.iter().for_each(|path| account.told_at(path));
        let name = spelled(name);
        let same = |other: &Component| other.paths.globs == paths.globs && other.paths.except == paths.except;
        if let Some(known) = self.0.iter_mut().find(|known| known.name == name && same(known)) {
            known.comments.extend(paths.comments.into_iter().chain([comment]));
            rules.into_iter().for_each(|rule| known.ask(rule));
            return;
        }
        let names = std::iter::once(name.clone()).chain((2..).map(|count| format!("{name}-{count}")));
        let name =
            names.into_iter().find(|name| self.0.iter().all(|known| known.name != *name)).unwrap_or(name);
        let mut component = Component { name, rules: Vec::new(), comments: paths.comments.clone(), paths };
        component.comments.insert(0, comment);
        rules.into_iter().for_each(|rule| component.ask(rule));
        self.0.push(component);
    }

    pub(super) fn items(self) -> Vec<Item> {
        self.0.into_iter().map(Component::item).collect()
    }
}

impl Component {
    /// Of two rules of a kind the stricter one counts, and both are told.
    fn ask(&mut self, rule: Rule) {
        self.comments.extend(rule.comments.iter().cloned());
        match self.rules.iter_mut().find(|known| known.key == rule.key) {
            Some(known) if rule.is_stricter(known) => *known = rule,
            Some(_) => {}
            None => self.rules.push(rule),
        }
    }

    fn item(self) -> Item {
        let globs = self.paths.globs.iter().flat_map(|glob| words(glob));
        let except = self.paths.except.iter().flat_map(|glob| words(glob)).map(|glob| format!("!{glob}"));
        let rules = self.rules.iter().map(|rule| format!("{}={}", rule.key, rule.value.number()));
        let words: Vec<String> = globs.chain(except).chain(rules).collect();
        let mut comments: Vec<String> = Vec::new();
        for comment in self.comments {
            if !comments.contains(&comment) {
                comments.push(comment);
            }
        }
        Item { text: format!("{}: {}", self.name, words.join(" ")), comments }
    }
}

/// A component is divided at spaces, and `=` makes a rule: in a glob `?` takes their place. With it a folder is no text
/// any more, that stands for what is in it.
fn words(glob: &str) -> Vec<String> {
    let word: String = glob.chars().map(|c| if c.is_whitespace() || c == '=' { '?' } else { c }).collect();
    if word == glob || glob.contains(['*', '?', '[', '{', '\\']) {
        return vec![word];
    }
    match word.strip_suffix('/') {
        Some(folder) => vec![format!("{folder}/**")],
        None => vec![format!("{word}/**"), word],
    }
}

/// A name ends at its colon.
fn spelled(name: &str) -> String {
    let name: String =
        name.trim().chars().map(|c| if c == ':' || c.is_control() { '-' } else { c }).collect();
    if name.is_empty() { "unnamed".to_owned() } else { name }
}
