//! The one command behind the README's test command.
//!
//! [`steps`] says as data what is to be run, the cheapest first; [`run`](fn@run) does it.

mod run;
mod steps;

pub use run::{Failed, run};
pub use steps::{Present, Step, Work, steps};
