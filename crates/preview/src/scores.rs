//! Scores of a preview: Lighthouse's, or any numbers with a name.

use std::path::Path;

use deploy_kit_core::markdown::escape;
use deploy_kit_core::tool::Failure;
use serde_json::Value;

/// The most that are shown.
const MOST: usize = 12;

/// Reads them as names and values.
///
/// # Errors
/// The file cannot be read, or holds no scores.
pub fn read(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let failed = |why: String| Failure::usage(format!("cannot take scores from `{}`: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let value: Value =
        serde_json::from_str(&text).map_err(|error| failed(format!("it is not JSON: {error}")))?;
    let scores = scores(&value);
    if scores.is_empty() {
        let hint =
            "give a report of Lighthouse (`--output json`), or an object of names and numbers".to_owned();
        return Err(failed("it holds none".to_owned()).hint(hint));
    }
    Ok(scores)
}

/// Lighthouse's categories in percent, as its own report has them; else what is a number, or a text.
fn scores(value: &Value) -> Vec<(String, String)> {
    let lighthouse = value.get("categories").and_then(Value::as_object);
    if let (Some(categories), Some(_)) = (lighthouse, value.get("lighthouseVersion")) {
        let each = categories.iter().map(|(id, category)| {
            let title = category["title"].as_str().unwrap_or(id);
            // A category without a score was not measured.
            let score = category["score"]
                .as_f64()
                .map_or_else(|| "–".to_owned(), |score| format!("{:.0}", score * 100.0));
            (title.to_owned(), score)
        });
        return each.collect();
    }
    let all = value.as_object().into_iter().flatten();
    let plain = all.filter_map(|(name, value)| match value {
        Value::Number(number) => Some((name.clone(), number.to_string())),
        Value::String(text) => Some((name.clone(), text.clone())),
        _ => None,
    });
    plain.take(MOST).collect()
}

/// One line of Markdown.
#[must_use]
pub fn line(scores: &[(String, String)]) -> String {
    let each = scores.iter().map(|(name, value)| format!("{} **{}**", escape(name), escape(value)));
    each.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lighthouse_counts_in_percent() {
        let report = json!({
            "lighthouseVersion": "12.8.0",
            "categories": {
                "performance": { "title": "Performance", "score": 0.98 },
                "pwa": { "title": "PWA", "score": null },
            },
        });
        assert_eq!(line(&scores(&report)), "Performance **98** · PWA **–**");
    }

    #[test]
    fn other_numbers_are_shown_as_they_are() {
        let report = json!({ "bundle": "124 kB", "tests": 12, "nested": { "a": 1 } });
        assert_eq!(line(&scores(&report)), "bundle **124 kB** · tests **12**");
        assert!(scores(&json!([1, 2])).is_empty());
    }
}
