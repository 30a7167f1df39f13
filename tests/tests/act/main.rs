//! The actions in a real runner: act in host mode, with an embedded GitHub behind it.
//!
//! `cargo xtask check act` installs act and runs this. What the steps write is judged by `deploy-kit-runner-sim`: act is
//! no oracle. It gives composite actions variables that the real runner does not; `shell.py` takes them away.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod coverage;
mod installer;
mod job;
mod previews;
mod programs;
mod publish;
mod templates;
mod tools;
