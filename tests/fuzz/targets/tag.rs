//! Tag names and branch names: a version that is read from a tag is written as that tag again.
#![no_main]

use deploy_kit_fuzz::texts;
use deploy_kit_version::line::Line;
use deploy_kit_version::tag::Prefix;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let texts = texts(data, 2);
    let (prefix, name) = (&texts[0], &texts[1]);
    for prefix in [Prefix::Either, Prefix::Exact(prefix.clone())] {
        let whole = format!("{}{name}", if let Prefix::Exact(prefix) = &prefix { prefix } else { "" });
        if let Some(version) = prefix.version_of(&whole) {
            assert_eq!(prefix.name_of(&version, Some(&whole)), whole);
            assert_eq!(prefix.version_of(&whole), Some(version));
        }
    }
    if let Some(line) = Line::of_branch(name) {
        assert!(line.from < line.below && line.holds(&line.from) && !line.holds(&line.below), "{line:?}");
    }
});
