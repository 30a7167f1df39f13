//! The workflows that users copy, as they stand: with the permissions that they ask for and no others.

use deploy_kit_github_sim::{Level, MergeMethod, Permissions, Scope, SquashMessage, SquashTitle};
use deploy_kit_tests::{run_git, tree};
use serde_json::{Value as Json, json};
use yaml_serde::Value;

use super::job::Runner;

pub(crate) fn template(name: &str) -> String {
    std::fs::read_to_string(tree::root().join("templates/workflows").join(name)).unwrap()
}

/// What the one job that uses our actions asks for: act knows one token, not one a job.
fn permissions(workflow: &str) -> Permissions {
    let workflow: Value = yaml_serde::from_str(workflow).unwrap();
    let jobs = workflow["jobs"].as_mapping().unwrap();
    let is_ours = |step: &Value| step["uses"].as_str().is_some_and(|uses| uses.starts_with("org/deploy-kit"));
    let mut ours = jobs.values().filter(|job| job["steps"].as_sequence().unwrap().iter().any(is_ours));
    let (job, none) = (ours.next().unwrap(), ours.next());
    assert!(none.is_none(), "a second job uses deploy-kit");
    granted(job)
}

/// What a job asks for, by its id: of a workflow in which several use our actions.
pub(crate) fn permissions_of(workflow: &str, job: &str) -> Permissions {
    let workflow: Value = yaml_serde::from_str(workflow).unwrap();
    granted(&workflow["jobs"][job])
}

fn granted(job: &Value) -> Permissions {
    job["permissions"].as_mapping().unwrap().iter().fold(Permissions::none(), |all, (scope, level)| {
        let level = if level == "write" { Level::Write } else { Level::Read };
        all.with(Scope::parse(&scope.as_str().unwrap().replace('-', "_")).unwrap(), level)
    })
}

#[test]
fn the_release_workflow_publishes_what_its_first_job_built() {
    let runner = Runner::new();
    let workflow = template("release.yml");
    let run = runner.run(&workflow, permissions(&workflow));
    assert!(run.succeeded, "{}", run.log);
    assert!(run.observed().annotations.is_empty(), "{}", run.log);
    let state = runner.github.state();
    let release = &state.releases[0];
    assert_eq!((release.tag.as_str(), release.draft), ("v1.1.0", false));
    assert!(release.assets.iter().any(|asset| asset.name == "source.tar.gz"), "{:?}", release.assets);
}

#[test]
fn the_release_pull_request_is_opened_and_released_once_it_is_merged() {
    let runner = Runner::new();
    let workflow = template("release-pull-request.yml");
    let run = runner.run(&workflow, permissions(&workflow));
    assert!(run.succeeded, "{}", run.log);
    let state = runner.github.state();
    let pull = state.issues.iter().find(|issue| issue.pull_request && issue.open).unwrap();
    assert_eq!(pull.title, "chore(release): 1.1.0");
    assert!(state.releases.is_empty());
    assert_eq!(run.observed().output("pull-request"), Some(pull.number.to_string().as_str()));
    runner.github.merge_queue(&[(pull.number, MergeMethod::Squash)]).unwrap();
    run_git(&runner.checkout, &["pull", "--quiet", "--ff-only", "origin", "main"]);
    let run = runner.run(&workflow, permissions(&workflow));
    assert!(run.succeeded, "{}", run.log);
    let state = runner.github.state();
    let release = &state.releases[0];
    assert_eq!((release.tag.as_str(), release.draft), ("v1.1.0", false));
    assert!(release.assets.iter().any(|asset| asset.name == "source.tar.gz"), "{:?}", release.assets);
    assert!(state.issues.iter().all(|issue| !issue.pull_request || !issue.open), "none is left");
}

#[test]
fn the_preview_of_a_pull_request_shows_the_release_and_writes_nothing() {
    for (title, succeeds) in [("feat: a door", true), ("a door", false)] {
        let runner = Runner::new();
        runner.pull_request(title, title);
        let workflow = template("release-preview.yml");
        let before = runner.github.state();
        let run = runner.run_on("pull_request", &workflow, permissions(&workflow));
        assert_eq!(run.succeeded, succeeds, "{}", run.log);
        let preview = run.actions()[0].observe();
        let summary = preview.summary.unwrap();
        if succeeds {
            assert!(summary.contains("a door"), "{summary}");
            let [_, _, rehearsal] = run.actions()[..] else { panic!("{}", run.log) };
            let rehearsal = rehearsal.observe();
            assert!(rehearsal.log.iter().any(|line| line.contains("released v1.1.0")), "{}", run.log);
        } else {
            let refused = |message: &str| message.contains("the title `a door (#7)` is not conventional");
            assert!(preview.annotations.iter().any(|it| refused(&it.message)), "{}", run.log);
        }
        assert_eq!(runner.github.state(), before);
    }
}

#[test]
fn commits_of_a_pull_request_that_are_not_conventional_are_refused() {
    for (message, succeeds) in [("fix: a bug", true), ("made it better", false)] {
        let runner = Runner::new();
        runner.pull_request("fix: a bug", message);
        let workflow = template("commits.yml");
        let run = runner.run_on("pull_request", &workflow, permissions(&workflow));
        assert_eq!(run.succeeded, succeeds, "{}", run.log);
        if !succeeds {
            let observed = run.observed();
            assert!(observed.annotations.iter().any(|it| it.message.contains(message)), "{observed:?}");
        }
    }
}

/// What GitHub tells a workflow of the end of another one, on a pull request from a fork.
pub(crate) fn completed(workflow: &str, id: u64, conclusion: &str, head: &str) -> Json {
    json!({
        "action": "completed",
        "workflow_run": {
            "id": id,
            "run_attempt": 1,
            "name": workflow,
            "event": "pull_request",
            "conclusion": conclusion,
            "head_branch": "topic",
            "head_sha": head,
            "head_repository": { "full_name": "mona/hello" },
            "pull_requests": [],
        },
    })
}

/// Opens the pull request that is checked out, as one from a fork; answers its number and its newest commit.
fn open_from_fork(runner: &Runner, title: &str) -> (Option<u64>, String) {
    let head = run_git(&runner.checkout, &["rev-parse", "topic"]);
    run_git(&runner.checkout, &["push", "--quiet", "origin", "topic"]);
    let pull = json!({ "title": title, "head": "mona:topic", "base": "main" });
    let (status, pull) = runner.github.seed("POST", "{repo}/pulls", pull);
    assert_eq!(status, 201, "{pull}");
    (pull["number"].as_u64(), head)
}

#[test]
fn the_report_of_a_fork_is_published_by_the_other_workflow() {
    let runner = Runner::new();
    runner.pull_request("fix: a bug", "fix: a bug");
    let (number, head) = open_from_fork(&runner, "fix: a bug");
    let workflow = template("comment.yml");
    let run = runner.run_on("pull_request", &workflow, permissions(&workflow));
    assert!(run.succeeded, "{}", run.log);
    assert_eq!(run.observed().output("report"), Some("report/comment.json"));
    assert!(runner.github.state().comments.is_empty());
    runner.tell(&completed("Report", 5, "success", &head));
    let workflow = template("comment-publish.yml");
    for action in ["created", "unchanged"] {
        let run = runner.run_on("workflow_run", &workflow, permissions(&workflow));
        assert!(run.succeeded, "{}", run.log);
        assert_eq!(run.observed().output("action"), Some(action));
    }
    let comments = runner.github.state().comments;
    assert!(comments.len() == 1 && comments[0].body.contains("| Files | Bytes |"), "{comments:#?}");
    assert_eq!(number, Some(comments[0].issue));
}

#[test]
fn the_preview_of_a_fork_is_a_comment_that_follows_the_title() {
    let runner = Runner::new();
    runner.pull_request("fix: a bug", "fix: a bug");
    let (number, head) = open_from_fork(&runner, "fix: a bug");
    // The title counts where a squash takes it, and nothing else is open.
    runner.github.merging(|settings| {
        settings.squash_merge_commit_title = SquashTitle::PrTitle;
        settings.squash_merge_commit_message = SquashMessage::Blank;
        settings.allow_merge_commit = false;
        settings.allow_rebase_merge = false;
    });
    let (preview, publish) = (template("release-preview.yml"), template("comment-publish.yml"));
    // A title that cannot be read fails the run, and the comment tells how to mend it.
    let runs = [
        ("feat: a door", "success", "created", "leaves the next release as it is, **`v1.1.0`**."),
        (
            "a door",
            "failure",
            "updated",
            "The title `a door (#|7)` is not conventional: begin the pull request's title",
        ),
        ("feat!: no walls", "success", "updated", "Merging makes **`v2.0.0`**, a major release."),
    ];
    for (id, (title, conclusion, action, text)) in (5..).zip(runs) {
        runner.retitle(title);
        let run = runner.run_on("pull_request", &preview, permissions(&preview));
        assert_eq!(run.succeeded, conclusion == "success", "{}", run.log);
        runner.tell(&completed("Release preview", id, conclusion, &head));
        let run = runner.run_on("workflow_run", &publish, permissions(&publish));
        assert!(run.succeeded, "{}", run.log);
        assert_eq!(run.observed().output("action"), Some(action), "{}", run.log);
        let comments = runner.github.state().comments;
        assert_eq!((comments.len(), Some(comments[0].issue)), (1, number), "{comments:#?}");
        assert!(comments[0].body.replace('\u{2060}', "|").contains(text), "{}", comments[0].body);
    }
}

#[test]
fn a_run_that_ended_before_its_report_publishes_nothing() {
    let runner = Runner::new();
    runner.pull_request("fix: a bug", "fix: a bug");
    let (_, head) = open_from_fork(&runner, "fix: a bug");
    let publish = template("comment-publish.yml");
    for conclusion in ["failure", "cancelled"] {
        runner.tell(&completed("Release preview", 5, conclusion, &head));
        let run = runner.run_on("workflow_run", &publish, permissions(&publish));
        assert!(run.succeeded && run.actions().is_empty(), "{}", run.log);
    }
    assert!(runner.github.state().comments.is_empty());
}
