//! The embedded GitHub as its clients meet it: over HTTP, and by `git push`.

mod access;
mod client;
mod comments;
mod deployments;
mod discussions;
mod faults;
mod limits;
mod merges;
mod objects;
mod pushes;
mod releases;
mod runs;
mod surface;

use client::Client;
use deploy_kit_github_sim::{Clock, Options, Sim, Source};
use deploy_kit_tests::Repo;

/// A repository with two commits and a tag, and an embedded GitHub over it.
fn start() -> (Repo, Sim, Client) {
    start_with(|_| {})
}

fn start_with(change: impl FnOnce(&mut Options)) -> (Repo, Sim, Client) {
    let mut repo = Repo::new();
    repo.change("feat: begin").file("README.md", "# Tool\n").file("src/main.rs", "fn main() {}\n").commit();
    repo.tag("v1.0.0");
    repo.change("fix: mend").file("src/main.rs", "fn main() { }\n").commit();
    let mut options = Options {
        source: Source::Over(repo.path().to_owned()),
        clock: Clock::Fixed(1_700_000_000),
        record: true,
        writes: None,
        ..Options::default()
    };
    change(&mut options);
    let sim = Sim::start(options).expect("it starts");
    let client = Client::of(&sim);
    (repo, sim, client)
}
