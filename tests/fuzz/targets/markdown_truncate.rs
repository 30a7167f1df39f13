//! A page that is cut: never larger than its place, and never with a code fence left open over the note.
#![no_main]

use deploy_kit_core::markdown::{Unit, truncate};
use deploy_kit_fuzz::page as page_of;
use libfuzzer_sys::fuzz_target;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

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
    // Of HTML the cutter follows what a page of ours may hold, not all of CommonMark's seven kinds.
    if !cut.contains("NOTE") || page.contains("NOTE") || page.contains('<') {
        return;
    }
    let mut is_code = false;
    for event in Parser::new_ext(&cut, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(text) if is_code => assert!(!text.contains("NOTE"), "{cut:?}"),
            _ => {}
        }
    }
});
