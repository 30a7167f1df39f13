//! `INPUT_*`: each input that is set is found by its name, and none is found that is blank.
#![no_main]

use deploy_kit_core::actions::{Environment, input};
use deploy_kit_fuzz::texts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let texts = texts(data, 8);
    let pairs = texts.chunks(2).map(|pair| (format!("INPUT_{}", pair[0]), pair[1].clone()));
    let environment = Environment::from_iter(pairs.clone());
    for (name, value) in input::all(&environment) {
        assert_eq!(value, value.trim());
        assert!(!value.is_empty());
        assert!(pairs.clone().any(|(_, given)| given.trim() == value), "{name}");
        assert!(!name.contains('_'));
    }
    for (variable, _) in pairs {
        let name = variable.trim_start_matches("INPUT_");
        let value = input::value(&environment, name);
        assert!(value.is_none_or(|value| !value.is_empty() && value.trim() == value));
        assert_eq!(input::required(&environment, name).ok(), value);
        let lines: Vec<_> = input::multiline(&environment, name).collect();
        assert!(lines.iter().all(|line| !line.is_empty() && line.trim() == *line && !line.contains('\n')));
        assert_eq!(lines.is_empty(), value.is_none());
        match input::boolean(&environment, name) {
            Ok(None) => assert_eq!(value, None),
            Ok(Some(truth)) => assert_eq!(value.map(str::to_lowercase), Some(truth.to_string())),
            Err(error) => assert!(error.to_string().contains(name)),
        }
    }
});
