//! Every request in turn meets every fault; after one more run all is as if nothing had happened.

use std::fmt::Debug;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use deploy_kit_github_sim::{Effect, Entry, Fault};

use crate::pull_request;
use crate::world::World;

/// Cases at once: most of their time is waiting.
const PARALLEL: usize = 6;

/// The faults, by name; whether the request meets it every time; whether it differs from the others for a request that
/// only reads, for which before and after are one.
const FAULTS: [(&str, Effect, bool, bool); 9] = [
    ("500 once", Effect::Status { status: 500 }, false, true),
    ("500 always", Effect::Status { status: 500 }, true, true),
    ("502 after it acted", Effect::StatusAfter { status: 502 }, false, false),
    ("secondary limit", Effect::SecondaryLimit { status: 403, retry_after: 1 }, false, true),
    ("dropped before it acted", Effect::DropBefore, false, false),
    ("dropped after it acted", Effect::DropAfter, false, true),
    ("reset in the answer", Effect::Reset, false, true),
    ("killed before it acted", Effect::StopBefore, false, true),
    ("killed after it acted", Effect::StopAfter, false, false),
];

/// What runs, in which world, and what it has to leave behind.
pub(crate) struct Scenario<E> {
    pub(crate) name: &'static str,
    pub(crate) prepare: fn() -> World,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) end: fn(&World) -> E,
}

const RELEASE: &[&str] = &["--assets=dist/*.tgz", "--floating-tags"];
const PULL_REQUEST: &[&str] = &["pr", "--pr-label=release", "--floating-tags"];

#[test]
fn one_more_run_makes_everything_right() {
    try_all(&Scenario { name: "release", prepare: World::new, arguments: RELEASE, end: World::end });
}

#[test]
fn one_more_run_opens_the_pull_request() {
    try_all(&Scenario { name: "open", prepare: World::new, arguments: PULL_REQUEST, end: World::end });
}

#[test]
fn one_more_run_brings_the_pull_request_up_to_date() {
    try_all(&Scenario {
        name: "update",
        prepare: pull_request::edited,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_closes_the_pull_request() {
    try_all(&Scenario {
        name: "close",
        prepare: pull_request::reverted,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_releases_what_was_merged() {
    try_all(&Scenario {
        name: "merged",
        prepare: pull_request::merged,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_gives_a_burned_name_up() {
    try_all(&Scenario {
        name: "burned",
        prepare: pull_request::burned,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_releases_what_takes_the_place_of_a_burned_name() {
    try_all(&Scenario {
        name: "burned, the next",
        prepare: pull_request::burned_next,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_gives_the_burned_name_of_one_of_two_up() {
    try_all(&Scenario {
        name: "burned, of two",
        prepare: pull_request::burned_of_two,
        arguments: PULL_REQUEST,
        end: |world| world.sim.state(),
    });
}

#[test]
fn one_more_run_goes_on_after_a_merge_that_is_not_released() {
    try_all(&Scenario {
        name: "superseded",
        prepare: pull_request::overtaken_by_squash,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

#[test]
fn one_more_run_releases_what_took_over() {
    try_all(&Scenario {
        name: "superseded, the next",
        prepare: pull_request::overtaken_next,
        arguments: PULL_REQUEST,
        end: World::end,
    });
}

/// Every fault at every request of a scenario.
pub(crate) fn try_all<E: Debug + PartialEq + Sync>(scenario: &Scenario<E>) {
    let undisturbed = (scenario.prepare)();
    undisturbed.sim.clear_journal();
    assert_eq!(undisturbed.run(scenario.arguments).exit, Some(0));
    let (wanted, journal) = ((scenario.end)(&undisturbed), undisturbed.sim.journal());
    let faults_of = |(request, entry): (usize, &Entry)| {
        let reads = entry.method == "GET";
        let faults = (0..FAULTS.len()).filter(move |&fault| !reads || FAULTS[fault].3);
        faults.map(move |fault| (request, fault))
    };
    let cases: Vec<(usize, usize)> = journal.iter().enumerate().flat_map(faults_of).collect();
    let unmet = Mutex::new(Vec::new());
    let failures = side_by_side(&cases, |&(request, fault)| {
        if !case(scenario, request, fault, &wanted)? {
            unmet.lock().unwrap().push(format!("{} at {request}", FAULTS[fault].0));
        }
        Ok(())
    });
    let unmet = unmet.into_inner().unwrap();
    let name = scenario.name;
    println!("{name}: {} faults tried at {} requests", cases.len(), journal.len());
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(unmet.is_empty(), "every fault is met, but not: {unmet:?}");
}

/// Tries all cases, and answers what failed.
fn side_by_side<C: Sync>(cases: &[C], case: impl Fn(&C) -> Result<(), String> + Sync) -> Vec<String> {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL {
            scope.spawn(|| {
                while let Some(one) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if let Err(text) = case(one) {
                        failures.lock().unwrap().push(text);
                    }
                }
            });
        }
    });
    failures.into_inner().unwrap()
}

/// What is made does not show at once, and perhaps its answer is lost or the run is killed, too.
#[test]
fn what_shows_late_is_not_made_twice() {
    let undisturbed = World::new();
    assert_eq!(undisturbed.release().exit, Some(0));
    let (wanted, journal) = (undisturbed.end(), undisturbed.sim.journal());
    let writes = journal.iter().enumerate().filter(|(_, entry)| entry.method != "GET");
    let with = [
        (None, 1),
        (None, 2),
        (Some(Effect::DropAfter), 1),
        (Some(Effect::DropAfter), 2),
        (Some(Effect::StopAfter), 1),
        (Some(Effect::StopAfter), 2),
    ];
    let cases: Vec<_> = writes
        .flat_map(|(request, _)| with.iter().map(move |(with, reads)| (request, with, *reads)))
        .collect();
    let failures = side_by_side(&cases, |&(request, with, reads)| {
        let world = World::new();
        world.fault(Fault::nth(request, Effect::Late { reads }));
        if let Some(effect) = with {
            world.sim.fault(Fault::nth(request, effect.clone()));
        }
        let first = world.release();
        let at = world.sim.journal().get(request).map(|entry| format!("{} {}", entry.method, entry.path));
        let second = world.release();
        let name = format!("late by {reads} at {request} ({}), {with:?}", at.unwrap_or_default());
        let logs = format!("first run:\n{}\nsecond run:\n{}", first.log, second.log);
        if second.exit != Some(0) {
            return Err(format!("{name}: the second run ends with {:?}\n{logs}", second.exit));
        }
        let end = world.end();
        if end == wanted { Ok(()) } else { Err(format!("{name}: {}\n{logs}", difference(&end, &wanted))) }
    });
    println!("{} cases of what shows late", cases.len());
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Runs into a fault, and once more without. Answers whether the fault was met.
fn case<E: Debug + PartialEq>(
    scenario: &Scenario<E>,
    request: usize,
    fault: usize,
    wanted: &E,
) -> Result<bool, String> {
    let (name, effect, always, _) = &FAULTS[fault];
    let world = (scenario.prepare)();
    world.sim.clear_journal();
    let fault = Fault::nth(request, effect.clone());
    world.fault(if *always { fault.always() } else { fault });
    let timeout = if *always { "--timeout=4" } else { "--timeout=60" };
    let first = world.run(&[scenario.arguments, &[timeout]].concat());
    let journal = world.sim.journal();
    let met = journal.iter().any(|entry| !entry.faults.is_empty());
    let at = journal.get(request).map(|entry| format!("{} {}", entry.method, entry.path)).unwrap_or_default();
    world.sim.clear_faults();
    let second = world.run(scenario.arguments);
    let logs = format!("first run:\n{}\nsecond run:\n{}", first.log, second.log);
    if second.exit != Some(0) {
        return Err(format!(
            "{name} at {request} ({at}): the second run ends with {:?}\n{logs}",
            second.exit
        ));
    }
    let end = (scenario.end)(&world);
    if end != *wanted {
        return Err(format!("{name} at {request} ({at}): {}\n{logs}", difference(&end, wanted)));
    }
    Ok(met)
}

/// The first lines in which two ends differ.
fn difference(end: &impl Debug, wanted: &impl Debug) -> String {
    let (end, wanted) = (format!("{end:#?}"), format!("{wanted:#?}"));
    let pairs = end.lines().zip(wanted.lines()).filter(|(one, other)| one != other);
    let lines: Vec<String> = pairs
        .take(4)
        .map(|(one, other)| format!("  is {}\n  should be {}", one.trim(), other.trim()))
        .collect();
    lines.join("\n")
}
