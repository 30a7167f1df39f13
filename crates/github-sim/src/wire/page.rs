//! Pagination: `page`, `per_page` (30, at most 100) and the `Link` header.

use serde_json::Value;

use super::{Call, Response};
use crate::state::World;

/// Which part of a list was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    /// Counted from 1.
    pub(crate) number: usize,
    pub(crate) size: usize,
}

impl Page {
    pub(crate) fn of(call: &Call<'_>) -> Self {
        let read = |key: &str| call.query(key).and_then(|text| text.parse::<usize>().ok());
        let size = read("per_page").filter(|size| *size > 0).unwrap_or(30).min(100);
        Self { number: read("page").unwrap_or(1).max(1), size }
    }

    /// How many items stand before it.
    pub(crate) fn skip(self) -> usize {
        (self.number - 1) * self.size
    }

    /// The `Link` header; `last` is known where the list's length is.
    pub(crate) fn link(
        self,
        world: &World,
        call: &Call<'_>,
        more: bool,
        last: Option<usize>,
    ) -> Option<String> {
        let url = |number: usize| target(world, call, number);
        let mut links = Vec::new();
        if self.number > 1 {
            links.push(format!("<{}>; rel=\"prev\"", url(self.number - 1)));
        }
        if more {
            links.push(format!("<{}>; rel=\"next\"", url(self.number + 1)));
            links.extend(last.map(|last| format!("<{}>; rel=\"last\"", url(last))));
        }
        if self.number > 1 {
            links.push(format!("<{}>; rel=\"first\"", url(1)));
        }
        if links.is_empty() { None } else { Some(links.join(", ")) }
    }
}

/// The address of another page. GitHub names the repository by its number there.
fn target(world: &World, call: &Call<'_>, number: usize) -> String {
    let mut path = call.request.path.clone();
    if let Some(rest) = path.strip_prefix("/repos/") {
        let rest = rest.splitn(3, '/').nth(2).unwrap_or_default();
        path = format!("/repositories/{}/{rest}", world.repository.id);
    }
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let kept = call.request.query.iter().filter(|(key, _)| key != "page");
    let mut query: Vec<_> = kept.map(|(key, value)| format!("{key}={}", encode(value))).collect();
    query.push(format!("page={number}"));
    format!("{}{path}?{}", world.urls.api, query.join("&"))
}

/// A page of a list that is known whole.
pub(crate) fn paged(world: &World, call: &Call<'_>, items: Vec<Value>) -> Response {
    paged_in(world, call, items, Value::Array)
}

/// A page of a list that stands in an object.
pub(crate) fn paged_in(
    world: &World,
    call: &Call<'_>,
    items: Vec<Value>,
    wrap: impl FnOnce(Vec<Value>) -> Value,
) -> Response {
    let page = Page::of(call);
    let total = items.len();
    let last = total.div_ceil(page.size).max(1);
    let shown: Vec<_> = items.into_iter().skip(page.skip()).take(page.size).collect();
    let response = Response::ok(wrap(shown));
    match page.link(world, call, page.number < last, Some(last)) {
        Some(link) => response.header("link", link),
        None => response,
    }
}
