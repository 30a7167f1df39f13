//! Every request of a backport meets every fault; after one more run all is as if nothing had happened.

use deploy_kit_github_sim::{DEFAULT_TOKEN, Level, Options, Permissions, Scope, State, Token};
use deploy_kit_tests::{Repo, run_git};
use serde_json::json;

use crate::faults::{Scenario, try_all};
use crate::world::World;

/// A line that begins before two pull requests, one squashed and one merged with its commits.
fn world() -> World {
    let mut origin = Repo::new();
    origin.change("feat: first").file("a", "a").commit();
    origin.tag("v1.0.0");
    origin.branch("1.x").checkout("main");
    origin.change("feat!: second").file("b", "b").commit();
    for (branch, file) in [("squashed", "c"), ("merged", "d")] {
        origin.branch(branch);
        origin.change(format!("fix: {file} one")).file(file, "1").commit();
        origin.change(format!("fix: {file} two")).file(file, "2").commit();
        origin.checkout("main");
    }
    let world = World::over(origin, Options::default());
    for (number, branch, method) in [(3, "squashed", "squash"), (4, "merged", "merge")] {
        let new = json!({ "title": format!("fix: {branch}"), "head": branch, "base": "main" });
        assert_eq!(world.sim.seed("POST", "{repo}/pulls", new).1["number"], number);
        let merge = format!("{{repo}}/pulls/{number}/merge");
        assert_eq!(world.sim.seed("PUT", &merge, json!({ "merge_method": method })).0, 200);
    }
    world
}

const ARGUMENTS: [&str; 4] = ["backport", "--to=1.x", "3", "4"];
const BRANCH: &str = "deploy-kit/backport/1.x/3-4";

/// What is left behind, without the ids of copies, which hold the time.
fn end(world: &World) -> (State, String) {
    let mut state = world.sim.state();
    state.refs.remove(&format!("refs/heads/{BRANCH}"));
    let copies =
        run_git(world.sim.git_path(), &["log", "--format=%an %ae %ad%n%T%n%B", &format!("1.x..{BRANCH}")]);
    (state, copies)
}

#[test]
fn one_more_run_makes_it_right() {
    let undisturbed = world();
    let run = undisturbed.run(&ARGUMENTS);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(end(&undisturbed).1.matches("(cherry picked from commit").count(), 3);
    try_all(&Scenario { name: "backport", prepare: world, arguments: &ARGUMENTS, end });
}

#[test]
fn a_branch_that_was_left_half_done_is_made_again_and_a_persons_is_not() {
    let world = world();
    let git = |arguments: &[&str]| run_git(&world.clone, arguments);
    git(&["fetch", "--quiet", "origin"]);
    git(&["switch", "--quiet", "--create", "half", "origin/1.x"]);
    git(&["cherry-pick", "-x", "origin/main^1"]);
    git(&["push", "--quiet", "origin", &format!("half:{BRANCH}")]);
    git(&["switch", "--quiet", "main"]);
    let run = world.run(&ARGUMENTS);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(end(&world).1.matches("(cherry picked from commit").count(), 3);

    let other = self::world();
    let git = |arguments: &[&str]| run_git(&other.clone, arguments);
    git(&["fetch", "--quiet", "origin"]);
    git(&["switch", "--quiet", "--create", "mine", "origin/1.x"]);
    git(&["commit", "--quiet", "--allow-empty", "--message", "wip"]);
    git(&["push", "--quiet", "origin", &format!("mine:{BRANCH}")]);
    git(&["switch", "--quiet", "main"]);
    let before = other.sim.state();
    let run = other.run(&ARGUMENTS);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("has commits that are no copies of #3, #4"), "{}", run.log);
    assert_eq!(other.sim.state(), before);
}

#[test]
fn a_token_that_may_not_open_says_which_permission_is_missing() {
    let world = world();
    let few = Permissions::none().with(Scope::Contents, Level::Write).with(Scope::PullRequests, Level::Read);
    world.sim.allow(Token::app("few", "ghs_few", few));
    let run = world.run_as("ghs_few", &ARGUMENTS);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("pull-requests: write"), "{}", run.log);
    assert_eq!(world.run_as(DEFAULT_TOKEN, &ARGUMENTS).exit, Some(0));
}
