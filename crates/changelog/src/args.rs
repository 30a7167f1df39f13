//! The one declaration of the tool's arguments.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _, value_parser};
use deploy_kit_core::config::{Field, Kind, Section, fields_of};
use deploy_kit_core::tool::{Action, CommonArgs, Output, READ_HISTORY, boolean};
use deploy_kit_version::args::SelectionArgs;

use crate::forge::FORGES;
use crate::preset::PRESETS;

/// How notes look; shared with the tools that publish them.
#[derive(Debug, Clone, clap::Args)]
pub struct NotesArgs {
    /// The look of the notes.
    #[arg(long, value_name = "NAME", default_value = PRESETS[0].id, value_parser = presets())]
    pub preset: String,
    /// A minijinja template that replaces the preset's.
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// The kind of server that links lead to, where the remote's host does not tell.
    #[arg(long, value_name = "NAME", value_parser = forges())]
    pub forge: Option<String>,
    /// The remote whose pages links lead to.
    #[arg(long, value_name = "NAME", default_value = "origin")]
    pub remote: String,
}

fn presets() -> clap::builder::PossibleValuesParser {
    PRESETS.map(|preset| preset.id).into()
}

fn forges() -> clap::builder::PossibleValuesParser {
    FORGES.map(|forge| forge.id()).into()
}

/// The arguments of `deploy-kit changelog`.
#[derive(Debug, Clone)]
pub struct Args {
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// Which commits.
    pub selection: SelectionArgs,
    /// How they look.
    pub notes: NotesArgs,
    /// What is not released yet.
    pub unreleased: bool,
    /// The last release instead of what is not released yet.
    pub latest: bool,
    /// Every release.
    pub all: bool,
    /// A file that takes the notes.
    pub output: Option<PathBuf>,
    /// Put the notes into the changelog.
    pub write: bool,
    /// The changelog, instead of the package's.
    pub file: Option<PathBuf>,
    /// Print the changes of `write` instead of making them.
    pub dry_run: bool,
    /// The most characters that the notes may have.
    pub limit: Option<usize>,
}

/// Declares the arguments.
pub fn command() -> Command {
    let command = Command::new("changelog");
    let command = NotesArgs::augment_args(SelectionArgs::augment_args(CommonArgs::augment_args(command)));
    // The arguments of a struct bring its doc comment as the command's description: ours comes last.
    let command = command.about("Release notes and CHANGELOG.md from the commits");
    command.version(env!("CARGO_PKG_VERSION")).args_override_self(true).args([
        boolean(Arg::new("unreleased").long("unreleased"))
            .help("What is not released yet, under the version that it will have; this is the default"),
        boolean(Arg::new("latest").long("latest")).help("The last release"),
        boolean(Arg::new("all").long("all")).help("Every release and what is not released yet"),
        path(Arg::new("output").long("output"))
            .help("Write the notes to this file instead of standard output"),
        boolean(Arg::new("write").long("write"))
            .help("Put the notes into the changelog, in their place; all else in it stays as it is"),
        path(Arg::new("file").long("file")).help("The changelog, instead of the package's `CHANGELOG.md`"),
        boolean(Arg::new("dry-run").long("dry-run"))
            .help("Print how `--write` would change the changelog, and leave it"),
        Arg::new("limit")
            .long("limit")
            .value_name("CHARACTERS")
            .value_parser(value_parser!(usize))
            .help("Cut the notes at an entry so that they have no more characters than this"),
    ])
}

fn path(argument: Arg) -> Arg {
    argument.value_name("FILE").value_parser(value_parser!(PathBuf))
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
            notes: NotesArgs::from_arg_matches(matches)?,
            unreleased: matches.get_flag("unreleased"),
            latest: matches.get_flag("latest"),
            all: matches.get_flag("all"),
            output: matches.get_one("output").cloned(),
            write: matches.get_flag("write"),
            file: matches.get_one("file").cloned(),
            dry_run: matches.get_flag("dry-run"),
            limit: matches.get_one("limit").copied(),
        })
    }
}

/// The tool as an action.
pub const ACTION: Action =
    Action { icon: "file-text", color: "blue", terminal: &[], permissions: &[READ_HISTORY] };

/// What the tool sets for later steps.
pub const OUTPUTS: [Output; 2] = [
    Output { name: "notes", help: "The notes as Markdown; empty if there is nothing to say" },
    Output { name: "file", help: "The file that was written; empty if none was" },
];

/// The sections of `deploy-kit.toml` that belong to this tool.
pub fn sections() -> Vec<Section> {
    let own = deploy_kit_version::args::sections();
    let shared: Vec<Field> = own.iter().filter_map(|section| fields(section)).flatten().cloned().collect();
    let mut fields = fields_of(&command());
    // A key belongs to one section: those of the range are `version`'s.
    fields.retain(|field| !shared.iter().any(|shared| shared.name == field.name));
    let list = || Kind::List(Box::new(Kind::Text));
    fields.push(Field::new(
        "sections",
        Kind::Tables(vec![
            Field::new("title", Kind::Text, "The section's heading"),
            Field::new(
                "types",
                list(),
                "The types of its entries; `fix(security)` for one scope, `*` for all others",
            ),
        ]),
        "The sections in their order, instead of the preset's",
    ));
    let mine =
        Section { name: "changelog", kind: Kind::Table(fields), help: "How release notes look".to_owned() };
    own.into_iter().chain([mine]).collect()
}

fn fields(section: &Section) -> Option<&[Field]> {
    match &section.kind {
        Kind::Table(fields) if section.name == "version" => Some(fields),
        _ => None,
    }
}
