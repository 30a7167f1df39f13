//! A repository on a GitHub, found from what the environment and the clone tell.

use std::time::Duration;

use deploy_kit_core::actions::{self, Environment, Repository as Name, Secret};
use deploy_kit_core::tool::Failure;

use crate::{Clock, Deadline, Error, GitHub, Options, Repo, token};

/// A repository on a GitHub, with a token for it.
#[derive(Debug)]
pub struct Server {
    /// The connection.
    pub github: GitHub,
    /// The repository there.
    pub repo: Repo,
    /// Its name.
    pub name: Name,
    /// The token.
    pub token: Secret,
    /// What the time is.
    pub clock: Clock,
}

/// Where the server is, before there is a connection.
#[derive(Debug)]
pub struct Address {
    /// The repository's name.
    pub name: Name,
    /// The token for it.
    pub token: Secret,
    options: Options,
}

/// A clone's remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// The host: `github.com`.
    pub host: String,
    /// The repository there.
    pub name: Name,
    /// Whether the host is known to be a GitHub, or to be none; else its name tells.
    pub is_github: Option<bool>,
}

impl Address {
    /// Finds the repository and the token: what the runner says, else what the remote tells. `None` without a token,
    /// or where the remote is on no GitHub.
    #[must_use]
    pub fn find(environment: &Environment, remote: Option<&Remote>) -> Option<Self> {
        let (name, environment) = place(environment, remote)?;
        let token = token::find(&environment)?;
        let options = Options { token: Some(token.clone()), ..Options::from_environment(&environment) };
        Some(Self { name, token, options })
    }

    /// Connects for so long; has to be called on a runtime. Nothing is sent yet. `now` is in seconds since
    /// 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// TLS or a proxy cannot be set up.
    pub fn connect(self, now: i64, timeout: Duration) -> Result<Server, Failure> {
        let clock = Clock::start(now);
        let options = Options { deadline: Deadline::after(timeout), ..self.options };
        let github = GitHub::connect(options, clock).map_err(refused)?;
        let repo = github.repository(&self.name);
        Ok(Server { github, repo, name: self.name, token: self.token, clock })
    }
}

impl Server {
    /// Goes on under the name that the repository has now.
    pub fn rename(&mut self, name: Name) {
        self.repo = self.github.repository(&name);
        self.name = name;
    }
}

/// What the runner says, else what the remote tells.
fn place(environment: &Environment, remote: Option<&Remote>) -> Option<(Name, Environment)> {
    let told = actions::Context::from_environment(environment);
    if let Some(name) = told.repository {
        return Some((name, environment.clone()));
    }
    let remote = remote?;
    if environment.get("GITHUB_API_URL").is_some() || remote.host == "github.com" {
        return Some((remote.name.clone(), environment.clone()));
    }
    // An Enterprise Server says so by its name, or the configuration does.
    if !remote.is_github.unwrap_or_else(|| remote.host.split('.').any(|label| label == "github")) {
        return None;
    }
    let own = [
        ("GITHUB_SERVER_URL", format!("https://{}", remote.host)),
        ("GITHUB_API_URL", format!("https://{}/api/v3", remote.host)),
        ("GITHUB_GRAPHQL_URL", format!("https://{}/api/graphql", remote.host)),
    ];
    // The host is a guess: a token for github.com must not reach it.
    let all = environment.iter().filter(|(name, _)| !matches!(*name, "GITHUB_TOKEN" | "GH_TOKEN"));
    let all = all.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let enterprise = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"];
    let token = enterprise
        .iter()
        .find_map(|name| environment.get(name))
        .map(|token| ("GITHUB_TOKEN", token.to_owned()));
    let own = own.into_iter().chain(token).map(|(name, value)| (name.to_owned(), value));
    Some((remote.name.clone(), all.chain(own).collect()))
}

/// GitHub's error with its hint.
pub fn refused(error: Error) -> Failure {
    let hint = error.hint();
    Failure::world(error).hint(hint)
}
