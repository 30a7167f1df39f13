//! Several jobs at once.

use deploy_kit_github_sim::{Effect, Fault};

use crate::world::{CALC, World};

#[test]
fn of_baselines_stored_at_once_none_is_lost() {
    let mut world = World::new();
    let mut commits = vec![(world.main.clone(), world.code.clone())];
    for more in ["a", "a b", "a b c", "a b c d", "a b c d e"] {
        let sha = world.push(&[("src/calc.rs", CALC), ("src/more.rs", more)]);
        commits.push((sha, world.code.clone()));
    }
    let folders: Vec<_> = commits.iter().map(|(sha, code)| world.other_checkout(sha, code)).collect();
    // What every job looks at is a while old when it writes.
    world
        .github
        .fault(Fault::at("GET", "/repos/*/*/git/ref/**", Effect::Delay { milliseconds: 40 }).always());
    let jobs: Vec<_> =
        commits.iter().zip(&folders).map(|((sha, _), folder)| world.push_job(folder, sha).start()).collect();
    for job in jobs {
        let run = job.end();
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    let stored = world.stored();
    for (sha, _) in &commits {
        assert!(stored["history.jsonl"].contains(sha.as_str()), "{}", stored["history.jsonl"]);
        assert!(stored.contains_key(&format!("lines/{sha}")), "{stored:?}");
    }
    assert_eq!(stored["history.jsonl"].lines().count(), commits.len());
    let refused = |entry: &&deploy_kit_github_sim::Entry| entry.status == Some(422);
    let refused = world.github.journal().iter().filter(refused).count();
    println!("{refused} times the ref had moved");
    assert!(refused > 0, "jobs never met: this proves nothing");
}
