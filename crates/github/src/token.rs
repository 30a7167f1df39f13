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

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::from_iter(variables.iter().copied())
    }

    #[test]
    fn the_first_variable_that_is_set_counts() {
        let both = environment(&[("GH_TOKEN", "b"), ("GITHUB_TOKEN", "a")]);
        assert_eq!(from_environment(&both), Some(Secret::new("a")));
        assert_eq!(from_environment(&environment(&[("GH_TOKEN", "b")])), Some(Secret::new("b")));
        assert_eq!(from_environment(&environment(&[("GITHUB_TOKEN", "  "), ("OTHER", "x")])), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_program_is_asked_for_the_server_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let program =
            program(folder.path(), "test \"$*\" = 'auth token --hostname ghe.example' && echo gho_x");
        let ghe = environment(&[("GITHUB_SERVER_URL", "https://ghe.example/")]);
        assert_eq!(from_program(&ghe, &program), Some(Secret::new("gho_x")));
        assert_eq!(from_program(&environment(&[]), &program), None);
        let runner = environment(&[("GITHUB_SERVER_URL", "https://ghe.example"), ("GITHUB_ACTIONS", "true")]);
        assert_eq!(from_program(&runner, &program), None);
        assert_eq!(from_program(&ghe, "no-such-program"), None);
    }

    #[cfg(unix)]
    fn program(folder: &std::path::Path, script: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.join("gh");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }
}
