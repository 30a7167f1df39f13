//! `Cargo.lock`.

use std::collections::HashMap;

use crate::syntax::toml::{Table, Value, read};
use crate::{Absence, Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The lock file of a workspace, in any of its versions.
pub(super) struct CargoLock;

impl VersionFile for CargoLock {
    fn name(&self) -> &'static str {
        "cargo-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Cargo)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "Cargo.lock"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let places = read(content, |lock| lock.get("package").map(|_| places(lock)))?;
        let places = places.ok_or(Absence::Missing("`[[package]]`"))?;
        Ok(Reading { places, ..Reading::default() })
    }
}

/// A package without a source is one of the workspace, or one beside it that it depends on by path.
fn places(lock: Table<'_>) -> Vec<Place> {
    let packages: Vec<Table<'_>> = lock.tables("package").collect();
    let local = |package: &&Table<'_>| package.get("source").is_none();
    let own: HashMap<&str, &str> = packages
        .iter()
        .filter(local)
        .filter_map(|package| Some((package.str("name")?, package.str("version")?)))
        .collect();
    let versions = packages.iter().filter(local).filter_map(|package| {
        let name = package.str("name")?.to_owned();
        Some(package.text("version")?.place(Role::Locked { name, spelling: Spelling::SemVer }))
    });
    let dependencies = packages.iter().filter_map(|package| package.get("dependencies"));
    let dependencies = dependencies.flat_map(Value::items).filter_map(|item| dependency(item, &own));
    versions.chain(dependencies).collect()
}

/// `"name 1.2.3"`: where two packages share a name, Cargo adds the version; and the source, if it is one of a
/// registry that shares the version as well.
fn dependency(item: Value<'_>, own: &HashMap<&str, &str>) -> Option<Place> {
    let (name, version) = item.as_str()?.split_once(' ')?;
    if own.get(name) != Some(&version) {
        return None;
    }
    let (role, mut text) =
        (Role::Locked { name: name.to_owned(), spelling: Spelling::SemVer }, item.as_text()?);
    // A string with escapes is longer than what it says; Cargo writes none.
    if text.span.len() != text.value.len() {
        return None;
    }
    text.span.start += name.len() + 1;
    text.value = version.to_owned();
    Some(text.place(role))
}
