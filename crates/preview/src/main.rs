//! The `deploy-kit-preview` program.

fn main() -> std::process::ExitCode {
    deploy_kit_core::tool::main(&deploy_kit_preview::TOOL)
}
