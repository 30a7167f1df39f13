//! A page that is cut: never larger than its place, and nothing is left open that takes in the note.
#![no_main]

use deploy_kit_core::markdown::{Unit, truncate};
use deploy_kit_fuzz::page as page_of;
use libfuzzer_sys::fuzz_target;
use pulldown_cmark::{Event, Options, Parser, Tag};

fuzz_target!(|data: &[u8]| {
    let Some((&[limit, unit], page)) = data.split_first_chunk() else { return };
    let page = page_of(page);
    let (limit, unit) = (usize::from(limit), [Unit::Utf16, Unit::Bytes, Unit::Chars][usize::from(unit) % 3]);
    let cut = truncate(&page, limit, unit, "NOTE [rest](u)");
    assert!(unit.count(&cut) <= limit);
    if unit.count(&page) <= limit {
        assert_eq!(cut, page);
        return;
    }
    if !cut.contains("NOTE") || page.contains("NOTE") {
        return;
    }
    let (mut open, mut is_shown) = (Vec::new(), false);
    for event in Parser::new_ext(&cut, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Start(tag) => open.push(tag),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) if text.starts_with("NOTE") => is_shown = open == [Tag::Paragraph],
            _ => {}
        }
    }
    assert!(is_shown, "{cut:?}");
});
