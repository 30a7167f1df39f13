//! The message that GitHub gives the commit of a merge, unless the person who merges writes another.
//!
//! Source: the settings `squashMergeCommitTitle` and the like of GitHub's GraphQL schema, and its documentation "About
//! pull request merges".

use deploy_kit_core::actions::event::PullRequest;
use deploy_kit_github::repository::{MergeMessage, MergeTitle, Merging, SquashMessage, SquashTitle};

use crate::args::MergeMethod;

/// The message of a merge in one way; `commits` are the messages of the pull request's commits, the oldest first. A
/// rebase makes no commit of its own.
pub(super) fn of(method: MergeMethod, merging: &Merging, pull: &PullRequest, commits: &[String]) -> String {
    let (title, text) = match method {
        MergeMethod::Squash => squash(merging, pull, commits),
        MergeMethod::Merge => merge(merging, pull),
        MergeMethod::Rebase => return String::new(),
    };
    format!("{title}\n\n{text}").trim_end().to_owned()
}

fn squash(merging: &Merging, pull: &PullRequest, commits: &[String]) -> (String, String) {
    let alone = match (merging.squash_merge_commit_title, commits) {
        (SquashTitle::CommitOrPrTitle, [alone]) => Some(halves(alone)),
        _ => None,
    };
    let title = numbered(alone.map_or(pull.title.as_str(), |(title, _)| title), pull.number);
    let text = match (merging.squash_merge_commit_message, alone) {
        (SquashMessage::PrBody, _) => pull.body.clone().unwrap_or_default(),
        (SquashMessage::Blank, _) => String::new(),
        (SquashMessage::CommitMessages, Some((_, body))) => body.to_owned(),
        (SquashMessage::CommitMessages, None) => listed(commits),
    };
    (title, text)
}

fn merge(merging: &Merging, pull: &PullRequest) -> (String, String) {
    let title = match merging.merge_commit_title {
        MergeTitle::PrTitle => numbered(&pull.title, pull.number),
        MergeTitle::MergeMessage => {
            let head = pull.head.label.as_deref().unwrap_or(&pull.head.r#ref).replace(':', "/");
            format!("Merge pull request #{} from {head}", pull.number)
        }
    };
    let text = match merging.merge_commit_message {
        MergeMessage::PrBody => pull.body.clone().unwrap_or_default(),
        MergeMessage::PrTitle => pull.title.clone(),
        MergeMessage::Blank => String::new(),
    };
    (title, text)
}

fn numbered(title: &str, number: u64) -> String {
    format!("{title} (#{number})")
}

fn halves(message: &str) -> (&str, &str) {
    let (title, rest) = message.split_once('\n').unwrap_or((message, ""));
    (title, rest.trim())
}

/// Each commit with a bullet.
fn listed(commits: &[String]) -> String {
    let each = commits.iter().map(|message| match halves(message) {
        (title, "") => format!("* {title}"),
        (title, body) => format!("* {title}\n\n{body}"),
    });
    each.collect::<Vec<_>>().join("\n\n")
}
