//! Mappings of YAML in blocks: enough for manifests, whose version is a scalar of one.

use std::ops::Range;

use super::Text;
use super::line::{lines, part, quoted};

/// The scalar at the end of a path of keys in the first document. What is indented deeper belongs to another
/// value: a block scalar, a list, a mapping that was not asked for.
pub(crate) fn nested(content: &str, keys: &[&str]) -> Option<Text> {
    // The indentation of each key of the path that was met, and that of the keys below the last of them.
    let mut path: Vec<usize> = Vec::new();
    let mut level: Option<usize> = Some(0);
    let mut begun = false;
    for (start, line) in lines(content) {
        let text = line.trim_start_matches(' ');
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if line.starts_with("---") && !begun {
            continue;
        }
        if line.starts_with("---") || line.starts_with("...") {
            return None;
        }
        begun = true;
        let indent = line.len() - text.len();
        while path.last().is_some_and(|last| indent <= *last) {
            level = path.pop();
        }
        if *level.get_or_insert(indent) != indent {
            continue;
        }
        let key = keys.get(path.len())?;
        let Some((at, value)) = value(line, indent, key) else { continue };
        if path.len() + 1 == keys.len() {
            let span = quoted(value).or_else(|| plain(value))?;
            return Some(part(start, line, at + span.start..at + span.end));
        }
        path.push(indent);
        level = None;
    }
    None
}

/// The scalar of a key of the outermost mapping.
pub(crate) fn top_level(content: &str, key: &str) -> Option<Text> {
    nested(content, &[key])
}

/// What stands behind `key:`, with where it starts in its line.
fn value<'a>(line: &'a str, indent: usize, key: &str) -> Option<(usize, &'a str)> {
    let text = &line[indent..];
    let quote = text.chars().next().filter(|c| "\"'".contains(*c));
    let rest = match quote {
        Some(quote) => text[1..].strip_prefix(key)?.strip_prefix(quote)?,
        None => text.strip_prefix(key)?,
    };
    let value = rest.trim_start().strip_prefix(':')?;
    (value.is_empty() || value.starts_with([' ', '\t'])).then(|| (line.len() - value.len(), value))
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
        let text = "# a\n---\nblock: |\n  version: 1\nlist:\n- version: 2\n  x: 3\nversion:  '4' # 5\n\"a\":\n    b:\n      - c: 6\n    c : 7#8 # 9\n  \nd: {}\n---\nversion: 10\ne: 11\n";
        let find = |keys: &[&str]| nested(text, keys).map(|found| (text[found.span].to_owned(), found.value));
        for (keys, value) in [(&["version"][..], "4"), (&["a", "c"], "7#8")] {
            assert_eq!(find(keys), Some((value.to_owned(), value.to_owned())), "{keys:?}");
        }
        for keys in
            [&["e"][..], &["a", "version"], &["block", "x"], &["d"], &["a"], &["a", "b", "c"], &["versio"]]
        {
            assert_eq!(find(keys), None, "{keys:?}");
        }
    }
}
