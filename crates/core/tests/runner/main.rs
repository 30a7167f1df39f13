//! Any text goes through the toolkit and comes out of the runner as it was meant, and with nothing
//! beside it. The runner is `deploy-kit-runner-sim`, which shares no code with the toolkit.
//!
//! A long run: `PROPTEST_CASES=100000 CARGO_PROFILE_TEST_OPT_LEVEL=2 cargo test -p deploy-kit-core
//! --test runner`.

mod command;
mod console;
mod file_command;
mod run;
mod support;
