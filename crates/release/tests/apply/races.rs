//! Two runs at once.

use std::process::Command;

use deploy_kit_github_sim::DEFAULT_TOKEN;

use crate::world::{World, log};

const ROUNDS: usize = 50;

#[test]
fn two_runs_at_once_make_one_release() {
    for round in 0..ROUNDS {
        let world = World::new();
        let other = world.clone.with_file_name("other");
        let copied = Command::new("cp").arg("-r").arg(&world.clone).arg(&other).status().unwrap();
        assert!(copied.success());
        let start = |folder: &std::path::Path| {
            let mut command = world.command(folder, &["--assets=dist/*.tgz", "--floating-tags"]);
            command.envs([
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_REF", "refs/heads/main"),
                ("GITHUB_TOKEN", DEFAULT_TOKEN),
            ]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let runs = [start(&world.clone), start(&other)].map(|child| child.wait_with_output().unwrap());
        let logs = runs.each_ref().map(log).join("\n--\n");
        assert!(runs.iter().any(|run| run.status.success()), "round {round}:\n{logs}");
        let end = world.end();
        assert_eq!(end.commits.len(), 3, "round {round}: {:?}\n{logs}", end.commits);
        let [release] = end.state.releases.as_slice() else {
            panic!("round {round}: {:#?}\n{logs}", end.state.releases)
        };
        assert!(!release.draft && release.assets.len() == 4, "round {round}: {release:#?}\n{logs}");
        assert!(release.assets.iter().all(|asset| asset.state == "uploaded"), "round {round}: {release:#?}");
        assert_eq!(end.state.comments.len(), 2, "round {round}: {:#?}\n{logs}", end.state.comments);
    }
}
