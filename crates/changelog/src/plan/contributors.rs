//! Who is in a release, and who for the first time.

use std::collections::HashMap;
use std::sync::Arc;

use deploy_kit_git::Id;

use super::entries::author;
use crate::facts::Credits;
use crate::forge::Links;
use crate::notes::{Contributor, Entry};

/// The people of a release in the order of their first entry, oldest first.
pub(super) fn of(entries: &[Arc<Entry>], credits: &Credits, links: Option<&Links>) -> Vec<Contributor> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut contributors: Vec<Contributor> = Vec::new();
    if credits.authors.is_empty() {
        return contributors;
    }
    for entry in entries.iter().rev() {
        let people = entry.commit.id.parse::<Id>().ok().and_then(|id| credits.authors.get(&id));
        for person in people.into_iter().flatten() {
            let address = person.email.to_lowercase();
            if places.contains_key(&address) {
                continue;
            }
            let author = author(person, links);
            places.insert(address.clone(), contributors.len());
            contributors.push(Contributor {
                // A program is no newcomer.
                first_time: credits.newcomers.contains(&address) && !author.name.ends_with("[bot]"),
                name: author.name,
                login: author.login,
                url: author.url,
                first: Some(Arc::clone(entry)),
            });
        }
    }
    contributors
}
