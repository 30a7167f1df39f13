//! The sessions in the documentation are what the program prints.
//!
//! A fenced block `console NAME` of a page is run against the repository NAME of [`scenario`]: each `$` line is
//! a command, what follows is its output. `DEPLOY_KIT_UPDATE=1` writes what is printed into the pages. The
//! repositories are the same on every machine, so the ids in the output are, too.

mod scenario;

use std::path::Path;
use std::process::{Command, Output};

use deploy_kit_tests::tree;

#[test]
fn sessions_in_the_documentation_are_what_is_printed() {
    let mut seen = 0;
    for (path, page) in tree::files("md") {
        let mut mended = String::new();
        let mut lines = page.split_inclusive('\n');
        while let Some(line) = lines.next() {
            mended.push_str(line);
            let Some(name) = line.trim_end().strip_prefix("```console ") else { continue };
            let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            mended.push_str(&replay(name, &block));
            mended.push_str("```\n");
            seen += 1;
        }
        if std::env::var_os("DEPLOY_KIT_UPDATE").is_some() && mended != page {
            std::fs::write(tree::root().join(&path), &mended).unwrap();
        } else {
            let told = "differs from what is printed; DEPLOY_KIT_UPDATE=1 cargo test --test sessions";
            assert!(mended == page, "{path} {told}\n{}", first_difference(&page, &mended));
        }
    }
    assert!(seen > 3, "only {seen} sessions were found");
}

/// Runs the commands of a block in a fresh repository: the block as it should be.
fn replay(name: &str, block: &[&str]) -> String {
    let repository = scenario::build(name);
    let folder = repository.path().to_string_lossy().into_owned();
    let mut text = String::new();
    let (mut code, mut answered) = (0, false);
    for line in block.iter().filter(|line| line.starts_with("$ ")) {
        // An empty line parts an answer from the next command.
        if answered {
            text.push('\n');
        }
        text.push_str(line);
        answered = true;
        let words = shlex::split(&line[2..]).expect("closed quotes");
        if words == ["echo", "$?"] {
            text.push_str(&format!("{code}\n"));
            continue;
        }
        let output = run(repository.path(), &words);
        code = output.status.code().unwrap_or(-1);
        answered = words[0] != "git";
        if answered {
            text.push_str(&String::from_utf8_lossy(&output.stdout));
            text.push_str(&String::from_utf8_lossy(&output.stderr));
        }
    }
    assert!(!text.contains(&folder), "a session shows where it ran:\n{text}");
    text
}

/// Runs `deploy-kit` or `git` at a fixed time, with nothing of the user's environment that either obeys.
fn run(folder: &Path, words: &[String]) -> Output {
    let program = match words[0].as_str() {
        "deploy-kit" => env!("CARGO_BIN_EXE_deploy-kit"),
        "git" => "git",
        other => panic!("`{other}` in a session"),
    };
    let mut command = Command::new(program);
    command.args(&words[1..]).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        if ["GITHUB_", "GH_", "INPUT_", "RUNNER_", "GIT_"].iter().any(|start| name_text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    command
        .env("NO_COLOR", "1")
        .env("SOURCE_DATE_EPOCH", "1704153600")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Mona")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "mona@example.org")))
        .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_DATE"), "1704153600 +0000")));
    command.output().expect("a program that runs")
}

fn first_difference(one: &str, other: &str) -> String {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    differs.map_or_else(String::new, |(one, other)| format!("it says: {one}\nnot:     {other}"))
}
