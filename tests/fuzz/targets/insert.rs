//! Notes into a changelog: twice is once, and with a preset that moves nothing the old text is the new one with
//! one piece taken out.
#![no_main]

use deploy_kit_changelog::insert::{Insertion, LinkReference, insert};
use deploy_kit_changelog::preset::{CONVENTIONAL, GITHUB, KEEP_A_CHANGELOG};
use deploy_kit_fuzz::page;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&which, data)) = data.split_first() else { return };
    let before = page(data);
    let preset = [&CONVENTIONAL, &KEEP_A_CHANGELOG, &GITHUB][usize::from(which) % 3];
    let links = [
        LinkReference { label: "Unreleased".into(), url: "https://x/new".into() },
        LinkReference { label: "9.9.9".into(), url: "https://x/999".into() },
    ];
    let notes = "## [9.9.9] - 2026-11-21\n\n### Added\n\n- One ([abcdef1](https://x))\n";
    let insertion = Insertion { notes, version: Some("9.9.9"), package: None, preset, links: &links };
    let Ok(after) = insert(&before, &insertion) else { return };
    // A generated entry of another commit moves once and is replaced with the section the next time.
    let is_id = |part: &str| part.bytes().take_while(u8::is_ascii_hexdigit).count() >= 7;
    if preset.moves_unreleased && before.split(['(', '[']).any(is_id) {
        return;
    }
    assert_eq!(insert(&after, &insertion).as_ref(), Ok(&after), "twice");
    assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
    // `9\.9.9` is the same heading.
    let plain = before.replace('\\', "");
    let mentions = |word: &str| plain.contains(word);
    if preset.id == KEEP_A_CHANGELOG.id
        || mentions("9.9.9")
        || mentions("abcdef1")
        || before.trim_start_matches('\u{feff}').trim().is_empty()
    {
        return;
    }
    let extra = after.len() - before.len();
    let common = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let is_whole = (0..=common).any(|at| after.as_bytes()[at + extra..] == before.as_bytes()[at..]);
    assert!(is_whole, "{before:?} became {after:?}");
});
