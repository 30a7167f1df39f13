//! Where the token comes from.

use std::process::{Command, Stdio};

use deploy_kit_core::actions::{Environment, Secret};

/// The token: `GITHUB_TOKEN`, else `GH_TOKEN`, else that of the gh CLI's store for the server in use.
#[must_use]
pub fn find(environment: &Environment) -> Option<Secret> {
    from_environment(environment).or_else(|| from_program(environment, "gh"))
}

/// The token among the variables.
#[must_use]
pub fn from_environment(environment: &Environment) -> Option<Secret> {
    let names = ["GITHUB_TOKEN", "GH_TOKEN"];
    names.iter().find_map(|name| environment.get(name)).map(Secret::new).filter(|token| !token.is_blank())
}

/// The token that `gh auth token` prints; none if the program is missing or nobody is logged in.
fn from_program(environment: &Environment, program: &str) -> Option<Secret> {
    // On a runner the token is given or it is not: what lies in a shared machine's store is not for this job.
    if environment.is_true("GITHUB_ACTIONS") {
        return None;
    }
    let server = environment.get("GITHUB_SERVER_URL").unwrap_or("https://github.com");
    let host = server.split("://").nth(1).unwrap_or(server).trim_end_matches('/');
    let mut command = Command::new(program);
    command.args(["auth", "token", "--hostname", host]).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok().filter(|output| output.status.success())?;
    let token = Secret::new(String::from_utf8(output.stdout).ok()?.trim());
    (!token.is_blank()).then_some(token)
}
