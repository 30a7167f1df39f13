//! `.mailmap` and `Name <address>`: nobody is renamed to nothing, and names and addresses stay on one line.
#![no_main]

use deploy_kit_fuzz::texts;
use deploy_kit_git::{Mailmap, Person};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let texts = texts(data, 2);
    let (map, person) =
        (Mailmap::parse(&texts[0]), Person::parse(texts[1].lines().next().unwrap_or_default()));
    let proper = map.resolve(&person);
    assert!(!proper.name.is_empty() || person.name.is_empty(), "{person:?} became {proper:?}");
    assert!(!proper.email.is_empty() || person.email.is_empty(), "{person:?} became {proper:?}");
    // Odd brackets stay, as git itself keeps them.
    assert!(!proper.name.contains('\n') && !proper.email.contains('\n'), "{proper:?}");
    if map.is_empty() {
        assert_eq!(proper, person);
    }
});
