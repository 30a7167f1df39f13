//! The GitHub Actions runner's protocol, as the runner reads it.
//!
//! [`Runner`] holds all of it. The parts stand by themselves, and take what they need as
//! arguments: no code below reads `std::env`, and only [`Console`] prints.
//!
//! | Concern | Part |
//! |---|---|
//! | variables, and where the run is | [`Environment`], [`Context`] |
//! | inputs | [`input`] |
//! | outputs, variables, `PATH`, state | [`file_command`] |
//! | what started the run | [`event`] |
//! | log, groups, annotations, masks | [`Console`], [`Annotation`], [`Budget`], [`Secret`] |
//! | strangers' text | [`guard`] |
//! | the run's page | [`Summary`] |
//! | identity tokens | [`oidc`] |
//!
//! Where a rule comes from is said where it is kept: actions/runner and actions/toolkit are GitHub's
//! own repositories.

mod annotation;
mod budget;
mod command;
mod console;
mod context;
mod encode;
mod environment;
pub mod event;
pub mod file_command;
pub mod guard;
pub mod input;
mod mask;
pub mod oidc;
mod random;
mod runner;
mod summary;
mod toolcache;
mod unicode;

pub use annotation::{Annotation, Level, MESSAGE_LIMIT, TITLE_LIMIT};
pub use budget::{Budget, Ranked, STEP_LIMIT};
pub use command::Command;
pub use console::{Console, Mode, Stopped, Style, Styled};
pub use context::{Context, NotARepository, RefType, Repository};
pub use environment::Environment;
pub use mask::{Blank, Masks, STARS, Secret};
pub use random::NoRandomness;
pub use runner::Runner;
pub use summary::{Align, SUMMARY_LIMIT, Summary, SummaryError, Written, escape as escape_markdown};
pub use toolcache::CachedTool;
