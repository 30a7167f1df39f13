//! Notes as template values, made only when a template asks for them.
//!
//! A whole history is tens of thousands of entries of some twenty fields, of which a template
//! uses a handful: turning all of them into values would take longer than rendering.

use std::fmt::Debug;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};

use super::Sink;
use crate::notes::{Author, Commit, Contributor, Entry, Notes, Reference};

/// What a template sees: the fields of [`Notes`], and `sink`.
pub(super) fn page(notes: &Notes, sink: Sink) -> Value {
    // Taken by name: a new field cannot be forgotten.
    let Notes {
        package,
        version,
        previous,
        tag,
        previous_tag,
        date,
        compare_url,
        release_url,
        repository_url,
        sections,
        breaking,
        contributors,
    } = notes;
    let sections = sections.iter().map(|section| {
        let (id, title) = (section.id.as_str(), section.title.as_str());
        record([
            ("id", Value::from(id)),
            ("title", Value::from(title)),
            ("entries", entries(&section.entries)),
        ])
    });
    record([
        ("sink", Value::from(Serde(sink))),
        ("package", optional(package)),
        ("version", optional(version)),
        ("previous", optional(previous)),
        ("tag", optional(tag)),
        ("previous_tag", optional(previous_tag)),
        ("date", Value::from(date.as_str())),
        ("compare_url", optional(compare_url)),
        ("release_url", optional(release_url)),
        ("repository_url", optional(repository_url)),
        ("sections", sections.collect()),
        ("breaking", entries(breaking)),
        ("contributors", contributors.iter().map(contributor).collect()),
    ])
}

fn entries(entries: &[Arc<Entry>]) -> Value {
    entries.iter().map(entry).collect()
}

fn entry(entry: &Arc<Entry>) -> Value {
    Value::from_object(EntryView(Arc::clone(entry)))
}

fn contributor(contributor: &Contributor) -> Value {
    let Contributor { name, login, url, first_time, first } = contributor;
    record([
        ("name", Value::from(name.as_str())),
        ("login", optional(login)),
        ("url", optional(url)),
        ("first_time", Value::from(*first_time)),
        ("first", first.as_ref().map_or(Value::from(()), entry)),
    ])
}

fn optional(text: &Option<String>) -> Value {
    text.as_deref().map_or(Value::from(()), Value::from)
}

/// A few fields with their values. A map of values would sort them by name for every release; a template
/// looks at each about once, so they are searched in a row.
#[derive(Debug)]
struct Record<const N: usize>([(&'static str, Value); N]);

fn record<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from_object(Record(fields))
}

impl<const N: usize> Object for Record<N> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(*name)).collect())
    }
}

#[derive(Debug)]
struct EntryView(Arc<Entry>);

impl Object for EntryView {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let entry = &self.0;
        Some(match key.as_str()? {
            "kind" => Value::from(entry.kind.as_str()),
            "scope" => optional(&entry.scope),
            "breaking" => Value::from(entry.breaking),
            "breaking_description" => optional(&entry.breaking_description),
            "description" => Value::from(entry.description.as_str()),
            "references" => parts(entry, entry.references.len(), |entry, at| entry.references.get(at)),
            "pull_request" if entry.pull_request.is_none() => Value::from(()),
            "pull_request" => part(entry, 0, |entry, _| entry.pull_request.as_ref()),
            "commit" => part(entry, 0, |entry, _| Some(&entry.commit)),
            "authors" => parts(entry, entry.authors.len(), |entry, at| entry.authors.get(at)),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&[
            "kind",
            "scope",
            "breaking",
            "breaking_description",
            "description",
            "references",
            "pull_request",
            "commit",
            "authors",
        ])
    }
}

/// A part of an entry that has fields of its own.
trait Fields: Debug + Sync + 'static {
    const NAMES: &'static [&'static str];

    fn field(&self, name: &str) -> Option<Value>;
}

type Pick<T> = fn(&Entry, usize) -> Option<&T>;

#[derive(Debug)]
struct Part<T: 'static> {
    entry: Arc<Entry>,
    at: usize,
    pick: Pick<T>,
}

fn part<T: Fields>(entry: &Arc<Entry>, at: usize, pick: Pick<T>) -> Value {
    Value::from_object(Part { entry: Arc::clone(entry), at, pick })
}

fn parts<T: Fields>(entry: &Arc<Entry>, count: usize, pick: Pick<T>) -> Value {
    (0..count).map(|at| part(entry, at, pick)).collect()
}

impl<T: Fields> Object for Part<T> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (self.pick)(&self.entry, self.at)?.field(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(T::NAMES)
    }
}

impl Fields for Commit {
    const NAMES: &'static [&'static str] = &["id", "short", "url"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "id" => Value::from(self.id.as_str()),
            "short" => Value::from(self.short.as_str()),
            "url" => optional(&self.url),
            _ => return None,
        })
    }
}

impl Fields for Reference {
    const NAMES: &'static [&'static str] = &["text", "number", "repository", "url", "action"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "text" => Value::from(self.text.as_str()),
            "number" => Value::from(self.number),
            "repository" => optional(&self.repository),
            "url" => optional(&self.url),
            "action" => Value::from(Serde(self.action)),
            _ => return None,
        })
    }
}

impl Fields for Author {
    const NAMES: &'static [&'static str] = &["name", "login", "url"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "name" => Value::from(self.name.as_str()),
            "login" => optional(&self.login),
            "url" => optional(&self.url),
            _ => return None,
        })
    }
}
