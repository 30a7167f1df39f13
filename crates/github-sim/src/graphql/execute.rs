//! Carrying out a document.

use serde_json::{Map, Value, json};

use super::node::{Node, Out};
use super::parser::parse;
use super::syntax::{Directive, Document, Field, Operation, Selection, Term};
use super::{mutation, query};
use crate::access::Caller;
use crate::state::World;

/// The arguments of a field, by name.
pub(super) type Arguments = Map<String, Value>;

/// Why a field has no value. GitHub's `type`: `NOT_FOUND`, `FORBIDDEN`, `STALE_DATA`, `UNPROCESSABLE`.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) kind: &'static str,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

struct Run<'a> {
    document: &'a Document,
    variables: Arguments,
    errors: Vec<Value>,
    path: Vec<Value>,
}

/// The answer to a document: `data`, `errors` or both.
pub(crate) fn run(
    world: &mut World,
    caller: &Caller,
    text: &str,
    name: Option<&str>,
    variables: &Value,
) -> Value {
    let document = match parse(text) {
        Ok(document) => document,
        Err(message) => return json!({ "errors": [{ "message": message }] }),
    };
    let found = document.operations.iter().find(|it| name.is_none() || it.name.as_deref() == name);
    let Some(operation) = found else {
        return json!({ "errors": [{ "message": "No operation of this name" }] });
    };
    let given = variables.as_object().cloned().unwrap_or_default();
    let mut run = Run { document: &document, variables: given, errors: Vec::new(), path: Vec::new() };
    run.defaults(operation);
    let mut data = Map::new();
    run.operation(world, caller, operation, &mut data);
    let mut answer = json!({ "data": data });
    if !run.errors.is_empty() {
        // A field that is not there is found before anything is carried out.
        if run.errors.iter().any(|error| error["extensions"]["code"] == "undefinedField") {
            return json!({ "errors": run.errors });
        }
        answer["errors"] = Value::Array(run.errors);
    }
    answer
}

impl Run<'_> {
    fn defaults(&mut self, operation: &Operation) {
        for (name, default) in &operation.variables {
            if let (Some(term), false) = (default, self.variables.contains_key(name)) {
                let value = self.value(term);
                self.variables.insert(name.clone(), value);
            }
        }
    }

    fn operation(
        &mut self,
        world: &mut World,
        caller: &Caller,
        operation: &Operation,
        data: &mut Map<String, Value>,
    ) {
        if !operation.mutates {
            self.select(world, caller, &Node::Query, &operation.selections, data);
            return;
        }
        for selection in &operation.selections {
            let Selection::Field(field) = selection else { continue };
            let arguments = self.arguments(&field.arguments);
            self.path.push(field.key.as_str().into());
            let value = match mutation::perform(world, caller, &field.name, &arguments) {
                Ok(out) => self.shape(world, caller, out, field),
                Err(failure) => self.fail(failure),
            };
            self.path.pop();
            data.insert(field.key.clone(), value);
        }
    }

    fn select(
        &mut self,
        world: &World,
        caller: &Caller,
        node: &Node,
        selections: &[Selection],
        into: &mut Map<String, Value>,
    ) {
        for selection in selections {
            match selection {
                Selection::Field(field) if self.kept(&field.directives) => {
                    self.field(world, caller, node, field, into);
                }
                Selection::Inline { on, directives, selections }
                    if self.kept(directives) && on.as_ref().is_none_or(|on| node.is(world, on)) =>
                {
                    self.select(world, caller, node, selections, into);
                }
                Selection::Spread { name, directives } if self.kept(directives) => {
                    let document = self.document;
                    if let Some(fragment) = document.fragments.get(name)
                        && node.is(world, &fragment.on)
                    {
                        self.select(world, caller, node, &fragment.selections, into);
                    }
                }
                _ => {}
            }
        }
    }

    fn field(
        &mut self,
        world: &World,
        caller: &Caller,
        node: &Node,
        field: &Field,
        into: &mut Map<String, Value>,
    ) {
        if field.name == "__typename" {
            into.insert(field.key.clone(), node.kind(world).into());
            return;
        }
        let arguments = self.arguments(&field.arguments);
        self.path.push(field.key.as_str().into());
        let value = match query::resolve(world, caller, node, &field.name, &arguments) {
            Ok(out) => self.shape(world, caller, out, field),
            Err(failure) => self.fail(failure),
        };
        self.path.pop();
        into.insert(field.key.clone(), value);
    }

    fn shape(&mut self, world: &World, caller: &Caller, out: Out, field: &Field) -> Value {
        match out {
            Out::Leaf(value) => value,
            Out::One(node) => {
                let mut value = Map::new();
                self.select(world, caller, &node, &field.selections, &mut value);
                Value::Object(value)
            }
            Out::Many(nodes) => {
                nodes.into_iter().map(|node| self.shape(world, caller, Out::One(node), field)).collect()
            }
        }
    }

    fn fail(&mut self, Failure { kind, message }: Failure) -> Value {
        let path = &self.path;
        self.errors.push(match kind {
            "undefinedField" => json!({ "path": path, "extensions": { "code": kind }, "message": message }),
            _ => json!({ "type": kind, "path": path, "message": message }),
        });
        Value::Null
    }

    /// `@skip` and `@include`.
    fn kept(&self, directives: &[Directive]) -> bool {
        directives.iter().all(|directive| {
            let value = self.arguments(&directive.arguments).get("if").and_then(Value::as_bool);
            match directive.name.as_str() {
                "skip" => value != Some(true),
                "include" => value != Some(false),
                _ => true,
            }
        })
    }

    fn arguments(&self, pairs: &[(String, Term)]) -> Arguments {
        let given = pairs.iter().filter(|(_, term)| match term {
            Term::Variable(name) => self.variables.contains_key(name),
            _ => true,
        });
        given.map(|(name, term)| (name.clone(), self.value(term))).collect()
    }

    fn value(&self, term: &Term) -> Value {
        match term {
            Term::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Term::Literal(value) => value.clone(),
            Term::List(list) => list.iter().map(|term| self.value(term)).collect(),
            Term::Object(pairs) => Value::Object(self.arguments(pairs)),
        }
    }
}
