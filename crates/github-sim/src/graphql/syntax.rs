//! A document of GraphQL. Source: the specification of October 2021, section 2.

use std::collections::BTreeMap;

/// Operations and fragments.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) operations: Vec<Operation>,
    pub(super) fragments: BTreeMap<String, Fragment>,
}

/// A query or a mutation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) mutates: bool,
    pub(super) name: Option<String>,
    /// Variables with their defaults.
    pub(super) variables: Vec<(String, Option<Term>)>,
    pub(super) selections: Vec<Selection>,
}

/// A named fragment.
#[derive(Debug)]
pub(super) struct Fragment {
    pub(super) on: String,
    pub(super) selections: Vec<Selection>,
}

/// What is asked for.
#[derive(Debug)]
pub(super) enum Selection {
    Field(Field),
    /// `... on Type { … }`, or without a type.
    Inline {
        on: Option<String>,
        directives: Vec<Directive>,
        selections: Vec<Self>,
    },
    /// `...Name`.
    Spread {
        name: String,
        directives: Vec<Directive>,
    },
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    /// What the answer calls it.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) arguments: Vec<(String, Term)>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

/// `@include(if: …)` and its like.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) arguments: Vec<(String, Term)>,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    Variable(String),
    /// Numbers, strings, booleans, null, and the names of enums as strings.
    Literal(serde_json::Value),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}
