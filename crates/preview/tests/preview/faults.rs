//! Every request in turn meets every fault; after one more run all is as if nothing had happened.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use deploy_kit_github_sim::{Effect, Fault};

use crate::world::{Run, World};

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

const READY: &[&str] = &["--url=https://new.example.com", "--wait=0"];
const OLD: &[&str] = &["--url=https://old.example.com", "--wait=0"];

/// What stands before, by the arguments of the runs that wrote it; and the run that meets faults.
struct Scenario {
    name: &'static str,
    before: &'static [&'static [&'static str]],
    closes: bool,
    arguments: &'static [&'static str],
}

const SCENARIOS: [Scenario; 5] = [
    Scenario { name: "building", before: &[], closes: false, arguments: &[] },
    Scenario { name: "ready", before: &[&[]], closes: false, arguments: READY },
    Scenario { name: "ready again", before: &[OLD, OLD], closes: false, arguments: READY },
    Scenario { name: "removed", before: &[OLD, OLD], closes: true, arguments: &[] },
    Scenario { name: "swept", before: &[OLD], closes: true, arguments: &["sweep"] },
];

impl Scenario {
    fn prepared(&self) -> World {
        let world = World::new();
        for (run, arguments) in (1..).zip(self.before) {
            let run = world.post(run, 0, arguments);
            assert_eq!(run.exit, Some(0), "{}", run.log);
        }
        if self.closes {
            world.close();
        }
        world.sim.clear_journal();
        world
    }

    fn run(&self, world: &World, timeout: &str) -> Run {
        let arguments = [self.arguments, &[timeout]].concat();
        if self.closes { world.closed(9, 0, &arguments) } else { world.post(9, 0, &arguments) }
    }
}

/// All that is left of it, but for statuses that were said twice.
fn end(world: &World) -> (Vec<String>, String) {
    (world.deployments(), world.said())
}

/// Cases at once: most of their time is waiting.
const PARALLEL: usize = 6;

#[test]
fn one_more_run_makes_everything_right() {
    let mut cases = Vec::new();
    for scenario in &SCENARIOS {
        let world = scenario.prepared();
        let run = scenario.run(&world, "--timeout=60");
        assert_eq!(run.exit, Some(0), "{}: {}", scenario.name, run.log);
        let (wanted, requests) = (Arc::new(end(&world)), world.sim.journal().len());
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
    wanted: &(Vec<String>, String),
    request: usize,
    (name, effect, always): &(&str, Effect, bool),
) -> Result<(), String> {
    let world = scenario.prepared();
    let fault = Fault::nth(request, effect.clone());
    world.sim.fault(if *always { fault.always() } else { fault });
    let first = scenario.run(&world, if *always { "--timeout=2" } else { "--timeout=60" });
    let is_met = world.sim.journal().iter().any(|entry| !entry.faults.is_empty());
    world.sim.clear_faults();
    let second = scenario.run(&world, "--timeout=60");
    let end = end(&world);
    if is_met && second.exit == Some(0) && end == *wanted {
        return Ok(());
    }
    let logs = format!("{}\n{}", first.log, second.log);
    Err(format!("{}: {name} at {request}, met: {is_met}\n{logs}\n{end:#?}", scenario.name))
}
