//! The `deploy-kit-coverage` program.

fn main() -> std::process::ExitCode {
    deploy_kit_core::tool::main(&deploy_kit_coverage::TOOL)
}
