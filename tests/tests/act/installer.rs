//! How the program comes to the runner: by digest or not at all.

use deploy_kit_github_sim::{Level, Permissions, Scope};

use super::job::{Run, Runner};
use super::programs::programs;

const WORKFLOW: &str = "on: push\npermissions: {}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      \
                        - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n      \
                        - uses: org/deploy-kit/version@v1\n";

fn run(runner: &Runner) -> Run {
    runner.run(WORKFLOW, Permissions::none().with(Scope::Contents, Level::Read))
}

/// The messages of the step's errors, the runner's own last one left out.
fn errors(run: &Run) -> String {
    assert!(!run.succeeded, "{}", run.log);
    let mut annotations = run.observed().annotations;
    annotations.pop();
    annotations.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_program_is_fetched_once_and_a_changed_cache_is_not_trusted() {
    let runner = Runner::new();
    let before = programs().downloaded();
    for _ in 0..2 {
        let run = run(&runner);
        assert!(run.succeeded, "{}", run.log);
    }
    assert_eq!(programs().downloaded(), before + 1, "what is cached is not fetched again");
    let digests = programs().digests();
    let digest = digests.lines().find(|line| line.ends_with("deploy-kit-version-linux-x64")).unwrap();
    let cached = runner.tool_cache().join("deploy-kit").join(&digest[..64]).join("deploy-kit-version");
    std::fs::write(&cached, "#!/bin/sh\necho 'not what was pinned'\n").unwrap();
    let run = run(&runner);
    assert!(run.succeeded, "{}", run.log);
    assert_eq!(run.observed().output("next"), Some("1.1.0"));
    let left: Vec<_> = std::fs::read_dir(cached.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "a part of a download is left: {left:?}");
}

#[test]
fn bytes_of_another_digest_are_not_run() {
    let runner = Runner::new();
    let (pinned, digests) = ("0".repeat(64), programs().digests());
    let real = digests.lines().find(|line| line.ends_with("deploy-kit-version-linux-x64")).unwrap();
    programs().publish(&runner.published, &digests.replace(&real[..64], &pinned), false);
    let run = run(&runner);
    let told = errors(&run);
    assert!(told.contains(&pinned) && told.contains(&real[..64]), "both digests are shown: {told}");
    assert_eq!(run.actions()[0].exit, 3);
    assert!(run.observed().outputs.is_empty());
}

#[test]
fn an_embedded_program_needs_no_release() {
    let mut runner = Runner::new();
    runner.set("DEPLOY_KIT_DOWNLOAD_URL", "https://127.0.0.1:1/nothing");
    programs().publish(&runner.published, &programs().digests(), true);
    let run = run(&runner);
    assert!(run.succeeded, "{}", run.log);
    std::fs::write(runner.published.join("bin/linux-x64/deploy-kit-version"), "#!/bin/sh\n").unwrap();
    let run = self::run(&runner);
    assert!(errors(&run).contains("the embedded deploy-kit-version has the sha256"), "{}", run.log);
}

#[test]
fn a_folder_of_programs_comes_first_and_works_offline() {
    let mut runner = Runner::new();
    runner.set("DEPLOY_KIT_DOWNLOAD_URL", "https://127.0.0.1:1/nothing");
    let told = errors(&run(&runner));
    assert!(told.contains("cannot fetch https://127.0.0.1:1/nothing/v"), "{told}");
    assert!(told.contains("DEPLOY_KIT_BIN_DIR"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    runner.set("DEPLOY_KIT_BIN_DIR", folder.path().to_str().unwrap());
    let told = errors(&run(&runner));
    assert!(told.contains("`DEPLOY_KIT_BIN_DIR` is set, and "), "{told}");
    let program = folder.path().join("deploy-kit-version");
    std::fs::copy(programs().folder.join("deploy-kit-version-linux-x64"), &program).unwrap();
    super::programs::make_executable(&program);
    let run = run(&runner);
    assert!(run.succeeded, "{}", run.log);
}

#[test]
fn programs_come_by_https_alone() {
    let mut runner = Runner::new();
    runner.set("DEPLOY_KIT_DOWNLOAD_URL", "http://mirror.example/releases");
    let told = errors(&run(&runner));
    assert!(told.contains("https alone") && told.contains("http://mirror.example/releases/v"), "{told}");
}
