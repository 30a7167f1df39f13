//! Who wrote what.

use std::collections::hash_map::Entry as Place;
use std::collections::{HashMap, HashSet};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Commit, Id, Mailmap, Person, Range};
use deploy_kit_version::facts::failure;
use deploy_kit_version::history::Entry;

use super::Gatherer;

/// The people of a release; empty where nothing shows them.
#[derive(Debug, Default)]
pub struct Credits {
    /// The author of each commit, then its co-authors, by their proper names.
    pub authors: HashMap<Id, Vec<Person>>,
    /// The addresses, in lower case, of those of whom nothing was released before.
    pub newcomers: HashSet<String>,
}

/// Everybody who was met so far. Somebody who changed the address is known by name.
#[derive(Debug, Default)]
pub(super) struct People {
    addresses: HashSet<String>,
    names: HashSet<String>,
}

impl People {
    /// Whether somebody is new; known from here on.
    pub(super) fn meet(&mut self, person: &Person) -> bool {
        let new_address = self.addresses.insert(person.email.to_lowercase());
        let new_name = self.names.insert(person.name.to_lowercase());
        new_address && new_name
    }
}

/// A commit's people, named as `.mailmap` wants them.
pub(super) fn authors(commit: &Commit, mailmap: &Mailmap) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for person in std::iter::once(commit.author()).chain(commit.co_authors()) {
        let person = mailmap.resolve(&person);
        if !people.iter().any(|known| known.email.eq_ignore_ascii_case(&person.email)) {
            people.push(person);
        }
    }
    people
}

impl Gatherer<'_> {
    /// The people of entries that were read already, and who was there before `since`.
    pub(super) fn credits(&self, entries: &[Entry], since: Option<Id>) -> Result<Credits, Failure> {
        let mut credits = Credits::default();
        if !self.wants_people {
            return Ok(credits);
        }
        for entry in entries {
            // A squash merge has several entries.
            if let Place::Vacant(place) = credits.authors.entry(entry.id) {
                let commit = self.repository.commit(entry.id).map_err(failure)?;
                place.insert(authors(&commit, &self.mailmap));
            }
        }
        let mut known = People::default();
        if let Some(to) = since {
            for commit in self.repository.commits(Range { from: Vec::new(), to }).map_err(failure)? {
                let commit = commit.map_err(failure)?;
                for person in authors(&commit, &self.mailmap) {
                    known.meet(&person);
                }
            }
        }
        // The oldest first, as `commits` has them last: of two addresses of one name the earlier is the newcomer.
        for person in entries.iter().rev().filter_map(|entry| credits.authors.get(&entry.id)).flatten() {
            if known.meet(person) {
                credits.newcomers.insert(person.email.to_lowercase());
            }
        }
        Ok(credits)
    }
}
