//! `package.json`.

use crate::syntax::json::{Dialect, Object, Value, read};
use crate::{Absence, Ecosystem, Error, Place, Reading, Role, Spelling, Style, VersionFile};

/// The manifest of npm, pnpm, Yarn and Bun.
pub(super) struct Npm;

impl VersionFile for Npm {
    fn name(&self) -> &'static str {
        "npm"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Npm)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "package.json"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::Strict, |manifest| {
            let version = manifest.text("version");
            let absence = version.is_none().then_some(Absence::Missing("`version`"));
            let mut places = requirements(manifest);
            places.extend(version.map(|text| text.place(Role::Own(Spelling::SemVer))));
            let package = manifest.str("name").map(str::to_owned);
            Reading { package, places, absence, members: members(manifest) }
        })
    }
}

/// `"workspaces": […]`, in Yarn's older form `{ "packages": […] }`.
fn members(manifest: Object<'_>) -> Vec<String> {
    let workspaces = manifest.get("workspaces");
    let nested = workspaces.and_then(|value| value.as_object()?.get("packages"));
    let list = nested.or(workspaces);
    list.into_iter().flat_map(Value::items).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a package requires: in its manifest, and again in its entry of a lock file.
pub(super) fn requirements(package: Object<'_>) -> Vec<Place> {
    let tables = [
        ("dependencies", Style::Npm),
        ("devDependencies", Style::Npm),
        ("optionalDependencies", Style::Npm),
        ("peerDependencies", Style::NpmPeer),
    ];
    let of = |(key, style)| {
        let entries = package.object(key).into_iter().flat_map(Object::entries);
        entries.filter_map(move |(name, value)| {
            Some(value.as_text()?.place(Role::Requirement { name: name.to_owned(), style }))
        })
    };
    tables.into_iter().flat_map(of).collect()
}
