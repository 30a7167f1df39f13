//! Refusals, in the shapes that GitHub gives them.
//!
//! Source: "Troubleshooting the REST API" and "Client errors" in GitHub's REST documentation.

use serde_json::{Value, json};

use super::{Payload, Response};

const DOCUMENTATION: &str = "https://docs.github.com/rest";

/// A refusal.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    message: String,
    errors: Vec<Value>,
    headers: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(status: u16, message: &str) -> Self {
        Self { status, message: message.to_owned(), errors: Vec::new(), headers: Vec::new() }
    }

    /// 404, which also hides what a caller may not see.
    pub(crate) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    /// 422 `Validation Failed` about one field. Codes: `missing`, `missing_field`, `invalid`, `already_exists`.
    pub(crate) fn invalid(resource: &str, code: &str, field: &str) -> Self {
        let mut problem = Self::new(422, "Validation Failed");
        problem.errors.push(json!({ "resource": resource, "code": code, "field": field }));
        problem
    }

    /// 422 `Validation Failed` with words of its own.
    pub(crate) fn custom(resource: &str, field: &str, message: &str) -> Self {
        let mut problem = Self::new(422, "Validation Failed");
        let error = json!({ "resource": resource, "code": "custom", "field": field, "message": message });
        problem.errors.push(error);
        problem
    }

    /// 422 `Validation Failed` with words about the whole.
    pub(crate) fn unexplained(resource: &str, message: &str) -> Self {
        let mut problem = Self::new(422, "Validation Failed");
        problem.errors.push(json!({ "resource": resource, "code": "custom", "message": message }));
        problem
    }

    /// 422 with a message alone.
    pub(crate) fn unprocessable(message: &str) -> Self {
        Self::new(422, message)
    }

    /// With one more entry of its `errors`: an object or, as GitHub has it at times, mere words.
    #[must_use]
    pub(crate) fn because(mut self, error: Value) -> Self {
        self.errors.push(error);
        self
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The message alone: what GraphQL and the hooks say.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl From<Problem> for Response {
    fn from(problem: Problem) -> Self {
        let Problem { status, message, errors, headers } = problem;
        let mut body = json!({ "message": message });
        if !errors.is_empty() {
            body["errors"] = Value::Array(errors);
        }
        body["documentation_url"] = DOCUMENTATION.into();
        body["status"] = status.to_string().into();
        Self { status, headers, payload: Payload::Json(body) }
    }
}

impl From<git2::Error> for Problem {
    /// What git could not find is not there; all else is the server's fault.
    fn from(error: git2::Error) -> Self {
        match error.code() {
            git2::ErrorCode::NotFound => Self::not_found(),
            _ => Self::new(500, &format!("git: {}", error.message())),
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::new(500, &format!("disk: {error}"))
    }
}
