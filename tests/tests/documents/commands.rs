//! The commands that the documents show: each is one that the programs take.

use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _};
use deploy_kit::TOOLS;
use deploy_kit_tests::tree;

use super::page;

/// What stands between commands of one line.
const SEPARATORS: [&str; 4] = ["|", "&&", "||", ";"];

#[test]
fn every_command_line_of_a_document_parses() {
    let mut seen = 0;
    for page in page::all() {
        for block in &page.blocks {
            for line in commands(&block.language, &block.text) {
                let place = format!("{} line {}: `{line}`", page.path, block.line);
                let words = shlex::split(&line).unwrap_or_else(|| panic!("{place}: a quote is open"));
                for words in words.split(|word| SEPARATORS.contains(&word.as_str())) {
                    seen += usize::from(check(words, &place));
                }
            }
        }
    }
    assert!(seen > 10, "only {seen} commands were found");
}

/// The command lines of a block: all of a shell's, those after the prompt in a session with output. A
/// backslash at the end of a line joins it with the next.
fn commands(language: &str, text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let lines = text.lines().map(str::trim);
    match language {
        "sh" | "bash" | "shell" => lines.map(|line| line.trim_start_matches("$ ").to_owned()).collect(),
        "console" => lines.filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Parses a command if it is one of ours; whether it was.
fn check(words: &[String], place: &str) -> bool {
    let redirected = words.iter().position(|word| word.starts_with('>') || word.starts_with("2>"));
    let words = &words[..redirected.unwrap_or(words.len())];
    let assigned = words.iter().take_while(|word| word.contains('=') && !word.starts_with('-')).count();
    let words: Vec<&str> = words[assigned..].iter().map(String::as_str).collect();
    let Some((program, arguments)) = ours(&words) else { return false };
    let line = std::iter::once("x").chain(arguments.iter().copied());
    match program.try_get_matches_from(line) {
        Err(error) if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            panic!("{place}: {error}");
        }
        _ => true,
    }
}

/// The program of ours that the words call, and its arguments.
fn ours<'a>(words: &'a [&'a str]) -> Option<(Command, &'a [&'a str])> {
    let name = words.first()?.rsplit('/').next()?;
    match (name, words.get(1).copied()) {
        ("deploy-kit", _) => Some((deploy_kit::command(), &words[1..])),
        ("cargo", Some("xtask")) => Some((xtask::Args::command(), &words[2..])),
        // Another package's program.
        ("cargo", Some("run")) if words.contains(&"--package") => None,
        ("cargo", Some("run")) => {
            let dashes = words.iter().position(|word| *word == "--")?;
            Some((deploy_kit::command(), &words[dashes + 1..]))
        }
        _ => {
            let tool = TOOLS.iter().find(|tool| name == format!("deploy-kit-{}", tool.name))?;
            Some(((tool.command)(), &words[1..]))
        }
    }
}

/// What runs on a server is what a person is told to run.
#[test]
fn the_build_server_calls_the_test_command_of_the_readme() {
    let script = std::fs::read_to_string(tree::root().join(".ci/run")).unwrap();
    let (_, called) = script.trim_end().rsplit_once("\nexec ").unwrap();
    let readme = page::all().into_iter().find(|page| page.path == "README.md").unwrap();
    let told = readme.blocks.iter().flat_map(|block| commands(&block.language, &block.text));
    assert!(told.into_iter().any(|line| line == called), "the README does not tell to run `{called}`");
}

#[test]
fn commands_are_found_and_wrong_ones_refused() {
    assert_eq!(commands("sh", "$ a \\\nb\nc"), ["a  b", "c"]);
    assert_eq!(commands("console", "$ a\nits answer"), ["a"]);
    assert!(commands("text", "a").is_empty());
    let check = |line: &str| check(&shlex::split(line).unwrap(), line);
    assert!(check("A=b target/release/deploy-kit version --explain > file"));
    assert!(check("cargo run --release -- version --help"));
    assert!(check("deploy-kit-version --from v1.0.0"));
    assert!(!check("git fetch --unshallow"));
    assert!(std::panic::catch_unwind(|| check("deploy-kit version --no-such-flag")).is_err());
    assert!(std::panic::catch_unwind(|| check("cargo xtask rendr")).is_err());
}
