//! The `deploy-kit-changelog` program.

fn main() {}
