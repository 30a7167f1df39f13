//! `package-lock.json` and `npm-shrinkwrap.json`.

use std::collections::HashMap;

use super::npm::requirements;
use crate::syntax::json::{Dialect, Object, read};
use crate::{Ecosystem, Error, Place, Reading, Role, Spelling, Style, VersionFile};

/// The lock file of npm: version 1 has a tree of `dependencies`, 3 has `packages` by path, 2 has both.
/// <https://docs.npmjs.com/cli/configuring-npm/package-lock-json>
pub(super) struct NpmLock;

impl VersionFile for NpmLock {
    fn name(&self) -> &'static str {
        "npm-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Npm)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "package-lock.json" | "npm-shrinkwrap.json")
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::Strict, |lock| {
            let mut places: Vec<Place> = own(lock).into_iter().collect();
            if let Some(packages) = lock.object("packages") {
                workspaces(packages, &mut places);
            }
            if let Some(tree) = lock.object("dependencies") {
                places.extend(links(tree));
            }
            Reading { package: lock.str("name").map(str::to_owned), places, ..Reading::default() }
        })
    }
}

fn own(package: Object<'_>) -> Option<Place> {
    Some(package.text("version")?.place(Role::Own(Spelling::SemVer)))
}

/// The root is at the empty path, a workspace at its folder; what was installed lies in `node_modules`.
fn workspaces(packages: Object<'_>, places: &mut Vec<Place>) {
    let names: HashMap<&str, &str> = packages.entries().filter_map(link).collect();
    for (path, package) in packages.entries() {
        let Some(package) = package.as_object().filter(|_| !path.split('/').any(is_installed)) else {
            continue;
        };
        if path.is_empty() {
            places.extend(own(package));
        } else if let Some(version) = package.text("version") {
            // npm writes the name of a workspace where its folder is called otherwise.
            let folder = || path.rsplit('/').next().unwrap_or(path);
            let name = package.str("name").or_else(|| names.get(path).copied()).unwrap_or_else(folder);
            places.push(version.place(Role::Locked { name: name.to_owned(), spelling: Spelling::SemVer }));
        }
        places.extend(requirements(package));
    }
}

fn is_installed(segment: &str) -> bool {
    segment == "node_modules"
}

/// `"node_modules/@x/a": { "resolved": "packages/a", "link": true }` says how the workspace at a path is named.
fn link<'a>((path, package): (&'a str, crate::syntax::json::Value<'a>)) -> Option<(&'a str, &'a str)> {
    let package = package.as_object()?;
    package.get("link")?;
    let (_, name) = path.rsplit_once("node_modules/")?;
    Some((package.str("resolved")?, name))
}

/// A workspace in the tree of version 2 has no version but `file:packages/a`, and what it `requires`.
fn links(tree: Object<'_>) -> impl Iterator<Item = Place> {
    let linked = tree.entries().filter_map(|(_, package)| package.as_object());
    let linked =
        linked.filter(|package| package.str("version").is_some_and(|version| version.starts_with("file:")));
    let required = linked.filter_map(|package| package.object("requires")).flat_map(Object::entries);
    required.filter_map(|(name, range)| {
        Some(range.as_text()?.place(Role::Requirement { name: name.to_owned(), style: Style::Npm }))
    })
}
