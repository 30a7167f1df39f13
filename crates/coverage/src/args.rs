//! The one declaration of the tool's arguments.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _, ValueEnum, value_parser};
use deploy_kit_core::config::{Field, Kind, Section, fields_of};
use deploy_kit_core::tool::{Access, Action as AsAction, CommonArgs, Output, Permission, boolean};

use crate::components::Component;
use crate::gate::Threshold;
use crate::metric::Metric;
use crate::paths::Fix;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Read the reports, and say whether coverage is enough.
    Check,
    /// Make a section of `deploy-kit.toml` of a `codecov.yml`.
    Import,
}

/// Whether what was measured becomes a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Store {
    /// On a push to the default branch.
    Auto,
    /// Whatever the run is about.
    Always,
    /// In no run.
    Never,
}

/// What becomes of a gate that cannot be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Undecided {
    /// It is closed: exit code 4.
    Hold,
    /// It is open, and says so.
    Pass,
}

/// When a first comment is written. One that stands is brought up to date whatever this says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CommentOn {
    /// On every pull request.
    Always,
    /// Where lines that can run were changed, or the coverage is another than at the base.
    Change,
    /// Where the coverage fell, or a changed line is not covered.
    Drop,
}

/// What is measured, and what is asked for.
#[derive(Debug, Clone, clap::Args)]
pub struct CoverageArgs {
    /// Reports, as globs from the repository's root; their formats are known by their content. Without any, files
    /// that git does not track and that are named as tools name them: `lcov.info`, `coverage.xml`, `cover.out`.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub reports: Vec<String>,
    /// The least percentage of all lines.
    #[arg(long, value_name = "PERCENT")]
    pub min_total: Option<Threshold>,
    /// The least percentage of the lines that the pull request adds.
    #[arg(long, value_name = "PERCENT")]
    pub min_patch: Option<Threshold>,
    /// The most percentage points that the total may fall below the base's. Lines that were deleted are taken off the
    /// base first: to delete covered code is no drop.
    #[arg(long, value_name = "POINTS")]
    pub max_drop: Option<Threshold>,
    /// Added lines that can run and are fewer than these are not judged by `min-patch`.
    #[arg(long, value_name = "LINES", default_value = "0")]
    pub small_patch: u64,
    /// How lines are counted: as Codecov does, where a line with a branch that was not taken is not covered; as the
    /// tool that wrote the report does; or lines that ran.
    #[arg(long, value_enum, value_name = "METRIC", default_value = "codecov")]
    pub metric: Metric,
    /// How many reports there have to be: with fewer, nothing is decided.
    #[arg(long, value_name = "COUNT")]
    pub expect: Option<u64>,
    /// Files that do not count, as globs.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub ignore: Vec<String>,
    /// A part of the repository with rules of its own, `NAME: GLOB !GLOB min-total=90 min-patch=80 max-drop=1`.
    #[arg(long, value_name = "COMPONENT", action = ArgAction::Append)]
    pub components: Vec<Component>,
    /// What stands in front of the reports' paths and what ought to, `old::new`, where they are not found by themselves.
    #[arg(long, value_name = "FIX", action = ArgAction::Append)]
    pub fixes: Vec<Fix>,
    /// The revision to compare with; without one that of the event, in a terminal the default branch.
    #[arg(long, value_name = "REVISION")]
    pub base: Option<String>,
    /// Where baselines are kept: a git ref of the repository on GitHub, or a folder.
    #[arg(long, value_name = "WHERE", default_value = "refs/deploy-kit/coverage")]
    pub baseline: String,
    /// Whether what was measured becomes a baseline: `auto` on a push to the default branch.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub store: Store,
    /// What becomes of a gate that cannot be decided, where a report or the baseline is missing.
    #[arg(long, value_enum, value_name = "POLICY", default_value = "hold")]
    pub undecided: Undecided,
    /// When a pull request gets a first comment: where anything about its coverage changes, or where it falls.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "always")]
    pub comment_on: CommentOn,
    /// Which of several comments.
    #[arg(long, value_name = "KEY", default_value = "coverage")]
    pub key: String,
    /// A folder for the report as pages.
    #[arg(long, value_name = "FOLDER")]
    pub html: Option<PathBuf>,
    /// A file for all reports as one, in Cobertura's format.
    #[arg(long, value_name = "FILE")]
    pub cobertura: Option<PathBuf>,
    /// A file for all reports as one, in JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// A file for a badge: a picture if it ends with `.svg`, what shields.io reads if with `.json`.
    #[arg(long, value_name = "FILE")]
    pub badge: Option<PathBuf>,
    /// A file for a chart of the baselines, `.svg`.
    #[arg(long, value_name = "FILE")]
    pub trend: Option<PathBuf>,
    /// Seconds until the run gives up on GitHub.
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// The arguments of `deploy-kit coverage`.
#[derive(Debug, Clone)]
pub struct Args {
    /// What to do.
    pub action: Action,
    /// With `import`: the file.
    pub file: Option<PathBuf>,
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// What is measured, and what is asked for.
    pub coverage: CoverageArgs,
    /// Yes and no.
    pub switches: Switches,
}

/// What is said with yes or no.
#[derive(Debug, Clone, Copy)]
pub struct Switches {
    /// No more lines may be missed than at the base.
    pub ratchet: bool,
    /// Changed source files that no report mentions are not covered.
    pub count_unmentioned: bool,
    /// Comment on the pull request.
    pub comment: bool,
    /// Annotate lines that are not covered.
    pub annotations: bool,
    /// Show every number and where it comes from.
    pub explain: bool,
    /// Show what would be done, and do nothing.
    pub dry_run: bool,
}

/// The switches: name, default, help.
const SWITCHES: [(&str, &str, &str); 6] = [
    ("ratchet", "false", "Refuse more missed lines than the base has: a number that no deleted code moves"),
    (
        "count-unmentioned",
        "false",
        "Count every line added to a changed source file that no report mentions as not covered",
    ),
    (
        "comment",
        "true",
        "Comment on the pull request; from a fork, where that is not permitted, write the output `report`",
    ),
    ("annotations", "true", "Annotate the added lines that are not covered"),
    ("explain", "false", "Show the number by every way of counting, and what became of each report"),
    ("dry-run", "false", "Show what would be written, and write nothing"),
];

/// Flags that hold a percentage: as keys they are numbers.
const PERCENTAGES: [&str; 3] = ["min-total", "min-patch", "max-drop"];

/// Declares the arguments.
pub fn command() -> Command {
    let command = CoverageArgs::augment_args(CommonArgs::augment_args(Command::new("coverage")));
    let command = command
        .about("The coverage gate: reports of any language, with no service behind it")
        .version(env!("CARGO_PKG_VERSION"))
        .args_override_self(true)
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .value_parser(value_parser!(Action))
                .default_value("check")
                .help("What to do"),
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("With `import`: the file, `codecov.yml` unless named"),
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
            action: matches.get_one("command").copied().unwrap_or(Action::Check),
            file: matches.get_one("file").cloned(),
            common: CommonArgs::from_arg_matches(matches)?,
            coverage: CoverageArgs::from_arg_matches(matches)?,
            switches: Switches {
                ratchet: matches.get_flag("ratchet"),
                count_unmentioned: matches.get_flag("count-unmentioned"),
                comment: matches.get_flag("comment"),
                annotations: matches.get_flag("annotations"),
                explain: matches.get_flag("explain"),
                dry_run: matches.get_flag("dry-run"),
            },
        })
    }
}

/// The tool as an action.
pub const ACTION: AsAction = AsAction {
    icon: "check-circle",
    color: "green",
    terminal: &["import", "file"],
    permissions: &[
        Permission {
            scope: "contents",
            access: Access::Write,
            why: "To keep a baseline, on a push to the default branch",
            without: "On pull requests `contents: read` is enough, and with a folder as `baseline` everywhere",
        },
        Permission {
            scope: "pull-requests",
            access: Access::Write,
            why: "The comment",
            without: "`comment: false`, or `comment-publish.yml`, which publishes the output `report`",
        },
    ],
};

/// What the tool sets for later steps.
pub const OUTPUTS: [Output; 9] = [
    Output {
        name: "coverage",
        help: "The percentage of all lines, `87.31`; empty where nothing was measured",
    },
    Output { name: "lines-covered", help: "How many lines are covered" },
    Output { name: "lines-total", help: "How many lines there are" },
    Output {
        name: "patch-coverage",
        help: "The percentage of the added lines; empty where none of them can run, or there is no base",
    },
    Output {
        name: "delta",
        help: "Percentage points above the base, `-0.12`; empty where the base's coverage is not known",
    },
    Output { name: "passed", help: "`true`, `false`, or empty where it cannot be decided" },
    Output { name: "comment-url", help: "The comment's address; empty where there is none" },
    Output {
        name: "report",
        help: "A file for `comment-publish.yml`, where the token may not comment, as on a pull request from a fork; else empty",
    },
    Output { name: "uncovered", help: "How many added lines are not covered; empty where there is no base" },
];

/// The sections of `deploy-kit.toml` that this tool reads.
pub fn sections() -> Vec<Section> {
    let number = |mut field: Field| {
        if PERCENTAGES.contains(&field.name.as_str()) {
            field.kind = Kind::Number;
        }
        field
    };
    let kind = Kind::Table(fields_of(&command()).into_iter().map(number).collect());
    vec![Section { name: "coverage", kind, help: "The coverage gate".to_owned() }]
}
