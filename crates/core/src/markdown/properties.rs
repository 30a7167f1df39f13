//! Any text, through an independent parser of CommonMark and GFM.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;

fn events(page: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(page, options).collect()
}

/// The inline content as text with code spans marked, if there is nothing but text and code in
/// exactly these blocks.
fn inline(page: &str, blocks: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut seen = String::new();
    for event in events(page) {
        match event {
            Event::Text(text) => out.push_str(&text),
            Event::Code(code) => out.push_str(&format!("\u{1}{code}\u{1}")),
            Event::Start(tag) => seen.push(name(&tag)),
            Event::End(_) => {}
            other => return Err(format!("{other:?}")),
        }
    }
    if seen == blocks { Ok(out) } else { Err(format!("blocks {seen}")) }
}

fn name(tag: &Tag<'_>) -> char {
    match tag {
        Tag::Paragraph => 'p',
        Tag::Heading { .. } => 'h',
        Tag::List(_) => 'l',
        Tag::Item => 'i',
        Tag::Table(_) => 't',
        Tag::TableHead => 'T',
        Tag::TableRow => 'r',
        Tag::TableCell => 'c',
        Tag::Link { .. } => 'a',
        _ => '?',
    }
}

/// What the page should say.
fn expected(text: &str) -> String {
    let line = clean_line(text);
    let part = |segment: Segment<'_>| match segment {
        Segment::Text(text) => text.to_owned(),
        Segment::Code(code) => format!("\u{1}{code}\u{1}"),
    };
    segments(&line).into_iter().map(part).collect()
}

/// Texts made of what Markdown looks at.
fn hostile() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        4 => prop::sample::select(vec![
            "*", "**", "_", "__", "`", "``", "```", "[", "]", "(", ")", "<", ">", "|", "#", "## ", "~", "~~", "&", "!", ":",
            "\\", "\n", "\r\n", " ", "  ", "-", "- ", "+ ", "=", "---", "===", "1. ", "1) ", "$", "$$", "\t", "    ", "^", "@", "'",
            "\"", "{", "}", ".", "/", "|-|", ":-:", ";", "%", "\u{202e}", "\u{a0}", "\u{2028}", "\u{3000}", "\0", "\u{1b}",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "a", "B", "é", "日", "1", "word", "<b>", "</b>", "<!--", "-->", "<!x>", "<?x?>", "<![CDATA[", "&amp;", "&#35;", "&copy;",
            "[x](y)", "![x](y)", "[x]: y", "[^1]", "[^1]: z", "[ ] ", "[x] ", "http://a.b", "https://", "www.a.b", "a@b.co", "<a@b.co>",
            "<http://a>", "@name", "#12", "o/r#1", "GH-1", ":tada:", "`code`", "`a|b`", "`\\|`", "snake_case", "C:\\dir", "> ", ">", "\\\\",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(token, 0..14).prop_map(|tokens: Vec<String>| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn escape_shows_the_text_and_nothing_else(text in hostile()) {
        let escaped = escape(&text);
        let expect = expected(&text);
        if expect.trim().is_empty() {
            return Ok(());
        }
        prop_assert!(!escaped.contains('\n'));
        let mail = |text: String| text.replace('\u{200b}', "");
        let expect = mail(expect);
        for (page, blocks, extra) in [
            (format!("{escaped}\n"), "p", ""),
            (format!("* {escaped}\n"), "li", ""),
            (format!("* x {escaped}\n"), "li", "x "),
            (format!("## {escaped}\n"), "h", ""),
            (format!("[{escaped}](u)\n"), "pa", ""),
        ] {
            prop_assert_eq!(inline(&page, blocks).map(mail), Ok(format!("{extra}{expect}")), "{}", page);
        }
    }

    #[test]
    fn two_texts_do_not_join_into_structure(one in hostile(), two in hostile()) {
        let expect = format!("{} {}", expected(&one), expected(&two));
        // One dollar sign stays as it is: `$HOME` is common, two such texts in one paragraph are not.
        if !(!one.contains('$') || !two.contains('$')) { return Ok(()); }
        if !(!expected(&one).trim().is_empty() && !expected(&two).trim().is_empty()) { return Ok(()); }
        for page in [format!("{} {}", escape(&one), escape(&two)), format!("{}\n{}", escape(&one), escape(&two))] {
            // A line break inside a paragraph is an event of its own.
            let got = inline(&page, "p").or_else(|soft| if soft == "SoftBreak" { Ok(expect.clone()) } else { Err(soft) });
            prop_assert_eq!(got.map(|text| text.replace('\u{200b}', "")), Ok(expect.replace('\u{200b}', "")), "{}", page);
        }
    }

    #[test]
    fn a_table_cell_shows_the_text(text in hostile()) {
        let expect = expected(&text);
        let mut table = Table::new([("a", Align::Left), ("b", Align::Right)]);
        table.row([escape(&text), String::from("z")]);
        let page = table.to_string();
        let got = inline(&page, "tTccrcc").map(|text| text.replace('\u{200b}', ""));
        prop_assert_eq!(got, Ok(format!("ab{}z", expect.replace('\u{200b}', ""))), "{}", page);
    }

    #[test]
    fn disarmed_texts_hold_no_reference(text in hostile()) {
        let page = Escape::new().disarm_mentions().disarm_references().text(&text);
        let shown = inline(&page, "p").unwrap_or_default();
        let outside: String = shown.split('\u{1}').step_by(2).collect::<Vec<_>>().join(" ");
        let bytes: Vec<char> = outside.chars().collect();
        for pair in bytes.windows(2) {
            prop_assert!(!(pair[0] == '#' && pair[1].is_ascii_digit()), "{}", outside);
        }
        for triple in format!(" {outside}").chars().collect::<Vec<_>>().windows(3) {
            let word = triple[0].is_ascii_alphanumeric() || triple[0] == '_';
            prop_assert!(word || triple[1] != '@' || !triple[2].is_ascii_alphanumeric(), "{}", outside);
        }
    }

    #[test]
    fn code_spans_and_fences_hold_any_text(text in hostile()) {
        let line = clean_line(&text).into_owned();
        if line.trim().is_empty() {
            return Ok(());
        }
        prop_assert_eq!(inline(&format!("x {}", code_span(&text)), "p"), Ok(format!("x \u{1}{line}\u{1}")));
        let page = fence(&text, "sh");
        let got: String = events(&page).iter().filter_map(|e| if let Event::Text(text) = e { Some(text.as_ref()) } else { None }).collect();
        let expect = clean_block(&text);
        prop_assert_eq!(got.trim_end_matches('\n'), expect.trim_end_matches('\n'));
        prop_assert_eq!(events(&page).iter().filter(|e| matches!(e, Event::Start(_))).count(), 1);
    }

    #[test]
    fn links_stay_links(text in hostile(), url in "https://\\PC{0,12}") {
        if expected(&text).trim().is_empty() {
            return Ok(());
        }
        let got = inline(&link(&text, &url), "pa").map(|text| text.replace('\u{200b}', ""));
        prop_assert_eq!(got, Ok(expected(&text).replace('\u{200b}', "")), "{}", link(&text, &url));
    }
}

/// Pages of blocks as tools write them, and some nobody should.
fn pages() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "text of a paragraph that goes on",
        "# Title",
        "## Part",
        "- item",
        "  - nested",
        "  more of it",
        "1. first",
        "```",
        "```rust",
        "````",
        "~~~",
        "  ```",
        "- ```",
        "> quote",
        "> ```",
        "| a | b |",
        "| - | - |",
        "| 1 | 2 |",
        "<details>",
        "<details><summary>x</summary>",
        "</details>",
        "<!-- comment -->",
        "<!-- open",
        "-->",
        "use `<details>` here",
        "é日😀 wide",
        "<table><tr><td>",
        "</td></tr></table>",
        "**bold** [link](u)",
        "   ```",
        "1. ```",
        "   deep",
    ]);
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn truncate_keeps_the_limit_and_leaves_nothing_open(page in pages(), limit in 0_usize..300, unit in 0..3) {
        let unit = [Unit::Utf16, Unit::Bytes, Unit::Chars][usize::try_from(unit).unwrap()];
        let note = "NOTE [rest](u)";
        let cut = truncate(&page, limit, unit, note);
        prop_assert!(unit.count(&cut) <= limit);
        if unit.count(&page) <= limit || !cut.contains("NOTE") {
            return Ok(());
        }
        // The note is read as Markdown, outside of every block, element and comment.
        let events = events(&cut);
        let mut depth = 0;
        let mut html = String::new();
        let mut found = false;
        for event in &events {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Html(text) | Event::InlineHtml(text) => html.push_str(text),
                Event::Text(text) if text.starts_with("NOTE") => { found = true; prop_assert_eq!(depth, 1, "{}", cut); }
                _ => {}
            }
        }
        prop_assert!(found, "{}", cut);
        // Comments hide their elements, and the end of a table cell ends what is open in it.
        let shown: String = html.split("<!--").enumerate().map(|(at, part)| {
            if at == 0 { part } else { part.split_once("-->").map_or("", |(_, shown)| shown) }
        }).collect();
        let count = |tag: &str| shown.matches(tag).count();
        prop_assert!(count("<table>") > 0 || count("<details>") <= count("</details>"), "{}", cut);
    }

    #[test]
    fn truncate_takes_any_text(text in "\\PC{0,80}", limit in 0_usize..60) {
        prop_assert!(Unit::Chars.count(&truncate(&text, limit, Unit::Chars, "n")) <= limit);
    }
}
