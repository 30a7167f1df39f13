//! Arguments and configuration, resolved.

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_core::config::Config;
use deploy_kit_core::tool::Failure;
use semver::Version;
use serde::Serialize;

use crate::args::SelectionArgs;
use crate::bump::ZeroMajor;
use crate::facts::ReleaseTag;
use crate::history::{Conventions, Listing};
use crate::package::{self, Package, PackageConfig};
use crate::tag::Prefix;

/// Where a range of commits starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// After the highest version that is reachable.
    LastRelease,
    /// After this tag or commit.
    Revision(String),
    /// After a release that is known already.
    Release(ReleaseTag),
    /// At the first commit.
    Root,
}

/// All that the plan depends on beside the repository.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Settings {
    /// Every package; a cascade looks at all of them.
    pub packages: Vec<Package>,
    /// The index of the package that was asked for.
    pub only: Option<usize>,
    /// Where the range starts.
    pub since: Since,
    /// Where the range ends, if not at HEAD.
    pub to: Option<String>,
    /// Tags to look past: those of a release that is under way, so that its plan comes out again.
    pub under_way: BTreeSet<String>,
    /// Tags that can never be made: GitHub keeps the names of immutable releases that were deleted.
    pub burned: BTreeSet<String>,
    /// What a person has decided for packages, by index: the version to release, or that there is no release.
    pub chosen: BTreeMap<usize, Option<Version>>,
    /// The channel that was asked for.
    pub channel: Option<String>,
    /// Branches that release on a channel.
    pub channels: BTreeMap<String, String>,
    /// How messages are written.
    pub conventions: Conventions,
    /// The policy before 1.0.0.
    pub zero_major: ZeroMajor,
    /// Which changes the plan lists.
    #[serde(skip)]
    pub listing: Listing,
}

impl Settings {
    /// Resolves arguments against the configuration.
    ///
    /// # Errors
    /// The configuration's packages are contradictory, or the package that was asked for is none of them.
    pub fn resolve(args: &SelectionArgs, config: &Config) -> Result<Self, Failure> {
        let configured: Vec<PackageConfig> = get(config, "package")?.unwrap_or_default();
        let mut packages = package::from_config(configured, &args.initial).map_err(refuse)?;
        let only = match args.package.as_deref() {
            None => None,
            Some(name) => Some(position(&packages, name).map_err(refuse)?),
        };
        if let Some(prefix) = &args.tag_prefix {
            match (only, packages.len()) {
                (Some(index), _) => packages[index].prefix = Prefix::Exact(prefix.clone()),
                (None, 0) => {}
                (None, _) => {
                    return Err(Failure::usage("`--tag-prefix` needs `--package` where there are several")
                        .hint(Some(
                            "each `[[package]]` of `deploy-kit.toml` has its own `tag-prefix`".to_owned(),
                        )));
                }
            }
        }
        if packages.is_empty() {
            let prefix = args.tag_prefix.clone().map_or(Prefix::Either, Prefix::Exact);
            packages.push(Package::whole_repository(prefix, args.initial.clone()));
        }
        Ok(Self {
            packages,
            only,
            since: args.from.clone().map_or(Since::LastRelease, Since::Revision),
            to: args.to.clone(),
            under_way: BTreeSet::new(),
            burned: BTreeSet::new(),
            chosen: BTreeMap::new(),
            channel: args.channel.clone(),
            channels: get(config, "version.channels")?.unwrap_or_default(),
            conventions: Conventions {
                types: get(config, "version.types")?.unwrap_or_default(),
                squash: args.squash,
            },
            zero_major: args.zero_major,
            listing: Listing::All,
        })
    }

    /// The names of the packages; none of the one that is the whole repository.
    pub fn names(&self) -> impl Iterator<Item = Option<&str>> {
        self.packages.iter().map(|package| package.name.as_deref())
    }

    /// The channel that was asked for, or the branch's.
    pub fn channel_on(&self, branch: Option<&str>) -> Option<&str> {
        let of_branch = || branch.and_then(|branch| self.channels.get(branch));
        self.channel.as_ref().or_else(of_branch).map(String::as_str)
    }

    /// The indices of the packages that were asked for.
    pub fn wanted(&self) -> impl Iterator<Item = usize> {
        let only = self.only;
        (0..self.packages.len()).filter(move |&index| only.is_none_or(|only| only == index))
    }

    /// Whether any package needs to know which paths a commit touches.
    pub fn needs_paths(&self) -> bool {
        self.packages.iter().any(|package| !package.paths.is_everything())
    }

    /// An inquiry into the past, not a release of what is there now.
    pub fn is_inquiry(&self) -> bool {
        self.since != Since::LastRelease || self.to.is_some()
    }
}

fn get<T: serde::de::DeserializeOwned>(config: &Config, path: &str) -> Result<Option<T>, Failure> {
    config.get(path).map_err(Failure::usage)
}

fn refuse(error: package::Error) -> Failure {
    let hint = error.hint();
    Failure::usage(error).hint(hint)
}

fn position(packages: &[Package], name: &str) -> Result<usize, package::Error> {
    packages.iter().position(|package| package.name.as_deref() == Some(name)).ok_or_else(|| {
        let known = packages.iter().filter_map(|package| package.name.clone()).collect();
        package::Error::Unknown { name: name.to_owned(), known }
    })
}
