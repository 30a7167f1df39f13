//! What an action's step runs: it finds or fetches the program and becomes it.
//!
//! The parts stand in `script/`, in the order in which they are tried. Nothing in them comes from a workflow's
//! expression: all that varies at run time is read from variables.

use std::fmt::Write as _;

use super::platform::Platform;
use super::{Origin, Program, Release};

const DOWNLOADS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/releases/download");

/// The languages of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    Pwsh,
}

impl Shell {
    fn takes(self, platform: &Platform) -> bool {
        platform.is_windows() == (self == Self::Pwsh)
    }

    fn assign(self, name: &str, value: &str) -> String {
        match self {
            Self::Bash => format!("{name}={value}\n"),
            Self::Pwsh => format!("${name} = '{value}'\n"),
        }
    }

    fn case(self, platform: &Platform, digest: &str) -> String {
        let Platform { name, os, arch, .. } = platform;
        match self {
            Self::Bash => format!("  '{os} {arch}') target={name} digest={digest} ;;"),
            Self::Pwsh => format!("  '{os} {arch}' {{ $target = '{name}'; $digest = '{digest}' }}"),
        }
    }
}

macro_rules! part {
    ($shell:expr, $name:literal) => {
        match $shell {
            Shell::Bash => include_str!(concat!("script/", $name, ".sh")),
            Shell::Pwsh => include_str!(concat!("script/", $name, ".ps1")),
        }
    };
}

/// The script of a program.
pub(super) fn script(shell: Shell, program: &Program, origin: &Origin<'_>) -> String {
    let mut text = shell.assign("program", &program.name);
    text.push_str(part!(shell, "begin"));
    match origin {
        Origin::Sources => text.push_str(part!(shell, "build")),
        Origin::Release(release) => {
            text.insert_str(0, &shell.assign("version", &release.version.to_string()));
            text.push_str(&part!(shell, "platform").replace("@PLATFORMS@", &cases(shell, program, release)));
            if release.embedded.iter().any(|platform| shell.takes(platform)) {
                text.push_str(part!(shell, "embedded"));
            }
            text.push_str(part!(shell, "fetch"));
            text = text.replace("@KNOWN@", &known(release));
        }
    }
    let arguments = program.arguments.map(|words| format!(" {words}")).unwrap_or_default();
    text.replace(" @ARGUMENTS@", &arguments).replace("@DOWNLOADS@", DOWNLOADS)
}

fn cases(shell: Shell, program: &Program, release: &Release) -> String {
    let mut text = String::new();
    for platform in release.digests.platforms().filter(|platform| shell.takes(platform)) {
        let _ = writeln!(text, "{}", shell.case(platform, release.digests.of(&program.name, platform)));
    }
    text.trim_end().to_owned()
}

/// The platforms, as a person reads a list of them.
fn known(release: &Release) -> String {
    release.digests.platforms().map(|platform| platform.name).collect::<Vec<_>>().join(", ")
}
