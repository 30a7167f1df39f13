//! The `cargo xtask` program: all effects of the tasks.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Parser as _;
use deploy_kit::TOOLS;
use deploy_kit_core::actions::{Console, Environment};
use deploy_kit_core::tool::Failure;
use xtask::check::{self, Present, Step};
use xtask::render::{self, File};
use xtask::{Args, Task};

mod publish;

fn main() -> ExitCode {
    let mut console = Console::stdio(&Environment::from_process());
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            console.info(error.render().to_string().trim_end().to_owned());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    // A script takes the id of a tree from there.
    console = console.with_reserved_stdout(matches!(args.task, Task::Dist(_)));
    let root = root();
    let done = match args.task {
        Task::Render { check: false } => write(&root, &console),
        Task::Render { check: true } => match problems(&root).join("\n") {
            none if none.is_empty() => Ok(()),
            problems => Err(Failure::gate(problems)),
        },
        Task::Check { steps } => check(&root, &steps, &console),
        Task::Dist(args) => publish::dist(&root, args, &console),
        Task::VerifyDist { reference } => publish::verify(&root, &reference, &console),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console.error(failure.to_string());
            failure.exit().into()
        }
    }
}

/// The repository that this program was built from.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_owned()
}

fn read(root: &Path) -> impl Fn(&str) -> Option<String> {
    |path| std::fs::read_to_string(root.join(path)).ok()
}

/// Writes the files that are not as they should be.
fn write(root: &Path, console: &Console) -> Result<(), Failure> {
    for File { path, text } in render::files(&TOOLS, read(root)).map_err(Failure::usage)? {
        if read(root)(&path).as_deref() == Some(text.as_str()) {
            continue;
        }
        let target = root.join(&path);
        let folder = target.parent().unwrap_or(root);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&target, text))
            .map_err(Failure::world)?;
        console.info(format!("rendered {path}"));
    }
    Ok(())
}

/// What is not as it would be rendered, and what mends it.
fn problems(root: &Path) -> Vec<String> {
    match render::drift(&TOOLS, read(root)) {
        Ok(paths) => paths.iter().map(|path| render::describe_drift(path)).collect(),
        Err(error) => vec![Failure::usage(error).to_string()],
    }
}

fn check(root: &Path, names: &[String], console: &Console) -> Result<(), Failure> {
    let mut steps = check::steps(Present { nextest: has_nextest(), releases: releases(root) >= 2 });
    if let Some(name) = names.iter().find(|name| !steps.iter().any(|step| step.name == *name)) {
        let known = steps.iter().map(|step| step.name).collect::<Vec<_>>().join("`, `");
        return Err(Failure::usage(format!("there is no step `{name}` among `{known}`")));
    }
    let wanted = |step: &Step| names.is_empty() || names.iter().any(|name| name == step.name);
    steps.retain(wanted);
    check::run(root, &steps, console, || problems(root)).map_err(|error| match error {
        check::Failed::Step { .. } => Failure::gate(error),
        _ => Failure::world(error)
            .hint("the checks need Rust, a C compiler, git, Python 3 and Node".to_owned()),
    })
}

fn has_nextest() -> bool {
    Command::new("cargo").args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success())
}

/// How many release tags the repository has.
fn releases(root: &Path) -> usize {
    let list =
        Command::new("git").args(["tag", "--list", "v[0-9]*.[0-9]*.[0-9]*"]).current_dir(root).output();
    list.map_or(0, |list| String::from_utf8_lossy(&list.stdout).lines().count())
}
