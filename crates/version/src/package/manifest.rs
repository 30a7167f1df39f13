//! Which package depends on which, read from Cargo and npm manifests.

use serde::Serialize;

/// What a manifest says of its package.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The names under which others depend on it; one for each tool.
    pub names: Vec<String>,
    /// The names of what it depends on at run time or build time; not for tests.
    pub dependencies: Vec<String>,
}

impl Manifest {
    /// Adds what the manifest of another tool says of the same folder.
    pub fn join(&mut self, other: Self) {
        self.names.extend(other.names);
        self.dependencies.extend(other.dependencies);
    }
}

/// Reads a `Cargo.toml` or a `package.json`, told apart by `file_name`. What cannot be read says nothing:
/// a manifest is the business of its own tool, which will complain better.
pub fn read_manifest(file_name: &str, text: &str) -> Manifest {
    match file_name {
        "Cargo.toml" => cargo(text).unwrap_or_default(),
        _ => npm(text).unwrap_or_default(),
    }
}

/// `package = "real-name"` renames; target tables hold dependencies too.
fn cargo(text: &str) -> Option<Manifest> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let name = table.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    let mut dependencies = Vec::new();
    let targets = table.get("target").and_then(toml::Value::as_table);
    let targets = targets.into_iter().flat_map(|targets| targets.values()).filter_map(toml::Value::as_table);
    for table in std::iter::once(&table).chain(targets) {
        for key in ["dependencies", "build-dependencies"] {
            let entries = table.get(key).and_then(toml::Value::as_table);
            for (name, value) in entries.into_iter().flatten() {
                let real = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
                dependencies.push(real.to_owned());
            }
        }
    }
    Some(Manifest { names: name.map(str::to_owned).into_iter().collect(), dependencies })
}

fn npm(text: &str) -> Option<Manifest> {
    let value: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let name = value.get("name").and_then(|name| name.as_str()).map(str::to_owned);
    let dependencies = ["dependencies", "peerDependencies", "optionalDependencies"]
        .into_iter()
        .filter_map(|key| value.get(key)?.as_object())
        .flat_map(|object| object.keys().cloned())
        .collect();
    Some(Manifest { names: name.into_iter().collect(), dependencies })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_dependencies_by_their_real_names() {
        let text = "[package]\nname = \"a\"\n[dependencies]\nb = \"1\"\nc = { package = \"real-c\", path = \"x\" }\n\
                    [dev-dependencies]\nd = \"1\"\n[target.'cfg(unix)'.build-dependencies]\ne.workspace = true\n";
        let manifest = read_manifest("Cargo.toml", text);
        assert_eq!(manifest.names, ["a"]);
        assert_eq!(manifest.dependencies, ["b", "real-c", "e"]);
    }

    #[test]
    fn a_folder_may_have_a_manifest_of_each() {
        let mut manifest =
            read_manifest("Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nb = \"1\"\n");
        manifest.join(read_manifest("package.json", r#"{"name":"@x/a","dependencies":{"c":"1"}}"#));
        assert_eq!(
            (manifest.names, manifest.dependencies),
            (vec!["a".into(), "@x/a".into()], vec!["b".into(), "c".into()])
        );
    }

    #[test]
    fn npm_dependencies_without_those_of_development() {
        let text = r#"{"name":"@x/a","dependencies":{"b":"1"},"devDependencies":{"c":"1"},"peerDependencies":{"d":"*"}}"#;
        let manifest = read_manifest("package.json", text);
        assert_eq!(manifest.names, ["@x/a"]);
        assert_eq!(manifest.dependencies, ["b", "d"]);
        assert_eq!(read_manifest("package.json", "{"), Manifest::default());
    }
}
