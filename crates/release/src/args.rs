//! The one declaration of the tool's arguments.

use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _, ValueEnum, value_parser};
use deploy_kit_changelog::args::NotesArgs;
use deploy_kit_core::config::{Kind, Section, fields_of};
use deploy_kit_core::tool::{CommonArgs, Output, boolean};
use deploy_kit_version::args::SelectionArgs;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Show what the next release would be, and change nothing.
    Plan,
    /// The same, with every commit and the reason for which it counts or does not.
    Explain,
}

/// The arguments of `deploy-kit release`.
#[derive(Debug, Clone)]
pub struct Args {
    /// What to do.
    pub action: Action,
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// Which commits.
    pub selection: SelectionArgs,
    /// How notes look.
    pub notes: NotesArgs,
    /// Keep a changelog.
    pub changelog: bool,
}

/// Declares the arguments.
pub fn command() -> Command {
    let command = Command::new("release");
    let command = NotesArgs::augment_args(SelectionArgs::augment_args(CommonArgs::augment_args(command)));
    // The arguments of a struct bring its doc comment as the command's description: ours comes last.
    let command = command.about("Plan a release: versions, notes, files and tags");
    command.version(env!("CARGO_PKG_VERSION")).args_override_self(true).args([
        Arg::new("command")
            .value_name("COMMAND")
            .value_parser(value_parser!(Action))
            .required(true)
            .help("What to do"),
        boolean(Arg::new("changelog").long("changelog"))
            .default_value("true")
            .help("Put the notes into the package's `CHANGELOG.md`"),
    ])
}

impl Args {
    /// Takes the parsed arguments.
    ///
    /// # Errors
    /// None in practice: the matches come from [`command`].
    pub fn from_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            action: matches.get_one("command").copied().unwrap_or(Action::Plan),
            common: CommonArgs::from_arg_matches(matches)?,
            selection: SelectionArgs::from_arg_matches(matches)?,
            notes: NotesArgs::from_arg_matches(matches)?,
            changelog: matches.get_flag("changelog"),
        })
    }
}

/// What the tool sets for later steps. With several packages those that release stand one a line.
pub const OUTPUTS: [Output; 5] = [
    Output { name: "should-release", help: "`true` if there is something to release" },
    Output { name: "released", help: "`true` if something was released; never by a plan" },
    Output { name: "version", help: "The version to release; empty if there is nothing to release" },
    Output { name: "tag", help: "The name of its tag; empty if there is nothing to release" },
    Output { name: "notes", help: "The release's notes as Markdown" },
];

/// The sections of `deploy-kit.toml` that this tool reads.
pub fn sections() -> Vec<Section> {
    let mut sections = deploy_kit_changelog::args::sections();
    let mut fields = fields_of(&command());
    // A key belongs to one section.
    fields.retain(|field| !sections.iter().any(|section| holds(section, &field.name)));
    sections.push(Section {
        name: "release",
        kind: Kind::Table(fields),
        help: "What a release consists of".to_owned(),
    });
    sections
}

fn holds(section: &Section, name: &str) -> bool {
    matches!(&section.kind, Kind::Table(fields) if fields.iter().any(|field| field.name == name))
}
