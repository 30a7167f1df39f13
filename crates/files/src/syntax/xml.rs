//! XML.

use roxmltree::{Document, Node, ParsingOptions};

use super::Text;
use crate::Error;

/// Parses a document and hands its root element on: its parts borrow from it.
pub(crate) fn read<T>(content: &str, with: impl FnOnce(Node<'_, '_>) -> T) -> Result<T, Error> {
    // A property list has a document type; what it could declare is limited by the parser.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    // The parser skips a byte order mark and counts it.
    match Document::parse_with_options(content, options) {
        Ok(document) => Ok(with(document.root_element())),
        Err(error) => {
            let at = error.pos();
            let before: usize = content.split_inclusive('\n').take(at.row as usize - 1).map(str::len).sum();
            let line = &content[before..];
            let column = line.char_indices().nth(at.col as usize - 1).map_or(line.len(), |(byte, _)| byte);
            let message = error.to_string();
            let message = message.strip_suffix(&format!(" at {at}")).unwrap_or(&message);
            Err(Error::syntax(content, Some(before + column..before + column), "XML", message))
        }
    }
}

/// The first child element of a name, in whatever namespace.
pub(crate) fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    children(node, name).next()
}

/// The child elements of a name, in whatever namespace.
pub(crate) fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The text of an element that holds nothing else, without the spaces around it.
pub(crate) fn text(node: Node<'_, '_>) -> Option<Text> {
    let mut children = node.children();
    let only = children.next().filter(|only| only.is_text() && children.next().is_none())?;
    let raw = &node.document().input_text()[only.range()];
    let value = raw.trim();
    // What is written as `&#49;` or in CDATA is left to those who write so.
    if only.text() != Some(raw) {
        return None;
    }
    let start = only.range().start + (raw.len() - raw.trim_start().len());
    Some(Text { span: start..start + value.len(), value: value.to_owned() })
}

/// The value of an attribute; of `android:versionName` only the last part of the name counts.
pub(crate) fn attribute(node: Node<'_, '_>, name: &str) -> Option<Text> {
    let name = name.rsplit(':').next().unwrap_or(name);
    let attribute = node.attributes().find(|attribute| attribute.name() == name)?;
    let span = attribute.range_value();
    let value = attribute.value();
    (node.document().input_text()[span.clone()] == *value).then(|| Text { span, value: value.to_owned() })
}

/// The text of a child element.
pub(crate) fn child_text(node: Node<'_, '_>, name: &str) -> Option<Text> {
    child(node, name).and_then(text)
}
