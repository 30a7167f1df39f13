//! Every request in turn meets every fault; after one more run all is as if nothing had happened.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use deploy_kit_github_sim::{CommentState, Effect, Fault};

use crate::world::World;

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
    before: &'static [&'static [&'static str]],
    arguments: &'static [&'static str],
}

const SCENARIOS: [Scenario; 7] = [
    Scenario { name: "create", before: &[], arguments: &["--body=new"] },
    Scenario { name: "update", before: &[&["--body=old"]], arguments: &["--body=new"] },
    Scenario {
        name: "append",
        before: &[&["--app=web", "--body=old"], &["--app=api", "--body=old"]],
        arguments: &["--app=api", "--body=new"],
    },
    Scenario { name: "recreate", before: &[&["--body=old"]], arguments: &["--body=new", "--mode=recreate"] },
    Scenario { name: "minimize", before: &[&["--body=old"]], arguments: &["--mode=minimize"] },
    Scenario {
        name: "delete a part",
        before: &[&["--app=web", "--body=old"], &["--app=api", "--body=old"]],
        arguments: &["--app=api", "--mode=delete"],
    },
    Scenario {
        name: "show again",
        before: &[&["--body=old"], &["--mode=minimize"]],
        arguments: &["--body=new"],
    },
];

fn prepared(scenario: &Scenario) -> World {
    let world = World::new();
    for arguments in scenario.before {
        let run = world.post(1, arguments);
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    world.sim.clear_journal();
    world
}

/// Cases at once: most of their time is waiting.
const PARALLEL: usize = 6;

#[test]
fn one_more_run_makes_everything_right() {
    let mut cases = Vec::new();
    for scenario in &SCENARIOS {
        let world = prepared(scenario);
        assert_eq!(world.post(2, scenario.arguments).exit, Some(0));
        let (wanted, requests) = (Arc::new(world.comments()), world.sim.journal().len());
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
    wanted: &[CommentState],
    request: usize,
    (name, effect, always): &(&str, Effect, bool),
) -> Result<(), String> {
    let world = prepared(scenario);
    let fault = Fault::nth(request, effect.clone());
    world.sim.fault(if *always { fault.always() } else { fault });
    let timeout = if *always { "--timeout=2" } else { "--timeout=60" };
    let first = world.post(2, &[scenario.arguments, &[timeout]].concat());
    let is_met = world.sim.journal().iter().any(|entry| !entry.faults.is_empty());
    world.sim.clear_faults();
    let second = world.post(2, scenario.arguments);
    let end = world.comments();
    if is_met && second.exit == Some(0) && end == wanted {
        return Ok(());
    }
    let logs = format!("{}\n{}", first.log, second.log);
    Err(format!("{}: {name} at {request}, met: {is_met}\n{logs}\n{end:#?}", scenario.name))
}
