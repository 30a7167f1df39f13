//! Mappings and lists of YAML in blocks: enough for manifests, whose version is a scalar of one.

use std::ops::Range;

use super::Text;
use super::line::{lines, part, quoted};

/// A line of a document that is neither empty nor a comment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The byte at which its text starts.
    start: usize,
    /// How deep its text stands.
    pub(crate) indent: usize,
    /// What stands behind the indentation.
    pub(crate) text: &'a str,
}

impl<'a> Line<'a> {
    /// The lines of each document.
    pub(crate) fn documents(content: &'a str) -> Vec<Vec<Self>> {
        let mut documents = vec![Vec::new()];
        for (start, line) in lines(content) {
            let text = line.trim_start_matches(' ');
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let is_empty = documents.last().is_none_or(Vec::is_empty);
            match line.starts_with("---") || line.starts_with("...") {
                true if is_empty => {}
                true => documents.push(Vec::new()),
                false => {
                    let indent = line.len() - text.len();
                    let line = Self { start: start + indent, indent, text };
                    documents.last_mut().into_iter().for_each(|document| document.push(line));
                }
            }
        }
        documents
    }

    /// The lines of the first document.
    pub(crate) fn all(content: &'a str) -> Vec<Self> {
        Self::documents(content).swap_remove(0)
    }

    /// What stands behind `- `, as a line of its own.
    fn item(self) -> Option<Self> {
        let rest = self.text.strip_prefix('-')?;
        let text = rest.trim_start_matches(' ');
        let within = self.text.len() - text.len();
        (rest.is_empty() || within > 1).then_some(Self {
            start: self.start + within,
            indent: self.indent + within,
            text,
        })
    }

    /// What stands behind `key:`.
    fn value(self, key: &str) -> Option<&'a str> {
        let quote = self.text.chars().next().filter(|c| "\"'".contains(*c));
        let rest = match quote {
            Some(quote) => self.text[1..].strip_prefix(key)?.strip_prefix(quote)?,
            None => self.text.strip_prefix(key)?,
        };
        let value = rest.trim_start().strip_prefix(':')?;
        (value.is_empty() || value.starts_with([' ', '\t'])).then_some(value)
    }

    /// The scalar at the end of the line.
    fn scalar(self, value: &str) -> Option<Text> {
        let span = quoted(value).or_else(|| plain(value))?;
        let at = self.text.len() - value.len();
        Some(part(self.start, self.text, at + span.start..at + span.end))
    }
}

/// The scalar at the end of a path of keys in the first document; a number counts the items of a list. What is
/// indented deeper belongs to another value: a block scalar, a list, a mapping that was not asked for.
pub(crate) fn nested(content: &str, keys: &[&str]) -> Option<Text> {
    find(&Line::all(content), keys)
}

fn find(block: &[Line<'_>], keys: &[&str]) -> Option<Text> {
    let (key, rest) = keys.split_first()?;
    let first = block.first()?;
    if first.item().is_none() {
        return match rest {
            [] => scalar(block, key),
            rest => find(self::block(block, key)?, rest),
        };
    }
    let at = items_of(block).nth(key.parse().ok()?)?;
    let line = block[at].item()?;
    if rest.is_empty() {
        return line.scalar(line.text);
    }
    let below = &block[at + 1..];
    let end = below.iter().position(|below| below.indent < line.indent).unwrap_or(below.len());
    let own: Vec<Line<'_>> = std::iter::once(line)
        .filter(|line| !line.text.is_empty())
        .chain(below[..end].iter().copied())
        .collect();
    find(&own, rest)
}

/// Where the items of a list start.
fn items_of(block: &[Line<'_>]) -> impl Iterator<Item = usize> {
    let level = block.first().map_or(0, |line| line.indent);
    (0..block.len()).filter(move |&at| block[at].indent == level && block[at].item().is_some())
}

/// The line of a key in a mapping.
fn position(mapping: &[Line<'_>], key: &str) -> Option<usize> {
    let level = mapping.first()?.indent;
    mapping.iter().position(|line| line.indent == level && line.value(key).is_some())
}

/// What stands below a key of a mapping.
pub(crate) fn block<'a, 'b>(mapping: &'b [Line<'a>], key: &str) -> Option<&'b [Line<'a>]> {
    let at = position(mapping, key)?;
    let (level, below) = (mapping[at].indent, &mapping[at + 1..]);
    // A list may stand as deep as its key.
    let ends = |line: &Line<'_>| line.indent < level || line.indent == level && line.item().is_none();
    let end = below.iter().position(ends).unwrap_or(below.len());
    Some(&below[..end])
}

/// The scalar at a key of a mapping.
pub(crate) fn scalar(mapping: &[Line<'_>], key: &str) -> Option<Text> {
    let line = mapping[position(mapping, key)?];
    line.scalar(line.value(key)?)
}

/// The scalars of a list at a key of the outermost mapping.
pub(crate) fn items(content: &str, key: &str) -> Vec<Text> {
    let lines = Line::all(content);
    let list = block(&lines, key).unwrap_or_default();
    items_of(list).filter_map(|at| list[at].item()).filter_map(|line| line.scalar(line.text)).collect()
}

/// The scalar of a key of the outermost mapping.
pub(crate) fn top_level(content: &str, key: &str) -> Option<Text> {
    nested(content, &[key])
}

/// A plain scalar ends in front of a comment.
fn plain(value: &str) -> Option<Range<usize>> {
    let end = value.find(" #").or_else(|| value.find("\t#")).unwrap_or(value.len());
    let text = value[..end].trim();
    let start = value.len() - value.trim_start().len();
    let is_scalar = !text.is_empty() && !text.starts_with(['|', '>', '&', '*', '!', '{', '[', '#']);
    is_scalar.then(|| start..start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_by_their_path() {
        let text = "# a\n---\nblock: |\n  version: 1\nlist:\n- version: 2\n  x: 3\n-\n  y: \"z\"\n- w\nversion:  '4' # 5\n\"a\":\n    b:\n      - c: 6\n    c : 7#8 # 9\n  \nd: {}\n---\nversion: 10\ne: 11\n";
        let find = |keys: &[&str]| nested(text, keys).map(|found| (text[found.span].to_owned(), found.value));
        for (keys, value) in [
            (&["version"][..], "4"),
            (&["a", "c"], "7#8"),
            (&["a", "b", "0", "c"], "6"),
            (&["list", "0", "x"], "3"),
            (&["list", "1", "y"], "z"),
            (&["list", "2"], "w"),
        ] {
            assert_eq!(find(keys), Some((value.to_owned(), value.to_owned())), "{keys:?}");
        }
        for keys in [
            &["e"][..],
            &["a", "version"],
            &["block", "x"],
            &["d"],
            &["a"],
            &["a", "b", "c"],
            &["versio"],
            &["list", "3"],
            &["list", "2", "x"],
        ] {
            assert_eq!(find(keys), None, "{keys:?}");
        }
        let all: Vec<_> = items("p:\n  - 'a/*' # b\n  - \"c\"\n  - d\ne: f\n", "p")
            .into_iter()
            .map(|text| text.value)
            .collect();
        assert_eq!(all, ["a/*", "c", "d"]);
    }
}
