//! Several runs at once.

use std::process::Child;

use deploy_kit_github_sim::{Effect, Fault};
use serde_json::json;

use crate::world::{World, log};

const ROUNDS: u64 = 100;

/// Runs at once.
const RUNS: u64 = 8;

/// An issue of its own for a round.
fn issue(world: &World) -> u64 {
    let (status, made) = world.sim.seed("POST", "{repo}/issues", json!({ "title": "A round" }));
    assert_eq!(status, 201);
    made["number"].as_u64().unwrap()
}

/// All begin before the first one ends, and all succeed.
fn finish(runs: Vec<Child>) -> String {
    let ended: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
    let logs = ended.iter().map(log).collect::<Vec<_>>().join("--\n");
    assert!(ended.iter().all(|run| run.status.success()), "{logs}");
    logs
}

/// The runs of a round in an order that differs from round to round.
fn order(round: u64) -> impl Iterator<Item = u64> {
    (0..RUNS).map(move |at| (at * 3 + round) % RUNS + 1)
}

fn bodies(world: &World, issue: u64) -> Vec<String> {
    let mut comments = world.sim.state().comments;
    comments.retain(|comment| comment.issue == issue);
    comments.into_iter().map(|comment| comment.body).collect()
}

/// What every run looks at is a while old when it writes.
fn slow(world: &World) {
    let effect = Effect::Delay { milliseconds: 15 };
    world.sim.fault(Fault::at("GET", "/repos/*/*/issues/*/comments", effect).always());
}

#[test]
fn of_runs_at_once_the_newest_stays() {
    let world = World::new();
    slow(&world);
    let mut written_over = 0;
    for round in 0..ROUNDS {
        let issue = issue(&world);
        if round % 2 == 1 {
            finish(vec![world.start(1, issue, &["--body=before"])]);
        }
        let mode = if round % 5 == 4 { "--mode=recreate" } else { "--mode=replace" };
        let start = |run: u64| world.start(100 + run, issue, &[mode, &format!("--body=of run {run}")]);
        let logs = finish(order(round).map(start).collect());
        let left = bodies(&world, issue);
        let [body] = &left[..] else { panic!("round {round}: {left:#?}\n{logs}") };
        assert!(body.ends_with(&format!("of run {RUNS}")), "round {round}: {body}\n{logs}");
        let asks = |entry: &&deploy_kit_github_sim::Entry| entry.method == "PATCH";
        written_over += usize::from(world.sim.journal().iter().filter(asks).count() > 1);
        world.sim.clear_journal();
    }
    println!(
        "{ROUNDS} rounds of {RUNS} runs; in {written_over} of them a comment was changed more than once"
    );
    assert!(written_over > 0, "runs never met: this proves nothing");
}

#[test]
fn of_apps_at_once_each_has_its_part() {
    let world = World::new();
    slow(&world);
    for round in 0..ROUNDS / 4 {
        let issue = issue(&world);
        let start = |run: u64| {
            let (app, body) = (format!("--app=app-{run}"), format!("--body=of app {run}"));
            world.start(100 + round, issue, &[&app, &body])
        };
        let logs = finish(order(round).map(start).collect());
        let left = bodies(&world, issue);
        let [body] = &left[..] else { panic!("round {round}: {left:#?}\n{logs}") };
        let is_there = |run: &u64| body.contains(&format!("\nof app {run}\n"));
        let missing: Vec<u64> = (1..=RUNS).filter(|run| !is_there(run)).collect();
        assert!(missing.is_empty(), "round {round}: without {missing:?}:\n{body}\n{logs}");
        world.sim.clear_journal();
    }
}
