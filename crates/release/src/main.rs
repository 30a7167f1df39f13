//! The `deploy-kit-release` program.

fn main() {}
