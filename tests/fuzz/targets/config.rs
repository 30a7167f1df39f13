//! `deploy-kit.toml`: what is taken makes settings whose packages can be told apart, what is refused says where.
#![no_main]

use std::collections::BTreeSet;
use std::path::Path;

use deploy_kit_core::config::{Config, Error};
use deploy_kit_fuzz::one;
use deploy_kit_version::args;
use deploy_kit_version::settings::Settings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    let sections = args::sections();
    let lines = 1 + text.matches('\n').count();
    let config = match Config::parse(Path::new("deploy-kit.toml"), &text, &sections) {
        Ok(config) => config,
        Err(Error::Syntax { line, message, .. }) => {
            assert!((1..=lines).contains(&line) && !message.is_empty());
            return;
        }
        Err(Error::Problems { problems, .. }) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)));
            return;
        }
        Err(error) => panic!("{error}"),
    };
    assert!(toml::from_str::<toml::Table>(&text).is_ok());
    for words in config.flags("version").into_values() {
        assert!(!words.iter().any(|word| word.contains('\0')) || text.contains("\\u"));
    }
    let matches = args::command().get_matches_from(["version"]);
    let args = args::Args::from_matches(&matches).expect("the defaults");
    let Ok(settings) = Settings::resolve(&args.selection, &config) else { return };
    assert!(!settings.packages.is_empty());
    let names: BTreeSet<_> = settings.packages.iter().map(|package| &package.name).collect();
    let prefixes: BTreeSet<_> =
        settings.packages.iter().map(|package| format!("{:?}", package.prefix)).collect();
    assert_eq!((names.len(), prefixes.len()), (settings.packages.len(), settings.packages.len()));
    for package in &settings.packages {
        let folder = package.paths.folder();
        assert!(!folder.starts_with('/') && !folder.ends_with('/'));
        let everything = package.paths.is_everything();
        assert!(!everything || package.paths.holds("any/file.rs"));
    }
});
