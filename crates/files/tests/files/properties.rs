//! What holds for every document. `PROPTEST_CASES` sets how many are tried.

use deploy_kit_files::{FORMATS, Released, Target, VersionFile, by_name, update};
use proptest::prelude::*;
use proptest::test_runner::Config;
use semver::{Prerelease, Version};

use super::documents::{Document, document};

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

/// As the document's format writes it: Python in its own way, all others as Semantic Versioning has it.
fn written(document: &Document, version: &Version) -> String {
    let text = version.to_string();
    if document.format != "pyproject" {
        return text;
    }
    [("-alpha.", "a"), ("-beta.", "b"), ("-rc.", "rc"), ("-dev.", ".dev")]
        .iter()
        .fold(text, |text, (ours, theirs)| text.replace(ours, theirs))
}

struct Case {
    format: &'static dyn VersionFile,
    before: String,
    expected: String,
    released: Released,
}

fn case(document: &Document, old: &Version, new: &Version) -> Case {
    let same = written(document, old);
    Case {
        format: by_name(document.format).unwrap(),
        before: document.with(&same, &same),
        expected: document.with(&written(document, new), &same),
        released: [("a".to_owned(), new.clone())].into(),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn only_the_version_changes(document in document(), old in version(), new in version()) {
        let Case { format, before, expected, released } = case(&document, &old, &new);
        let target = Target { version: Some(&new), shared: None, last_final: None, released: &released };
        let after = update(format, &before, &target).unwrap();
        prop_assert_eq!(&after, &expected);
        prop_assert_eq!(update(format, &after, &target).unwrap(), after, "twice");
    }

    #[test]
    fn what_was_written_is_read(document in document(), old in version(), new in version()) {
        let Case { format, before, released, .. } = case(&document, &old, &new);
        let current = |text: &str| format.read(text, None).unwrap().current(text, Some("a")).unwrap();
        prop_assert_eq!(current(&before), Some(old));
        let target = Target { version: Some(&new), shared: None, last_final: None, released: &released };
        prop_assert_eq!(current(&update(format, &before, &target).unwrap()), Some(new));
    }

    #[test]
    fn nothing_to_release_changes_nothing(document in document(), old in version(), other in version()) {
        let Case { format, before, .. } = case(&document, &old, &other);
        let released = [("z".to_owned(), other)].into();
        let target = Target { version: None, shared: None, last_final: None, released: &released };
        prop_assert_eq!(update(format, &before, &target).unwrap(), before);
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
