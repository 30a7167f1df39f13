//! The annotation budget: which ones a step shows, as the runner takes ten of each level.
//!
//! A composite action counts as one step. Of the ten errors one is kept for the runner's own
//! "Process completed with exit code N." (actions/runner `ExecutionContext.AddIssue`, `_maxCount`).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;

use super::annotation::{Annotation, Level};
use super::guard;

/// Annotations of a level that the runner takes from one step.
pub const STEP_LIMIT: usize = 10;

/// Of each level, how many may be sent before all are known: the rest goes by rank.
const AT_ONCE: usize = 5;

/// An annotation that waits, and how often the same was given.
#[derive(Debug, Clone)]
struct Entry {
    annotation: Annotation,
    count: usize,
}

/// Ranks annotations, merges equal ones, and turns what does not fit into Markdown.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    sent: Vec<Annotation>,
    waiting: Vec<Entry>,
    /// Where in `waiting` an annotation stands: a report may hold ten thousands.
    places: HashMap<Annotation, usize>,
}

/// What a budget comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranked {
    /// What to send now, worst level first, by priority and then in the order given.
    pub send: Vec<Annotation>,
    /// What did not fit.
    pub overflow: Vec<Annotation>,
}

impl Budget {
    /// Takes an annotation that can wait until all are known.
    pub fn add(&mut self, annotation: Annotation) {
        if self.sent.contains(&annotation) {
            return;
        }
        if let Some(&at) = self.places.get(&annotation) {
            self.waiting[at].count += 1;
        } else {
            self.places.insert(annotation.clone(), self.waiting.len());
            self.waiting.push(Entry { annotation, count: 1 });
        }
    }

    /// Takes an annotation that should be sent at once; gives it back if it may be.
    ///
    /// If not, it waits with the others, or is known already.
    #[must_use = "what is given back is to be sent"]
    pub fn send(&mut self, annotation: Annotation) -> Option<Annotation> {
        let sent = self.sent(annotation.level);
        if sent >= AT_ONCE || self.sent.contains(&annotation) {
            self.add(annotation);
            return None;
        }
        self.sent.push(annotation.clone());
        Some(annotation)
    }

    /// Ranks all that wait; afterwards none does.
    #[must_use = "what is to be sent"]
    pub fn rank(&mut self) -> Ranked {
        let mut waiting = std::mem::take(&mut self.waiting);
        self.places.clear();
        // Stable: within a priority, the order given.
        waiting.sort_by_key(|Entry { annotation, .. }| {
            (Reverse(annotation.level), Reverse(annotation.priority))
        });
        let mut ranked = Ranked::default();
        for Entry { mut annotation, count } in waiting {
            if self.sent(annotation.level) < limit(annotation.level) {
                self.sent.push(annotation.clone());
                note(&mut annotation, count);
                ranked.send.push(annotation);
            } else {
                note(&mut annotation, count);
                ranked.overflow.push(annotation);
            }
        }
        ranked
    }

    fn sent(&self, level: Level) -> usize {
        self.sent.iter().filter(|annotation| annotation.level == level).count()
    }
}

const fn limit(level: Level) -> usize {
    match level {
        Level::Error => STEP_LIMIT - 1,
        Level::Warning | Level::Notice => STEP_LIMIT,
    }
}

fn note(annotation: &mut Annotation, count: usize) {
    if count > 1 {
        annotation.message.push_str(&format!(" ({count} times)"));
    }
}

/// How many of each level the overflow lists by name.
const LISTED: usize = 100;

impl Ranked {
    /// The overflow as Markdown for the summary, a list for each level; nothing if all fitted.
    #[must_use]
    pub fn markdown(&self) -> Option<String> {
        let lists: String = Level::ALL.into_iter().filter_map(|level| self.list(level)).collect();
        (!lists.is_empty()).then_some(lists)
    }

    fn list(&self, level: Level) -> Option<String> {
        let of_level = || self.overflow.iter().filter(|annotation| annotation.level == level);
        let count = of_level().count();
        let plural = if count == 1 { "" } else { "s" };
        let heading = format!("… and {count} more {}{plural}", level.name());
        let mut out = format!("<details><summary>{heading}</summary>\n\n");
        out.extend(of_level().take(LISTED).map(item));
        if count > LISTED {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "- … and {} not listed here", count - LISTED);
        }
        out.push_str("\n</details>\n");
        (count > 0).then_some(out)
    }
}

fn item(annotation: &Annotation) -> String {
    let place = annotation.place().map(|place| format!("{}: ", escape(&place)));
    let title = annotation.title.as_deref().map(|title| format!("**{}** ", escape(title.trim())));
    let message = escape(&annotation.message);
    format!("- {}{}{message}\n", place.unwrap_or_default(), title.unwrap_or_default())
}

/// Text in one line of Markdown.
fn escape(text: &str) -> String {
    super::summary::escape(&guard::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(annotations: &[Annotation]) -> Vec<&str> {
        annotations.iter().map(|annotation| annotation.message.as_str()).collect()
    }

    #[test]
    fn one_error_is_left_to_the_runner() {
        let mut budget = Budget::default();
        for number in 0..12 {
            budget.add(Annotation::error(format!("e{number}")));
            budget.add(Annotation::warning(format!("w{number}")));
        }
        let ranked = budget.rank();
        assert_eq!(ranked.send.len(), 9 + 10);
        assert_eq!(messages(&ranked.overflow), ["e9", "e10", "e11", "w10", "w11"]);
    }

    #[test]
    fn priority_goes_first_then_the_order_given() {
        let mut budget = Budget::default();
        budget.add(Annotation::notice("n"));
        budget.add(Annotation::error("late"));
        budget.add(Annotation::error("first").priority(1));
        budget.add(Annotation::error("later"));
        assert_eq!(messages(&budget.rank().send), ["first", "late", "later", "n"]);
    }

    #[test]
    fn equal_ones_are_merged_and_counted() {
        let mut budget = Budget::default();
        for _ in 0..3 {
            budget.add(Annotation::error("same").file("a").line(1));
        }
        budget.add(Annotation::error("same").file("a").line(2));
        assert_eq!(messages(&budget.rank().send), ["same (3 times)", "same"]);
    }

    #[test]
    fn what_is_sent_at_once_leaves_room_for_rank() {
        let mut budget = Budget::default();
        let sent = (0..8).filter_map(|n| budget.send(Annotation::warning(format!("{n}")))).count();
        assert_eq!(sent, 5);
        assert!(budget.send(Annotation::warning("0")).is_none());
        for n in 0..5 {
            budget.add(Annotation::warning(format!("high {n}")).priority(9));
        }
        let ranked = budget.rank();
        assert_eq!(messages(&ranked.send), ["high 0", "high 1", "high 2", "high 3", "high 4"]);
        assert_eq!(messages(&ranked.overflow), ["5", "6", "7"]);
        assert_eq!(budget.rank(), Ranked::default());
    }

    #[test]
    fn overflow_is_markdown() {
        let mut budget = Budget::default();
        for n in 0..11 {
            budget.add(Annotation::warning(format!("<b>\n*{n}*")).file("a_b.rs").line(n + 1).title("T"));
        }
        assert_eq!(
            budget.rank().markdown().as_deref(),
            Some(
                "<details><summary>… and 1 more warning</summary>\n\n- a\\_b.rs:11: **T** &lt;b&gt;␊\\*10\\*\n\n</details>\n"
            ),
        );
    }
}
