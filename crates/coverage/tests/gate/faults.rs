//! Requests in turn meet faults; after one more run all is as if nothing had happened.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use deploy_kit_github_sim::{Effect, Fault};
use deploy_kit_tests::{Run, run_git};

use crate::world::{BASELINES, CALC, Pull, World};

/// The faults by name, whether the request meets it every time, and whether one that only reads meets it, too.
const FAULTS: [(&str, Effect, bool, bool); 7] = [
    ("500 once", Effect::Status { status: 500 }, false, false),
    ("500 always", Effect::Status { status: 500 }, true, true),
    ("502 after it acted", Effect::StatusAfter { status: 502 }, false, false),
    ("dropped before it acted", Effect::DropBefore, false, false),
    ("dropped after it acted", Effect::DropAfter, false, false),
    ("killed before it acted", Effect::StopBefore, false, true),
    ("killed after it acted", Effect::StopAfter, false, false),
];

/// The run that meets faults.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scenario {
    /// Nothing was stored before.
    First,
    /// The baseline of another commit was.
    Second,
    /// A pull request gets its comment.
    Comment,
    /// Its comment is brought up to date.
    Update,
}

/// A repository in which the run is next.
struct Stage {
    world: World,
    pull: Option<Pull>,
}

impl Stage {
    fn new(scenario: Scenario) -> Self {
        let mut world = World::new();
        let mut pull = None;
        if scenario != Scenario::First {
            assert_eq!(world.pushed(&[]).exit, Some(0));
        }
        if scenario == Scenario::Second {
            world.push(&[("src/calc.rs", CALC), ("src/more.rs", "a b!")]);
        }
        if matches!(scenario, Scenario::Comment | Scenario::Update) {
            let mut opened = world.open("topic", &[("src/calc.rs", "one two!")]);
            if scenario == Scenario::Update {
                assert_eq!(world.pulled(&opened, &[]).exit, Some(0));
                world.advance(&mut opened, "topic", &[("src/calc.rs", "one two three")]);
            }
            pull = Some(opened);
        }
        world.github.clear_journal();
        Self { world, pull }
    }

    fn run(&self, timeout: &str) -> Run {
        let job = match &self.pull {
            Some(pull) => self.world.pull_job(pull),
            None => self.world.push_job(&self.world.checkout, &self.world.main),
        };
        job.of_run(7).arguments(&[timeout]).run()
    }

    fn end(&self) -> End {
        let world = &self.world;
        let git = |arguments: &[&str]| run_git(world.github.git_path(), arguments);
        let baselines = git(&["for-each-ref", "--format=%(tree)", BASELINES]);
        let commits = git(&["rev-list", "--count", &format!("--glob={BASELINES}")]);
        // Of one run's comments the later has another mark, that it be the later.
        let unmarked = |body: String| body.lines().skip(1).collect::<Vec<_>>().join("\n");
        let comments = world.github.comments().into_iter().map(|comment| unmarked(comment.body)).collect();
        End { baselines, commits, comments }
    }
}

/// What has to be there in the end.
#[derive(Debug, PartialEq)]
struct End {
    /// The tree of the baselines.
    baselines: String,
    commits: String,
    comments: Vec<String>,
}

/// Cases at once: much of their time is waiting.
const PARALLEL: usize = 8;

#[test]
fn one_more_run_makes_everything_right() {
    let mut cases = Vec::new();
    let mut ends = Vec::new();
    for scenario in [Scenario::First, Scenario::Second, Scenario::Comment, Scenario::Update] {
        let stage = Stage::new(scenario);
        let run = stage.run("--timeout=60");
        assert_eq!(run.exit, Some(0), "{}", run.log);
        let journal = stage.world.github.journal();
        for entry in &journal {
            let reads = entry.method == "GET" || is_query(entry);
            let met = FAULTS.iter().filter(|(.., of_reads)| !reads || *of_reads);
            cases.extend(met.map(|fault| (scenario, ends.len(), entry.index, fault)));
        }
        ends.push(stage.end());
    }
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL {
            scope.spawn(|| {
                while let Some((scenario, wanted, request, fault)) =
                    cases.get(next.fetch_add(1, Ordering::SeqCst))
                {
                    if let Err(text) = try_one(*scenario, &ends[*wanted], *request, fault) {
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

fn is_query(entry: &deploy_kit_github_sim::Entry) -> bool {
    let query = entry.request.as_ref().and_then(|request| request["query"].as_str());
    query.is_some_and(|query| !query.starts_with("mutation"))
}

/// Runs into a fault, and once more without.
fn try_one(
    scenario: Scenario,
    wanted: &End,
    request: usize,
    (name, effect, always, _): &(&str, Effect, bool, bool),
) -> Result<(), String> {
    let stage = Stage::new(scenario);
    let github = &stage.world.github;
    let fault = Fault::nth(request, effect.clone());
    github.fault(if *always { fault.always() } else { fault });
    let first = stage.run(if *always { "--timeout=2" } else { "--timeout=60" });
    let is_met = github.journal().iter().any(|entry| !entry.faults.is_empty());
    github.clear_faults();
    let second = stage.run("--timeout=60");
    let end = stage.end();
    if is_met && second.exit == Some(0) && end == *wanted {
        return Ok(());
    }
    let logs = format!("{:?} {}\n{:?} {}", first.exit, first.log, second.exit, second.log);
    Err(format!(
        "{scenario:?}: {name} at {request}, met: {is_met}\n{logs}\n{end:#?}\ninstead of\n{wanted:#?}"
    ))
}
