//! What holds for every message, every history and every situation. `PROPTEST_CASES` sets how many are tried.

mod history;
mod message;
mod next;
mod text;

use proptest::test_runner::Config;

/// The number of cases that `PROPTEST_CASES` names, else as many as a build should wait for.
fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}
