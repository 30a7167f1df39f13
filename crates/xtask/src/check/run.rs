//! Runs the steps.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use deploy_kit_core::actions::{Console, Styled};

use super::{Step, Work};

/// Why the checks ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A step found something.
    #[error("`{name}` failed; to run it alone: `{command}`")]
    Step {
        /// The step.
        name: &'static str,
        /// The command that repeats it.
        command: String,
    },
    /// A program could not be started.
    #[error("cannot run `{program}`, which `{name}` needs")]
    Start {
        /// The step.
        name: &'static str,
        /// The program.
        program: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The output of a step could not be kept.
    #[error("cannot write `{}`", path.display())]
    Log {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Runs the steps in their order, a line each, and stops at the first that fails with all that it printed.
/// `render` does the work of [`Work::Render`] and returns what it found wrong.
///
/// # Errors
/// A step fails, or cannot be run.
pub fn run(
    root: &Path,
    steps: &[Step],
    console: &Console,
    render: impl Fn() -> Vec<String>,
) -> Result<(), Failed> {
    let began = Instant::now();
    let widest = steps.iter().map(|step| step.name.len()).max().unwrap_or(0);
    let mut log = Log::in_folder(&root.join("target").join("xtask"))?;
    console.info(Styled::new().dim(format!("output of the running step: {}", log.path.display())));
    for step in steps {
        let start = Instant::now();
        let output = match &step.work {
            Work::Render => {
                let problems = render();
                (!problems.is_empty()).then(|| problems.join("\n"))
            }
            Work::Run { program, arguments, variable } => {
                let mut command = Command::new(program);
                command
                    .env("CARGO_TERM_COLOR", "never")
                    .args(arguments)
                    .envs(*variable)
                    .current_dir(root)
                    .stdin(Stdio::null());
                log.run(command, step.name, program)?
            }
        };
        let line = Styled::new().text(format!("{:<widest$}  {:>7}", step.name, seconds(start.elapsed())));
        let Some(output) = output else {
            console.info(line.good("  ok"));
            continue;
        };
        console.info(line.bad("  failed"));
        console.info(output.trim_end().to_owned());
        return Err(Failed::Step { name: step.name, command: step.command() });
    }
    console.info(Styled::new().strong(format!("{:<widest$}  {:>7}", "all", seconds(began.elapsed()))));
    Ok(())
}

/// Seconds with a decimal, as they are compared from run to run.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// The file that a step prints into: both streams in the order of their lines, without a thread to read them.
struct Log {
    path: PathBuf,
}

impl Log {
    fn in_folder(folder: &Path) -> Result<Self, Failed> {
        let path = folder.join("check.log");
        std::fs::create_dir_all(folder).map_err(|source| Failed::Log { path: path.clone(), source })?;
        Ok(Self { path })
    }

    /// Runs a program to its end; what it printed, if it failed.
    fn run(
        &mut self,
        mut command: Command,
        name: &'static str,
        program: &'static str,
    ) -> Result<Option<String>, Failed> {
        let failed = |source| Failed::Log { path: self.path.clone(), source };
        let file = File::create(&self.path).map_err(failed)?;
        let same = file.try_clone().map_err(failed)?;
        let status = command.stdout(file).stderr(same).status();
        let status = status.map_err(|source| Failed::Start { name, program, source })?;
        if status.success() {
            return Ok(None);
        }
        let bytes = std::fs::read(&self.path).map_err(failed)?;
        Ok(Some(format!("{}\n{program}: {status}", String::from_utf8_lossy(&bytes).trim_end())))
    }
}
