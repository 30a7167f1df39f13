//! Examples of `deploy-kit.toml`: our check, the published schema and the tools agree on each.

use std::path::Path;

use deploy_kit::TOOLS;
use deploy_kit_core::config::{Config, Kind};
use deploy_kit_tests::tree;
use jsonschema::Validator;
use serde_json::{Value, json};
use xtask::render;

use super::page;

fn schema() -> Validator {
    jsonschema::validator_for(&published()).expect("a schema")
}

fn published() -> Value {
    let text = std::fs::read_to_string(tree::root().join(render::SCHEMA_PATH)).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

/// What is wrong with a file by the check that every tool begins with.
fn refused(text: &str) -> Option<String> {
    let sections = render::sections(&TOOLS);
    Config::parse(Path::new("deploy-kit.toml"), text, &sections).err().map(|error| error.to_string())
}

/// What is wrong with a file by the schema.
fn invalid(schema: &Validator, text: &str) -> Option<String> {
    let value: Value = toml::from_str(text).expect("TOML");
    schema.validate(&value).err().map(|error| format!("{error} at `{}`", error.instance_path()))
}

/// A block of another file begins with a comment that names it.
fn is_of_another_file(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.starts_with("# ") && line.ends_with(".toml"))
}

#[test]
fn every_example_is_valid() {
    let schema = schema();
    let mut examples = vec![("deploy-kit.toml".to_owned(), own())];
    for page in page::all() {
        for block in page.blocks {
            if block.language == "toml" && !is_of_another_file(&block.text) {
                examples.push((format!("{} line {}", page.path, block.line), block.text));
            }
        }
    }
    for (place, text) in examples {
        assert_eq!(refused(&text), None, "{place}");
        assert_eq!(invalid(&schema, &text), None, "{place}");
        let config = Config::parse(Path::new("deploy-kit.toml"), &text, &render::sections(&TOOLS)).unwrap();
        resolve(&config, &place);
    }
}

/// This repository's own.
fn own() -> String {
    std::fs::read_to_string(tree::root().join("deploy-kit.toml")).expect("our own")
}

/// A file may pass the check and still contradict itself: two packages of one name.
fn resolve(config: &Config, place: &str) {
    use clap::{Args as _, FromArgMatches as _};
    use deploy_kit_version::args::SelectionArgs;
    use deploy_kit_version::settings::Settings;

    let line = SelectionArgs::augment_args(clap::Command::new("x")).get_matches_from(["x"]);
    let args = SelectionArgs::from_arg_matches(&line).expect("the defaults");
    if let Err(failure) = Settings::resolve(&args, config) {
        panic!("{place}: {failure}");
    }
}

/// For each key of each section, a value of every kind.
#[test]
fn the_check_and_the_schema_agree_on_every_key() {
    let schema = schema();
    let values = ["\"x\"", "true", "3", "1.5", "[]", "[\"x\"]", "[3]", "{}", "{ a = \"x\" }", "{ a = 3 }"];
    let (mut good, mut bad) = (0, 0);
    for section in render::sections(&TOOLS) {
        let (title, fields) = match section.kind {
            Kind::Tables(fields) => (format!("[[{}]]", section.name), fields),
            Kind::Table(fields) => (format!("[{}]", section.name), fields),
            kind => panic!("{}: a section that is {}", section.name, kind.describe()),
        };
        let named = fields.iter().map(|field| field.name.as_str()).chain(["no-such-key"]);
        for name in named {
            let chosen = fields.iter().find(|field| field.name == name).and_then(|field| choice(&field.kind));
            for value in values.iter().map(|value| (*value).to_owned()).chain(chosen) {
                let text = format!("{title}\n{name} = {value}\n");
                let (refused, invalid) = (refused(&text), invalid(&schema, &text));
                assert_eq!(refused.is_some(), invalid.is_some(), "{text}{refused:?}\n{invalid:?}");
                *if refused.is_some() { &mut bad } else { &mut good } += 1;
            }
        }
    }
    assert!(good > 10 && bad > 10, "{good} accepted, {bad} refused");
}

/// A value that a choice allows.
fn choice(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Choice(values) => values.first().map(|value| format!("\"{value}\"")),
        Kind::Map(item) => choice(item).map(|value| format!("{{ a = {value} }}")),
        Kind::List(item) => choice(item).map(|value| format!("[{value}]")),
        _ => None,
    }
}

#[test]
fn the_schema_is_itself_valid() {
    let value = published();
    assert!(jsonschema::meta::validate(&value).is_ok());
    assert_eq!(value["additionalProperties"], json!(false));
}
