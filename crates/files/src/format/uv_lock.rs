//! `uv.lock`.

use super::pyproject::normalise;
use crate::syntax::toml::{Table, Value, read};
use crate::{Absence, Ecosystem, Error, Place, Reading, Role, Spelling, Style, VersionFile};

/// The lock file of uv.
/// <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>
pub(super) struct UvLock;

/// The sources of a package that lies in the repository.
const LOCAL: [&str; 3] = ["editable", "virtual", "directory"];

impl VersionFile for UvLock {
    fn name(&self) -> &'static str {
        "uv-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Python)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "uv.lock"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let places = read(content, |lock| lock.get("package").map(|_| places(lock)))?;
        let places = places.ok_or(Absence::Missing("`[[package]]`"))?;
        Ok(Reading { places, ..Reading::default() })
    }
}

fn places(lock: Table<'_>) -> Vec<Place> {
    let is_local = |package: &Table<'_>| {
        package.table("source").is_some_and(|source| LOCAL.iter().any(|key| source.get(key).is_some()))
    };
    let local: Vec<Table<'_>> = lock.tables("package").filter(is_local).collect();
    let versions = local.iter().filter_map(|package| {
        let role = Role::Locked { name: normalise(package.str("name")?), spelling: Spelling::Pep440 };
        Some(package.text("version")?.place(role))
    });
    let metadata = local.iter().filter_map(|package| package.table("metadata")?.get("requires-dist"));
    let required = metadata.flat_map(Value::items).filter_map(Value::as_table).filter_map(|required| {
        let role = Role::Requirement { name: normalise(required.str("name")?), style: Style::Python };
        Some(required.text("specifier")?.place(role))
    });
    versions.chain(required).collect()
}
