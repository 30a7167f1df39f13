//! Arguments and configuration, resolved.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use deploy_kit_changelog::settings::{self as changelog, Look};
use deploy_kit_core::config::Config;
use deploy_kit_core::tool::Failure;
use deploy_kit_files::{self as files, plan::Named};
use deploy_kit_version::settings as version;
use semver::Version;
use serde::Deserialize;

use crate::args::{Action, Args, Latest, MergeMethod, Switches};

/// All that the plan depends on beside the repository and the server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Range, packages and notes.
    pub changelog: changelog::Settings,
    /// List every commit.
    pub explain: bool,
    /// Yes and no.
    pub switches: Switches,
    /// For each package the globs of what is attached to its release.
    pub assets: Vec<Vec<String>>,
    /// For each package the files that state its version, beside those that are found.
    pub version_files: Vec<Vec<Named>>,
    /// The label for what the release contains.
    pub label: Option<String>,
    /// Whether it is the latest release.
    pub latest: Latest,
    /// The category of the release's discussion.
    pub discussion_category: Option<String>,
    /// Where the files to attach are, if not in the repository's work tree.
    pub assets_root: Option<PathBuf>,
    /// Commands to run first.
    pub hook_before: Vec<String>,
    /// Commands to run last.
    pub hook_after: Vec<String>,
    /// The branch to release on.
    pub branch: Option<String>,
    /// The pull request that releases when it is merged.
    pub pull_request: PullRequest,
    /// Versions, by package, that were merged and are not released: the next one takes the place of their sections in
    /// the changelogs.
    pub superseded: BTreeMap<usize, Version>,
    /// The way of merging that a preview is of.
    pub merge_method: Option<MergeMethod>,
    /// When to give up.
    pub timeout: Duration,
    /// Whether GitHub's API makes commit and tags, as on a runner.
    pub by_api: bool,
    /// Whether there is a server to publish on; without a token there is none.
    pub on_server: bool,
    /// Whether it is a rehearsal, whose server knows of no earlier release.
    pub rehearses: bool,
    /// Whether anything is pushed.
    pub pushes: bool,
    /// Whether the repository has the remote to push to.
    pub has_remote: bool,
}

/// The pull request that releases when it is merged.
#[derive(Debug, Clone)]
pub struct PullRequest {
    /// Its labels.
    pub labels: Vec<String>,
    /// Whether it is opened as a draft.
    pub draft: bool,
    /// Whether each package has its own.
    pub per_package: bool,
}

/// What `[[package]]` says to this tool.
#[derive(Debug, Deserialize)]
struct PackageConfig {
    name: String,
    #[serde(default)]
    assets: Vec<String>,
}

impl Settings {
    /// Resolves arguments against the configuration.
    ///
    /// # Errors
    /// The configuration is contradictory.
    pub fn resolve(args: &Args, config: &Config) -> Result<Self, Failure> {
        let version = version::Settings::resolve(&args.selection, config)?;
        let look = Look::resolve(&args.notes, config)?;
        if args.switches.changelog {
            changelog::check_files(&version, &look, None)?;
        }
        let release = &args.release;
        if version.is_inquiry()
            && matches!(args.action, Action::Apply | Action::Pr | Action::Resume | Action::Rehearse)
        {
            let text = "`--from` and `--to` look into the past, which cannot be released";
            let hint = "check out the commit to release, or ask `deploy-kit release plan`";
            return Err(Failure::usage(text).hint(Some(hint.to_owned())));
        }
        check_names(release.branch.as_deref(), &look.remote, &version)?;
        Ok(Self {
            assets: assets(&version, &release.assets, config)?,
            version_files: files::configuration::named(config, version.names())?,
            changelog: changelog::Settings::of_next_release(version, look),
            explain: args.action == Action::Explain,
            switches: args.switches,
            label: (!release.label.is_empty()).then(|| release.label.clone()),
            latest: release.latest,
            discussion_category: release.discussion_category.clone(),
            assets_root: None,
            hook_before: release.hook_before.clone(),
            hook_after: release.hook_after.clone(),
            branch: release.branch.clone(),
            pull_request: PullRequest {
                labels: release.pr_label.clone(),
                draft: args.switches.pr_draft,
                per_package: args.switches.pr_per_package,
            },
            superseded: BTreeMap::new(),
            merge_method: release.merge_method,
            timeout: Duration::from_secs(release.timeout),
            by_api: false,
            on_server: true,
            rehearses: false,
            pushes: args.switches.push,
            has_remote: true,
        })
    }

    /// Packages and range.
    #[must_use]
    pub fn version(&self) -> &version::Settings {
        &self.changelog.version
    }
}

/// The globs of each package: its own, or those of the one package that there is.
fn assets(
    version: &version::Settings,
    general: &[String],
    config: &Config,
) -> Result<Vec<Vec<String>>, Failure> {
    let configured: Option<Vec<PackageConfig>> = config.get("package").map_err(Failure::usage)?;
    let configured = configured.unwrap_or_default().into_iter();
    let mut own: HashMap<String, Vec<String>> =
        configured.map(|package| (package.name, package.assets)).collect();
    if version.packages.len() > 1 && !general.is_empty() {
        let text = "`assets` of several packages cannot be told apart";
        let hint = "give each `[[package]]` of `deploy-kit.toml` its own `assets`";
        return Err(Failure::usage(text).hint(Some(hint.to_owned())));
    }
    let of = |package: &deploy_kit_version::package::Package| {
        let own = package.name.as_ref().and_then(|name| own.remove(name)).unwrap_or_default();
        if general.is_empty() { own } else { general.to_vec() }
    };
    Ok(version.packages.iter().map(of).collect())
}

/// Names become parts of paths and words of git's command line: what git itself would refuse is refused here, and
/// what would lead out of the repository.
fn check_names(branch: Option<&str>, remote: &str, version: &version::Settings) -> Result<(), Failure> {
    let is_ref = |name: &str| {
        let odd = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
        !name.is_empty()
            && !name.starts_with(['-', '/', '.'])
            && !name.ends_with(['/', '.'])
            && !name.contains("..")
            && !name.contains("@{")
            && !name.contains("//")
            && !name.contains(odd)
    };
    let refuse = |what: &str, name: &str| Failure::usage(format!("`{name}` cannot be {what}"));
    if let Some(branch) = branch.filter(|branch| !is_ref(branch)) {
        return Err(refuse("a branch", branch));
    }
    let known = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !is_ref(remote) || !remote.chars().all(known) {
        return Err(refuse("a remote", remote));
    }
    for package in &version.packages {
        let path = std::path::Path::new(&package.changelog);
        let inside = |part: std::path::Component<'_>| {
            matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
        };
        if !path.components().all(inside) {
            return Err(refuse("a changelog: it lies outside of the repository", &package.changelog));
        }
        let sample = package.prefix.name_of(&package.initial, None);
        if !is_ref(&sample) {
            return Err(refuse("a tag", &sample));
        }
    }
    Ok(())
}
