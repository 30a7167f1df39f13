//! A stranger's text in Markdown: an independent parser reads the text, and no structure.
#![no_main]

use deploy_kit_core::markdown::{Segment, clean_block, clean_line, code_span, escape, fence, link, segments};
use deploy_kit_fuzz::one;
use libfuzzer_sys::fuzz_target;
use pulldown_cmark::{Event, Options, Parser, Tag};

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    let expected = expected(&text);
    if !expected.trim().is_empty() {
        let escaped = escape(&text);
        assert!(!escaped.contains('\n'));
        for (page, blocks, before) in [
            (format!("{escaped}\n"), "p", ""),
            (format!("* {escaped}\n"), "li", ""),
            (format!("* x {escaped}\n"), "li", "x "),
            (format!("## {escaped}\n"), "h", ""),
            (link(&text, "https://example.org/a"), "pa", ""),
        ] {
            let shown = inline(&page).map(|(text, blocks)| (text.replace('\u{200b}', ""), blocks));
            let expected = format!("{before}{}", expected.replace('\u{200b}', ""));
            assert_eq!(shown, Ok((expected, blocks.to_owned())), "{page:?}");
        }
        let line = clean_line(&text);
        let span = inline(&format!("x {}", code_span(&text)));
        assert_eq!(span, Ok((format!("x \u{1}{line}\u{1}"), "p".to_owned())));
    }
    let page = fence(&text, "sh");
    let shown: String = events(&page)
        .into_iter()
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    assert_eq!(shown.trim_end_matches('\n'), clean_block(&text).trim_end_matches('\n'), "{page:?}");
});

fn events(page: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(page, options).collect()
}

/// The text with code marked, and the blocks around it; an error for anything that is neither.
fn inline(page: &str) -> Result<(String, String), String> {
    let (mut text, mut blocks) = (String::new(), String::new());
    for event in events(page) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Code(code) => text.push_str(&format!("\u{1}{code}\u{1}")),
            Event::End(_) => {}
            Event::Start(tag) => blocks.push(match tag {
                Tag::Paragraph => 'p',
                Tag::Heading { .. } => 'h',
                Tag::List(_) => 'l',
                Tag::Item => 'i',
                Tag::Link { .. } => 'a',
                _ => '?',
            }),
            other => return Err(format!("{other:?}")),
        }
    }
    Ok((text, blocks))
}

fn expected(text: &str) -> String {
    let line = clean_line(text);
    let part = |segment: Segment<'_>| match segment {
        Segment::Text(text) => text.to_owned(),
        Segment::Code(code) => format!("\u{1}{code}\u{1}"),
    };
    segments(&line).into_iter().map(part).collect()
}
