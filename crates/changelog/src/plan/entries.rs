//! A change, as notes show it.

use deploy_kit_git::Person;
use deploy_kit_version::history::{self as version, OwnedReference, Rule};
use deploy_kit_version::message::Relation;

use crate::facts::Credits;
use crate::forge::Links;
use crate::notes::{Action, Author, Commit, Entry, Reference};

/// What was taken back, merges and fixups are no changes that a release has. A commit that is not
/// conventional is one: the sections decide whether it is seen.
pub(super) fn is_shown(entry: &version::Entry) -> bool {
    matches!(entry.rule, Rule::Unconventional) || !entry.rule.is_ignored()
}

/// The entry of a change.
pub(super) fn of(entry: version::Entry, credits: &Credits, links: Option<&Links>) -> Entry {
    let id = entry.id.to_string();
    let authors = credits.authors.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
    let pull_request = entry.pull_request.map(|number| reference(None, number, Action::Pull, links));
    let references = entry.references.iter().filter(|reference| {
        // The pull request has a place of its own.
        entry.pull_request != Some(reference.number) || reference.repository.is_some()
    });
    Entry {
        kind: entry.kind.unwrap_or_default(),
        scope: entry.scope,
        breaking: entry.breaking,
        breaking_description: entry.breaking_text.filter(|text| !text.is_empty()),
        references: references.map(|found| of_message(found, links)).collect(),
        description: without_number(entry.description, entry.pull_request),
        pull_request,
        commit: Commit { short: entry.id.short(7), url: links.map(|links| links.commit(&id)), id },
        authors: authors.iter().map(|person| author(person, links)).collect(),
    }
}

/// The description without the `(#12)` at its end.
fn without_number(mut description: String, number: Option<u64>) -> String {
    if let Some(number) = number {
        let suffix = format!("(#{number})");
        if let Some(text) = description.trim_end().strip_suffix(&suffix) {
            description.truncate(text.trim_end().len());
        }
    }
    description
}

fn of_message(found: &OwnedReference, links: Option<&Links>) -> Reference {
    let action = match found.relation {
        Relation::Pull => Action::Pull,
        Relation::Closes => Action::Closes,
        Relation::Refs => Action::Refs,
    };
    reference(found.repository.as_deref(), found.number, action, links)
}

fn reference(repository: Option<&str>, number: u64, action: Action, links: Option<&Links>) -> Reference {
    match links {
        Some(links) => links.reference(repository, number, action),
        None => Reference {
            text: format!("{}#{number}", repository.unwrap_or_default()),
            number,
            repository: repository.map(str::to_owned),
            url: None,
            action,
        },
    }
}

/// A person with the account that their address tells.
pub(super) fn author(person: &Person, links: Option<&Links>) -> Author {
    let login = login(&person.email);
    Author {
        url: login.as_ref().and_then(|login| links.map(|links| links.user(login))),
        name: person.name.clone(),
        login,
    }
}

/// The account in GitHub's and GitLab's private commit addresses: `12345+name@users.noreply.github.com`.
fn login(email: &str) -> Option<String> {
    let (local, host) = email.split_once('@')?;
    if !host.starts_with("users.noreply.") {
        return None;
    }
    let login = local.split_once('+').map_or(local, |(_, login)| login);
    let named = !login.is_empty()
        && login.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte));
    named.then(|| login.to_owned())
}
