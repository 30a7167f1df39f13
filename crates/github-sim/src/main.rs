//! `deploy-kit-github-sim --repository PATH --port 0`: prints the address, and serves until it is ended.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Options, Sim, Source};

const USAGE: &str = "\
usage: deploy-kit-github-sim [--repository PATH] [--name OWNER/NAME] [--port PORT]
                             [--public] [--immutable] [--record]

GitHub on loopback, over a repository that is only read. Without one it begins empty.

  --public     whoever has no token may read
  --immutable  releases are immutable once published
  --record     the journal keeps the bodies of answers";

fn main() -> ExitCode {
    match options(std::env::args().skip(1)) {
        Ok(options) => serve(options),
        Err(message) => {
            say(&mut std::io::stderr(), &message);
            ExitCode::from(2)
        }
    }
}

fn serve(options: Options) -> ExitCode {
    match Sim::start(options) {
        Ok(sim) => {
            let out = &mut std::io::stdout();
            say(out, &format!("GITHUB_API_URL={}", sim.api_url()));
            say(out, &format!("GITHUB_GRAPHQL_URL={}", sim.graphql_url()));
            say(out, &format!("GITHUB_REPOSITORY={}", sim.name()));
            say(out, &format!("GITHUB_TOKEN={DEFAULT_TOKEN}"));
            say(out, &format!("GIT_REMOTE={}", sim.git_path().display()));
            loop {
                std::thread::park();
            }
        }
        Err(error) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            say(&mut std::io::stderr(), &format!("error: {error}{}", cause.unwrap_or_default()));
            ExitCode::from(3)
        }
    }
}

/// A closed pipe is no reason to stop serving.
fn say(out: &mut dyn Write, text: &str) {
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(flag) = arguments.next() {
        let mut value =
            || arguments.next().ok_or_else(|| format!("error: `{flag}` needs a value\n\n{USAGE}"));
        match flag.as_str() {
            "--repository" => options.source = Source::Over(PathBuf::from(value()?)),
            "--name" => options.name = value()?,
            "--port" => {
                let port = value()?;
                options.port = port.parse().map_err(|_| format!("error: `{port}` is not a port"))?;
            }
            "--record" => options.record = true,
            "--public" => options.private = false,
            "--immutable" => options.immutable_releases = true,
            _ => return Err(format!("error: `{flag}` is not known\n\n{USAGE}")),
        }
    }
    Ok(options)
}
