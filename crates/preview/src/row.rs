//! The row of a preview in the comment: a function of what GitHub has recorded, so that nothing new reads the same.

use deploy_kit_core::markdown::{Escape, cell, link};
use jiff::Timestamp;

use crate::qr;
use crate::scores;
use crate::state::State;

/// What stands above the rows.
pub const HEAD: &str =
    "### Previews\n\n| App | Status | Preview | Commit | Updated |\n| :-- | :-- | :-- | :-- | :-- |";

/// The longest address that is shown whole, in characters.
const ADDRESS: usize = 48;

/// What a row shows.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The app, or the repository where there is one alone.
    pub app: String,
    /// How it stands.
    pub state: Option<State>,
    /// Where its log is.
    pub log_url: Option<String>,
    /// A word on it.
    pub description: String,
    /// The commit.
    pub sha: String,
    /// The repository's page.
    pub page: String,
    /// The pull request.
    pub number: u64,
    /// Where a preview answers, and of which commit that is.
    pub answers: Option<(String, String)>,
    /// When its deployment was made, in RFC 3339.
    pub begun: Option<String>,
    /// When it came to stand so, in RFC 3339.
    pub updated: Option<String>,
    /// Scores by name.
    pub scores: Vec<(String, String)>,
    /// Whether its address is shown as a QR code.
    pub qr: bool,
}

/// The row.
#[must_use]
pub fn row(shown: &Shown) -> String {
    let cells =
        [escape(&shown.app), status(shown), preview(shown), commit(shown, &shown.sha), updated(shown)];
    let cells = cells.iter().map(|text| match text.as_str() {
        "" => "–".to_owned(),
        text => cell(text),
    });
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// What stands below the table.
#[must_use]
pub fn below(shown: &Shown) -> String {
    let mut parts = Vec::new();
    if shown.state == Some(State::Failed) && !shown.description.is_empty() {
        parts.push(format!("**{}**: {}", escape(&shown.app), escape(&shown.description)));
    }
    if !shown.scores.is_empty() {
        parts.push(format!("**{}**: {}", escape(&shown.app), scores::line(&shown.scores)));
    }
    let code = shown.answers.as_ref().filter(|_| shown.qr).and_then(|(url, _)| qr::code(url));
    if let Some(code) = code {
        let app = escape(&shown.app);
        parts.push(format!("<details>\n<summary>QR code of {app}</summary>\n\n{code}\n\n</details>"));
    }
    parts.join("\n\n")
}

/// A text of which nothing calls people or refers to issues.
fn escape(text: &str) -> String {
    Escape::new().disarm_mentions().disarm_references().text(text)
}

fn status(shown: &Shown) -> String {
    let (sign, word) = match shown.state {
        Some(State::Ready) => ("✅", "Ready"),
        Some(State::Building) => ("🔨", "Building"),
        Some(State::Failed) => ("❌", "Failed"),
        Some(State::Cancelled) => ("⚪", "Cancelled"),
        Some(State::Removed) => ("🗑️", "Removed"),
        None => return String::new(),
    };
    let word = link(word, shown.log_url.as_deref().unwrap_or_default());
    // Why it failed is long, and stands below the table.
    let is_told = shown.state == Some(State::Ready) && !shown.description.is_empty();
    let told = if is_told { format!("<br>{}", escape(&shown.description)) } else { String::new() };
    // The two stay together on a narrow page.
    format!("{sign}\u{a0}{word}{told}")
}

/// Where it can be seen; while another one is made, or where that failed, the one before.
fn preview(shown: &Shown) -> String {
    let Some((url, sha)) = shown.answers.as_ref().filter(|_| shown.state != Some(State::Removed)) else {
        return String::new();
    };
    let text = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let text = match text.chars().count() > ADDRESS {
        true => text.chars().take(ADDRESS - 1).chain(['…']).collect(),
        false => text.to_owned(),
    };
    let of = if *sha == shown.sha { String::new() } else { format!(" of {}", commit(shown, sha)) };
    format!("{}{of}", link(&text, url))
}

fn commit(shown: &Shown, sha: &str) -> String {
    let short: String = sha.chars().take(7).collect();
    match short.is_empty() {
        true => short,
        // Not by its name alone: that GitHub makes a link of itself where it knows the commit.
        false => format!("[`{short}`]({}/pull/{}/commits/{sha})", shown.page, shown.number),
    }
}

fn updated(shown: &Shown) -> String {
    let time = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
    let Some(updated) = time(&shown.updated) else { return String::new() };
    let when = updated.strftime("%-d %b, %H:%M UTC").to_string();
    let took = time(&shown.begun).map_or(0, |begun| updated.as_second() - begun.as_second());
    let is_over = matches!(shown.state, Some(State::Ready | State::Failed));
    if is_over && took > 0 { format!("{when}<br>after {}", duration(took)) } else { when }
}

/// `42 s`, `3 min 12 s`, `2 h 5 min`.
fn duration(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(state: State) -> Shown {
        Shown {
            app: "web".to_owned(),
            state: Some(state),
            log_url: Some("https://github.example/o/r/actions/runs/1".to_owned()),
            description: "200 in 12 ms".to_owned(),
            sha: "1a2b3c4d5e".to_owned(),
            page: "https://github.example/o/r".to_owned(),
            number: 7,
            answers: Some(("https://web-7.example.com/".to_owned(), "1a2b3c4d5e".to_owned())),
            begun: Some("2026-11-21T23:04:00Z".to_owned()),
            updated: Some("2026-11-21T23:06:12Z".to_owned()),
            ..Shown::default()
        }
    }

    #[test]
    fn a_row_says_all_of_it() {
        assert_eq!(
            row(&shown(State::Ready)),
            "| web | ✅\u{a0}[Ready](https://github.example/o/r/actions/runs/1)<br>200 in 12 ms \
             | [web-7.example.com](https://web-7.example.com/) \
             | [`1a2b3c4`](https://github.example/o/r/pull/7/commits/1a2b3c4d5e) \
             | 21 Nov, 23:06 UTC<br>after 2 min 12 s |"
        );
    }

    #[test]
    fn the_preview_before_stays_in_sight_while_another_one_is_made() {
        let mut building = shown(State::Building);
        building.sha = "9f8e7d6c".to_owned();
        let row = row(&building);
        assert!(row.contains("[web-7.example.com](https://web-7.example.com/) of [`1a2b3c4`]"), "{row}");
        assert!(!row.contains("<br>"), "{row}");
    }

    #[test]
    fn a_removed_one_has_no_address_and_a_hostile_app_no_cells() {
        let mut removed = shown(State::Removed);
        removed.app = "a | b\n<b>@mona</b>".to_owned();
        let row = row(&removed);
        assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
        assert!(!row.contains("web-7") && row.contains("| – |") && row.contains("\\<b>"), "{row}");
    }

    #[test]
    fn what_is_below_is_for_reasons_scores_and_the_code() {
        assert_eq!(below(&shown(State::Ready)), "");
        let failed = Shown { description: "status: got 503 for @mona".to_owned(), ..shown(State::Failed) };
        assert_eq!(below(&failed), "**web**: status: got 503 for @&#8203;mona");
        let scores = vec![("Performance".to_owned(), "98".to_owned())];
        let with = Shown { scores, qr: true, ..shown(State::Ready) };
        let below = below(&with);
        assert!(below.starts_with("**web**: Performance **98**\n\n<details>"), "{below}");
    }
}
