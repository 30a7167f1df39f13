//! The GitHub Actions runner's protocol.

mod annotation;
mod budget;
mod command;
mod console;
mod context;
mod encode;
mod environment;
pub mod guard;
mod mask;
mod random;
mod summary;
mod unicode;

pub use annotation::{Annotation, Level, MESSAGE_LIMIT, TITLE_LIMIT};
pub use budget::{Budget, Ranked, STEP_LIMIT};
pub use command::Command;
pub use console::{Console, Mode, Stopped, Style, Styled};
pub use context::{Context, NotARepository, RefType, Repository};
pub use environment::Environment;
pub use mask::{Blank, Masks, STARS, Secret};
pub use random::NoRandomness;
