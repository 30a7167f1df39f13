//! `Cargo.toml`.

use crate::syntax::toml::{Table, Value, read};
use crate::{Absence, Ecosystem, Error, Nesting, Place, Reading, Role, Spelling, Style, VersionFile};

/// The manifest of a crate, of a workspace, or of both.
pub(super) struct Cargo;

const DEPENDENCIES: [&str; 5] =
    ["dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies", "build_dependencies"];

impl VersionFile for Cargo {
    fn name(&self) -> &'static str {
        "cargo"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Cargo)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "Cargo.toml"
    }

    /// The half of a Tauri application that is written in Rust.
    fn nests(&self, below: &str) -> Nesting {
        Nesting::usual(below == "src-tauri/Cargo.toml")
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, manifest)
    }
}

fn manifest(manifest: Table<'_>) -> Reading {
    let package = manifest.table("package").or_else(|| manifest.table("project"));
    let workspace = manifest.table("workspace");
    let mut reading = Reading {
        package: package.and_then(|package| package.str("name")).map(str::to_owned),
        ..Reading::default()
    };
    match package.and_then(|package| package.get("version")) {
        Some(version) if inherits(version) => reading.absence = Some(Absence::Inherited),
        version => match version.and_then(Value::as_text) {
            Some(text) => reading.places.push(text.place(Role::Own(Spelling::SemVer))),
            None => reading.absence = Some(Absence::Missing("`package.version`")),
        },
    }
    let shared = workspace.and_then(|workspace| workspace.table("package")?.text("version"));
    reading.places.extend(shared.map(|text| text.place(Role::Shared(Spelling::SemVer))));
    let members = workspace.and_then(|workspace| workspace.get("members"));
    let members = members.into_iter().flat_map(Value::items).filter_map(Value::as_str);
    reading.members = members.map(str::to_owned).collect();
    requirements(manifest, workspace, &mut reading.places);
    reading
}

/// `version.workspace = true`
fn inherits(version: Value<'_>) -> bool {
    version.as_table().and_then(|table| table.get("workspace")?.as_bool()) == Some(true)
}

/// All tables of dependencies: of the package, of its targets, and those that members take from the workspace.
fn requirements(manifest: Table<'_>, workspace: Option<Table<'_>>, places: &mut Vec<Place>) {
    let targets = manifest.table("target").into_iter().flat_map(Table::entries);
    let targets = targets.filter_map(|(_, target)| target.as_table());
    for table in std::iter::once(manifest).chain(targets) {
        for key in DEPENDENCIES {
            places.extend(table.table(key).into_iter().flat_map(Table::entries).filter_map(requirement));
        }
    }
    let shared = workspace.and_then(|workspace| workspace.table("dependencies"));
    places.extend(shared.into_iter().flat_map(Table::entries).filter_map(requirement));
}

/// The version of a dependency by path: it is what crates.io will serve in the path's stead. One without a path
/// comes from a registry, where the new version does not stand yet.
fn requirement((name, dependency): (&str, Value<'_>)) -> Option<Place> {
    let dependency = dependency.as_table()?;
    dependency.str("path")?;
    let name = dependency.str("package").unwrap_or(name).to_owned();
    Some(dependency.text("version")?.place(Role::Requirement { name, style: Style::Cargo }))
}
