//! The one declaration of the tool's arguments.

use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use deploy_kit_core::config::{Field, Kind, Section, fields_of};
use deploy_kit_core::tool::{Action, CommonArgs, Output, READ_HISTORY, boolean};
use deploy_kit_files::configuration::version_files;
use semver::Version;

use crate::bump::ZeroMajor;
use crate::history::Squash;

/// Which commits to look at and how to count them; shared by every tool that needs a range.
#[derive(Debug, Clone, clap::Args)]
pub struct SelectionArgs {
    /// Only this package of `deploy-kit.toml`.
    #[arg(long, value_name = "NAME")]
    pub package: Option<String>,
    /// The tag or commit to start after, instead of the highest version that is reachable.
    #[arg(long, value_name = "REV")]
    pub from: Option<String>,
    /// The commit to end at, instead of HEAD.
    #[arg(long, value_name = "REV")]
    pub to: Option<String>,
    /// What stands before the version in a tag's name: `v`, `core-v`, `core@`. Without it, `v1.2.3` and
    /// `1.2.3` both count.
    #[arg(long, value_name = "TEXT")]
    pub tag_prefix: Option<String>,
    /// Release on this channel of pre-releases: `beta` gives `1.4.0-beta.1`.
    #[arg(long, value_name = "NAME")]
    pub channel: Option<String>,
    /// The version of the first release.
    #[arg(long, value_name = "VERSION", default_value = "0.1.0")]
    pub initial: Version,
    /// What bumps mean before 1.0.0: `cargo` raises the leftmost number that is not zero for a breaking
    /// change, `minor` the minor number for features too, `major` leads to 1.0.0.
    #[arg(long, value_enum, value_name = "POLICY", default_value = "cargo")]
    pub zero_major: ZeroMajor,
    /// What counts in a squash merge whose title is conventional: `split` takes the title and each
    /// conventional commit in the body, `title` the title alone.
    #[arg(long, value_enum, value_name = "RULE", default_value = "split")]
    pub squash: Squash,
}

/// The arguments of `deploy-kit version`.
#[derive(Debug, Clone)]
pub struct Args {
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// Which commits.
    pub selection: SelectionArgs,
    /// List every commit with its reason.
    pub explain: bool,
    /// Fail where a commit is not conventional.
    pub strict: bool,
    /// Compare what files state in place of explaining what comes next.
    pub check: bool,
}

/// Declares the arguments.
pub fn command() -> Command {
    let command = SelectionArgs::augment_args(CommonArgs::augment_args(Command::new("version")));
    command
        // The arguments of a struct bring its doc comment as the command's description: ours comes last.
        .about("The next semantic version from the commits since the last release")
        .version(env!("CARGO_PKG_VERSION"))
        .args_override_self(true)
        .args([explain(), strict(), check()])
}

/// `--explain`, the same for every tool that decides by commits.
pub fn explain() -> Arg {
    boolean(Arg::new("explain").long("explain"))
        .help("List every commit with its parse, bump and reason, and each ignored one with why")
}

fn strict() -> Arg {
    boolean(Arg::new("strict").long("strict")).help("Exit with 1 if a commit is not conventional")
}

fn check() -> Arg {
    boolean(Arg::new("check").long("check"))
        .help("Exit with 1 if files state another version than the last release, or than each other")
}

impl Args {
    /// Takes the parsed arguments.
    ///
    /// # Errors
    /// None in practice: the matches come from [`command`].
    pub fn from_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            common: CommonArgs::from_arg_matches(matches)?,
            selection: SelectionArgs::from_arg_matches(matches)?,
            explain: matches.get_flag("explain"),
            strict: matches.get_flag("strict"),
            check: matches.get_flag("check"),
        })
    }
}

/// The tool as an action.
pub const ACTION: Action =
    Action { icon: "hash", color: "blue", terminal: &[], permissions: &[READ_HISTORY] };

/// What the tool sets for later steps. With several packages, those that release come first, one a line.
pub const OUTPUTS: [Output; 7] = [
    Output { name: "current", help: "The version of the last release; empty before the first" },
    Output { name: "next", help: "The version to release; the current one if there is nothing to release" },
    Output { name: "severity", help: "What the commits ask for: `none`, `patch`, `minor` or `major`" },
    Output { name: "bump", help: "What the policy for 0.x, channels and lines makes of it" },
    Output { name: "tag", help: "The name of the tag to create; empty if there is nothing to release" },
    Output { name: "should-release", help: "`true` if there is something to release" },
    Output { name: "channel", help: "The channel of pre-releases; empty for a final release" },
];

/// The sections of `deploy-kit.toml` that belong to this tool.
pub fn sections() -> Vec<Section> {
    let mut fields = fields_of(&command());
    let bumps = ["none", "patch", "minor", "major"].map(str::to_owned).to_vec();
    fields.push(Field::new(
        "types",
        Kind::Map(Box::new(Kind::Choice(bumps))),
        "What each type asks for, beside the default table; `docs(readme)` counts for one scope",
    ));
    fields.push(Field::new(
        "channels",
        Kind::Map(Box::new(Kind::Text)),
        "Branches that release on a channel: `next = \"beta\"`",
    ));
    vec![
        Section {
            name: "version",
            kind: Kind::Table(fields),
            help: "How the next version is found".to_owned(),
        },
        Section {
            name: "package",
            kind: Kind::Tables(package_fields()),
            help: "The packages of a monorepo; without any, the repository is one package".to_owned(),
        },
    ]
}

fn package_fields() -> Vec<Field> {
    let list = || Kind::List(Box::new(Kind::Text));
    vec![
        Field::new("name", Kind::Text, "The package's name"),
        Field::new("path", Kind::Text, "Its folder, from the repository's root; `.` is the whole repository"),
        Field::new("include", list(), "Globs of paths outside the folder that belong to it as well"),
        Field::new("exclude", list(), "Globs of paths that do not count"),
        Field::new(
            "tag-prefix",
            Kind::Text,
            "What stands before the version in its tags; `<name>-v` by default",
        ),
        Field::new("linked", Kind::Text, "A group whose packages are released together, under one version"),
        Field::new("initial", Kind::Text, "The version of its first release"),
        Field::new("changelog", Kind::Text, "Its CHANGELOG.md; by default the one in its folder"),
        Field::new("assets", list(), "Globs of the files that are attached to its release"),
        version_files(
            "Files that state its version, beside those in its folder that are known by their names",
        ),
    ]
}
