//! `bun.lock`.

use super::npm::requirements;
use crate::syntax::json::{Dialect, Object, read};
use crate::{Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The lock file of Bun, as text: JSON with trailing commas.
/// <https://bun.sh/docs/install/lockfile>
pub(super) struct BunLock;

impl VersionFile for BunLock {
    fn name(&self) -> &'static str {
        "bun-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Npm)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "bun.lock"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::WithComments, |lock| {
            let workspaces = lock.object("workspaces").into_iter().flat_map(Object::entries);
            let places = workspaces.filter_map(|(_, package)| package.as_object()).flat_map(workspace);
            Reading { places: places.collect(), ..Reading::default() }
        })
    }
}

fn workspace(package: Object<'_>) -> impl Iterator<Item = Place> {
    let version = package.text("version").zip(package.str("name"));
    let own = version
        .map(|(text, name)| text.place(Role::Locked { name: name.to_owned(), spelling: Spelling::SemVer }));
    own.into_iter().chain(requirements(package))
}
