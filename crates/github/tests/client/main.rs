//! The client against a server on loopback that plays a script.
//!
//! Time is tokio's and paused: waits of minutes take none, and which were made is exact.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod comments;
mod converging;
mod deadlines;
mod deployments;
mod discussions;
mod errors;
mod etags;
mod operations;
mod pagination;
mod redirects;
mod retries;
mod runs;
mod secrets;
#[path = "../../../http/tests/loopback/mod.rs"]
mod server;
mod uploads;

use std::time::Duration;

use deploy_kit_core::actions::{Environment, Secret};
use deploy_kit_github::{Clock, GitHub, Options, Repo};

use server::Server;

const TOKEN: &str = "ghs_S3cr3t?>~Token";

/// Options for a server, with a token.
fn options(server: &Server) -> Options {
    let environment = Environment::from_iter([
        ("GITHUB_API_URL", server.url.clone()),
        ("GITHUB_GRAPHQL_URL", format!("{}/graphql", server.url)),
    ]);
    Options { token: Some(Secret::new(TOKEN)), ..Options::from_environment(&environment) }
}

/// The repository `o/r` on a server.
fn repo(options: Options) -> Repo {
    GitHub::connect(options, Clock::start(0)).unwrap().repository(&"o/r".parse().unwrap())
}

/// The time that has passed, in whole seconds.
fn seconds(start: tokio::time::Instant) -> u64 {
    start.elapsed().as_secs()
}

const SECOND: Duration = Duration::from_secs(1);
