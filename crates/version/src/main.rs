//! The `deploy-kit-version` program.

fn main() {}
