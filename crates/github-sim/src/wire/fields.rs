//! The fields of a request's body.

use serde_json::{Map, Value};

use super::Problem;

/// A JSON object, read field by field. A field of the wrong type is refused as GitHub refuses it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// Whether the field is there, even as null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The value, unless it is absent or null.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn typed<T>(
        &self,
        name: &str,
        kind: &str,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let wrong = |value: &Value| {
            let message = format!("Invalid request.\n\nFor 'properties/{name}', {value} is not {kind}.");
            Problem::unprocessable(&message)
        };
        self.value(name).map(|value| read(value).ok_or_else(|| wrong(value))).transpose()
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Problem> {
        self.typed(name, "a string", Value::as_str)
    }

    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        self.typed(name, "a boolean", Value::as_bool)
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        self.typed(name, "an integer", Value::as_u64)
    }

    pub(crate) fn list(&self, name: &str) -> Result<Option<&'a Vec<Value>>, Problem> {
        self.typed(name, "an array", Value::as_array)
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, Problem> {
        Ok(self.typed(name, "an object", Value::as_object)?.map(Fields))
    }

    /// The strings of a list; labels may also be given as objects with a `name`.
    pub(crate) fn names(&self, name: &str) -> Result<Option<Vec<String>>, Problem> {
        let list = self.list(name)?;
        let read = |value: &Value| value.as_str().or_else(|| value["name"].as_str()).map(str::to_owned);
        Ok(list.map(|list| list.iter().filter_map(read).collect()))
    }

    /// A string that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<&'a str, Problem> {
        self.text(name)?.ok_or_else(|| missing(name))
    }
}

/// 422 for a field that is not there.
pub(crate) fn missing(name: &str) -> Problem {
    Problem::unprocessable(&format!("Invalid request.\n\n\"{name}\" wasn't supplied."))
}
