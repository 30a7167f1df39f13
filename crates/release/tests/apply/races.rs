//! Two runs at once.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Effect, Entry, Fault};

use crate::world::{NOW, World, log};

const ROUNDS: usize = 50;

const UPLOAD: &str = "/repos/*/*/releases/*/assets";

/// A second checkout.
fn copy(world: &World) -> PathBuf {
    let other = world.clone.with_file_name("other");
    assert!(Command::new("cp").arg("-r").arg(&world.clone).arg(&other).status().unwrap().success());
    other
}

fn start(world: &World, folder: &Path) -> Child {
    let mut command = world.command(folder, &["--assets=dist/*.tgz", "--floating-tags"]);
    command.envs([
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_REF", "refs/heads/main"),
        ("GITHUB_TOKEN", DEFAULT_TOKEN),
    ]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The requests that remove an asset.
fn deleted(world: &World) -> Vec<Entry> {
    let mut journal = world.sim.journal();
    journal.retain(|entry| entry.method == "DELETE" && entry.path.contains("/releases/assets/"));
    journal
}

#[test]
fn two_runs_at_once_make_one_release() {
    for round in 0..ROUNDS {
        let world = World::new();
        // An upload takes its time: both runs are at it at once.
        world.fault(Fault::at("POST", UPLOAD, Effect::Delay { milliseconds: 100 }).always());
        let other = copy(&world);
        let runs =
            [start(&world, &world.clone), start(&world, &other)].map(|run| run.wait_with_output().unwrap());
        let logs = runs.each_ref().map(log).join("\n--\n");
        assert!(runs.iter().any(|run| run.status.success()), "round {round}:\n{logs}");
        let end = world.end();
        assert_eq!(end.commits.len(), 3, "round {round}: {:?}\n{logs}", end.commits);
        let [release] = end.state.releases.as_slice() else {
            panic!("round {round}: {:#?}\n{logs}", end.state.releases)
        };
        assert!(!release.draft && release.assets.len() == 4, "round {round}: {release:#?}\n{logs}");
        assert!(release.assets.iter().all(|asset| asset.state == "uploaded"), "round {round}: {release:#?}");
        assert!(deleted(&world).is_empty(), "round {round}: {:#?}\n{logs}", deleted(&world));
        assert_eq!(end.state.comments.len(), 2, "round {round}: {:#?}\n{logs}", end.state.comments);
    }
}

#[test]
fn an_upload_of_another_run_is_waited_for() {
    let world = World::new();
    world.fault(Fault::at("POST", UPLOAD, Effect::Delay { milliseconds: 3000 }));
    let other = copy(&world);
    let mut first = start(&world, &world.clone);
    let has_begun = || world.sim.journal().iter().any(|entry| !entry.faults.is_empty());
    while !has_begun() {
        assert!(first.try_wait().unwrap().is_none(), "the first run ended before it uploaded");
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = start(&world, &other).wait_with_output().unwrap();
    let first = first.wait_with_output().unwrap();
    let logs = format!("{}\n--\n{}", log(&first), log(&second));
    assert!(first.status.success() && second.status.success(), "{logs}");
    let is_refused = |entry: &Entry| entry.path.ends_with("/assets") && entry.status == Some(422);
    let met = world.sim.journal().iter().any(is_refused);
    assert_eq!(log(&second).contains("waiting for it"), met, "{logs}");
    assert!(deleted(&world).is_empty(), "{logs}");
    assert_eq!(world.sim.state().releases[0].assets.len(), 4, "{logs}");
}

#[test]
fn an_upload_that_broke_off_is_taken_back_when_its_time_is_over() {
    for (age, waits) in [(59, true), (3600, false)] {
        let world = World::new();
        world.fault(Fault::at("POST", UPLOAD, Effect::StopAfter));
        world.sim.fault(Fault::at("POST", UPLOAD, Effect::Starter));
        assert_eq!(world.release().exit, None);
        let mut command = world.command(&world.clone, &["--assets=dist/*.tgz", "--floating-tags"]);
        command.env("SOURCE_DATE_EPOCH", (NOW + age).to_string());
        command.envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main")]);
        let output = world.watched({
            command.env("GITHUB_TOKEN", DEFAULT_TOKEN);
            command
        });
        let log = log(&output);
        assert!(output.status.success(), "{log}");
        assert_eq!(log.contains("waiting for it"), waits, "{log}");
        assert_eq!(deleted(&world).len(), 1, "{log}");
        let releases = world.sim.state().releases;
        assert!(releases[0].assets.iter().all(|asset| asset.state == "uploaded"), "{releases:#?}");
    }
}
