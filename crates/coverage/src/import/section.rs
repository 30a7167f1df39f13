//! The section as TOML, each value with where it comes from.

use std::fmt::Write as _;

use super::yaml::Node;

/// The keys that an import writes, in their order. Those whose defaults are Codecov's it leaves out.
pub const KEYS: [&str; 12] = [
    "min-total",
    "min-patch",
    "max-drop",
    "metric",
    "expect",
    "undecided",
    "ignore",
    "fixes",
    "components",
    "comment",
    "comment-on",
    "annotations",
];

/// The settings that were found.
#[derive(Debug, Default)]
pub(super) struct Section {
    settings: Vec<(&'static str, Toml, Vec<String>)>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Toml {
    /// A number or a truth.
    Bare(String),
    Text(&'static str),
    List(Vec<Item>),
}

/// A text of a list.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) comments: Vec<String>,
}

impl Section {
    /// Sets a key, with comments of where its value comes from.
    pub(super) fn set(&mut self, key: &'static str, value: Toml, comments: Vec<String>) {
        self.settings.push((key, value, comments));
    }

    /// Sets a key to a list, unless nothing is in it.
    pub(super) fn list(&mut self, key: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.set(key, Toml::List(items), Vec::new());
        }
    }

    /// The text of the section.
    pub(super) fn text(mut self, file: &str) -> String {
        let rank = |key: &str| KEYS.iter().position(|known| *known == key);
        self.settings.sort_by_key(|(key, ..)| rank(key));
        let mut text = format!("# From `{}`: lines are those of that file.\n[coverage]\n", clean(file));
        for (key, value, comments) in &self.settings {
            for comment in comments {
                let _ = writeln!(text, "# {}", clean(comment));
            }
            let _ = match value {
                Toml::Bare(value) => writeln!(text, "{key} = {value}"),
                Toml::Text(value) => writeln!(text, "{key} = {}", quoted(value)),
                Toml::List(items) => {
                    writeln!(text, "{key} = [\n{}]", items.iter().map(item).collect::<String>())
                }
            };
        }
        text
    }
}

/// What says where a value comes from.
pub(super) fn source(node: &Node) -> String {
    format!("`{}`, line {}", node.path, node.line)
}

fn item(item: &Item) -> String {
    let text = quoted(&item.text);
    match &item.comments[..] {
        [] => format!("  {text},\n"),
        [comment] => format!("  {text}, # {}\n", clean(comment)),
        comments => {
            let above: String = comments.iter().map(|comment| format!("  # {}\n", clean(comment))).collect();
            format!("{above}  {text},\n")
        }
    }
}

/// A comment is one line, and TOML allows no characters of control in it.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
