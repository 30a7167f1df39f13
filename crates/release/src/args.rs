//! The one declaration of the tool's arguments.

use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _, ValueEnum, value_parser};
use deploy_kit_changelog::args::NotesArgs;
use deploy_kit_core::config::{Kind, Section, fields_of};
use deploy_kit_core::tool::{Access, Action as AsAction, CommonArgs, Output, Permission, boolean};
use deploy_kit_files::configuration::version_files;
use deploy_kit_version::args::SelectionArgs;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Action {
    /// Release what is to be released, and finish what an earlier run has begun.
    Apply,
    /// Keep a pull request that releases once it is merged: open it, bring it up to date, close it, and release
    /// what was merged.
    Pr,
    /// On a pull request: tell what merging it would release, and refuse what could not be read.
    Preview,
    /// Bring merged pull requests to a line of maintenance, by a pull request against the branch that `--to` names.
    Backport,
    /// Show what the next release would be, and change nothing.
    Plan,
    /// The same, with every commit and the reason for which it counts or does not.
    Explain,
    /// Finish a release that was interrupted: a clearer name for running `apply` again.
    Resume,
    /// Release against an embedded GitHub: nothing leaves the machine.
    Rehearse,
}

/// A way of merging a pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MergeMethod {
    /// One commit of all.
    Squash,
    /// A merge commit.
    Merge,
    /// The commits on top of the base.
    Rebase,
}

impl MergeMethod {
    /// Its name on GitHub.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Squash => "squash",
            Self::Merge => "merge",
            Self::Rebase => "rebase",
        }
    }
}

/// Whether a release is marked as the latest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Latest {
    /// The highest final version is.
    Auto,
    /// It is.
    Always,
    /// It is not.
    Never,
}

/// What a release consists of.
#[derive(Debug, Clone, clap::Args)]
pub struct ReleaseArgs {
    /// Files to attach to the release, as globs from the repository's root.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub assets: Vec<String>,
    /// A label for the issues and pull requests that the release contains; empty for none.
    #[arg(long, value_name = "LABEL", default_value = "released")]
    pub label: String,
    /// Whether the release is marked as the latest one: `auto` marks the highest final version.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub latest: Latest,
    /// Open a discussion of this category about the release.
    #[arg(long, value_name = "CATEGORY")]
    pub discussion_category: Option<String>,
    /// A command to run before anything is written; it finds `DEPLOY_KIT_VERSION` and `DEPLOY_KIT_TAG`.
    #[arg(long, value_name = "COMMAND", action = ArgAction::Append)]
    pub hook_before: Vec<String>,
    /// A command to run when the release is published.
    #[arg(long, value_name = "COMMAND", action = ArgAction::Append)]
    pub hook_after: Vec<String>,
    /// The branch to release on, where the checkout does not tell.
    #[arg(long, value_name = "NAME")]
    pub branch: Option<String>,
    /// The way of merging that `preview` tells of, instead of all that the repository's settings allow.
    #[arg(long, value_enum, value_name = "METHOD")]
    pub merge_method: Option<MergeMethod>,
    /// A label for the pull request that `pr` keeps.
    #[arg(long, value_name = "LABEL", action = ArgAction::Append)]
    pub pr_label: Vec<String>,
    /// Seconds until the run gives up.
    #[arg(long, value_name = "SECONDS", default_value = "1800", value_parser = value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// The arguments of `deploy-kit release`.
#[derive(Debug, Clone)]
pub struct Args {
    /// What to do.
    pub action: Action,
    /// The merged pull requests that `backport` brings.
    pub pulls: Vec<u64>,
    /// Where to work and how to answer.
    pub common: CommonArgs,
    /// Which commits.
    pub selection: SelectionArgs,
    /// How notes look.
    pub notes: NotesArgs,
    /// What the release consists of.
    pub release: ReleaseArgs,
    /// Yes and no.
    pub switches: Switches,
}

/// What is said with yes or no.
#[derive(Debug, Clone, Copy)]
pub struct Switches {
    /// Keep a changelog.
    pub changelog: bool,
    /// Change the files that state versions.
    pub files: bool,
    /// Show what would be done, and do nothing.
    pub dry_run: bool,
    /// Leave the release as a draft.
    pub draft: bool,
    /// Mark the release as a pre-release, whatever its version says.
    pub prerelease: bool,
    /// Move `v1` and `v1.2` along.
    pub floating_tags: bool,
    /// Accept globs that match no file.
    pub allow_missing_assets: bool,
    /// Comment on what the release contains, and close its milestone.
    pub comments: bool,
    /// Show a rehearsal as a page.
    pub open: bool,
    /// Push without a token.
    pub push: bool,
    /// Open the pull request as a draft.
    pub pr_draft: bool,
    /// A pull request for each package.
    pub pr_per_package: bool,
    /// Push copies with conflicts, as a draft.
    pub allow_conflicts: bool,
}

/// The switches: name, default, help.
const SWITCHES: [(&str, bool, &str); 13] = [
    ("changelog", true, "Put the notes into the package's `CHANGELOG.md`"),
    ("files", true, "Put the version into the files that state it: `Cargo.toml`, `package.json` and others"),
    ("dry-run", false, "Show what would be done, with what stands on the server already, and do nothing"),
    ("draft", false, "Leave the release as a draft, for a person to publish"),
    ("prerelease", false, "Mark the release as a pre-release, whatever its version says"),
    ("floating-tags", false, "Move `v1` and `v1.2` along with final releases, forward only"),
    ("allow-missing-assets", false, "Accept `--assets` that match no file"),
    (
        "comments",
        true,
        "Comment on the issues and pull requests that the release contains, and close its milestone",
    ),
    ("open", false, "Show a rehearsal as one page in the browser"),
    ("push", false, "Without a token: push the commit and the tags"),
    ("pr-draft", false, "Open the pull request that `pr` keeps as a draft"),
    (
        "allow-conflicts",
        false,
        "With `backport`: push conflicts with their marks, and open the pull request as a draft",
    ),
    ("pr-per-package", false, "Keep a pull request for each package, instead of one for all"),
];

/// Declares the arguments.
pub fn command() -> Command {
    let command = Command::new("release");
    let command = NotesArgs::augment_args(SelectionArgs::augment_args(CommonArgs::augment_args(command)));
    let command = ReleaseArgs::augment_args(command);
    // The arguments of a struct bring its doc comment as the command's description: ours comes last.
    let command = command.about("A release, from plan to published: versions, notes, files, tags, assets");
    let switches = SWITCHES.map(|(name, default, help)| {
        boolean(Arg::new(name).long(name)).default_value(if default { "true" } else { "false" }).help(help)
    });
    command
        .version(env!("CARGO_PKG_VERSION"))
        .args_override_self(true)
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .value_parser(value_parser!(Action))
                .default_value("apply")
                .help("What to do"),
        )
        .arg(
            Arg::new("pull-requests")
                .value_name("NUMBER")
                .action(ArgAction::Append)
                .num_args(0..)
                .value_parser(numbers)
                .help("The merged pull requests that `backport` brings: numbers"),
        )
        .mut_arg("to", |to| {
            to.help(
                "The commit to end at, instead of HEAD; with `backport` the branch to bring pull requests to",
            )
        })
        .args(switches)
}

/// Numbers as people write them: `123`, `#123`, several with commas or spaces between them, as one input has them.
fn numbers(text: &str) -> Result<Vec<u64>, String> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    let number = |word: &str| {
        let number = word.trim_start_matches('#').parse::<u64>().ok().filter(|number| *number > 0);
        number.ok_or_else(|| match Action::from_str(word, true) {
            Ok(_) => format!("`{word}` is a command, and a run takes one of them"),
            Err(_) => format!("`{word}` is no number of a pull request"),
        })
    };
    words.map(number).collect()
}

impl Args {
    /// Takes the parsed arguments.
    ///
    /// # Errors
    /// None in practice: the matches come from [`command`].
    pub fn from_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let is = |name: &str| matches.get_flag(name);
        Ok(Self {
            action: matches.get_one("command").copied().unwrap_or(Action::Apply),
            pulls: matches
                .get_many::<Vec<u64>>("pull-requests")
                .into_iter()
                .flatten()
                .flatten()
                .copied()
                .collect(),
            common: CommonArgs::from_arg_matches(matches)?,
            selection: SelectionArgs::from_arg_matches(matches)?,
            notes: NotesArgs::from_arg_matches(matches)?,
            release: ReleaseArgs::from_arg_matches(matches)?,
            switches: Switches {
                changelog: is("changelog"),
                files: is("files"),
                dry_run: is("dry-run"),
                draft: is("draft"),
                prerelease: is("prerelease"),
                floating_tags: is("floating-tags"),
                allow_missing_assets: is("allow-missing-assets"),
                comments: is("comments"),
                open: is("open"),
                push: is("push"),
                pr_draft: is("pr-draft"),
                pr_per_package: is("pr-per-package"),
                allow_conflicts: is("allow-conflicts"),
            },
        })
    }
}

/// The tool as an action.
pub const ACTION: AsAction = AsAction {
    icon: "package",
    color: "green",
    terminal: &["open", "push", "rehearse"],
    permissions: &[
        Permission {
            scope: "contents",
            access: Access::Write,
            why: "The commit, the tags, the release and its assets",
            without: "`plan`, `explain`, `preview` and `dry-run` need `contents: read`",
        },
        Permission {
            scope: "issues",
            access: Access::Write,
            why: "Comments on issues, the label, the milestone",
            without: "`comments: false`",
        },
        Permission {
            scope: "pull-requests",
            access: Access::Write,
            why: "The pull requests that `pr` keeps and `backport` opens; comments on pull requests, and their label",
            without: "`comments: false`, and another command than these",
        },
    ],
};

/// What the tool sets for later steps. With several packages those that release stand one a line.
pub const OUTPUTS: [Output; 13] = [
    Output { name: "should-release", help: "`true` if there is something to release" },
    Output { name: "released", help: "`true` if this run or one that it finishes released; never by a plan" },
    Output { name: "finished", help: "The tags of earlier releases that this run finished, one a line" },
    Output {
        name: "version",
        help: "The version to release, or of the release that stands on this commit; else empty",
    },
    Output { name: "tag", help: "The name of its tag; else empty" },
    Output { name: "notes", help: "The release's notes as Markdown" },
    Output { name: "commit", help: "The commit that was tagged; empty for a plan" },
    Output { name: "release-id", help: "GitHub's id of the release; empty for a plan and without a token" },
    Output { name: "release-url", help: "The release's page; empty for a plan and without a token" },
    Output {
        name: "pull-request",
        help: "With `pr` and `backport`: the number of the open pull request; else empty",
    },
    Output { name: "pull-request-url", help: "With `pr` and `backport`: its page; else empty" },
    Output { name: "conflicts", help: "With `backport`: the files with conflicts, one a line; else empty" },
    Output {
        name: "report",
        help: "With `preview`: a file with the page of the summary, for a comment; else empty",
    },
];

/// The sections of `deploy-kit.toml` that this tool reads.
pub fn sections() -> Vec<Section> {
    let mut sections = deploy_kit_changelog::args::sections();
    let mut fields = fields_of(&command());
    // A key belongs to one section.
    fields.retain(|field| !sections.iter().any(|section| holds(section, &field.name)));
    fields.push(version_files(
        "Files that state the version, beside those that are known by their names; with `[[package]]` each has its own",
    ));
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
