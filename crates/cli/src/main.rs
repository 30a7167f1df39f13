//! The umbrella `deploy-kit <tool>`.

fn main() {}
