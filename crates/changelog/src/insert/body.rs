//! The body of a section as entries under titles: what a person wrote, and what goes on with it.

use super::document::{Lines, State, underline};
use super::heading::DEEPEST;

/// Entries and paragraphs under titles, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Body {
    groups: Vec<Group>,
}

/// What stands under one title; before the first title the heading is empty.
#[derive(Debug, Default)]
struct Group {
    heading: String,
    items: Vec<Item>,
}

/// A list entry with its continuation lines, or a paragraph or another block.
#[derive(Debug)]
struct Item {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Entry,
    Paragraph,
    /// A heading of this level, of whatever meaning.
    Heading(usize),
}

/// The six titles of Keep a Changelog, in its order; others follow as they come.
const ORDER: [&str; 6] = ["added", "changed", "deprecated", "removed", "fixed", "security"];

/// The level of the titles in notes, if there are any.
pub(super) fn title_level(notes: &str) -> Option<usize> {
    notes.split_once('\n').and_then(|(_, body)| highest(&items(body)))
}

impl Body {
    /// Reads what stands below a section's heading. Its highest headings are its titles, and get the level `titles`;
    /// deeper ones stay where they are among the items.
    pub(super) fn read(text: &str, titles: usize) -> Self {
        let mut groups = vec![Group::default()];
        let items = items(text);
        let highest = highest(&items).unwrap_or(titles);
        for mut item in items {
            let level = item.shift(highest, titles);
            if level.is_some_and(|level| level <= titles) {
                groups.push(Group { heading: item.text, items: Vec::new() });
            } else if let Some(group) = groups.last_mut() {
                group.items.push(item);
            }
        }
        groups.retain(|group| !group.items.is_empty() || !group.heading.is_empty());
        Self { groups }
    }

    /// Reads what stays in its section.
    pub(super) fn read_in_place(text: &str) -> Self {
        Self::read(text, highest(&items(text)).unwrap_or(DEEPEST))
    }

    /// Keeps some of the items, drops the titles that lose all of theirs; whether any item went.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) -> bool {
        let count = |groups: &[Group]| groups.iter().map(|group| group.items.len()).sum::<usize>();
        let before = count(&self.groups);
        self.groups.retain_mut(|group| {
            let was_empty = group.items.is_empty();
            group.items.retain(|item| keep(&item.text));
            was_empty || !group.items.is_empty()
        });
        count(&self.groups) < before
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Drops the titles that have no items.
    pub(super) fn without_empty_titles(mut self) -> Self {
        self.groups.retain(|group| !group.items.is_empty());
        self
    }

    /// The notes with these items in them: under the same title, before the generated ones, but those below deeper
    /// headings behind them. Titles of one name become one.
    pub(super) fn merged_into(self, notes: &str, titles: usize) -> String {
        let own = self.without_empty_titles().groups;
        if own.is_empty() {
            return notes.to_owned();
        }
        let (heading, body) = notes.split_once('\n').unwrap_or((notes, ""));
        let mut groups: Vec<Group> = Vec::new();
        for group in own {
            match groups.iter_mut().find(|own| own.name() == group.name()) {
                Some(own) => own.extend(group.items),
                None => groups.push(group),
            }
        }
        for group in Self::read(body, titles).groups {
            match groups.iter_mut().find(|own| own.name() == group.name()) {
                Some(own) => own.take_in(group.items),
                None => groups.push(group),
            }
        }
        groups.sort_by_key(Group::rank);
        format!("{}\n\n{}\n", heading.trim_end(), Self { groups }.write())
    }

    /// The body as Markdown, without a line break at its end.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for group in &self.groups {
            let mut last = Kind::Paragraph;
            if !group.heading.is_empty() {
                separate(&mut out, "\n\n");
                out.push_str(&group.heading);
            }
            for item in &group.items {
                // An empty entry would make a heading of a line above it.
                let is_underline = item.text.lines().next().is_some_and(|line| underline(line).is_some());
                let list = last == Kind::Entry && item.kind == Kind::Entry && !is_underline;
                separate(&mut out, if list { "\n" } else { "\n\n" });
                out.push_str(&item.text);
                last = item.kind;
            }
        }
        out
    }
}

impl Group {
    /// What to compare by: `### Added ✨` is `added`.
    fn name(&self) -> String {
        let letters: String = self.heading.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
        match letters.trim() {
            "" => self.heading.clone(),
            name => name.to_lowercase(),
        }
    }

    fn rank(&self) -> usize {
        match self.name().as_str() {
            "" => 0,
            name => 1 + ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len()),
        }
    }

    /// Takes in the items of another group of this name.
    fn extend(&mut self, items: Vec<Item>) {
        for item in items {
            let continues = item.text.starts_with([' ', '\t']);
            match self.items.last_mut().filter(|last| continues && !matches!(last.kind, Kind::Heading(_))) {
                // Behind another item an indented one is more of it.
                Some(last) => {
                    last.text.push_str("\n\n");
                    last.text.push_str(&item.text);
                }
                None => self.items.push(item),
            }
        }
    }

    /// Takes in the generated items.
    fn take_in(&mut self, items: Vec<Item>) {
        self.items.retain(|own| !items.iter().any(|item| item.text == own.text));
        let deeper = self.items.iter().position(|item| matches!(item.kind, Kind::Heading(_)));
        let at = deeper.unwrap_or(self.items.len());
        self.items.splice(at..at, items);
    }
}

impl Item {
    /// Gives a heading the level that it has if those of one level get another; what that is.
    ///
    /// None is raised from the deepest level, or to one above 3: there it could be taken for a release.
    fn shift(&mut self, from: usize, to: usize) -> Option<usize> {
        let Kind::Heading(level) = self.kind else {
            return None;
        };
        let is_fixed = to < from && (to < 3 || level == DEEPEST);
        let new = if is_fixed { level } else { (level + to - from).min(DEEPEST) };
        if new != level {
            self.text = format!("{}{}", "#".repeat(new), self.text.trim_start_matches('#'));
            self.kind = Kind::Heading(new);
        }
        Some(new)
    }
}

/// The blocks of a body, in their order. Its headings are those that end a section elsewhere.
fn items(text: &str) -> Vec<Item> {
    let lines = Lines::read(text, State::new(""));
    let mut titles = lines.titles(text).into_iter().peekable();
    let mut items: Vec<Item> = Vec::new();
    let mut state = State::new("");
    let (mut blank, mut behind) = (true, 0);
    for (at, line) in text.lines().map(str::trim_end).enumerate() {
        if at < behind {
            continue;
        }
        if let Some((_, last, level, title)) = titles.next_if(|(first, ..)| *first == at) {
            let is_underlined = last > at;
            let heading = if is_underlined {
                format!("{} {title}", "#".repeat(level))
            } else {
                line.trim_start().to_owned()
            };
            items.push(Item { text: heading, kind: Kind::Heading(level) });
            (blank, behind) = (true, last + 1);
            continue;
        }
        let inside = state.open().is_some();
        let fenced = !state.feed(line) && inside;
        if !fenced && line.is_empty() {
            blank = true;
            continue;
        }
        let is_entry = !fenced
            && line.starts_with(['-', '*', '+'])
            && line.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let continues = fenced || !is_entry && (!blank || line.starts_with([' ', '\t']));
        match items.last_mut().filter(|item| continues && !matches!(item.kind, Kind::Heading(_))) {
            Some(item) => {
                item.text.push_str(if blank && !fenced { "\n\n" } else { "\n" });
                item.text.push_str(line);
            }
            None => {
                let kind = if is_entry { Kind::Entry } else { Kind::Paragraph };
                items.push(Item { text: line.to_owned(), kind });
            }
        }
        blank = false;
    }
    items
}

/// The level of the highest heading.
fn highest(items: &[Item]) -> Option<usize> {
    let level = |item: &Item| if let Kind::Heading(level) = item.kind { Some(level) } else { None };
    items.iter().filter_map(level).min()
}

fn separate(out: &mut String, by: &str) {
    if !out.is_empty() {
        out.push_str(by);
    }
}

/// The commit ids in brackets: the mark of a generated entry.
pub(super) fn commits(text: &str) -> Vec<&str> {
    text.match_indices(['(', '['])
        .filter_map(|(at, _)| {
            let rest = text.get(at + 1..)?;
            let length = rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
            let closed = rest.get(length..)?.starts_with([')', ']']);
            (closed && (7..=40).contains(&length)).then(|| rest.get(..length)).flatten()
        })
        .collect()
}
