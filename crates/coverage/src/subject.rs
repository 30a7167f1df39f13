//! What the run is about: told by its event.

use deploy_kit_comment::Origin;
use deploy_kit_core::actions::Context;
use deploy_kit_core::actions::event::{Event, Payload};
use serde::Serialize;

/// What a run measures.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The pull request, if it is of one.
    pub pull_request: Option<u64>,
    /// Its newest commit: the one that people know, where a runner measures a trial merge of it.
    pub head: Option<String>,
    /// Whose pull request it is.
    pub origin: Origin,
    /// Whether the token may comment, as far as that is known.
    pub may_comment: bool,
    /// Whether it is a push to the default branch.
    pub is_default: bool,
    /// What to compare with.
    pub base: Base,
}

/// What to compare with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// What the default branch has, as in a terminal.
    #[default]
    Default,
    /// A revision that was named.
    Named(String),
    /// A commit that an event names.
    Commit(String),
    /// What a pull request's trial merge was made on: the first parent of what is checked out. It may be newer than what
    /// the event names, and what came in between is not the pull request's.
    TrialMerge {
        /// The trial merge; if something else is checked out, the base that the event names counts.
        merge: String,
        /// That base.
        base: String,
    },
    /// Nothing.
    Nothing,
}

impl Subject {
    /// Reads it from the event of this run.
    #[must_use]
    pub fn of(payload: Option<&Payload>, told: &Context) -> Self {
        let Some(payload) = payload else { return Self::default() };
        match &payload.event {
            Event::PullRequest(event) => {
                let pull = &event.pull_request;
                // On `pull_request_target` the token may write, for forks too.
                let is_fork = payload.name == "pull_request" && pull.is_from_fork();
                let is_merge = told
                    .r#ref
                    .as_deref()
                    .is_some_and(|name| name.starts_with("refs/pull/") && name.ends_with("/merge"));
                let base = pull.base.sha.clone();
                Self {
                    pull_request: Some(pull.number),
                    head: Some(pull.head.sha.clone()),
                    origin: if is_fork { Origin::Fork } else { Origin::PullRequest },
                    may_comment: !is_fork,
                    is_default: false,
                    base: match told.sha.clone().filter(|_| is_merge) {
                        Some(merge) => Base::TrialMerge { merge, base },
                        None => Base::Commit(base),
                    },
                }
            }
            Event::Push(event) => {
                let default = payload.repository.as_ref().and_then(|it| it.default_branch.as_deref());
                let is_default = default.is_some_and(|branch| event.branch() == Some(branch));
                let base = match event.before() {
                    Some(before) => Base::Commit(before.to_owned()),
                    None if is_default => Base::Nothing,
                    None => Base::Default,
                };
                Self { is_default, base, ..Self::default() }
            }
            Event::MergeGroup(event) => {
                Self { base: Base::Commit(event.merge_group.base_sha.clone()), ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn subject(name: &str, git_ref: &str, actor: &str, event: &Value) -> Subject {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("event.json");
        std::fs::write(&path, event.to_string()).unwrap();
        let environment = deploy_kit_core::actions::Environment::from_iter([
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", name),
            ("GITHUB_EVENT_PATH", path.to_str().unwrap()),
            ("GITHUB_REF", git_ref),
            ("GITHUB_SHA", "feed"),
            ("GITHUB_ACTOR", actor),
        ]);
        let told = Context::from_environment(&environment);
        Subject::of(Some(&Payload::read(&told).unwrap()), &told)
    }

    fn pull(fork: bool) -> Value {
        let head = if fork { "stranger/repo" } else { "org/repo" };
        let branch = |repo: &str, sha: &str| json!({"ref": "b", "sha": sha, "repo": {"full_name": repo}});
        json!({
            "action": "synchronize", "number": 7,
            "pull_request": {"number": 7, "title": "t", "head": branch(head, "aaaa"), "base": branch("org/repo", "bbbb")},
            "repository": {"full_name": "org/repo", "default_branch": "main"},
        })
    }

    #[test]
    fn a_pull_request_is_compared_with_what_its_trial_merge_was_made_on() {
        let own = subject("pull_request", "refs/pull/7/merge", "octocat", &pull(false));
        assert_eq!((own.pull_request, own.may_comment, own.is_default), (Some(7), true, false));
        assert_eq!(own.base, Base::TrialMerge { merge: "feed".to_owned(), base: "bbbb".to_owned() });
        assert_eq!(own.head.as_deref(), Some("aaaa"), "what people know it by");
        let target = subject("pull_request_target", "refs/heads/main", "octocat", &pull(true));
        assert_eq!((target.base, target.may_comment), (Base::Commit("bbbb".to_owned()), true));
    }

    #[test]
    fn forks_may_not_comment() {
        assert!(!subject("pull_request", "refs/pull/7/merge", "stranger", &pull(true)).may_comment);
    }

    /// The commit before a branch's first one, as an event has it.
    const ZEROS: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn a_push_is_compared_with_what_was_there_before() {
        let push = |before: &str, name: &str| {
            let event = json!({
                "ref": name, "before": before, "after": "cccc",
                "repository": {"full_name": "org/repo", "default_branch": "main"},
            });
            let subject = subject("push", name, "octocat", &event);
            (subject.is_default, subject.base)
        };
        assert_eq!(push("dddd", "refs/heads/main"), (true, Base::Commit("dddd".to_owned())));
        assert_eq!(push(ZEROS, "refs/heads/topic"), (false, Base::Default));
        assert_eq!(push(ZEROS, "refs/heads/main"), (true, Base::Nothing));
        assert!(!push("dddd", "refs/tags/main").0, "a tag is no branch");
    }
}
