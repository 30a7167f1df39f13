//! The `deploy-kit` program.

fn main() -> std::process::ExitCode {
    deploy_kit::main()
}
