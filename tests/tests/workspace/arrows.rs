//! Which crate depends on which.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use deploy_kit_tests::tree;
use serde_json::Value;

/// A crate's dependencies within this repository that are not for tests.
type Arrows = BTreeMap<String, BTreeSet<String>>;

fn manifests() -> Arrows {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(tree::root())
        .output()
        .expect("cargo");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |value: &Value| short(value["name"].as_str().unwrap_or_default());
    let mut arrows = Arrows::new();
    for package in list(&metadata["packages"]) {
        let dependencies = list(&package["dependencies"]);
        // By its path, as there is a package `http` elsewhere, too.
        let own = dependencies.iter().filter(|dependency| dependency["path"].is_string());
        let normal = own.filter(|dependency| dependency["kind"] != "dev");
        arrows.insert(name(&package), normal.map(name).collect());
    }
    arrows
}

/// Crates go by the names of their folders.
fn short(package: &str) -> String {
    if package == "deploy-kit" { "cli".to_owned() } else { package.replacen("deploy-kit-", "", 1) }
}

fn map() -> String {
    std::fs::read_to_string(tree::root().join("crates/README.md")).expect("the map")
}

/// The block of the map.
fn drawn() -> Arrows {
    let map = map();
    let (_, block) = map.split_once("```arrows\n").expect("the block of arrows");
    let (block, _) = block.split_once("```").expect("its end");
    let line = |line: &str| {
        let (name, on) = line.split_once('→').expect("an arrow a line");
        let on = on.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        (name.trim().to_owned(), on.collect())
    };
    block.lines().map(line).collect()
}

#[test]
fn the_arrows_are_those_of_the_map() {
    assert_eq!(manifests(), drawn());
}

#[test]
fn the_map_names_every_crate() {
    let map = map();
    for name in manifests().keys() {
        assert!(map.contains(&format!("| [`{name}`](")), "{name} is not in the first table");
    }
}

/// What `core` may not reach, by the starts of the names.
const OUTSIDE_OF_CORE: [&str; 10] =
    ["async-", "git", "gix", "hyper", "mio", "octocrab", "reqwest", "rustls", "tokio", "ureq"];

#[test]
fn core_knows_no_network_and_no_git() {
    let reached = reached("deploy-kit-core");
    let wrong: Vec<_> =
        reached.iter().filter(|name| OUTSIDE_OF_CORE.iter().any(|start| name.starts_with(start))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(reached.contains("serde"), "the list is not one of dependencies: {reached:?}");
}

#[test]
fn what_ships_has_nothing_made_for_tests_or_for_the_umbrella() {
    let test_only = ["criterion", "deploy-kit-runner-sim", "deploy-kit-tests", "insta", "proptest"];
    let umbrella_only = ["clap_complete", "clap_mangen"];
    let tools = ["version", "changelog", "release", "comment", "preview"];
    for tool in tools.map(|name| format!("deploy-kit-{name}")) {
        let reached = reached(&tool);
        for name in test_only.iter().chain(&umbrella_only) {
            assert!(!reached.contains(*name), "{tool} has {name}");
        }
    }
    let umbrella = reached("deploy-kit");
    assert!(test_only.iter().all(|name| !umbrella.contains(*name)));
    assert!(umbrella_only.iter().all(|name| umbrella.contains(*name)));
}

/// Every package that a package is built from, on any system.
fn reached(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", package, "--edges", "normal,build", "--target", "all"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(tree::root())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
