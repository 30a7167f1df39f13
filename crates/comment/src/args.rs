//! The one declaration of the tool's arguments.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _, ValueEnum, value_parser};
use deploy_kit_core::config::{Kind, Section, fields_of};
use deploy_kit_core::tool::{Access, Action as AsAction, CommonArgs, Output, Permission, boolean};

use crate::plan::{Mode, Reason};
use crate::reaction::Reaction;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Write the comment.
    Post,
    /// Write what would be the comment into a file: in a job whose token may not comment, such as that of a fork.
    Report,
    /// Check such a file and write the comment, in a job on `workflow_run` whose token may.
    Publish,
}

/// What is written, and where.
#[derive(Debug, Clone, clap::Args)]
pub struct CommentArgs {
    /// Which of several comments this is: each key has one comment.
    #[arg(long, value_name = "KEY", default_value = "default")]
    pub key: String,
    /// The app whose part of the comment this is; without one it is all of it.
    #[arg(long, value_name = "NAME")]
    pub app: Option<String>,
    /// With `app`: its row in a table of all apps, `| web | ready |`.
    #[arg(long, value_name = "ROW", requires_all = ["app", "head"])]
    pub row: Option<String>,
    /// What stands above the rows: a heading where one is wanted, and the head of the table.
    #[arg(long, value_name = "MARKDOWN", requires = "row")]
    pub head: Option<String>,
    /// The text, as Markdown.
    #[arg(long, value_name = "MARKDOWN", conflicts_with_all = ["file", "template"])]
    pub body: Option<String>,
    /// The file that holds the text; `-` for standard input. With `publish` the report.
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    pub file: Option<PathBuf>,
    /// A minijinja template that makes the text of `data`.
    #[arg(long, value_name = "FILE", requires = "data")]
    pub template: Option<PathBuf>,
    /// JSON for the template; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// What becomes of the comment that stands.
    #[arg(long, value_enum, value_name = "MODE", default_value = "replace")]
    pub mode: Mode,
    /// With `minimize`: why.
    #[arg(long, value_enum, value_name = "REASON", default_value = "outdated")]
    pub reason: Reason,
    /// The pull request or issue; without one that of the event.
    #[arg(long, value_name = "NUMBER", visible_alias = "issue", value_parser = value_parser!(u64).range(1..))]
    pub pull_request: Option<u64>,
    /// A commit instead, by its whole id.
    #[arg(long, value_name = "SHA", conflicts_with_all = ["pull_request", "discussion"])]
    pub commit: Option<String>,
    /// A discussion instead.
    #[arg(long, value_name = "NUMBER", conflicts_with = "pull_request", value_parser = value_parser!(u64).range(1..))]
    pub discussion: Option<u64>,
    /// The reactions to the comment, between commas: others of the token's account go. Without it they stay.
    #[arg(long, value_enum, value_name = "REACTIONS", value_delimiter = ',')]
    pub reaction: Option<Vec<Reaction>>,
    /// Another repository, as `owner/name`.
    #[arg(long, value_name = "REPO")]
    pub repo: Option<String>,
    /// With `report`: the file to write.
    #[arg(long, value_name = "FILE", default_value = "deploy-kit-comment.json")]
    pub output: PathBuf,
    /// Seconds until the run gives up.
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// The arguments of `deploy-kit comment`.
#[derive(Debug, Clone)]
pub struct Args {
    /// What to do.
    pub action: Action,
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// What is written, and where.
    pub comment: CommentArgs,
    /// Show what would be done, and do nothing.
    pub dry_run: bool,
}

/// Declares the arguments.
pub fn command() -> Command {
    let command = CommentArgs::augment_args(CommonArgs::augment_args(Command::new("comment")));
    command
        .about("One comment that is always right, on pull requests from forks as well")
        .version(env!("CARGO_PKG_VERSION"))
        .args_override_self(true)
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .action(ArgAction::Set)
                .value_parser(value_parser!(Action))
                .default_value("post")
                .help("What to do"),
        )
        .arg(
            boolean(Arg::new("dry-run").long("dry-run"))
                .default_value("false")
                .help("Show what would be done, and do nothing"),
        )
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
            comment: CommentArgs::from_arg_matches(matches)?,
            dry_run: matches.get_flag("dry-run"),
        })
    }
}

/// The tool as an action.
pub const ACTION: AsAction = AsAction {
    icon: "message-square",
    color: "purple",
    terminal: &[],
    permissions: &[Permission {
        scope: "pull-requests",
        access: Access::Write,
        why: "The comment; on an issue `issues: write`, on a commit `contents: write`, in a discussion `discussions: write`",
        without: "`report` needs no permission",
    }],
};

/// What the tool sets for later steps.
pub const OUTPUTS: [Output; 4] = [
    Output {
        name: "action",
        help: "`created`, `updated`, `unchanged`, `stale`, `deleted`, `minimized` or `none`",
    },
    Output { name: "comment-id", help: "The comment's number; empty where there is none" },
    Output { name: "comment-url", help: "Its address; empty where there is none" },
    Output { name: "report", help: "With `report`: the file that was written; else empty" },
];

/// The sections of `deploy-kit.toml` that this tool reads.
pub fn sections() -> Vec<Section> {
    let kind = Kind::Table(fields_of(&command()));
    vec![Section { name: "comment", kind, help: "A comment that is kept up to date".to_owned() }]
}
