//! Markdown cut to a size, so that what is left still reads as it should.

use std::borrow::Cow;

const NOTE: &str = "\n> … cut here: the summary of a step holds at most 1 MiB.\n";

/// Elements that swallow what follows when they are left open.
const ELEMENTS: [&str; 4] = ["details", "table", "blockquote", "pre"];

/// `markdown` in at most `room` bytes: whole, or whole lines of it, with open fences and elements
/// closed and a note; nothing if not even the note fits.
pub(super) fn fit(markdown: &str, room: usize) -> Cow<'_, str> {
    if markdown.len() <= room {
        return Cow::Borrowed(markdown);
    }
    let mut kept = markdown;
    let mut closing = String::new();
    loop {
        let Some(left) = room.checked_sub(NOTE.len() + closing.len()) else {
            return Cow::Borrowed("");
        };
        kept = whole_lines(kept, left);
        let needed = open(kept);
        if needed.len() <= closing.len() {
            return Cow::Owned(format!("{kept}{needed}{NOTE}"));
        }
        closing = needed;
    }
}

/// The first lines of `text`, at most `room` bytes.
fn whole_lines(text: &str, room: usize) -> &str {
    let end = room.min(text.len());
    let lines = memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |at| at + 1);
    &text[..lines]
}

/// What closes all that `markdown` leaves open, innermost first.
fn open(markdown: &str) -> String {
    let mut fence = None;
    let mut elements = Vec::new();
    for line in markdown.lines() {
        match (fence, fence_of(line)) {
            (None, Some((c, length, _))) => fence = Some((c, length)),
            (Some((c, length)), Some((d, other, bare))) if c == d && bare && other >= length => {
                fence = None;
            }
            (Some(_), _) => {}
            (None, None) => tags(line, &mut elements),
        }
    }
    let mut out = String::new();
    if let Some((c, length)) = fence {
        out.extend(std::iter::repeat_n(c, length));
        out.push('\n');
    }
    for element in elements.iter().rev() {
        out.push_str(&format!("\n</{element}>\n"));
    }
    out
}

/// A line that opens or closes a fence (CommonMark 4.5): its character, its length, and whether
/// nothing follows. Within a quotation or a list it is found, too.
fn fence_of(line: &str) -> Option<(char, usize, bool)> {
    let line = line.trim_start_matches([' ', '>', '-', '\t']);
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(c);
    let length = line.len() - rest.len();
    (length >= 3).then(|| (c, length, rest.trim().is_empty()))
}

/// Follows the elements that a line opens and closes.
fn tags(line: &str, open: &mut Vec<&'static str>) {
    for tag in line.split('<').skip(1) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let known = ELEMENTS.into_iter().find(|element| name.eq_ignore_ascii_case(element));
        match known {
            Some(element) if !closes => open.push(element),
            Some(element) => {
                if let Some(at) = open.iter().rposition(|other| *other == element) {
                    open.remove(at);
                }
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_whole() {
        assert!(matches!(fit("a\nb\n", 4), Cow::Borrowed("a\nb\n")));
        assert_eq!(fit("a\nb\n", 3), "");
    }

    #[test]
    fn a_cut_is_at_a_line_and_noted() {
        let text = "line one\n".repeat(20);
        let cut = fit(&text, NOTE.len() + 12);
        assert_eq!(cut, format!("line one\n{NOTE}"));
    }

    #[test]
    fn fences_and_elements_are_closed() {
        let text =
            format!("<details><summary>x</summary>\n\n````rust\n```\n<table>\n{}", "code\n".repeat(50));
        for room in 0..text.len() {
            let cut = fit(&text, room);
            assert!(cut.len() <= room);
            assert_eq!(open(&cut), "", "{cut}");
        }
        let cut = fit(&text, 150).into_owned();
        assert!(cut.contains("code\n````\n\n</details>\n\n> … cut"), "{cut}");
    }

    #[test]
    fn closed_elements_are_left_alone() {
        assert_eq!(open("<details>\n<Table><tr>\n</table>\n</details>\n~~~\n<pre>\n~~~~\n"), "");
        assert_eq!(open("~~~ info\n```\n"), "~~~\n");
        assert_eq!(open("a < b <details open>"), "\n</details>\n");
    }
}
