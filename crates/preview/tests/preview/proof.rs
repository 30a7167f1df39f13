//! Ready is what answers, in the version that it has to be.

use deploy_kit_tests::Site;

use crate::world::World;

fn url(app: &Site) -> String {
    format!("--url={}", app.url)
}

#[test]
fn it_is_ready_when_it_answers_and_not_before() {
    let world = World::new();
    let app = Site::new(&[(503, "starting"), (502, ""), (200, "hello")]);
    let run = world.post(1, 0, &[&url(&app), "--wait=60"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(run.log.contains("expected 200-399, got 503"), "{}", run.log);
    assert!(world.row("octo-repo").contains("<br>200 in "), "{}", world.said());
    assert_eq!(app.asked(), 3);
}

#[test]
fn one_that_never_answers_has_failed_and_the_gate_says_so() {
    let world = World::new();
    let app = Site::new(&[(500, "no database\nat all")]);
    let run = world.post(1, 0, &[&url(&app), "--wait=1"]);
    assert_eq!((run.exit, run.output("state")), (Some(1), "failed"), "{}", run.log);
    assert!(run.log.contains("no database"), "{}", run.log);
    assert!(world.row("octo-repo").starts_with("❌\u{a0}[Failed]"), "{}", world.said());
    assert!(world.said().contains("**octo-repo**: status: expected 200-399, got 500"), "{}", world.said());
    assert_eq!(world.deployments(), [format!("preview-{} run 1: failure", world.pull)]);
}

#[test]
fn an_answer_of_another_version_is_none() {
    let world = World::new();
    let right = format!(r#"{{"build":{{"commit":"{}"}}}}"#, &world.commits[0][..9]);
    let app = Site::new(&[(200, r#"{"build":{"commit":"0000000"}}"#), (200, &right)]);
    let run = world.post(1, 0, &[&url(&app), "--wait=60", "--version-field=build.commit"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert_eq!(app.asked(), 2);
    let old = Site::new(&[(200, "<h1>parked</h1>")]);
    let run = world.post(2, 0, &[&url(&old), "--wait=1", "--version-field=build.commit"]);
    assert_eq!((run.exit, run.output("state")), (Some(1), "failed"), "{}", run.log);
}

#[test]
fn what_is_ready_already_is_asked_and_not_said_again() {
    let world = World::new();
    let app = Site::new(&[(200, "hello")]);
    assert_eq!(world.post(1, 0, &[&url(&app)]).exit, Some(0));
    world.sim.clear_journal();
    assert_eq!(world.post(1, 0, &[&url(&app)]).exit, Some(0));
    let (writes, all) = world.requests();
    assert!(writes.is_empty() && all <= 3, "{writes:?} {all}");
}

#[test]
fn what_cannot_be_asked_is_refused_by_name() {
    let world = World::new();
    let run = world.post(1, 0, &["--url=https://a.example.com", "--expect-status=2xy"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("2xy"), "{}", run.log);
}

#[test]
fn one_behind_a_login_has_a_hint_of_its_own() {
    let world = World::new();
    let app = Site::new(&[(401, "Authentication Required")]);
    let run = world.post(1, 0, &[&url(&app), "--wait=1"]);
    assert_eq!((run.exit, run.output("state")), (Some(1), "failed"), "{}", run.log);
    assert!(run.log.contains("--expect-status 200-399,401,403"), "{}", run.log);
    let run = world.post(2, 0, &[&url(&app), "--wait=1", "--expect-status=200-399,401,403"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
}
