//! The filters every template has beside Jinja's own, in one list.

use std::borrow::Cow;

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, Value};

use super::date;
use crate::markdown::{self, Escape, Unit};

/// A filter, as the documentation shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in one sentence.
    pub about: &'static str,
}

const fn filter(name: &'static str, usage: &'static str, about: &'static str) -> Filter {
    Filter { name, usage, about }
}

/// Our filters. Jinja's own (`default`, `join`, `replace`, `indent`, `tojson`, …) are there as well.
pub const FILTERS: [Filter; 13] = [
    filter(
        "md",
        "text | md",
        "The text as Markdown that shows just this text; balanced code spans stay code",
    ),
    filter("escape_md", "text | escape_md", "Another name of `md`"),
    filter("cell", "markdown | cell", "Markdown as the content of a table cell: pipes escaped, one line"),
    filter("code", "text | code", "The text as a code span"),
    filter(
        "fence",
        "text | fence(\"diff\")",
        "The text as a fenced code block, with the language if one is given",
    ),
    filter("link", "text | link(url)", "The text as a link; without an address, the text alone"),
    filter("html", "text | html", "The text inside HTML such as `<summary>`"),
    filter("slug", "text | slug", "The anchor GitHub gives to a heading"),
    filter(
        "upper_first",
        "text | upper_first",
        "The first letter in upper case, unless the first word is a name such as a path",
    ),
    filter(
        "date",
        "day | date(\"%e %B %Y\")",
        "A day (`2026-11-21`) in another form: `%Y %y %m %d %e %B %b`",
    ),
    filter(
        "truncate",
        "text | truncate(60, end=\"…\")",
        "Plain text cut to so many characters, `end` included",
    ),
    filter("short", "id | short(7)", "The first characters of a commit id"),
    filter("plural", "count | plural(\"entry\", \"entries\")", "The word that goes with the number"),
];

pub(super) fn register(environment: &mut Environment<'static>, escape: Escape) {
    let md = move |text: &Value| escape.text(&plain(text));
    environment.add_filter("md", md);
    environment.add_filter("escape_md", md);
    environment.add_filter("cell", |text: &Value| markdown::cell(&plain(text)));
    environment.add_filter("code", |text: &Value| markdown::code_span(&plain(text)));
    environment.add_filter("fence", |text: &Value, language: Option<String>| {
        markdown::fence(&plain(text), language.as_deref().unwrap_or_default())
    });
    environment.add_filter("link", move |text: &Value, url: &Value| {
        let (text, url) = (plain(text), markdown::link_destination(&plain(url)));
        let mut out = String::with_capacity(text.len() + url.as_ref().map_or(0, String::len) + 4);
        match url {
            Some(url) => {
                out.push('[');
                escape.push(&mut out, &text);
                out.extend(["](", &url, ")"]);
            }
            None => escape.push(&mut out, &text),
        }
        out
    });
    environment.add_filter("html", |text: &Value| markdown::html(&plain(text)));
    environment.add_filter("slug", |text: &Value| markdown::slug(&plain(text)));
    environment.add_filter("upper_first", |text: &Value| upper_first(&plain(text)));
    environment.add_filter("date", |day: &Value, pattern: &str| {
        date::format(&plain(day), pattern).map_err(|problem| Error::new(ErrorKind::InvalidOperation, problem))
    });
    environment.add_filter("truncate", truncate);
    environment.add_filter("short", |id: &Value, length: Option<usize>| {
        plain(id).chars().take(length.unwrap_or(7)).collect::<String>()
    });
    environment
        .add_filter("plural", |count: u64, one: String, many: String| if count == 1 { one } else { many });
}

/// The text of a value; nothing for `none`.
fn plain(value: &Value) -> Cow<'_, str> {
    match value.as_str() {
        Some(text) => Cow::Borrowed(text),
        None if value.is_none() => Cow::Borrowed(""),
        None => Cow::Owned(value.to_string()),
    }
}

fn upper_first(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    // A path or an identifier at the start is a name, and names keep their case.
    if !word
        .trim_end_matches([',', ':', ';', '.', '!', '?'])
        .chars()
        .all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’'))
    {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    first + chars.as_str()
}

fn truncate(text: &Value, length: usize, options: Kwargs) -> Result<String, Error> {
    let end: Option<String> = options.get("end")?;
    options.assert_all_used()?;
    let (text, end) = (plain(text), end.unwrap_or_else(|| String::from("…")));
    if Unit::Chars.count(&text) <= length {
        return Ok(text.into_owned());
    }
    let kept = length.saturating_sub(Unit::Chars.count(&end));
    let kept: String = text.chars().take(kept).collect();
    Ok(kept.trim_end().to_owned() + &end)
}
