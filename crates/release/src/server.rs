//! The GitHub that a release is published on.

use deploy_kit_core::actions::{self, Environment, Repository as Name, Secret};
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::Repository;
use deploy_kit_github::{Clock, Deadline, GitHub, Options, Repo, token};
use deploy_kit_version::facts::failure;

use crate::settings::Settings;

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
    name: Name,
    options: Options,
    token: Secret,
}

impl Address {
    /// Finds the repository and the token; `None` without a token, or where the remote is on no GitHub.
    ///
    /// # Errors
    /// The repository's configuration cannot be read.
    pub fn find(
        settings: &Settings,
        repository: &Repository,
        context: &Context,
    ) -> Result<Option<Self>, Failure> {
        let environment = &context.environment;
        let Some((name, environment)) = place(settings, repository, environment)? else { return Ok(None) };
        let Some(token) = token::find(&environment) else { return Ok(None) };
        context.console.mask(&token);
        let options = Options {
            token: Some(token.clone()),
            deadline: Deadline::after(settings.timeout),
            ..Options::from_environment(&environment)
        };
        Ok(Some(Self { name, options, token }))
    }

    /// Connects; has to be called on a runtime. Nothing is sent yet.
    ///
    /// # Errors
    /// TLS or a proxy cannot be set up.
    pub fn connect(self, now: i64) -> Result<Server, Failure> {
        let clock = Clock::start(now);
        let github = GitHub::connect(self.options, clock).map_err(refused)?;
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
fn place(
    settings: &Settings,
    repository: &Repository,
    environment: &Environment,
) -> Result<Option<(Name, Environment)>, Failure> {
    let told = actions::Context::from_environment(environment);
    if let Some(name) = told.repository {
        return Ok(Some((name, environment.clone())));
    }
    let remote = repository.remote(&settings.changelog.look.remote).map_err(failure)?;
    let Some(remote) = remote else { return Ok(None) };
    let name = Name { owner: remote.owner, name: remote.name };
    if environment.get("GITHUB_API_URL").is_some() || remote.host == "github.com" {
        return Ok(Some((name, environment.clone())));
    }
    if settings.changelog.look.forge.as_deref().is_some_and(|forge| forge != "github") {
        return Ok(None);
    }
    // An Enterprise Server says so by its name, or the configuration does.
    let is_github =
        settings.changelog.look.forge.is_some() || remote.host.split('.').any(|label| label == "github");
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
    Ok(is_github.then(|| (name, all.chain(own).collect())))
}

/// GitHub's error with its hint.
pub fn refused(error: deploy_kit_github::Error) -> Failure {
    let hint = error.hint();
    Failure::world(error).hint(hint)
}
