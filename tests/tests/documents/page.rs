//! A Markdown page, read by a parser that is not ours.

use deploy_kit_tests::tree;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What the tests need of a page.
pub(crate) struct Page {
    /// Its path from the root.
    pub(crate) path: String,
    /// Its fenced blocks.
    pub(crate) blocks: Vec<Block>,
    /// Where its links and pictures lead.
    pub(crate) links: Vec<String>,
    /// The anchors of its headings.
    pub(crate) anchors: Vec<String>,
}

/// A fenced block.
pub(crate) struct Block {
    /// The first word after the fence.
    pub(crate) language: String,
    /// The first line of its text, counted from 1.
    pub(crate) line: usize,
    /// Its text.
    pub(crate) text: String,
}

/// Every page of the repository.
pub(crate) fn all() -> Vec<Page> {
    tree::files("md").into_iter().map(|(path, text)| read(path, &text)).collect()
}

fn read(path: String, text: &str) -> Page {
    let mut page = Page { path, blocks: Vec::new(), links: Vec::new(), anchors: Vec::new() };
    let mut heading: Option<(HeadingLevel, String)> = None;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    let mut in_block = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let language = info.split([' ', ',']).next().unwrap_or_default().to_owned();
                let line = 2 + text[..range.start].matches('\n').count();
                page.blocks.push(Block { language, line, text: String::new() });
                in_block = true;
            }
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.into_string());
            }
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((_, title)) = heading.take() {
                    page.anchors.push(anchor(&title, &page.anchors));
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                } else if let Some(block) = page.blocks.last_mut().filter(|_| in_block) {
                    block.text.push_str(&words);
                }
            }
            _ => {}
        }
    }
    page
}

/// The second heading of a name gets `-1`, the third `-2`.
fn anchor(title: &str, taken: &[String]) -> String {
    let slug = deploy_kit_core::markdown::slug(title);
    let numbered = (1..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name))
        .expect("a number that is free")
}
