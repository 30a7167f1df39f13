//! The arguments of `cargo xtask dist`.

use std::path::PathBuf;

use semver::Version;

use crate::action::{PLATFORMS, Platform};

/// What to render, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The digests of the programs, as `sha256sum` lists them: `<sha256>  deploy-kit-release-linux-x64`.
    #[arg(long, value_name = "FILE", required_unless_present = "sample")]
    pub digests: Option<PathBuf>,
    /// Make digests up, for checks of the tree's files: nothing can run from such a tree.
    #[arg(long, conflicts_with_all = ["digests", "embed"])]
    pub sample: bool,
    /// The release that holds the programs, instead of the workspace's version.
    #[arg(long, value_name = "VERSION")]
    pub version: Option<Version>,
    /// Put the programs of a platform into the tree, for runners that reach no release: `linux-x64`. They are read
    /// from the folder of the digests. May be given more than once.
    #[arg(long, value_name = "PLATFORM", value_parser = platform)]
    pub embed: Vec<&'static Platform>,
    /// The folder for the tree; what stands there is replaced.
    #[arg(long, value_name = "DIR", default_value = "target/dist")]
    pub output: PathBuf,
}

fn platform(name: &str) -> Result<&'static Platform, String> {
    Platform::find(name).ok_or_else(|| {
        let known: Vec<_> = PLATFORMS.iter().map(|platform| platform.name).collect();
        format!("the platforms are {}", known.join(", "))
    })
}
