//! Every request in turn meets every fault; after one more run all is as if nothing had happened.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use deploy_kit_github_sim::{Effect, Fault};

use crate::world::{Said, World};

/// The faults by name, and whether the request meets it every time.
const FAULTS: [(&str, Effect, bool); 9] = [
    ("500 once", Effect::Status { status: 500 }, false),
    ("500 always", Effect::Status { status: 500 }, true),
    ("502 after it acted", Effect::StatusAfter { status: 502 }, false),
    ("secondary limit", Effect::SecondaryLimit { status: 403, retry_after: 1 }, false),
    ("dropped before it acted", Effect::DropBefore, false),
    ("dropped after it acted", Effect::DropAfter, false),
    ("reset in the answer", Effect::Reset, false),
    ("killed before it acted", Effect::StopBefore, false),
    ("killed after it acted", Effect::StopAfter, false),
];

/// What stands before, by the arguments of the runs that wrote it; and the run that meets faults.
struct Scenario {
    name: &'static str,
    /// What is commented on: `--commit` and the like.
    place: &'static str,
    before: &'static [&'static [&'static str]],
    arguments: &'static [&'static str],
}

const fn scenario(
    name: &'static str,
    place: &'static str,
    before: &'static [&'static [&'static str]],
    arguments: &'static [&'static str],
) -> Scenario {
    Scenario { name, place, before, arguments }
}

const OLD: &[&[&str]] = &[&["--body=old"]];
const HIDDEN: &[&[&str]] = &[&["--body=old"], &["--mode=minimize"]];
const APPS: &[&[&str]] = &[&["--app=web", "--body=old"], &["--app=api", "--body=old"]];
const REACTED: &[&[&str]] = &[&["--body=old", "--reaction=eyes"]];
const NEW: &[&str] = &["--body=new"];
const REACT: &[&str] = &["--body=new", "--reaction=rocket"];
const MINIMIZE: &[&str] = &["--mode=minimize"];
const DELETE: &[&str] = &["--mode=delete"];

const SCENARIOS: [Scenario; 16] = [
    scenario("create", "--pull-request", &[], NEW),
    scenario("update", "--pull-request", OLD, NEW),
    scenario("append", "--pull-request", APPS, &["--app=api", "--body=new"]),
    scenario("recreate", "--pull-request", OLD, &["--body=new", "--mode=recreate"]),
    scenario("minimize", "--pull-request", OLD, MINIMIZE),
    scenario("delete a part", "--pull-request", APPS, &["--app=api", "--mode=delete"]),
    scenario("show again", "--pull-request", HIDDEN, NEW),
    scenario("react", "--pull-request", REACTED, REACT),
    scenario("create", "--commit", &[], NEW),
    scenario("update", "--commit", OLD, NEW),
    scenario("delete", "--commit", OLD, DELETE),
    scenario("react", "--commit", REACTED, REACT),
    scenario("create", "--discussion", &[], NEW),
    scenario("update", "--discussion", OLD, NEW),
    scenario("delete", "--discussion", OLD, DELETE),
    scenario("react", "--discussion", REACTED, REACT),
];

fn prepared(scenario: &Scenario) -> World {
    let world = World::new();
    for arguments in scenario.before {
        let run = world.on(scenario.place, 1, arguments);
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    world.sim.clear_journal();
    world
}

/// Cases at once: most of their time is waiting.
const PARALLEL: usize = 12;

#[test]
fn one_more_run_makes_everything_right() {
    let mut cases = Vec::new();
    for scenario in &SCENARIOS {
        let world = prepared(scenario);
        assert_eq!(world.on(scenario.place, 2, scenario.arguments).exit, Some(0));
        let (wanted, requests) = (Arc::new(world.at(scenario.place)), world.sim.journal().len());
        let of = (0..requests).flat_map(|request| FAULTS.iter().map(move |fault| (request, fault)));
        cases.extend(of.map(|(request, fault)| (scenario, Arc::clone(&wanted), request, fault)));
    }
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let (scenario, wanted, request, fault) = case;
                    if let Err(text) = try_one(scenario, wanted, *request, fault) {
                        failures.lock().unwrap().push(text);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    println!("{} cases", cases.len());
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Runs into a fault, and once more without.
fn try_one(
    scenario: &Scenario,
    wanted: &[Said],
    request: usize,
    (name, effect, always): &(&str, Effect, bool),
) -> Result<(), String> {
    let world = prepared(scenario);
    let fault = Fault::nth(request, effect.clone());
    world.sim.fault(if *always { fault.always() } else { fault });
    let timeout = if *always { "--timeout=2" } else { "--timeout=60" };
    let first = world.on(scenario.place, 2, &[scenario.arguments, &[timeout]].concat());
    let is_met = world.sim.journal().iter().any(|entry| !entry.faults.is_empty());
    world.sim.clear_faults();
    let second = world.on(scenario.place, 2, scenario.arguments);
    let end = world.at(scenario.place);
    if is_met && second.exit == Some(0) && end == wanted {
        return Ok(());
    }
    let logs = format!("{}\n{}", first.log, second.log);
    let Scenario { name: what, place, .. } = scenario;
    Err(format!("{what} {place}: {name} at {request}, met: {is_met}\n{logs}\n{end:#?}"))
}
