//! The body of a section as entries under titles: what a person wrote, and what goes on with it.

use super::document::{State, atx, is_paragraph, underline};

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

impl Group {
    /// A heading as high as the release's own would end the release.
    fn sink_below(&mut self, level: usize) {
        if let Some((own, title)) = atx(&self.heading).filter(|(own, _)| *own <= level) {
            let more = "#".repeat(level + 1 - own);
            self.heading = format!("{more}{} {title}", "#".repeat(own));
        }
    }
}

/// A list entry with its continuation lines, or a paragraph or another block.
#[derive(Debug)]
struct Item {
    text: String,
    is_entry: bool,
}

/// The six titles of Keep a Changelog, in its order; others follow as they come.
const ORDER: [&str; 6] = ["added", "changed", "deprecated", "removed", "fixed", "security"];

impl Body {
    /// Reads what stands below a section's heading.
    pub(super) fn read(text: &str) -> Self {
        let mut groups = vec![Group::default()];
        let mut state = State::new("");
        let mut blank = true;
        for line in text.lines() {
            let inside = state.open().is_some();
            let fenced = !state.feed(line.trim_end()) && inside;
            let heading = match atx(line) {
                Some(_) if !fenced => Some(line.trim().to_owned()),
                None if !fenced && !blank => {
                    underline(line).and_then(|level| take_setext(&mut groups, level))
                }
                _ => None,
            };
            if let Some(heading) = heading {
                groups.push(Group { heading, items: Vec::new() });
                blank = true;
                continue;
            }
            let Some(group) = groups.last_mut() else {
                break;
            };
            if !fenced && line.trim().is_empty() {
                blank = true;
                continue;
            }
            let is_entry = !fenced
                && line.starts_with(['-', '*', '+'])
                && line.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            let continues = fenced || !is_entry && (!blank || line.starts_with([' ', '\t']));
            match group.items.last_mut().filter(|_| continues) {
                Some(item) => {
                    item.text.push_str(if blank && !fenced { "\n\n" } else { "\n" });
                    item.text.push_str(line.trim_end());
                }
                None => group.items.push(Item { text: line.trim_end().to_owned(), is_entry }),
            }
            blank = false;
        }
        groups.retain(|group| !group.items.is_empty() || !group.heading.is_empty());
        Self { groups }
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

    /// The notes with these items in them: under the same title, before the generated ones.
    pub(super) fn merged_into(mut self, notes: &str) -> String {
        if self.is_empty() {
            return notes.to_owned();
        }
        let (heading, body) = notes.split_once('\n').unwrap_or((notes, ""));
        let level = atx(heading).map_or(2, |(level, _)| level);
        for group in &mut self.groups {
            group.sink_below(level);
        }
        for group in Self::read(body).groups {
            let same = |own: &&mut Group| title(&own.heading) == title(&group.heading);
            match self.groups.iter_mut().find(same) {
                Some(own) => {
                    let new = group
                        .items
                        .into_iter()
                        .filter(|item| !own.items.iter().any(|old| old.text == item.text));
                    let new: Vec<Item> = new.collect();
                    own.items.extend(new);
                }
                None => self.groups.push(group),
            }
        }
        let rank = |group: &Group| match title(&group.heading).as_str() {
            "" => 0,
            name => 1 + ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len()),
        };
        self.groups.sort_by_key(rank);
        format!("{}\n\n{}\n", heading.trim_end(), self.write())
    }

    /// The body as Markdown, without a line break at its end.
    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        for group in &self.groups {
            let mut last_entry = false;
            if !group.heading.is_empty() {
                separate(&mut out, "\n\n");
                out.push_str(&group.heading);
            }
            for item in &group.items {
                separate(&mut out, if last_entry && item.is_entry { "\n" } else { "\n\n" });
                out.push_str(&item.text);
                last_entry = item.is_entry;
            }
        }
        out
    }
}

/// The paragraph above an underline, as a heading.
fn take_setext(groups: &mut [Group], level: usize) -> Option<String> {
    let items = &mut groups.last_mut()?.items;
    let item =
        items.pop_if(|item| !item.is_entry && !item.text.contains('\n') && is_paragraph(&item.text))?;
    Some(format!("{} {}", "#".repeat(level), item.text.trim()))
}

fn separate(out: &mut String, by: &str) {
    if !out.is_empty() {
        out.push_str(by);
    }
}

/// A title to compare by: `### Added ✨` is `added`.
fn title(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().trim().to_lowercase()
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
