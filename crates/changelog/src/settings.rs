//! Arguments and configuration, resolved.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use deploy_kit_core::config::Config;
use deploy_kit_core::tool::Failure;
use deploy_kit_version::settings::{self as version, Since};
use serde::Deserialize;

use crate::args::{Args, NotesArgs};
use crate::notes::{SectionRule, SectionTable};
use crate::preset::{self, Preset};

/// Which releases to write about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What is not released yet.
    Unreleased,
    /// The last release.
    Latest,
    /// Every release, and what is not released yet.
    All,
    /// What `--from` and `--to` say.
    Range,
}

/// How notes look.
#[derive(Debug, Clone)]
pub struct Look {
    /// The preset.
    pub preset: &'static Preset,
    /// The sections of the preset, or the configuration's.
    pub sections: SectionTable,
    /// A template that replaces the preset's.
    pub template: Option<PathBuf>,
    /// The forge, where the host does not tell.
    pub forge: Option<String>,
    /// The remote whose pages links lead to.
    pub remote: String,
}

/// All that the notes depend on beside the repository.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Packages, types and range.
    pub version: version::Settings,
    /// Which releases.
    pub scope: Scope,
    /// How they look.
    pub look: Look,
    /// A file that takes the notes.
    pub output: Option<PathBuf>,
    /// Put the notes into the changelog.
    pub write: bool,
    /// The changelog, instead of the package's.
    pub file: Option<PathBuf>,
    /// Leave the changelog and print the difference.
    pub dry_run: bool,
    /// The most characters.
    pub limit: Option<usize>,
}

/// `[[changelog.sections]]`, as written.
#[derive(Debug, Deserialize)]
struct SectionConfig {
    title: String,
    types: Vec<String>,
}

impl Look {
    /// Whether the notes may name people: to find out who they are costs a second look at every commit.
    pub fn wants_people(&self) -> bool {
        self.preset.names_people || self.template.is_some()
    }

    /// Resolves the arguments of the look.
    ///
    /// # Errors
    /// The configuration's sections make no sense.
    pub fn resolve(args: &NotesArgs, config: &Config) -> Result<Self, Failure> {
        let preset = preset::preset(&args.preset).map_err(Failure::usage)?;
        let configured: Option<Vec<SectionConfig>> =
            config.get("changelog.sections").map_err(Failure::usage)?;
        let sections = match configured {
            None => (preset.sections)(),
            Some(configured) => SectionTable {
                rules: configured.into_iter().map(rule).collect(),
                breaking: (preset.sections)().breaking,
            },
        };
        Ok(Self {
            preset,
            sections,
            template: args.template.clone(),
            forge: args.forge.clone(),
            remote: args.remote.clone(),
        })
    }
}

fn rule(config: SectionConfig) -> SectionRule {
    let id = config.title.to_lowercase().replace(' ', "-");
    let types = config.types.into_iter().map(|kind| kind.to_lowercase()).collect();
    SectionRule { id, title: config.title, types }
}

impl Settings {
    /// The settings of a tool that makes the notes of the next release on its own account.
    pub fn of_next_release(version: version::Settings, look: Look) -> Self {
        let (output, file, limit) = (None, None, None);
        Self { version, scope: Scope::Unreleased, look, output, write: false, file, dry_run: true, limit }
    }

    /// Resolves arguments against the configuration.
    ///
    /// # Errors
    /// The configuration is contradictory, or two scopes are asked for at once.
    pub fn resolve(args: &Args, config: &Config) -> Result<Self, Failure> {
        let version = version::Settings::resolve(&args.selection, config)?;
        let ranged = version.since != Since::LastRelease || version.to.is_some();
        let scope = match (args.unreleased, args.all, args.latest, ranged) {
            (false, true, false, false) => Scope::All,
            (false, false, true, false) => Scope::Latest,
            (false, false, false, true) => Scope::Range,
            (_, false, false, false) => Scope::Unreleased,
            _ => {
                let told = "`--unreleased`, `--latest`, `--all` and `--from`/`--to` exclude one another";
                return Err(Failure::usage(told).hint(Some("ask for one of them".to_owned())));
            }
        };
        let look = Look::resolve(&args.notes, config)?;
        if args.write {
            check_files(&version, &look, args.file.as_deref())?;
        }
        Ok(Self {
            version,
            scope,
            look,
            output: args.output.clone(),
            write: args.write,
            file: args.file.clone(),
            dry_run: args.dry_run,
            limit: args.limit,
        })
    }
}

/// Packages that share a changelog need headings that name them: without, the notes of one would take the
/// place of another's that has the same version.
///
/// # Errors
/// Two packages share a changelog, and no template of the user's can tell them apart.
pub fn check_files(version: &version::Settings, look: &Look, file: Option<&Path>) -> Result<(), Failure> {
    let mut seen: HashMap<&Path, &str> = HashMap::new();
    if look.template.is_some() {
        return Ok(());
    }
    for index in version.wanted() {
        let package = &version.packages[index];
        let path = file.unwrap_or(Path::new(&package.changelog));
        if let Some(other) = seen.insert(path, package.title()) {
            let (one, path) = (package.title(), path.display());
            let told =
                format!("the packages `{other}` and `{one}` share `{path}`, where no heading names them");
            let hint =
                "give each its own `changelog`, or a `--template` whose heading starts with `{{ package }}`";
            return Err(Failure::usage(told).hint(Some(hint.to_owned())));
        }
    }
    Ok(())
}
