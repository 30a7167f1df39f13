//! Answers with an `etag`, kept for the run: to ask again costs nothing of the hourly limit.

use std::collections::HashMap;

use bytes::Bytes;
use http::HeaderMap;

/// Bytes of bodies that are kept. What does not fit is not kept.
const MOST: usize = 8 << 20;

/// Answers by address.
#[derive(Debug, Default)]
pub(super) struct Cache {
    entries: HashMap<String, Entry>,
    bytes: usize,
}

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) etag: http::HeaderValue,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Cache {
    pub(super) fn get(&self, url: &str) -> Option<&Entry> {
        self.entries.get(url)
    }

    /// Keeps an answer, if it has an `etag` and there is room.
    pub(super) fn keep(&mut self, url: &str, headers: &HeaderMap, body: &Bytes) {
        let Some(etag) = headers.get(http::header::ETAG) else { return };
        let old = self.entries.remove(url).map_or(0, |entry| entry.body.len());
        self.bytes -= old;
        if self.bytes + body.len() > MOST {
            return;
        }
        self.bytes += body.len();
        let entry = Entry { etag: etag.clone(), headers: headers.clone(), body: body.clone() };
        self.entries.insert(url.to_owned(), entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_much_is_kept() {
        let mut cache = Cache::default();
        let headers = HeaderMap::from_iter([(http::header::ETAG, http::HeaderValue::from_static("\"a\""))]);
        let half = Bytes::from(vec![0; MOST / 2]);
        cache.keep("a", &headers, &half);
        cache.keep("a", &headers, &half);
        cache.keep("b", &headers, &half);
        cache.keep("c", &headers, &half);
        cache.keep("d", &HeaderMap::new(), &Bytes::new());
        let kept = |url| cache.get(url).is_some();
        assert_eq!((kept("a"), kept("b"), kept("c"), kept("d")), (true, true, false, false));
    }
}
