//! Manifests: what TOML or JSON refuses says nothing, what they take names its package as they do.
#![no_main]

use deploy_kit_fuzz::one;
use deploy_kit_version::package::{Manifest, read_manifest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    let cargo = read_manifest("Cargo.toml", &text);
    match toml::from_str::<toml::Table>(&text) {
        Err(_) => assert_eq!(cargo, Manifest::default()),
        Ok(table) => {
            let name = table.get("package").and_then(|package| package.get("name")?.as_str());
            assert_eq!(cargo.names.first().map(String::as_str), name);
            let count =
                |key: &str| table.get(key).and_then(|value| value.as_table()).map_or(0, |table| table.len());
            assert!(cargo.dependencies.len() >= count("dependencies") + count("build-dependencies"));
        }
    }
    let npm = read_manifest("package.json", &text);
    match serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}')) {
        Err(_) => assert_eq!(npm, Manifest::default()),
        Ok(value) => {
            assert_eq!(
                npm.names.first().map(String::as_str),
                value.get("name").and_then(|name| name.as_str())
            );
            let of = |key: &str| {
                value.get(key).and_then(|value| value.as_object()).map_or(0, |object| object.len())
            };
            let count = of("dependencies") + of("peerDependencies") + of("optionalDependencies");
            assert_eq!(npm.dependencies.len(), count);
        }
    }
});
