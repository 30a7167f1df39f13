//! A request at the operation it was meant for.

use serde_json::{Map, Value};

use super::{Body, Fields, Problem, Request, Upload};
use crate::access::{Caller, Grant};

/// A request, matched and let in.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Request,
    /// The values of the path's template, decoded.
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) caller: &'a Caller,
    /// The asset that came with it, to be taken.
    pub(crate) upload: Option<Upload>,
}

impl<'a> Call<'a> {
    /// A value of the path.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// A number of the path: what is none is not found.
    pub(crate) fn number(&self, name: &str) -> Result<u64, Problem> {
        self.param(name).parse().map_err(|_| Problem::not_found())
    }

    pub(crate) fn query(&self, key: &str) -> Option<&'a str> {
        self.request.query(key)
    }

    /// The body's fields; a body that is absent has none.
    pub(crate) fn fields(&self) -> Result<Fields<'a>, Problem> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        match &self.request.body {
            Body::Json(Value::Object(fields)) => Ok(Fields(fields)),
            Body::Empty => Ok(Fields(&NONE)),
            Body::Json(_) => Err(Problem::new(400, "Body should be a JSON object")),
            Body::Malformed(_) | Body::Upload(_) => Err(Problem::new(400, "Problems parsing JSON")),
        }
    }

    /// Refuses a caller to whom none of these was given.
    pub(crate) fn needs(&self, any_of: &[Grant]) -> Result<(), Problem> {
        if self.caller.may(any_of) { Ok(()) } else { Err(self.caller.refusal(any_of)) }
    }
}
