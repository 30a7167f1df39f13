//! `codecov.yml`: what is refused has its line, what is taken makes a section that the gate reads.
#![no_main]

use std::path::Path;

use deploy_kit_core::config::Config;
use deploy_kit_coverage::args::sections;
use deploy_kit_coverage::components::Component;
use deploy_kit_coverage::import::{ImportError, KEYS, codecov};
use deploy_kit_coverage::paths::Fix;
use deploy_kit_fuzz::one;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    // YAML also ends a line with a carriage return.
    let lines = 1 + text.matches(['\n', '\r']).count();
    let imported = match codecov(&text, "codecov.yml") {
        Ok(imported) => imported,
        Err(error) => {
            let (ImportError::Syntax { line, .. }
            | ImportError::NoSettings { line, .. }
            | ImportError::TooLarge { line, .. }) = &error;
            assert!((1..=lines).contains(line), "{error}");
            return;
        }
    };
    for missing in &imported.missing {
        assert!(missing.line.is_none_or(|line| (1..=lines).contains(&line)), "{missing:?}");
    }
    let section = &imported.section;
    if let Err(error) = Config::parse(Path::new("deploy-kit.toml"), section, &sections()) {
        panic!("{error}\n{section}");
    }
    let file: toml::Table = toml::from_str(section).expect("TOML");
    let Some(coverage) = file["coverage"].as_table() else { panic!("{section}") };
    assert!(coverage.keys().all(|key| KEYS.contains(&key.as_str())), "{section}");
    let texts = |key: &str| {
        let items = coverage.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        items.filter_map(toml::Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut globs = texts("ignore");
    for text in texts("components") {
        let component: Component = text.parse().unwrap_or_else(|error| panic!("{error}"));
        globs.extend(component.globs.into_iter().chain(component.except));
    }
    for glob in globs {
        assert!(fast_glob::validate(&glob).is_ok(), "{glob}\n{section}");
    }
    for fix in texts("fixes") {
        assert!(fix.parse::<Fix>().is_ok(), "{fix}");
    }
});
