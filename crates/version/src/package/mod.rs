//! Packages: which paths, which tags, which depend on which.

mod manifest;
mod paths;

pub use manifest::{Manifest, read_manifest};
pub use paths::Paths;

use deploy_kit_core::config::nearest;
use semver::Version;
use serde::{Deserialize, Serialize};

use crate::tag::Prefix;

/// A package as the plan sees it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Package {
    /// Its name; `None` where the repository is the one package and has no name of its own.
    pub name: Option<String>,
    /// Its paths.
    pub paths: Paths,
    /// Its tags.
    pub prefix: Prefix,
    /// The group that it is released with.
    pub linked: Option<String>,
    /// The version of its first release.
    pub initial: Version,
    /// Its changelog, from the repository's root.
    pub changelog: String,
}

/// `[[package]]`, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackageConfig {
    name: String,
    path: Option<String>,
    #[serde(default)]
    include: OneOrMany,
    #[serde(default)]
    exclude: OneOrMany,
    tag_prefix: Option<String>,
    linked: Option<String>,
    initial: Option<Version>,
    changelog: Option<String>,
}

/// One string stands for a list of one.
#[derive(Debug, Clone, Default)]
struct OneOrMany(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(one) => Ok(Self(vec![one])),
            value => value.try_into().map(Self).map_err(serde::de::Error::custom),
        }
    }
}

/// Wrong packages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Two packages of one name.
    #[error("two packages are named `{0}`")]
    Twice(String),
    /// Two packages whose tags cannot be told apart.
    #[error("the packages `{0}` and `{1}` have the same `tag-prefix`")]
    SamePrefix(String, String),
    /// There is no such package.
    #[error("there is no package `{name}`{}", list(known))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The packages that there are.
        known: Vec<String>,
    },
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        ": `deploy-kit.toml` has no `[[package]]`".into()
    } else {
        format!(" among `{}`", names.join("`, `"))
    }
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let Self::Unknown { name, known } = self else { return None };
        nearest(name, known.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"))
    }
}

impl Package {
    /// The repository as its one package.
    pub fn whole_repository(prefix: Prefix, initial: Version) -> Self {
        let paths = Paths::everything();
        let changelog = "CHANGELOG.md".to_owned();
        Self { name: None, paths, prefix, linked: None, initial, changelog }
    }

    /// What it is called in messages.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or("the repository")
    }

    fn from_config(config: PackageConfig, initial: &Version) -> Self {
        let path = config.path.unwrap_or_else(|| ".".to_owned());
        let folder = path.trim_start_matches("./").trim_matches('/').to_owned();
        let folder = if folder == "." { String::new() } else { folder };
        let prefix = config.tag_prefix.unwrap_or_else(|| format!("{}-v", config.name));
        let beside = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Self {
            changelog: config.changelog.unwrap_or_else(|| format!("{beside}CHANGELOG.md")),
            paths: Paths::new(folder, config.include.0, config.exclude.0),
            prefix: Prefix::Exact(prefix),
            linked: config.linked,
            initial: config.initial.unwrap_or_else(|| initial.clone()),
            name: Some(config.name),
        }
    }
}

/// Turns `[[package]]` into packages.
///
/// # Errors
/// Two packages share a name or a tag prefix.
pub fn from_config(configs: Vec<PackageConfig>, initial: &Version) -> Result<Vec<Package>, Error> {
    let mut packages: Vec<Package> = Vec::with_capacity(configs.len());
    for config in configs {
        let new = Package::from_config(config, initial);
        for old in &packages {
            if old.name == new.name {
                return Err(Error::Twice(new.title().to_owned()));
            }
            if old.prefix == new.prefix {
                return Err(Error::SamePrefix(old.title().to_owned(), new.title().to_owned()));
            }
        }
        packages.push(new);
    }
    Ok(packages)
}
