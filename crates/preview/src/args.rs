//! The one declaration of the tool's arguments.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _, ValueEnum, value_parser};
use deploy_kit_core::config::{Kind, Section, fields_of};
use deploy_kit_core::tool::{Access, Action as AsAction, CommonArgs, Output, Permission, boolean};

use crate::state::State;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Say how the preview stands; with `deploy` make it as well.
    Post,
    /// Remove the previews of pull requests that are closed.
    Sweep,
    /// Write what would be said into a file: in a job whose token may not say it, such as that of a fork.
    Report,
    /// Check such a file and say it, in a job on `workflow_run` whose token may.
    Publish,
}

/// Which preview, and how it stands.
#[derive(Debug, Clone, clap::Args)]
pub struct PreviewArgs {
    /// How it stands; what `job.status` says will do. Without it: `removed` where the pull request is closed; what
    /// comes of `deploy`; `ready` where there is a `url`; else `building`.
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Option<State>,
    /// Where it can be seen, where that is known before `deploy` says it.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Which of several apps it is of: each has its row; without one the repository's name.
    #[arg(long, value_name = "NAME")]
    pub app: Option<String>,
    /// The environment on GitHub; without one `preview-<number>`, or `preview-<number>-<app>`.
    #[arg(long, value_name = "NAME")]
    pub environment: Option<String>,
    /// The pull request; without one that of the event.
    #[arg(long, value_name = "NUMBER", value_parser = value_parser!(u64).range(1..))]
    pub pull_request: Option<u64>,
    /// Which of several comments it is in.
    #[arg(long, value_name = "KEY", default_value = "preview")]
    pub key: String,
    /// The command that makes it, unless `state` says how it stands; what it prints says the address.
    #[arg(long, value_name = "COMMAND")]
    pub deploy: Option<String>,
    /// A regular expression that finds the address in what `deploy` prints: its first group, or all of it. Without one,
    /// what Vercel, Netlify and Cloudflare print is known, else it is the last address of standard output.
    #[arg(long, value_name = "REGEX")]
    pub url_from: Option<String>,
    /// A command that makes what the preview needs, such as a database, before `deploy` or at `building`. Lines `NAME=value` of its output are variables of
    /// `deploy` and of later steps, and are masked; nothing of it is shown.
    #[arg(long, value_name = "COMMAND")]
    pub up: Option<String>,
    /// The command that takes it down.
    #[arg(long, value_name = "COMMAND")]
    pub down: Option<String>,
    /// Seconds that it may take to answer before it is `ready`; 0 not to ask.
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pub wait: u64,
    /// The statuses that it may answer with.
    #[arg(long, value_name = "STATUSES", default_value = "200-399")]
    pub expect_status: String,
    /// Where its answer says its version, for `expect-version`: `header:x-version`, or a path into JSON, `build.commit`.
    #[arg(long, value_name = "FIELD")]
    pub version_field: Option<String>,
    /// The version that it has to say; without one the commit.
    #[arg(long, value_name = "VERSION", requires = "version_field")]
    pub expect_version: Option<String>,
    /// Scores to show: a report of Lighthouse as JSON, or any JSON object of names and numbers.
    #[arg(long, value_name = "FILE")]
    pub scores: Option<PathBuf>,
    /// With `publish`: the hosts that a report may name, `*.example.com`.
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    pub hosts: Vec<String>,
    /// With `publish`: the report.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// With `report`: the file to write.
    #[arg(long, value_name = "FILE", default_value = "deploy-kit-preview.json")]
    pub output: PathBuf,
    /// Seconds until the run gives up on GitHub, and on a command.
    #[arg(long, value_name = "SECONDS", default_value = "900", value_parser = value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// The arguments of `deploy-kit preview`.
#[derive(Debug, Clone)]
pub struct Args {
    /// What to do.
    pub action: Action,
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// Which preview, and how it stands.
    pub preview: PreviewArgs,
    /// Whether GitHub is to have a deployment of it.
    pub deployment: bool,
    /// Whether the pull request is to have a comment of it.
    pub comment: bool,
    /// Whether the comment has its address as a QR code.
    pub qr: bool,
    /// Show what would be done, and do nothing.
    pub dry_run: bool,
}

/// The arguments that are on or off.
const SWITCHES: [(&str, &str, &str); 4] = [
    (
        "deployment",
        "true",
        "Record it as a deployment on GitHub; what a provider has recorded is not recorded again",
    ),
    ("comment", "true", "Comment it on the pull request"),
    ("qr", "false", "Show its address as a QR code in the comment"),
    ("dry-run", "false", "Show what would be done, and do nothing"),
];

/// Declares the arguments.
pub fn command() -> Command {
    let command = PreviewArgs::augment_args(CommonArgs::augment_args(Command::new("preview")));
    let command = command
        .about("Preview environments of pull requests: one comment, and nothing left behind")
        .version(env!("CARGO_PKG_VERSION"))
        .args_override_self(true)
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .action(ArgAction::Set)
                .value_parser(value_parser!(Action))
                .default_value("post")
                .help("What to do"),
        );
    SWITCHES.iter().fold(command, |command, &(name, default, help)| {
        command.arg(boolean(Arg::new(name).long(name)).default_value(default).help(help))
    })
}

impl Args {
    /// Takes the parsed arguments.
    ///
    /// # Errors
    /// None in practice: the matches come from [`command`].
    pub fn from_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            action: matches.get_one("command").copied().unwrap_or(Action::Post),
            common: CommonArgs::from_arg_matches(matches)?,
            preview: PreviewArgs::from_arg_matches(matches)?,
            deployment: matches.get_flag("deployment"),
            comment: matches.get_flag("comment"),
            qr: matches.get_flag("qr"),
            dry_run: matches.get_flag("dry-run"),
        })
    }
}

/// The tool as an action.
pub const ACTION: AsAction = AsAction {
    icon: "eye",
    color: "purple",
    terminal: &[],
    permissions: &[
        Permission {
            scope: "pull-requests",
            access: Access::Write,
            why: "The comment",
            without: "`report` needs no permission; with `comment: false` reading is enough",
        },
        Permission {
            scope: "deployments",
            access: Access::Write,
            why: "The deployment that shows where the preview is",
            without: "`deployment: false`; then `deployments: read` is enough",
        },
    ],
};

/// What the tool sets for later steps.
pub const OUTPUTS: [Output; 6] = [
    Output {
        name: "state",
        help: "`building`, `ready`, `failed`, `cancelled` or `removed`; empty where nothing was said",
    },
    Output { name: "environment-url", help: "Where the preview can be seen; empty where that is not known" },
    Output { name: "deployment-id", help: "The deployment's number on GitHub; empty where there is none" },
    Output { name: "comment-url", help: "The comment's address; empty where there is none" },
    Output { name: "removed", help: "With `sweep`: how many previews were removed; else empty" },
    Output { name: "report", help: "With `report`: the file that was written; else empty" },
];

/// The sections of `deploy-kit.toml` that this tool reads.
pub fn sections() -> Vec<Section> {
    let kind = Kind::Table(fields_of(&command()));
    vec![Section { name: "preview", kind, help: "Preview environments of pull requests".to_owned() }]
}
