//! What was made and does not show yet, as happens between GitHub's replicas.

use serde_json::Value;

use crate::wire::{Payload, Problem, Response};

/// Things that are hidden for some more reads, by their `url`.
#[derive(Debug, Default)]
pub(crate) struct Late(Vec<(String, u64)>);

impl Late {
    /// Hides what a response says was made.
    pub(crate) fn hide(&mut self, made: &Response, reads: u64) {
        if let Some(url) = made.json().and_then(|json| json["url"].as_str()) {
            self.0.push((url.to_owned(), reads));
        }
    }

    /// A read without what is hidden.
    pub(crate) fn filter(&mut self, mut read: Response) -> Response {
        if self.0.is_empty() {
            return read;
        }
        let mut hidden = false;
        if let Payload::Json(value) = &mut read.payload {
            match value {
                Value::Array(items) => items.retain(|item| !self.hides(item)),
                Value::Object(_) => {
                    hidden = self.hides(value);
                    if let Some(Value::Array(items)) = value.get_mut("items") {
                        items.retain(|item| !self.hides(item));
                    }
                }
                _ => {}
            }
        }
        self.0.retain(|(_, reads)| *reads > 0);
        if hidden { Problem::not_found().into() } else { read }
    }

    fn hides(&mut self, item: &Value) -> bool {
        let Some(url) = item["url"].as_str() else { return false };
        let found = self.0.iter_mut().find(|(hidden, reads)| hidden == url && *reads > 0);
        found.map(|(_, reads)| *reads -= 1).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_late_shows_in_the_end() {
        let mut late = Late::default();
        late.hide(&Response::created(json!({ "url": "u/1" })), 2);
        let one = || Response::ok(json!({ "url": "u/1" }));
        assert_eq!(late.filter(one()).status, 404);
        let list = late.filter(Response::ok(json!([{ "url": "u/1" }, { "url": "u/2" }])));
        assert_eq!(list.json(), Some(&json!([{ "url": "u/2" }])));
        assert_eq!(late.filter(one()).status, 200);
    }
}
