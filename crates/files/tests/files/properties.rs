//! What holds for every document. `PROPTEST_CASES` sets how many are tried.

use std::collections::BTreeSet;

use deploy_kit_files::{FORMATS, Reading, Released, Target, update};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use semver::{Prerelease, Version};

use super::documents::{Document, document, every, names};

fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

/// Versions that every ecosystem can write.
fn version() -> impl Strategy<Value = Version> {
    let pre = prop_oneof![3 => Just(String::new()), 1 => "(alpha|beta|rc|dev)\\.[0-9]{1,2}"];
    (0u64..40, 0u64..40, 0u64..40, pre).prop_filter_map("a pre-release", |(major, minor, patch, pre)| {
        Some(Version { pre: Prerelease::new(&pre).ok()?, ..Version::new(major, minor, patch) })
    })
}

fn read(document: &Document, text: &str) -> Reading {
    document.format().read(text, document.argument).unwrap()
}

/// The text as it is to become.
fn updated(document: &Document, text: &str, old: &Version, new: &Version) -> String {
    let released = [("a".to_owned(), new.clone())].into();
    let last_final = Some(old).filter(|old| old.pre.is_empty());
    // A file without any place for a version is refused one, which the cases say.
    let version = Some(new).filter(|_| document.name != "pnpm-workspace");
    let target = Target { version, shared: None, last_final, released: &released };
    read(document, text).update(text, &target).unwrap()
}

/// Each format has as many cases as the configuration says.
#[test]
fn only_the_version_changes() {
    for documents in every() {
        let all = (documents, version(), version());
        let outcome = TestRunner::new(config()).run(&all, |(document, old, new)| {
            let before = document.with(&old, &old);
            let changes = document.changes(&old, &new);
            let expected = if changes { document.with(&new, &old) } else { before.clone() };
            let after = updated(&document, &before, &old, &new);
            prop_assert_eq!(&after, &expected);
            prop_assert_eq!(updated(&document, &after, &old, &new), after, "twice");
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn every_format_has_documents() {
    let names: BTreeSet<_> = names().into_iter().collect();
    let formats: BTreeSet<_> = FORMATS.iter().map(|format| format.name()).collect();
    assert_eq!(names, formats);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_written_is_read(document in document(), old in version(), new in version()) {
        let before = document.with(&old, &old);
        let current = |text: &str| read(&document, text).current(text, Some("a")).unwrap();
        prop_assert_eq!(current(&before), document.states(&old));
        prop_assert_eq!(current(&updated(&document, &before, &old, &new)), document.states(&new));
    }

    #[test]
    fn nothing_to_release_changes_nothing(document in document(), old in version(), other in version()) {
        let before = document.with(&old, &old);
        let released = [("z".to_owned(), other)].into();
        let target = Target { version: None, shared: None, last_final: Some(&old), released: &released };
        prop_assert_eq!(read(&document, &before).update(&before, &target).unwrap(), before);
    }

    #[test]
    fn any_text_is_read_or_refused_with_its_place(text in any::<String>(), line in "\\PC{0,40}", new in version()) {
        for format in FORMATS {
            for text in [&text, &format!("{line}\nx-deploy-kit-version\n{text}"), &format!("[project]\n{line}"), &format!("{{{line}}}")] {
                let released = Released::new();
                let target = Target { version: Some(&new), shared: None, last_final: None, released: &released };
                match update(*format, text, &target) {
                    Ok(after) => prop_assert_eq!(&update(*format, &after, &target).unwrap(), &after),
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
            }
        }
    }
}
