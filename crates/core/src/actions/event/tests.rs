use super::*;
use crate::actions::Environment;

/// The fixtures in `tests/events`: small, of the shape of GitHub's.
fn payload(name: &str, file: &str) -> Payload {
    let path = format!("{}/tests/events/{file}.json", env!("CARGO_MANIFEST_DIR"));
    Payload::parse(name, &std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_push_is_read() {
    let payload = payload("push", "push");
    let Event::Push(push) = &payload.event else { panic!("{payload:?}") };
    assert_eq!((push.branch(), push.tag()), (Some("main"), None));
    assert_eq!(push.before(), None);
    assert_eq!(push.after(), Some("6113728f27ae82c7b1a177c8d03f9e96e0adf246"));
    assert_eq!(push.commits[0].author.as_ref().unwrap().username.as_deref(), Some("octocat"));
    assert_eq!(push.commits[0].added, ["README.md"]);
    assert_eq!(payload.repository.as_ref().unwrap().slug().unwrap().name, "hello-world");
    assert!(!payload.sender.as_ref().unwrap().is_bot());
    assert_eq!(payload.number(), None);
}

#[test]
fn a_pull_request_of_a_deleted_fork_is_read() {
    for name in ["pull_request", "pull_request_target"] {
        let payload = payload(name, "pull_request");
        let Event::PullRequest(event) = &payload.event else { panic!("{payload:?}") };
        assert_eq!((payload.action(), payload.number()), (Some("synchronize"), Some(7)));
        let pull = &event.pull_request;
        assert!(pull.is_from_fork());
        assert_eq!((pull.body.as_deref(), pull.merged), (None, false));
        assert_eq!(pull.labels[0].name, "docs");
        assert_eq!(pull.head.r#ref, "fix/typo");
    }
}

#[test]
fn a_merge_group_is_read() {
    let payload = payload("merge_group", "merge_group");
    let Event::MergeGroup(event) = &payload.event else { panic!("{payload:?}") };
    assert_eq!(event.merge_group.pull_request(), Some(7));
    assert_eq!(event.merge_group.base_ref, "refs/heads/main");
}

#[test]
fn a_release_is_read() {
    let payload = payload("release", "release");
    let Event::Release(event) = &payload.event else { panic!("{payload:?}") };
    assert_eq!(event.release.tag_name, "v1.0.0");
    assert_eq!(event.release.name, None);
    assert_eq!(event.release.assets[0].size, Some(1024));
}

#[test]
fn a_workflow_run_of_a_fork_knows_no_pull_request() {
    let payload = payload("workflow_run", "workflow_run");
    let Event::WorkflowRun(event) = &payload.event else { panic!("{payload:?}") };
    assert!(event.workflow_run.pull_requests.is_empty());
    assert_eq!(event.workflow_run.conclusion.as_deref(), Some("success"));
    assert_eq!(payload.number(), None);
}

#[test]
fn a_dispatch_has_inputs_of_any_type() {
    let payload = payload("workflow_dispatch", "workflow_dispatch");
    let Event::WorkflowDispatch(event) = &payload.event else { panic!("{payload:?}") };
    assert_eq!(event.input("version").as_deref(), Some("1.2.0"));
    assert_eq!(event.input("dry-run").as_deref(), Some("true"));
    assert_eq!((event.input("empty"), event.input("none")), (None, None));
    let bare = Payload::parse("workflow_dispatch", r#"{"inputs":null}"#).unwrap();
    assert!(matches!(bare.event, Event::WorkflowDispatch(event) if event.inputs.is_empty()));
}

#[test]
fn deployments_are_read() {
    let payload = payload("deployment_status", "deployment_status");
    let Event::DeploymentStatus(event) = &payload.event else { panic!("{payload:?}") };
    let status = &event.deployment_status;
    assert_eq!(status.state, "success");
    assert_eq!(status.environment_url.as_deref(), Some("https://hello.example"));
    assert_eq!(status.target_url.as_deref(), Some("https://ci.example/1"));
    // What is empty was not given.
    assert_eq!((status.description.as_deref(), status.log_url.as_deref()), (None, None));
    assert_eq!(status.created_at.as_deref(), Some("2026-01-26T19:21:00Z"));
    let deployment = &event.deployment;
    assert_eq!(deployment.payload["version"], "1.2.0");
    assert_eq!(deployment.created_at.as_deref(), Some("2026-01-26T19:20:00Z"));
    assert!(deployment.production_environment && !deployment.transient_environment);
    let json = payload.raw.to_string();
    let Event::Deployment(event) = Payload::parse("deployment", &json).unwrap().event else {
        panic!("{json}")
    };
    assert_eq!(event.deployment.environment, "production");
}

/// As those of 2019 are, in GitHub's own examples.
#[test]
fn a_deployment_without_its_newer_fields_is_read() {
    let mut raw = payload("deployment_status", "deployment_status").raw;
    for (of, field) in [
        ("deployment", "production_environment"),
        ("deployment_status", "environment_url"),
        ("deployment_status", "log_url"),
    ] {
        raw[of].as_object_mut().unwrap().remove(field);
    }
    raw["deployment"]["transient_environment"] = Value::Null;
    let payload = Payload::parse("deployment_status", &raw.to_string()).unwrap();
    let Event::DeploymentStatus(event) = &payload.event else { panic!("{payload:?}") };
    assert!(!event.deployment.production_environment && !event.deployment.transient_environment);
    assert_eq!(event.deployment_status.environment_url, None);
}

#[test]
fn a_pull_request_is_closed_with_or_without_a_merge() {
    let mut raw = payload("pull_request", "pull_request").raw;
    raw["action"] = "closed".into();
    raw["pull_request"]["state"] = "closed".into();
    for merged in [true, false] {
        raw["pull_request"]["merged"] = merged.into();
        let payload = Payload::parse("pull_request", &raw.to_string()).unwrap();
        let Event::PullRequest(event) = &payload.event else { panic!("{payload:?}") };
        assert_eq!((event.action.as_str(), event.pull_request.merged), ("closed", merged));
        assert_eq!(event.pull_request.state.as_deref(), Some("closed"));
    }
}

#[test]
fn what_is_not_known_is_kept() {
    let schedule = Payload::parse("schedule", r#"{"schedule":"0 4 * * 1"}"#).unwrap();
    let expected = ScheduleEvent { schedule: Some("0 4 * * 1".to_owned()) };
    assert_eq!(schedule.event, Event::Schedule(expected));
    let comment = r#"{"issue":{"number":3},"number":9}"#;
    let comment = Payload::parse("issue_comment", comment).unwrap();
    assert_eq!((comment.event.clone(), comment.number()), (Event::Other, Some(3)));
    assert_eq!(comment.raw["number"], 9);
}

#[test]
fn errors_say_what_is_wrong() {
    let context = Context::from_environment(&Environment::default());
    let error = Payload::read(&context).unwrap_err();
    assert_eq!(error.to_string(), "`GITHUB_EVENT_NAME` is not set: there is no event to read");
    assert!(matches!(Payload::parse("push", "x"), Err(EventError::Json(_))));
    let error = Payload::parse("push", "{}").unwrap_err();
    let EventError::Shape { event, source } = error else { panic!("{error}") };
    assert_eq!((event.as_str(), source.to_string()), ("push", "missing field `ref`".to_owned()));
}
