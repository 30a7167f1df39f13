//! git makes the commit, the tag and the push. The run, or git under it, is killed before and after each of them;
//! one more run leaves what an undisturbed one does.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use deploy_kit_github_sim::{DEFAULT_TOKEN, State};
use deploy_kit_tests::run_git;

use crate::world::{World, log};

/// The time of commits and tags: what two runs make is the same to the byte.
const DATES: [(&str, &str); 2] =
    [("GIT_AUTHOR_DATE", "1763700000 +0000"), ("GIT_COMMITTER_DATE", "1763700000 +0000")];

/// Cases at once: most of their time is waiting.
const PARALLEL: usize = 6;

/// What happens to a call of git that writes.
const KILLS: [(&str, &str); 4] = [
    ("the run is killed before", "kill -9 $PPID; exit 137"),
    ("the run is killed after", "\"$git\" \"$@\"; kill -9 $PPID; exit 137"),
    ("git is killed before", "exit 137"),
    ("git is killed after", "\"$git\" \"$@\"; exit 137"),
];

/// Where a release is made by git.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// A terminal without a token.
    Terminal,
    /// The same, told to push.
    Pushing,
    /// A terminal with a token.
    WithToken,
    /// A runner, where a version file may be run, which GitHub's API cannot commit.
    Runner,
}

/// All that a release leaves, here and on the server.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    server: State,
    /// Each tag of the server with the commit that it leads to: who made the tag's object does not matter.
    tags: BTreeMap<String, String>,
    subjects: String,
    here: String,
    changelog: String,
    status: String,
}

impl Place {
    fn world(self) -> World {
        let world = World::new();
        if let Self::Runner = self {
            run_git(&world.clone, &["update-index", "--chmod=+x", "package.json"]);
            let mut commit = Command::new("git");
            commit.current_dir(&world.clone).args([
                "-c",
                "user.name=Mona",
                "-c",
                "user.email=mona@example.com",
            ]);
            commit.args(["commit", "--quiet", "--message", "chore: a file that may be run"]);
            assert!(commit.envs(DATES).status().unwrap().success());
            run_git(&world.clone, &["push", "--quiet", "origin", "main"]);
            run_git(&world.clone, &["checkout", "--quiet", "--force", "main"]);
        }
        world
    }

    /// The release, with `git` in the place of the real one where there is one.
    fn command(self, world: &World, git: Option<&Path>) -> Command {
        let arguments: &[&str] = match self {
            Self::Terminal => &[],
            Self::Pushing => &["--push"],
            Self::WithToken | Self::Runner => &["--assets=dist/*.tgz"],
        };
        let mut command = world.command(&world.clone, arguments);
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "Mona")
                .env(format!("GIT_{who}_EMAIL"), "mona@example.com");
        }
        command.envs(DATES);
        if let Self::WithToken | Self::Runner = self {
            command.env("GITHUB_TOKEN", DEFAULT_TOKEN);
        }
        if let Self::Runner = self {
            command.envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main")]);
        }
        if let Some(git) = git {
            let path = std::env::var("PATH").unwrap();
            command.env("PATH", format!("{}:{path}", git.display()));
        }
        command
    }

    fn left(self, world: &World) -> Left {
        let (here, there) = (|words: &[&str]| run_git(&world.clone, words), world.sim.git_path());
        let mut server = world.sim.state();
        let names: Vec<String> =
            server.refs.keys().filter(|name| name.starts_with("refs/tags/")).cloned().collect();
        let peeled = |name: &String| run_git(there, &["rev-parse", &format!("{name}^{{commit}}")]);
        let tags = names.iter().map(|name| (name.clone(), peeled(name))).collect();
        server.refs.retain(|name, _| !names.contains(name));
        Left {
            server,
            tags,
            subjects: run_git(there, &["log", "--format=%H %s", "main"]),
            // GitHub makes the tag of a commit that is pushed already, which a runner's checkout does not hear of.
            here: here(&[
                "log",
                if let Self::Runner = self { "--format=%H %s" } else { "--format=%H %D %s" },
            ]),
            changelog: std::fs::read_to_string(world.clone.join("CHANGELOG.md")).unwrap(),
            status: here(&["status", "--porcelain", "--untracked-files=no"]),
        }
    }
}

/// A folder with a `git` that counts the calls that write, one line each, and does something else at one of them.
fn watched_git(folder: &Path, at: usize, kill: &str) {
    let real = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .map(|folder| folder.join("git"))
        .find(|path| path.is_file())
        .unwrap();
    let script = format!(
        "#!/bin/sh\ngit='{}'\nfor word; do case $word in\n\
         add|commit|tag|push) echo \"$word\" >> '{count}'\n\
         if [ \"$(wc -l < '{count}')\" -eq {at} ]; then {kill}; fi; break;;\n\
         -c|*=*) ;;\n*) break;;\nesac; done\nexec \"$git\" \"$@\"\n",
        real.display(),
        count = folder.join("count").display(),
    );
    let path = folder.join("git");
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn one_more_run_makes_everything_right() {
    let mut cases = Vec::new();
    for (place, expected) in [
        (Place::Terminal, "add commit tag"),
        (Place::Pushing, "add commit push tag push"),
        (Place::WithToken, "add commit push tag push"),
        (Place::Runner, "add commit push tag push"),
    ] {
        let (world, folder) = (place.world(), tempfile::tempdir().unwrap());
        watched_git(folder.path(), 0, ":");
        let output = world.watched(place.command(&world, Some(folder.path())));
        assert!(output.status.success(), "{place:?}: {}", log(&output));
        let calls = std::fs::read_to_string(folder.path().join("count")).unwrap();
        assert_eq!(calls.split_whitespace().collect::<Vec<_>>().join(" "), expected, "{place:?}");
        let wanted = Arc::new(place.left(&world));
        for at in 1..=calls.lines().count() {
            cases.extend(KILLS.map(|kill| (place, at, kill, Arc::clone(&wanted))));
        }
    }
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..PARALLEL {
            scope.spawn(|| {
                while let Some((place, at, (name, kill), wanted)) = cases.get(next.fetch_add(1, SeqCst)) {
                    if let Err(text) = case(*place, *at, kill, wanted) {
                        failures.lock().unwrap().push(format!("{place:?}, {name} write {at}: {text}"));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Is killed, and runs once more.
fn case(place: Place, at: usize, kill: &str, wanted: &Left) -> Result<(), String> {
    let (world, folder) = (place.world(), tempfile::tempdir().unwrap());
    watched_git(folder.path(), at, kill);
    let first = world.watched(place.command(&world, Some(folder.path())));
    let second = world.watched(place.command(&world, None));
    let (left, logs) = (place.left(&world), format!("{}\n--\n{}", log(&first), log(&second)));
    match (first.status.success(), second.status.success(), left == *wanted) {
        (false, true, true) => Ok(()),
        (false, true, false) => Err(format!("{left:#?}\nshould be\n{wanted:#?}\n{logs}")),
        _ => Err(format!("the runs end with {} and {}\n{logs}", first.status, second.status)),
    }
}

/// A run that wrote the files and was killed, on the day before.
fn killed_yesterday() -> World {
    let (world, folder) = (Place::Terminal.world(), tempfile::tempdir().unwrap());
    watched_git(folder.path(), 1, KILLS[0].1);
    let mut command = Place::Terminal.command(&world, Some(folder.path()));
    command.env("SOURCE_DATE_EPOCH", (1_763_700_000 - 86_400).to_string());
    assert_eq!(world.watched(command).status.code(), None);
    assert!(
        std::fs::read_to_string(world.clone.join("CHANGELOG.md")).unwrap().contains("1.1.0 (2025-11-20)")
    );
    world
}

#[test]
fn a_run_of_another_day_goes_on_with_the_files_that_were_written() {
    let undisturbed = Place::Terminal.world();
    assert!(undisturbed.watched(Place::Terminal.command(&undisturbed, None)).status.success());
    let wanted = Place::Terminal.left(&undisturbed);
    assert!(wanted.changelog.contains("1.1.0 (2025-11-21)"), "{}", wanted.changelog);
    for undone in [None, Some("package.json"), Some("CHANGELOG.md")] {
        let world = killed_yesterday();
        if let Some(file) = undone {
            run_git(&world.clone, &["checkout", "--", file]);
        }
        let output = world.watched(Place::Terminal.command(&world, None));
        assert!(output.status.success(), "{undone:?}: {}", log(&output));
        assert_eq!(Place::Terminal.left(&world), wanted, "{undone:?}");
    }
}

#[test]
fn what_somebody_added_to_the_files_that_were_written_stays() {
    let world = killed_yesterday();
    let path = world.clone.join("CHANGELOG.md");
    let text = std::fs::read_to_string(&path).unwrap().replace("thing", "fine thing");
    std::fs::write(&path, &text).unwrap();
    let output = world.watched(Place::Terminal.command(&world, None));
    assert_eq!(output.status.code(), Some(3), "{}", log(&output));
    assert!(log(&output).contains("`CHANGELOG.md` has changes that are not committed"), "{}", log(&output));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
