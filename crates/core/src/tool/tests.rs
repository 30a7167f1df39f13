use std::ffi::OsString;

use clap::{Arg, Command};

use super::argv::{Layer, assemble, peek};
use super::*;

fn command() -> Command {
    Command::new("tool")
        .args_override_self(true)
        .arg(Arg::new("command").default_value("plan"))
        .arg(Arg::new("channel").long("channel"))
        .arg(Arg::new("assets").long("assets").action(clap::ArgAction::Append))
        .arg(boolean(Arg::new("draft").long("draft")))
}

fn layer(values: &[(&str, &str)]) -> Layer {
    values.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn typed(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

fn parse(layers: &[Layer], words: &[&str]) -> ArgMatches {
    command().try_get_matches_from(assemble(&command(), layers, &typed(words))).unwrap()
}

fn one<'a>(matches: &'a ArgMatches, id: &str) -> Option<&'a str> {
    matches.get_one::<String>(id).map(String::as_str)
}

#[test]
fn the_strongest_layer_that_says_anything_wins() {
    let config = layer(&[("channel", "config"), ("draft", "true")]);
    let inputs = layer(&[("channel", "input")]);
    let matches = parse(&[config.clone(), inputs.clone()], &[]);
    assert_eq!(one(&matches, "channel"), Some("input"));
    assert!(matches.get_flag("draft"));
    let matches = parse(&[config, inputs], &["--channel", "typed", "--draft=false"]);
    assert_eq!(one(&matches, "channel"), Some("typed"));
    assert!(!matches.get_flag("draft"));
}

#[test]
fn a_stronger_list_replaces_and_an_input_holds_an_item_a_line() {
    let inputs = layer(&[("assets", "a\n  b  \n\n")]);
    let list = |matches: &ArgMatches| -> Vec<String> {
        matches.get_many::<String>("assets").unwrap().cloned().collect()
    };
    assert_eq!(list(&parse(std::slice::from_ref(&inputs), &[])), ["a", "b"]);
    assert_eq!(list(&parse(&[inputs], &["--assets", "c"])), ["c"]);
}

#[test]
fn the_command_may_come_from_an_input() {
    let inputs = [layer(&[("command", "apply")])];
    assert_eq!(one(&parse(&inputs, &[]), "command"), Some("apply"));
    assert_eq!(one(&parse(&inputs, &["rehearse", "--channel=x"]), "command"), Some("rehearse"));
}

#[test]
fn a_misspelt_input_is_refused_with_the_nearest_name() {
    let inputs = [layer(&[("chanel", "x")])];
    let error = command().try_get_matches_from(assemble(&command(), &inputs, &[])).unwrap_err();
    assert!(error.to_string().contains("--channel"), "{error}");
}

#[test]
fn six_words_are_boolean() {
    for (word, value) in [("true", true), ("True", true), ("TRUE", true), ("false", false), ("FALSE", false)]
    {
        assert_eq!(parse(&[layer(&[("draft", word)])], &[]).get_flag("draft"), value);
    }
    let line = assemble(&command(), &[layer(&[("draft", "yes")])], &[]);
    assert!(command().try_get_matches_from(line).is_err());
}

#[test]
fn a_flag_can_be_seen_before_the_line_is_valid() {
    let line = assemble(&command(), &[], &typed(&["--channel=x", "--nonsense"]));
    assert_eq!(peek(&command(), &line, "channel").as_deref(), Some("x"));
}

#[test]
fn a_failure_prints_its_causes_once() {
    #[derive(Debug, thiserror::Error)]
    #[error("cannot read `x`")]
    struct Outer(#[source] std::io::Error);
    let failure = Failure::world(Outer(std::io::Error::other("no such thing"))).hint(Some("look".to_owned()));
    assert_eq!(failure.to_string(), "cannot read `x`\ncaused by: no such thing\nhint: look");
    assert_eq!(failure.exit().code(), 3);
}

fn refusal(words: &[&str], layers: &[Layer]) -> String {
    let error = command().try_get_matches_from(assemble(&command(), layers, &typed(words))).unwrap_err();
    run::explained(error, command()).to_string()
}

#[test]
fn what_is_meant_by_no_is_told() {
    let text = refusal(&["--no-draft"], &[]);
    assert!(text.contains("--draft=false") && !text.contains("-- --no-draft"), "{text}");
    // It takes a text, and neither yes nor no.
    let text = refusal(&["--no-channel"], &[]);
    assert!(!text.contains("--channel=false"), "{text}");
}

#[test]
fn the_usage_names_nothing_that_nobody_typed() {
    let text = refusal(&["--drat"], &[layer(&[("channel", "config")])]);
    assert!(text.contains("\nUsage: tool [OPTIONS] [command]\n"), "{text}");
    assert!(text.contains("--draft"), "{text}");
}
