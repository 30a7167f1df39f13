//! From facts to notes: pure, and all that the tool decides.

mod contributors;
mod entries;

use std::sync::Arc;

use deploy_kit_version::history::{self, Conventions};

use crate::facts::{Changes, PackageFacts, ReleaseFacts};
use crate::forge::Links;
use crate::notes::{Entry, Notes, arrange};
use crate::settings::Look;

/// What notes are made with.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'a> {
    /// How messages are written.
    pub conventions: &'a Conventions,
    /// How notes look.
    pub look: &'a Look,
    /// Where links lead; `None` where there is nowhere.
    pub links: Option<&'a Links>,
}

/// The notes of each release of a package, in the order of the facts. A release that is not made yet and
/// would be empty is left out.
pub fn notes(package: PackageFacts, tools: Tools<'_>) -> Vec<Notes> {
    let name = package.name;
    let of = |release| of_release(name.as_deref(), release, tools);
    let notes = in_parallel(package.releases, of);
    notes.into_iter().filter(|notes| notes.version.is_some() || !notes.is_empty()).collect()
}

/// The notes of one release.
pub fn of_release(package: Option<&str>, release: ReleaseFacts, tools: Tools<'_>) -> Notes {
    let entries = match release.changes {
        Changes::Read(entries) => entries,
        Changes::Unread(commits) => {
            history::read_marked(commits.iter().map(|(commit, ours)| (commit, *ours)), tools.conventions)
        }
    };
    let credits = &release.credits;
    let entries: Vec<Arc<Entry>> = entries
        .into_iter()
        .filter(entries::is_shown)
        .map(|entry| Arc::new(entries::of(entry, credits, tools.links)))
        .collect();
    let contributors = contributors::of(&entries, credits, tools.links);
    let arranged = arrange(entries, &tools.look.sections, tools.look.preset.order);
    let (tag, previous) = (release.tag, release.previous);
    let end = tag.as_ref().map_or("HEAD", |tag| tag.name.as_str());
    let link = |to: &dyn Fn(&Links) -> String| tools.links.map(to);
    Notes {
        package: package.map(str::to_owned),
        compare_url: previous.as_ref().and_then(|from| link(&|links| links.compare(&from.name, end))),
        release_url: tag.as_ref().and_then(|tag| link(&|links| links.release(&tag.name))),
        repository_url: link(&Links::repository),
        version: tag.as_ref().map(|tag| tag.version.to_string()),
        tag: tag.map(|tag| tag.name),
        previous: previous.as_ref().map(|tag| tag.version.to_string()),
        previous_tag: previous.map(|tag| tag.name),
        date: date(release.seconds),
        sections: arranged.sections,
        breaking: arranged.breaking,
        contributors,
    }
}

/// The day in UTC, the same on every machine: `YYYY-MM-DD`. A time beyond the years 0 to 9999 is that of the epoch.
///
/// Counts in eras of 400 years that start on the first of March, so that a leap day is a year's last (Howard
/// Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
fn date(seconds: i64) -> String {
    const DAYS_OF_ERA: i64 = 146_097;
    // From the first of March of the year 0 to the epoch.
    let days = seconds.div_euclid(24 * 60 * 60).saturating_add(719_468);
    let (era, day) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (next, month) = if month < 10 { (0, month + 3) } else { (1, month - 9) };
    match era * 400 + year + next {
        year @ 0..=9999 => format!("{year:04}-{month:02}-{day:02}"),
        _ => "1970-01-01".to_owned(),
    }
}

/// Does `work` on each item, on two threads where there are enough items to be worth one.
fn in_parallel<T: Send, R: Send>(mut items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    const WORTH_A_THREAD: usize = 16;
    if items.len() < WORTH_A_THREAD {
        return items.into_iter().map(work).collect();
    }
    // Old releases are the larger ones as often as new ones, so the two halves are dealt in turn.
    let rest = items.split_off(items.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| rest.into_iter().map(&work).collect::<Vec<_>>());
        let mut done: Vec<R> = items.into_iter().map(&work).collect();
        match other.join() {
            Ok(rest) => done.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        done
    })
}

#[cfg(test)]
mod tests;
