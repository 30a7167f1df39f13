//! What went wrong in a template, where, and what was probably meant.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::value::ValueKind;
use minijinja::{ErrorKind, Value};
use thiserror::Error;

use super::filters::FILTERS;
use crate::config::nearest;

/// A template that cannot be read or rendered.
#[derive(Debug, Clone, Error)]
pub enum TemplateError {
    /// The user's file cannot be read.
    #[error("cannot read the template `{file}`")]
    Read {
        /// The path as given.
        file: String,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// There is no template of this name.
    #[error("there is no template `{name}`{}", suggestion(.nearest))]
    Missing {
        /// The name asked for.
        name: String,
        /// The nearest name that exists.
        nearest: Option<String>,
    },
    /// The template does not parse, or failed while it was rendered.
    #[error("{problem} in `{template}`, line {line}{}", suggestion(.nearest))]
    Invalid {
        /// What is wrong, lower case, without the place.
        problem: String,
        /// The file, or the id of an embedded template.
        template: String,
        /// The line, from 1.
        line: usize,
        /// The nearest name that exists, for an unknown one.
        nearest: Option<String>,
    },
}

fn suggestion(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// Turns the engine's error into ours.
pub(super) fn explain(
    error: &minijinja::Error,
    context: &Value,
    file: &dyn Fn(&str) -> Option<String>,
    ids: &mut dyn Iterator<Item = &str>,
) -> TemplateError {
    // An error in an included template arrives wrapped in one about the include.
    let error = innermost(error);
    let ids: Vec<&str> = ids.collect();
    let wrong = error.range().and_then(|range| error.template_source()?.get(range)).map(str::trim);
    if error.kind() == ErrorKind::TemplateNotFound {
        let name = error.detail().and_then(quoted).unwrap_or_default();
        let nearest = nearest(&name, ids).map(str::to_owned);
        return TemplateError::Missing { name, nearest };
    }
    let template = error.name().unwrap_or("template");
    let name = error.detail().and_then(quoted).or_else(|| wrong.map(str::to_owned)).unwrap_or_default();
    let known = known(error.kind(), context);
    TemplateError::Invalid {
        problem: problem(error, &name),
        template: file(template).unwrap_or_else(|| template.to_owned()),
        line: error.line().unwrap_or(1),
        nearest: nearest(last_name(&name), known.iter().map(String::as_str)).map(str::to_owned),
    }
}

fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut error = error;
    while let Some(source) = std::error::Error::source(error).and_then(|source| source.downcast_ref()) {
        error = source;
    }
    error
}

fn problem(error: &minijinja::Error, name: &str) -> String {
    match (error.kind(), error.detail().unwrap_or_default()) {
        (ErrorKind::UndefinedError, _) => format!("`{name}` is not defined"),
        (ErrorKind::UnknownFilter, _) => format!("unknown filter `{name}`"),
        (ErrorKind::UnknownTest, _) => format!("unknown test `{name}`"),
        (ErrorKind::UnknownFunction, _) => format!("unknown function `{name}`"),
        (kind, "") => kind.to_string(),
        (_, detail) => detail.trim_end_matches('.').to_owned(),
    }
}

/// The name a detail is about: the quoted one, or the one before `is unknown`.
fn quoted(detail: &str) -> Option<String> {
    let inner = match detail.strip_suffix(" is unknown") {
        Some(name) => name.rsplit(' ').next(),
        None => detail.split(['"', '`', '\'']).nth(1),
    };
    inner.map(str::to_owned)
}

/// `scpoe` of `entry.scpoe`.
fn last_name(expression: &str) -> &str {
    expression.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The names that could have been meant.
fn known(kind: ErrorKind, context: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    match kind {
        ErrorKind::UnknownFilter => {
            names.extend(FILTERS.iter().map(|filter| filter.name.to_owned()));
            names.extend(JINJA.map(str::to_owned));
        }
        ErrorKind::UndefinedError => collect(context, &mut names, 6),
        _ => {}
    }
    names
}

/// The filters of Jinja that templates use most.
const JINJA: [&str; 18] = [
    "default", "first", "groupby", "indent", "join", "last", "length", "list", "lower", "map", "replace",
    "reject", "select", "sort", "title", "tojson", "trim", "upper",
];

/// All keys of a context, down to a depth; of a list, those of its first entry.
fn collect(value: &Value, names: &mut BTreeSet<String>, depth: usize) {
    if depth == 0 {
        return;
    }
    match value.kind() {
        ValueKind::Map => {
            for key in value.try_iter().into_iter().flatten() {
                if let Some(name) = key.as_str() {
                    names.insert(name.to_owned());
                }
                if let Ok(inner) = value.get_item(&key) {
                    collect(&inner, names, depth - 1);
                }
            }
        }
        ValueKind::Seq => {
            if let Ok(first) = value.get_item_by_index(0) {
                collect(&first, names, depth - 1);
            }
        }
        _ => {}
    }
}
