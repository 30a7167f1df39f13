//! Lists, read to their end.

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Call;
use crate::error::{Error, Kind, Result};

/// The most that GitHub gives at once.
pub(super) const PER_PAGE: u32 = 100;

/// Pages after which a list is taken for endless: 100,000 entries.
pub(super) const MOST: usize = 1000;

/// Follows `Link: <…>; rel="next"` to the end.
pub(super) struct Pages {
    call: Call,
    /// The next page, if there is one.
    url: Option<String>,
    read: usize,
}

impl Pages {
    pub(super) fn of(call: Call) -> Self {
        let call = call.query("per_page", PER_PAGE);
        Self { url: Some(call.url()), call, read: 0 }
    }

    /// The next page; `None` after the last.
    pub(super) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let Some(url) = self.url.take() else { return Ok(None) };
        if self.read == MOST {
            return Err(self.fail(&format!("more than {MOST} pages")));
        }
        self.read += 1;
        let answered = self.call.send_to(&url).await?;
        self.url = next(&answered.headers);
        if self.url.as_ref().is_some_and(|url| !self.call.github.options().is_own(url)) {
            let reason = "the next page is on another server".to_owned();
            return Err(self.call.fail(Kind::Redirect { reason }));
        }
        self.call.decode(&answered).map(Some)
    }

    /// Reads what was a part of a page.
    pub(super) fn read<T: DeserializeOwned>(&self, value: Value) -> Result<T> {
        serde_json::from_value(value).map_err(|error| self.call.undecodable(&error))
    }

    pub(super) fn fail(&self, detail: &str) -> Error {
        self.call.fail(Kind::Decode { detail: detail.to_owned() })
    }
}

/// The address with `rel="next"` (RFC 8288).
fn next(headers: &HeaderMap) -> Option<String> {
    let links = headers.get_all(http::header::LINK).iter().filter_map(|value| value.to_str().ok());
    links.flat_map(|links| links.split(',')).find_map(|link| {
        let (url, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = |parameter: &str| matches!(parameter.trim(), "rel=\"next\"" | "rel=next");
        parameters.split(';').any(is_next).then(|| url.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_the_links() {
        let link = |text: &str| {
            next(&HeaderMap::from_iter([(http::header::LINK, http::HeaderValue::from_str(text).unwrap())]))
        };
        let both = r#"<https://a/?page=1>; rel="prev", <https://a/?page=3>; rel="next""#;
        assert_eq!(link(both).as_deref(), Some("https://a/?page=3"));
        assert_eq!(link(r#"<https://a/?page=1>; rel="last""#), None);
        assert_eq!(link("nonsense"), None);
        assert_eq!(next(&HeaderMap::new()), None);
    }
}
