//! How the GitHub Actions runner reads a step's output and its file-command files: the oracle of
//! action tests.
//!
//! This is a reading of actions/runner 2.336 (`ActionCommand`, `ActionCommandManager`,
//! `OutputManager`, `FileCommandManager`, `ExecutionContext`) in Rust. It shares no code with the
//! crates it judges: feed it the bytes that a program wrote, and it says all that the runner would
//! have understood, wanted or not.
//!
//! ```
//! use deploy_kit_runner_sim::{Files, Platform, Step};
//!
//! let mut step = Step::new(Platform::Linux);
//! step.stdout(b"building\nfix: typo ##[set-output name=version]9.9.9\n");
//! let observed = step.finish(&Files { output: b"tag=v1\n".to_vec(), ..Files::default() });
//! assert_eq!(observed.output("version"), Some("9.9.9"));
//! assert_eq!(observed.output("tag"), Some("v1"));
//! assert_eq!(observed.log, ["building"]);
//! ```
//!
//! Not modelled: problem matchers (their files are only listed), the runner's own derived masks
//! (base64 and the like), paths translated out of containers.

mod annotation;
mod collation;
mod command;
mod dotnet;
mod file_command;
mod input;
mod manager;
mod step;

pub use annotation::{Annotation, Level};
pub use command::{Command, Culture};
pub use file_command::{Error, SUMMARY_LIMIT, read_file_command, read_path_file};
pub use input::{Shell, composite_environment, input_variable};
pub use step::{Files, Observed, Step};

/// The system a runner is built for; its rules for line ends differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Lines end with LF.
    Linux,
    /// As Linux.
    MacOs,
    /// Lines end with LF or CRLF.
    Windows,
}
