//! Version files: an independent parser sees versions change and nothing else, twice is once, and what is refused
//! is refused with its place.
#![no_main]

use deploy_kit_fuzz::texts;
use deploy_kit_files::{Error, Position, Released, Target, by_name};
use libfuzzer_sys::fuzz_target;
use semver::Version;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let [name, content] = &texts(data, 2)[..] else { return };
    let Some(format) = by_name(name) else { return };
    let new = Version::new(9, 8, 7);
    let released: Released = ["a", "b"].map(|name| (name.to_owned(), new.clone())).into();
    let target = Target { version: Some(&new), shared: None, last_final: Some(&new), released: &released };
    let reading = match format.read(content, Some("a.b")) {
        Ok(reading) => reading,
        Err(error) => return refused(content, &error),
    };
    for place in &reading.places {
        assert!(content.get(place.span.clone()).is_some(), "{place:?}");
    }
    let after = match reading.update(content, &target) {
        Ok(after) => after,
        Err(error) => return refused(content, &error),
    };
    let again = format.read(&after, Some("a.b")).expect("still of its format");
    assert_eq!(again.update(&after, &target).expect("once more"), after);
    assert_eq!(again.package, reading.package);
    if let Ok(Some(current)) = again.current(&after, None) {
        assert_eq!(current, new);
    }
    match (parse(name, content), parse(name, &after)) {
        (Some(before), Some(after)) => only_versions_differ(&before, &after),
        (Some(_), None) => panic!("no longer of its format: {after:?}"),
        (None, _) => {}
    }
});

fn refused(content: &str, error: &Error) {
    let at = match error {
        Error::Syntax { at, .. }
        | Error::Version { at, .. }
        | Error::Requirement { at, .. }
        | Error::Spelling { at, .. }
        | Error::Mark { at, .. } => at,
        _ => return,
    };
    let lines = 1 + content.matches('\n').count();
    assert!(*at >= Position { line: 1, column: 1 } && at.line <= lines, "{error}");
    assert!(!error.to_string().contains('\n') || content.contains('\n'), "{error}");
}

fn parse(name: &str, text: &str) -> Option<Value> {
    match name {
        "cargo" | "cargo-lock" | "pyproject" | "uv-lock" | "poetry-lock" => {
            serde_json::to_value(toml::from_str::<toml::Table>(text).ok()?).ok()
        }
        "npm" | "npm-lock" | "composer" => serde_json::from_str(text.trim_start_matches('\u{feff}')).ok(),
        _ => None,
    }
}

/// What differs is a string that now has the version's first number.
fn only_versions_differ(before: &Value, after: &Value) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            assert!(before.keys().eq(after.keys()));
            before
                .values()
                .zip(after.values())
                .for_each(|(before, after)| only_versions_differ(before, after));
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before.len(), after.len());
            before.iter().zip(after).for_each(|(before, after)| only_versions_differ(before, after));
        }
        (Value::String(before), Value::String(after)) if before != after => {
            assert!(after.contains('9'), "{after}")
        }
        (before, after) => assert_eq!(before, after),
    }
}
