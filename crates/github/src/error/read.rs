//! From an answer to the kind of error.

use deploy_kit_http::retry::Answer;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;

use super::{FieldError, Kind};
use crate::operation::Permission;

/// The body of an error: all of it is optional, as proxies answer, too.
#[derive(Debug, Default, Deserialize)]
struct Body {
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    errors: Value,
}

/// Characters of an answer that is not GitHub's JSON, such as a proxy's page, that are shown.
const SHOWN: usize = 200;

impl Body {
    fn read(status: u16, bytes: &[u8]) -> (String, Vec<FieldError>) {
        let body: Self = serde_json::from_slice(bytes).unwrap_or_default();
        let message =
            body.message.filter(|message| !message.is_empty()).unwrap_or_else(|| plain(status, bytes));
        let errors = body.errors.as_array().map(|errors| errors.iter().map(field).collect());
        (message, errors.unwrap_or_default())
    }
}

fn plain(status: u16, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    if text.is_empty() || text.starts_with('<') || text.starts_with('{') {
        let status = http::StatusCode::from_u16(status).ok();
        return status.and_then(|status| status.canonical_reason()).unwrap_or("without a reason").to_owned();
    }
    text
}

/// GitHub sends objects, and at times mere words.
fn field(error: &Value) -> FieldError {
    let text = |key: &str| error.get(key).and_then(Value::as_str).map(str::to_owned);
    FieldError {
        resource: text("resource"),
        field: text("field"),
        code: text("code").unwrap_or_default(),
        message: text("message").or_else(|| error.as_str().map(str::to_owned)),
    }
}

/// Whether the words are those of a secondary limit, which may come as a plain 403.
pub(crate) fn is_secondary(bytes: &[u8]) -> bool {
    let (message, _) = Body::read(403, bytes);
    let message = message.to_lowercase();
    message.contains("secondary rate limit") || message.contains("abuse detection")
}

/// The kind of an answer that is no success.
pub(crate) fn status(answer: &Answer, headers: &HeaderMap, bytes: &[u8]) -> Kind {
    let (message, errors) = Body::read(answer.status, bytes);
    if answer.is_limit() {
        let wait = answer.asked(deploy_kit_http::Now::default());
        // Without the server's clock a date cannot be compared here.
        let wait = wait.filter(|_| answer.retry_after.is_some() || answer.date.is_some());
        return Kind::RateLimited { message, wait, until: answer.reset };
    }
    match answer.status {
        401 => Kind::Unauthorized { message },
        403 if message.contains("archived") => Kind::Archived,
        403 => Kind::Forbidden { message, accepted: accepted(headers) },
        404 => Kind::NotFound { message },
        409 => Kind::Conflict { message },
        410 => Kind::Gone { message },
        status @ (400 | 422) => Kind::Validation { status, message, errors },
        status @ 500..=599 => Kind::Server { status, message },
        status => Kind::Unexpected { status, message },
    }
}

fn accepted(headers: &HeaderMap) -> Vec<Vec<Permission>> {
    let header = headers.get("x-accepted-github-permissions").and_then(|value| value.to_str().ok());
    header.map(Permission::accepted).unwrap_or_default()
}

/// An error of GraphQL, which comes with status 200.
#[derive(Debug, Deserialize)]
struct GraphqlError {
    #[serde(default)]
    r#type: Option<String>,
    #[serde(default)]
    message: String,
}

#[derive(Debug, Deserialize)]
struct GraphqlBody {
    #[serde(default)]
    errors: Option<Vec<GraphqlError>>,
}

/// The kind of the first error in an answer of GraphQL.
pub(crate) fn graphql(bytes: &[u8], headers: &HeaderMap) -> Option<Kind> {
    let body: GraphqlBody = serde_json::from_slice(bytes).ok()?;
    let error = body.errors?.into_iter().next()?;
    let message = error.message;
    Some(match error.r#type.as_deref() {
        Some("NOT_FOUND") => Kind::NotFound { message },
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") if message.contains("archived") => Kind::Archived,
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => Kind::Forbidden { message, accepted: accepted(headers) },
        Some("STALE_DATA") => Kind::Conflict { message },
        Some("RATE_LIMITED") => Kind::RateLimited { message, wait: None, until: None },
        Some("UNPROCESSABLE") => Kind::Validation { status: 422, message, errors: Vec::new() },
        // GitHub says this without a type.
        _ if message.starts_with("Resource not accessible") => {
            Kind::Forbidden { message, accepted: accepted(headers) }
        }
        _ => Kind::Graphql { message },
    })
}
