//! `.mailmap`: the proper names and addresses of people who committed under several (gitmailmap(5)).

use std::collections::HashMap;
use std::fs;

use crate::{Person, Repository};

/// The map from names and addresses in commits to the proper ones.
#[derive(Debug, Clone, Default)]
pub struct Mailmap {
    /// By lower-case address in the commit.
    entries: HashMap<String, Entry>,
}

/// What to put in place of an address.
#[derive(Debug, Clone, Default)]
struct Entry {
    /// For any name.
    plain: Proper,
    /// For one name, in lower case.
    by_name: HashMap<String, Proper>,
}

/// The proper parts; `None` keeps the commit's.
#[derive(Debug, Clone, Default)]
struct Proper {
    name: Option<String>,
    email: Option<String>,
}

impl Mailmap {
    /// Reads the lines of a `.mailmap`. Lines that are none are left out; of two lines for the same person
    /// the later wins.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut map = Self::default();
        for line in text.lines() {
            map.add(line);
        }
        map
    }

    /// The person as the map wants them named.
    #[must_use]
    pub fn resolve(&self, person: &Person) -> Person {
        let proper = self
            .entries
            .get(&person.email.to_lowercase())
            .map(|entry| entry.by_name.get(&person.name.to_lowercase()).unwrap_or(&entry.plain));
        let Some(proper) = proper else {
            return person.clone();
        };
        Person {
            name: proper.name.as_ref().unwrap_or(&person.name).clone(),
            email: proper.email.as_ref().unwrap_or(&person.email).clone(),
        }
    }

    /// Whether the map changes nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The four forms: `Name <commit>`, `<proper> <commit>`, `Name <proper> <commit>`,
    /// `Name <proper> Commit Name <commit>`.
    fn add(&mut self, line: &str) {
        if line.starts_with('#') {
            return;
        }
        // As in git, only the address in the commit may be empty.
        let Some((first_name, first_email, rest)) =
            name_and_email(line).filter(|(_, email, _)| !email.is_empty())
        else {
            return;
        };
        let (proper, commit_name, commit_email) = match name_and_email(rest) {
            Some((name, email, _)) => (Proper { name: first_name, email: Some(first_email) }, name, email),
            None => (Proper { name: first_name, email: None }, None, first_email),
        };
        let entry = self.entries.entry(commit_email.to_lowercase()).or_default();
        match commit_name {
            Some(name) => {
                entry.by_name.insert(name.to_lowercase(), proper);
            }
            None => {
                entry.plain.name = proper.name.or(entry.plain.name.take());
                entry.plain.email = proper.email.or(entry.plain.email.take());
            }
        }
    }
}

/// The name, if any, and the address at the start of `text`, and what follows.
fn name_and_email(text: &str) -> Option<(Option<String>, String, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    let name = name.trim();
    Some(((!name.is_empty()).then(|| name.to_owned()), email.trim().to_owned(), rest))
}

impl Repository {
    /// The repository's `.mailmap`: the file in the working folder, or `HEAD:.mailmap` in a bare repository.
    /// Empty where there is none, or none that can be read: names are then as commits have them.
    #[must_use]
    pub fn mailmap(&self) -> Mailmap {
        let bytes = match self.work_dir() {
            Some(folder) => fs::read(folder.join(".mailmap")).ok(),
            None => self.committed_mailmap(),
        };
        bytes.map_or_else(Mailmap::default, |bytes| Mailmap::parse(&String::from_utf8_lossy(&bytes)))
    }

    fn committed_mailmap(&self) -> Option<Vec<u8>> {
        let id = self.head().ok()?.id()?;
        self.file_at(id, ".mailmap").ok()?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(map: &Mailmap, person: &str, expected: &str) {
        assert_eq!(map.resolve(&Person::parse(person)), Person::parse(expected), "{person}");
    }

    #[test]
    fn knows_the_four_forms() {
        let map = Mailmap::parse(
            "# comment\nProper Name <commit@a>\n<proper@b> <commit@b>\nC <c@c> <COMMIT@c>\n\
             D <d@d> Old Name <commit@d>\nnonsense\n<>\nE <> <e@e>\n",
        );
        check(&map, "any <commit@a>", "Proper Name <commit@a>");
        check(&map, "Any <COMMIT@A>", "Proper Name <COMMIT@A>");
        check(&map, "Name <commit@b>", "Name <proper@b>");
        check(&map, "x <commit@c>", "C <c@c>");
        check(&map, "old name <commit@d>", "D <d@d>");
        check(&map, "Other <commit@d>", "Other <commit@d>");
        check(&map, "Nobody <n@n>", "Nobody <n@n>");
        check(&map, "E F <e@e>", "E F <e@e>");
    }

    #[test]
    fn empty_maps_change_nobody() {
        assert!(Mailmap::parse("# nothing\n\n").is_empty());
    }
}
