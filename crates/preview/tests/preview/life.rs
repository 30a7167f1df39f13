//! A pull request's life: opened, pushed to, closed.

use crate::world::{TOKEN, World};

const SITE: &str = "--url=https://pr.example.com/";
/// Nothing answers there.
const NO_WAIT: &str = "--wait=0";

#[test]
fn one_comment_all_along_and_one_deployment_stands() {
    let world = World::new();
    let env = format!("preview-{}", world.pull);
    let run = world.post(1, 0, &[]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "building"), "{}", run.log);
    assert!(world.row("octo-repo").starts_with("🔨\u{a0}[Building]("), "{}", world.said());
    assert_eq!(world.deployments(), [format!("{env} run 1: in_progress")]);

    let run = world.post(1, 0, &[SITE, NO_WAIT]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert_eq!(run.output("environment-url"), "https://pr.example.com/");
    assert!(
        run.output("comment-url").starts_with("https://github.example/"),
        "{}",
        run.output("comment-url")
    );
    assert!(run.summary.contains("| octo-repo | ✅"), "{}", run.summary);
    assert!(
        world.row("octo-repo").contains("[pr.example.com](https://pr.example.com/) | [`"),
        "{}",
        world.said()
    );
    assert_eq!(world.deployments(), [format!("{env} run 1: success")]);

    world.push();
    assert_eq!(world.post(2, 1, &[]).exit, Some(0));
    let row = world.row("octo-repo");
    assert!(
        row.starts_with("🔨") && row.contains("[pr.example.com](https://pr.example.com/) of [`"),
        "{row}"
    );
    assert_eq!(world.deployments(), [format!("{env} run 1: success"), format!("{env} run 2: in_progress")]);

    // As a job says it.
    assert_eq!(world.post(2, 1, &["--state=failure"]).exit, Some(0));
    assert!(world.row("octo-repo").starts_with("❌"), "{}", world.said());
    assert_eq!(world.deployments(), [format!("{env} run 1: success"), format!("{env} run 2: failure")]);

    assert_eq!(world.post(3, 1, &["--state=success", SITE, NO_WAIT]).exit, Some(0));
    assert!(world.row("octo-repo").starts_with("✅"), "{}", world.said());
    let states = ["run 1: inactive", "run 2: inactive", "run 3: success"];
    assert_eq!(world.deployments(), states.map(|state| format!("{env} {state}")));

    world.close();
    let run = world.closed(4, 1, &[]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "removed"), "{}", run.log);
    let row = world.row("octo-repo");
    assert!(row.contains("Removed") && !row.contains("pr.example.com"), "{row}");
}

#[test]
fn what_is_said_already_is_not_said_again_and_costs_three_requests() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[SITE, NO_WAIT]).exit, Some(0));
    let said = world.said();
    world.sim.clear_journal();
    let again = world.post(1, 0, &[SITE, NO_WAIT]);
    assert_eq!((again.exit, again.output("state")), (Some(0), "ready"), "{}", again.log);
    let (writes, all) = world.requests();
    assert_eq!(writes, Vec::<String>::new());
    assert!(all <= 3, "{all} requests");
    assert_eq!(world.said(), said);
}

#[test]
fn each_app_has_its_row_and_its_environment() {
    let world = World::new();
    let pull = world.pull;
    assert_eq!(world.post(1, 0, &["--app=web", SITE, NO_WAIT]).exit, Some(0));
    assert_eq!(world.post(1, 0, &["--app=docs/api", "--state=failed"]).exit, Some(0));
    assert!(
        world.row("web").starts_with("✅") && world.row("docs/api").starts_with("❌"),
        "{}",
        world.said()
    );
    let wanted =
        [format!("preview-{pull}-web run 1: success"), format!("preview-{pull}-docs-api run 1: failure")];
    assert_eq!(world.deployments(), wanted);
}

#[test]
fn a_cancelled_run_leaves_nothing_under_way() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[]).exit, Some(0));
    assert_eq!(world.post(1, 0, &["--state=cancelled"]).output("state"), "cancelled");
    assert!(world.row("octo-repo").starts_with("⚪\u{a0}[Cancelled]"), "{}", world.said());
    assert_eq!(world.deployments(), [format!("preview-{} run 1: inactive", world.pull)]);
    // One that was killed has not even said so.
    assert_eq!(world.post(2, 0, &[]).exit, Some(0));
    assert_eq!(world.post(3, 0, &[]).exit, Some(0));
    assert_eq!(world.deployments()[1], format!("preview-{} run 2: inactive", world.pull));
    // A run that never began anything has nothing to take back.
    let other = World::new();
    let run = other.post(1, 0, &["--state=cancelled"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!other.has_comment() && other.deployments().is_empty());
}

#[test]
fn a_dry_run_shows_it_and_writes_nothing() {
    let world = World::new();
    let run = world.post(1, 0, &[SITE, "--dry-run"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("would be ready"), "{}", run.log);
    assert_eq!(world.requests().0, Vec::<String>::new());
}

#[test]
fn without_deployment_or_without_comment_there_is_none() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[SITE, NO_WAIT, "--deployment=false"]).exit, Some(0));
    assert!(world.deployments().is_empty() && world.row("octo-repo").starts_with("✅"));
    let world = World::new();
    assert_eq!(world.post(1, 0, &[SITE, NO_WAIT, "--comment=false"]).exit, Some(0));
    assert!(!world.has_comment() && world.deployments().len() == 1);
}

#[test]
fn what_a_provider_has_recorded_is_commented_and_not_recorded_again() {
    let world = World::new();
    let event = serde_json::json!({
        "deployment": { "id": 9, "sha": world.commits[0], "ref": "topic", "task": "deploy", "environment": "Preview – web", "payload": {} },
        "deployment_status": { "id": 1, "state": "success", "environment_url": "https://web-9.vercel.app", "log_url": "" },
    });
    let token = TOKEN;
    let run = world.run(1, "deployment_status", &event, token, &[NO_WAIT]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(world.row("Preview – web").contains("(https://web-9.vercel.app)"), "{}", world.said());
    assert!(world.deployments().is_empty());
    // A deployment of a branch without a pull request is nobody's preview.
    let mut other = event.clone();
    other["deployment"]["sha"] = world.commits[1].as_str().into();
    let run = world.run(2, "deployment_status", &other, token, &[NO_WAIT]);
    assert_eq!((run.exit, run.output("state")), (Some(0), ""), "{}", run.log);
}

#[test]
fn a_number_that_is_no_pull_request_and_an_address_that_is_none_are_refused() {
    let world = World::new();
    let run = world.post(1, 0, &["--pull-request=99"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("there is no pull request #99"), "{}", run.log);
    let run = world.post(1, 0, &["--url=pr.example.com"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("`pr.example.com` is no address that a browser opens"), "{}", run.log);
}

#[test]
fn what_is_switched_off_needs_no_permission() {
    use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
    for (switch, scope, more) in [
        ("--deployment=false", Scope::PullRequests, None),
        ("--comment=false", Scope::Deployments, Some(Scope::PullRequests)),
    ] {
        let world = World::new();
        let all = Permissions::none().with(scope, Level::Write);
        let all = more.into_iter().fold(all, |all, scope| all.with(scope, Level::Read));
        world.sim.allow(Token::app("github-actions", "ghs_less", all));
        let run =
            world.run(1, "pull_request", &world.event("opened", 0), "ghs_less", &[SITE, NO_WAIT, switch]);
        assert_eq!(run.exit, Some(0), "{switch}: {}", run.log);
    }
}

#[test]
fn what_a_provider_has_recorded_is_of_the_pull_request_that_is_open() {
    let world = World::new();
    world.close();
    let new = serde_json::json!({ "title": "Once more", "head": "topic", "base": "main" });
    let (status, made) = world.sim.seed("POST", "{repo}/pulls", new);
    assert_eq!(status, 201, "{made}");
    let event = serde_json::json!({
        "deployment": { "id": 9, "sha": world.commits[0], "ref": "topic", "task": "deploy", "environment": "Preview", "payload": {} },
        "deployment_status": { "id": 1, "state": "success", "environment_url": "https://web-9.vercel.app", "log_url": "" },
    });
    let run = world.run(1, "deployment_status", &event, TOKEN, &[NO_WAIT]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
}
