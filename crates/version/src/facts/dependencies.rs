//! Which package depends on which.

use std::collections::HashMap;
use std::path::Path;

use deploy_kit_git::{Id, Repository};

use super::PackageFacts;
use crate::package::{Manifest, read_manifest};
use crate::settings::Settings;

/// Fills in the dependencies between packages from their manifests; one package alone has none.
pub(super) fn find(settings: &Settings, repository: &Repository, to: Id, facts: &mut [PackageFacts]) {
    if facts.len() < 2 {
        return;
    }
    let manifests: Vec<Manifest> =
        settings.packages.iter().map(|package| manifest(repository, to, package.paths.folder())).collect();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, (package, manifest)) in settings.packages.iter().zip(&manifests).enumerate() {
        by_name.extend(package.name.iter().chain(&manifest.names).map(|name| (name.as_str(), index)));
    }
    for (index, manifest) in manifests.iter().enumerate() {
        let names = manifest.dependencies.iter();
        let mut found: Vec<usize> = names.filter_map(|name| by_name.get(name.as_str()).copied()).collect();
        found.retain(|&dependency| dependency != index);
        found.sort_unstable();
        found.dedup();
        facts[index].dependencies = found;
    }
}

/// The manifests in a package's folder, as the commit holds them.
fn manifest(repository: &Repository, to: Id, folder: &str) -> Manifest {
    let mut manifest = Manifest::default();
    for name in ["Cargo.toml", "package.json"] {
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let committed = match repository.file_at(to, &path) {
            Ok(bytes) => bytes,
            // A partial clone may have left it out: what is checked out is as near as can be.
            Err(_) => repository.work_dir().and_then(|root| std::fs::read(root.join(Path::new(&path))).ok()),
        };
        let text = committed.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(text) = text {
            manifest.join(read_manifest(name, &text));
        }
    }
    manifest
}
