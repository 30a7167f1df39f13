//! What is to be done: pure.

use clap::ValueEnum;
use serde::Serialize;

use crate::board::Standing;
use crate::comment::{Comment, WHOLE};
use crate::mark::Run;

/// What becomes of a comment that stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// It takes the new text; with `app` the app's part of it does.
    #[default]
    Replace,
    /// It goes, and a new one comes at the end.
    Recreate,
    /// It is hidden behind a line that says why.
    Minimize,
    /// It goes; with `app` the app's part of it does.
    Delete,
}

/// Why a comment is hidden.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Reason {
    /// It no longer holds.
    #[default]
    Outdated,
    /// It is done.
    Resolved,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A new comment.
    Create {
        /// Its text.
        body: String,
    },
    /// Another text.
    Update {
        /// Its number.
        id: u64,
        /// The text.
        body: String,
    },
    /// It goes.
    Delete {
        /// Its number.
        id: u64,
    },
    /// It is hidden.
    Minimize {
        /// Its id for GraphQL.
        node_id: String,
    },
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is to be done, in order.
    pub steps: Vec<Step>,
    /// Whether a newer run has written what this one would have.
    pub is_stale: bool,
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The comment with the part of this run, or of all that is known to have been written.
    pub comment: Comment,
    /// The part of this run.
    pub app: String,
    /// The run: what a newer one wrote stays.
    pub run: Run,
    /// What becomes of the comment that stands.
    pub mode: Mode,
    /// Where all of a text is that had to be cut, as Markdown.
    pub rest: String,
}

/// Plans. `hidden` are the ids for GraphQL of comments that are hidden already.
#[must_use]
pub fn plan(wanted: &Wanted, standing: &[Standing], hidden: &[String]) -> Plan {
    if wanted.mode == Mode::Minimize || (wanted.mode == Mode::Delete && wanted.app == WHOLE) {
        return away(wanted, standing, hidden);
    }
    let newest = standing.iter().fold(wanted.comment.clone(), |all, one| all.merged(one.comment.clone()));
    let is_stale = newest.parts.get(&wanted.app).is_none_or(|part| part.mark.run > wanted.run);
    let is_there = standing.iter().any(|one| one.comment.parts.contains_key(&wanted.app));
    match wanted.mode {
        Mode::Recreate => Plan { steps: recreate(&newest, standing, &wanted.rest), is_stale },
        Mode::Delete if !is_there => Plan { steps: Vec::new(), is_stale: false },
        Mode::Delete if newest.is_gone() => Plan { steps: standing.iter().map(delete).collect(), is_stale },
        _ => Plan { steps: replace(&newest, standing, &wanted.rest), is_stale },
    }
}

/// All of a comment goes or is hidden, unless a newer run wrote in it.
fn away(wanted: &Wanted, standing: &[Standing], hidden: &[String]) -> Plan {
    let is_newer = |one: &&Standing| one.comment.newest().is_some_and(|run| run > wanted.run);
    let is_stale = standing.iter().any(|one| is_newer(&one));
    let older = standing.iter().filter(|one| !is_newer(one));
    let steps = match wanted.mode {
        Mode::Minimize => {
            let shown = older.filter(|one| !hidden.contains(&one.node_id));
            shown.map(|one| Step::Minimize { node_id: one.node_id.clone() }).collect()
        }
        _ => older.map(delete).collect(),
    };
    Plan { steps, is_stale }
}

fn delete(one: &Standing) -> Step {
    Step::Delete { id: one.id }
}

/// The oldest comment says it, and the others go: two runs that made one each come to the same answer.
fn replace(newest: &Comment, standing: &[Standing], rest: &str) -> Vec<Step> {
    let body = newest.write(rest);
    let Some((oldest, doubles)) = standing.split_first() else { return vec![Step::Create { body }] };
    let mut steps = Vec::new();
    if !says(oldest, newest, &body) {
        steps.push(Step::Update { id: oldest.id, body });
    }
    steps.extend(doubles.iter().map(delete));
    steps
}

/// A new comment at the end, then the others go. Of several that say it the last one stays.
fn recreate(newest: &Comment, standing: &[Standing], rest: &str) -> Vec<Step> {
    let body = newest.write(rest);
    let kept = standing.iter().rfind(|one| says(one, newest, &body)).map(|one| one.id);
    let others = standing.iter().filter(|one| Some(one.id) != kept).map(delete);
    let create = kept.is_none().then_some(Step::Create { body });
    create.into_iter().chain(others).collect()
}

/// Whether a comment says it already, where it had to be cut as well.
fn says(standing: &Standing, newest: &Comment, body: &str) -> bool {
    standing.comment.says_the_same(newest)
        || Comment::read(body).is_some_and(|written| standing.comment.says_the_same(&written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comment::LIMIT;
    use crate::mark::Mark;

    fn comment(app: &str, run: u64, text: &str) -> Comment {
        Comment::new("k", app, Mark { run: Run::new(run, 1), sha: format!("c{run}") }, text)
    }

    fn standing(id: u64, comment: Comment) -> Standing {
        Standing { id, node_id: format!("IC_{id}"), url: String::new(), comment }
    }

    fn wanted(mode: Mode, app: &str, run: u64, text: &str) -> Wanted {
        let comment = comment(app, run, text);
        Wanted { comment, app: app.to_owned(), run: Run::new(run, 1), mode, rest: "see there".to_owned() }
    }

    /// The kinds of steps with the numbers of comments.
    fn shown(plan: &Plan) -> Vec<String> {
        let line = |step: &Step| match step {
            Step::Create { .. } => "create".to_owned(),
            Step::Update { id, .. } => format!("update {id}"),
            Step::Delete { id } => format!("delete {id}"),
            Step::Minimize { node_id } => format!("minimize {node_id}"),
        };
        plan.steps.iter().map(line).collect()
    }

    #[test]
    fn a_newer_run_writes_and_an_older_one_does_not() {
        let stands = [standing(1, comment(WHOLE, 5, "five"))];
        assert_eq!(shown(&plan(&wanted(Mode::Replace, WHOLE, 6, "six"), &stands, &[])), ["update 1"]);
        for mode in [Mode::Replace, Mode::Recreate, Mode::Minimize, Mode::Delete] {
            let plan = plan(&wanted(mode, WHOLE, 4, "four"), &stands, &[]);
            assert!(plan.is_stale && plan.steps.is_empty(), "{mode:?} {plan:?}");
        }
    }

    #[test]
    fn doubles_go_and_the_oldest_takes_the_newest_text() {
        let stands = [standing(1, comment(WHOLE, 5, "five")), standing(2, comment(WHOLE, 6, "six"))];
        let plan = plan(&wanted(Mode::Replace, WHOLE, 4, "four"), &stands, &[]);
        assert_eq!(shown(&plan), ["update 1", "delete 2"]);
        assert!(matches!(&plan.steps[0], Step::Update { body, .. } if body.ends_with("six")), "{plan:?}");
    }

    #[test]
    fn the_last_of_those_that_say_it_stays_where_a_comment_is_made_anew() {
        let [five, six] = [comment(WHOLE, 5, "five"), comment(WHOLE, 6, "six")];
        let six_wanted = wanted(Mode::Recreate, WHOLE, 6, "six");
        assert_eq!(shown(&plan(&six_wanted, &[standing(1, five.clone())], &[])), ["create", "delete 1"]);
        let stands = [standing(1, six.clone()), standing(2, six), standing(3, five)];
        assert_eq!(shown(&plan(&six_wanted, &stands, &[])), ["delete 1", "delete 3"]);
    }

    #[test]
    fn a_comment_that_is_made_anew_keeps_the_parts_of_others() {
        let stands = [standing(1, comment("api", 5, "five"))];
        let plan = plan(&wanted(Mode::Recreate, "web", 6, "six"), &stands, &[]);
        let Step::Create { body } = &plan.steps[0] else { panic!("{plan:?}") };
        assert!(body.contains("five") && body.contains("six"), "{body}");
    }

    #[test]
    fn what_is_hidden_is_not_hidden_again() {
        let stands = [standing(1, comment(WHOLE, 5, "five")), standing(2, comment(WHOLE, 5, "five"))];
        let plan = plan(&wanted(Mode::Minimize, WHOLE, 6, ""), &stands, &["IC_1".to_owned()]);
        assert_eq!(shown(&plan), ["minimize IC_2"]);
    }

    #[test]
    fn a_part_goes_and_leaves_its_mark_and_the_last_one_takes_the_comment_with_it() {
        let both = comment("api", 5, "five").merged(comment("web", 5, "web"));
        let gone = wanted(Mode::Delete, "api", 6, "");
        let first = plan(&gone, &[standing(1, both)], &[]);
        let Step::Update { body, .. } = &first.steps[0] else { panic!("{first:?}") };
        let left = Comment::read(body).unwrap();
        assert_eq!((left.parts["api"].text.as_str(), left.parts["web"].text.as_str()), ("", "web"));
        let late = plan(&wanted(Mode::Replace, "api", 4, "four"), &[standing(1, left)], &[]);
        assert!(late.is_stale && late.steps.is_empty(), "what was taken away does not come back: {late:?}");
        let last = plan(&gone, &[standing(1, comment("api", 5, "five"))], &[]);
        assert_eq!(shown(&last), ["delete 1"]);
        let none = plan(&gone, &[standing(1, comment("web", 5, "web"))], &[]);
        assert_eq!(shown(&none), Vec::<String>::new());
    }

    #[test]
    fn a_text_that_had_to_be_cut_is_not_written_again() {
        let wanted = wanted(Mode::Replace, WHOLE, 5, &"long words\n\n".repeat(LIMIT / 10));
        let Plan { steps, .. } = plan(&wanted, &[], &[]);
        let Some(Step::Create { body }) = steps.first() else { panic!("{steps:?}") };
        let stands = [standing(1, Comment::read(body).unwrap())];
        assert_eq!(shown(&plan(&wanted, &stands, &[])), Vec::<String>::new());
    }
}
