//! The JSON Schema of `deploy-kit.toml`, for editors and for the tests of the documentation.

use serde_json::{Map, Value, json};

use super::{Field, Kind, Section};

/// Renders the schema (draft 2020-12) of a file with these sections.
pub fn json_schema(sections: &[Section]) -> Value {
    let properties: Map<String, Value> = sections
        .iter()
        .map(|section| {
            let mut value = kind(&section.kind);
            describe(&mut value, &section.help, None);
            (section.name.to_owned(), value)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "deploy-kit.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn kind(of: &Kind) -> Value {
    match of {
        Kind::Text => json!({"type": "string"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Choice(values) => json!({"type": "string", "enum": values}),
        Kind::TextOr(fields) => json!({"anyOf": [{"type": "string"}, table(fields)]}),
        Kind::List(item) => {
            let item = kind(item);
            json!({"anyOf": [{"type": "array", "items": item}, item]})
        }
        Kind::Map(item) => json!({"type": "object", "additionalProperties": kind(item)}),
        Kind::Table(fields) => table(fields),
        Kind::Tables(fields) => json!({"type": "array", "items": table(fields)}),
    }
}

fn table(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut value = kind(&field.kind);
            describe(&mut value, &field.help, field.default.as_deref());
            (field.name.clone(), value)
        })
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn describe(value: &mut Value, help: &str, default: Option<&str>) {
    if let Value::Object(object) = value {
        object.insert("description".into(), help.into());
        if let Some(default) = default {
            let typed = match object.get("type").and_then(Value::as_str) {
                Some("boolean" | "integer" | "number") => default.parse().unwrap_or(Value::Null),
                _ => Value::from(default),
            };
            object.insert("default".into(), typed);
        }
    }
}
