//! `poetry.lock`.

use super::pyproject::normalise;
use crate::syntax::toml::{Table, read};
use crate::{Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The lock file of Poetry. The project itself is not in it, a sibling that it takes from a folder is.
pub(super) struct PoetryLock;

impl VersionFile for PoetryLock {
    fn name(&self) -> &'static str {
        "poetry-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Python)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "poetry.lock"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let places = read(content, |lock| lock.tables("package").filter_map(place).collect())?;
        Ok(Reading { places, ..Reading::default() })
    }
}

fn place(package: Table<'_>) -> Option<Place> {
    let source = package.table("source")?.str("type")?;
    let name = normalise(package.str("name")?);
    let text = (source == "directory").then(|| package.text("version"))??;
    Some(text.place(Role::Locked { name, spelling: Spelling::Pep440 }))
}
