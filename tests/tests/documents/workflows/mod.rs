//! Workflows: those of the pages, those to copy, our own. Each is one that GitHub would take, calls actions that exist
//! with inputs that they have, and lets the token do what they need.

mod call;
mod example;
mod judge;
mod permission;

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit::{SETUP, TOOLS};
use deploy_kit_tests::tree;
use github_actions_models::action::Action;

use self::example::Example;
use super::page;

/// A text with the place where it stands.
struct Source {
    place: String,
    text: String,
}

/// The blocks of the pages, and the files of workflows.
fn sources() -> Vec<Source> {
    let blocks = page::all().into_iter().flat_map(|page| {
        let yaml = page.blocks.into_iter().filter(|block| block.language == "yaml");
        let own = yaml.filter(|block| !is_of_another_file(&block.text));
        let path = page.path;
        own.map(move |block| Source { place: format!("{path} line {}", block.line), text: block.text })
    });
    let files = tree::files("yml").into_iter().filter(|(path, _)| path.contains("workflows/"));
    blocks.chain(files.map(|(place, text)| Source { place, text })).collect()
}

/// A block of another file begins with a comment that names it.
fn is_of_another_file(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.starts_with("# ") && line.ends_with(".yml"))
}

#[test]
fn every_workflow_and_every_part_of_one_is_right() {
    let (mut wrong, mut calls) = (Vec::new(), 0);
    for Source { place, text } in sources() {
        match Example::parse(&text) {
            Ok(example) => {
                calls += example.calls().count();
                wrong
                    .extend(judge::judge(&example, &text).into_iter().map(|what| format!("{place}: {what}")));
            }
            Err(error) => wrong.push(format!("{place}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(calls > 10, "only {calls} steps call an action of ours");
}

/// One commit and one version for each action of others, in whatever file.
#[test]
fn actions_of_others_are_pinned_everywhere_by_the_same_commit() {
    let mut pins: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Source { place, text } in sources() {
        for line in text.lines() {
            let Some((_, used)) = line.split_once("uses: ") else { continue };
            if used.starts_with("./") || used.starts_with(call::REPOSITORY) {
                continue;
            }
            let (name, pin) = used.split_once('@').unwrap_or((used, ""));
            let (commit, version) = pin.split_once(" # v").unwrap_or((pin, ""));
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(
                is_commit && !version.is_empty(),
                "{place}: `{used}` is not pinned by commit and version"
            );
            pins.entry(name.to_owned()).or_default().insert(pin.to_owned());
        }
    }
    assert!(pins.contains_key("actions/checkout"), "{pins:?}");
    for (name, pins) in pins {
        assert_eq!(pins.len(), 1, "{name}: {pins:?}");
    }
}

#[test]
fn every_action_file_is_one_with_the_inputs_that_are_declared() {
    for (folder, tool, action) in xtask::action::actions(&TOOLS, &SETUP) {
        let path =
            if folder.is_empty() { "action.yml".into() } else { format!("actions/{folder}/action.yml") };
        let text = std::fs::read_to_string(tree::root().join(&path)).unwrap();
        let file: Action = yaml_serde::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let declared: Vec<String> =
            xtask::action::inputs(tool, &action).into_iter().map(|input| input.name).collect();
        assert_eq!(file.inputs.keys().collect::<Vec<_>>(), declared.iter().collect::<Vec<_>>(), "{path}");
        let outputs: Vec<&str> = tool.outputs.iter().map(|output| output.name).collect();
        assert_eq!(file.outputs.keys().collect::<Vec<_>>(), outputs, "{path}");
    }
}

#[test]
fn every_workflow_to_copy_stands_in_their_list() {
    let pages = page::all();
    let page = pages.iter().find(|page| page.path == "templates/workflows/README.md").unwrap();
    let listed: BTreeSet<String> = page.links.iter().filter(|link| link.ends_with(".yml")).cloned().collect();
    let files = tree::files("yml").into_iter();
    let there: BTreeSet<String> =
        files.filter_map(|(path, _)| path.strip_prefix("templates/workflows/").map(str::to_owned)).collect();
    assert_eq!(listed, there);
}
