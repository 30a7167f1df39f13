//! A stranger's Markdown, so that it shows and does nothing else.
//!
//! | What a stranger may try | What becomes of it |
//! |---|---|
//! | call people: `@name`, also as `&#64;name` | it shows, and calls nobody |
//! | leave a trace on issues: `#12`, `GH-12`, links to GitHub's pages; mark duplicates by them | it shows, and leaves none |
//! | pass for somebody's mark: HTML comments | they are gone |
//! | show a picture that may be another one tomorrow | a link to it, or its tag as text |
//! | hide or disarrange what follows: `<details>`, fences, tags that are never closed | they are closed; other HTML is text |
//! | give orders to bots: `/approve` at the start of a line | it shows, and does not stand at the start |
//! | reorder what is read: bidirectional controls | they are gone |

use deploy_kit_core::markdown::{clean_block, closed};

/// Shown as nothing, and enough for GitHub to see no mention, no reference, no tag and no entity.
const JOINER: char = '\u{2060}';

/// Elements that show and do nothing else.
const ELEMENTS: [&str; 36] = [
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "details",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "s",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "var",
];

/// Their attributes.
const ATTRIBUTES: [&str; 5] = ["align", "colspan", "open", "rowspan", "width"];

/// Entities that stand for no letter and for nothing that GitHub looks at.
const ENTITIES: [&str; 17] = [
    "amp", "bull", "check", "darr", "emsp", "ensp", "gt", "hellip", "larr", "lt", "mdash", "middot", "nbsp",
    "ndash", "quot", "rarr", "uarr",
];

/// Keeps the Markdown, and takes from it what reaches beyond the comment: see the table above.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = without_comments(clean_block(text));
    let mut out = String::with_capacity(text.len());
    let (mut before, mut is_start) = (' ', true);
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some(length) =
            github_host(rest).filter(|_| !before.is_alphanumeric() && !"-.".contains(before))
        {
            // GitHub's pages by another address, which leaves no trace on what it leads to.
            out.push_str("redirect.github.com");
            (rest, before, is_start) = (&rest[length..], 'm', false);
            continue;
        }
        let after = &rest[c.len_utf8()..];
        if c == '/' && is_start {
            out.push(JOINER);
        }
        out.push(c);
        // Part of an entity that stays is no reference.
        let is_kept = c == '#' && before == '&' && !is_entity(rest);
        if !is_kept && is_armed(c, after, &out) {
            out.push(JOINER);
        }
        // Within quotes and lists a line starts as well.
        is_start = c == '\n' || (is_start && " \t>*+-".contains(c));
        (rest, before) = (after, c);
    }
    closed(&out).into_owned()
}

/// Whether GitHub would make something of a character with what follows it; `out` ends in it.
fn is_armed(c: char, after: &str, out: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    match c {
        '@' => next.is_ascii_alphanumeric(),
        '#' => next.is_ascii_digit(),
        '-' => next.is_ascii_digit() && ends_in_gh(out),
        '!' => next == '[',
        '&' => is_entity(after),
        '<' => (next.is_ascii_alphabetic() || "/!?".contains(next)) && !is_tag(after) && !is_link(after),
        _ => false,
    }
}

/// Whether a text behind `&` makes an entity that may stand for a letter or a sign.
fn is_entity(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    let Some(number) = name.strip_prefix('#') else {
        return !name.is_empty() && rest.starts_with(';') && !ENTITIES.contains(&name);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let stands_for = code.ok().and_then(char::from_u32);
    !rest.starts_with(';')
        || stands_for.is_none_or(|c| c.is_alphanumeric() || c.is_control() || "@#-_./:".contains(c))
}

/// Whether a text behind `<` is one of our elements' tags, on one line, with attributes that we know.
fn is_tag(after: &str) -> bool {
    let Some((tag, _)) = after.split_once('>') else { return false };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if !ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return false;
    }
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start_matches(' ');
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, value) = rest.split_at(end);
        if !ATTRIBUTES.contains(&name) {
            return false;
        }
        rest = match value.strip_prefix("=\"").map(|value| value.split_once('"')) {
            Some(Some((value, rest))) if value.chars().all(|c| c.is_ascii_alphanumeric() || c == '%') => rest,
            None if !value.starts_with('=') => value,
            _ => return false,
        };
    }
    true
}

/// Whether a text behind `<` is an address.
fn is_link(after: &str) -> bool {
    after.starts_with("https://") || after.starts_with("http://")
}

/// The length of GitHub's name at the start of a text that is an address of a page; a backslash before a sign is none
/// in the target of a link.
fn github_host(text: &str) -> Option<usize> {
    let mut rest = text;
    for (at, part) in ["www", ".", "github", ".", "com"].into_iter().enumerate() {
        let sign = rest.strip_prefix('\\').filter(|_| part == ".").unwrap_or(rest);
        match sign.get(..part.len()) {
            Some(start) if start.eq_ignore_ascii_case(part) => rest = &sign[part.len()..],
            _ if at < 2 && rest.len() == text.len() => {}
            _ => return None,
        }
    }
    let is_page = rest.starts_with(['/', '\\', ':', '%']);
    is_page.then_some(text.len() - rest.len())
}

/// `GH-12` is a reference as well.
fn ends_in_gh(text: &str) -> bool {
    let word: String = text.trim_end_matches('-').chars().rev().take(3).collect();
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'h'))
        && letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'g'))
        && !letters.next().is_some_and(char::is_alphanumeric)
}

/// The text without HTML comments; one that nothing ends runs to the end. What is left may make one again.
fn without_comments(mut text: String) -> String {
    while let Some(from) = text.find("<!--") {
        let to = text[from..].find("-->").map_or(text.len(), |end| from + end + 3);
        text.replace_range(from..to, "");
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        clean(text).replace(JOINER, "|")
    }

    #[test]
    fn nobody_is_called_and_no_issue_is_referred_to() {
        assert_eq!(shown("hello @octocat and @org/team"), "hello @|octocat and @|org/team");
        assert_eq!(shown("see #12, o/r#3 and GH-4"), "see #|12, o/r#|3 and GH-|4");
        assert_eq!(shown("# Title\n#tag a-4"), "# Title\n#tag a-4");
        assert_eq!(shown("Duplicate of #12, closes #13"), "Duplicate of #|12, closes #|13");
        let spelt = "&#64;octocat &#x40;octocat &commat;octocat &num;1 @&#111;ctocat &#64octocat @&fjlig;ord";
        let broken = "&|#|64;octocat &|#x40;octocat &|commat;octocat &|num;1 @&|#|111;ctocat &|#|64octocat @&|fjlig;ord";
        assert_eq!(shown(spelt), broken);
        assert_eq!(shown("&@octocat &<img> &#1"), "&@|octocat &<|img> &|#|1");
        let harmless = "a & b &amp; &nbsp; &#39; &#124; &#8203; ?a=1&b=2";
        assert_eq!(shown(harmless), harmless);
    }

    #[test]
    fn links_to_github_leave_no_trace() {
        for host in ["github.com", "www.github.com", "GitHub.com", r"github\.com"] {
            let page = format!("see https://{host}/o/r/issues/3");
            assert_eq!(shown(&page), "see https://redirect.github.com/o/r/issues/3", "{host}");
        }
        assert_eq!(shown("[x](//github.com:443/o)"), "[x](//redirect.github.com:443/o)");
        assert_eq!(shown("www.github.com/o"), "redirect.github.com/o");
        for other in ["https://redirect.github.com/o", "https://notgithub.com/o", "https://gist.github.com/o"]
        {
            assert_eq!(shown(other), other);
        }
    }

    #[test]
    fn no_mark_passes() {
        assert_eq!(shown("a <!-- deploy-kit-comment: k run=9.9 --> b"), "a  b");
        assert_eq!(shown("a <!-- never ended"), "a ");
        assert_eq!(shown("<!<!-- x -->-- deploy-kit-comment: k -->b"), "b");
    }

    #[test]
    fn pictures_and_other_html_are_text() {
        assert_eq!(
            shown("![all is well](https://x.example/a.png)"),
            "!|[all is well](https://x.example/a.png)"
        );
        for tag in [
            "<img src=x>",
            "<a href=\"https://x.example\">",
            "<script>",
            "<pre>",
            "<?x",
            "<![CDATA[",
            "<details onclick=\"x\">",
            "<td align=\"a b\">",
            "<td align=x>",
            "</a>",
            "<details",
        ] {
            assert_eq!(clean(tag).replace(JOINER, ""), tag);
            assert!(shown(tag).starts_with("<|"), "{tag}");
        }
        for text in [
            "a < b",
            "<https://x.example>",
            "<td align=\"right\" colspan=\"2\">x</td>",
            "a<br/>b<br />c",
            "1 <2",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_is_open_is_closed() {
        assert_eq!(shown("<details open>\n\ntext"), "<details open>\n\ntext\n\n</details>");
        assert_eq!(shown("~~~~\ntext"), "~~~~\ntext\n~~~~");
    }

    #[test]
    fn no_bot_takes_an_order() {
        assert_eq!(shown("/approve\n  /lgtm\n> /merge\na/b /c"), "|/approve\n  |/lgtm\n> |/merge\na/b /c");
    }

    #[test]
    fn nothing_is_read_in_another_order_than_it_is_written() {
        assert_eq!(clean("a\u{202e}b\u{7}c\r\nd"), "abc\nd");
    }

    #[test]
    fn the_rest_stays_as_it_is() {
        let page = "## Coverage\n\n| a | b |\n|---|---|\n| `x` | 12% |\n\n<details>\n<summary>s</summary>\n\n```\ncode\n```\n</details>\n";
        assert_eq!(clean(page), page);
    }

    proptest! {
        #[test]
        fn nothing_else_changes(text in "[a-z#@0-9 \n|`*&;!<>/\\[-]{0,60}") {
            let cleaned = clean(&text).replace(JOINER, "");
            prop_assert!(cleaned.starts_with(text.trim_end_matches('\n')), "{}", cleaned);
        }

        #[test]
        fn no_mark_is_left(text in "(<!--|-->|<|!|-|>|a| |deploy-kit-part: x){0,20}") {
            prop_assert!(!clean(&text).contains("<!--"), "{}", clean(&text));
        }

        #[test]
        fn to_clean_it_again_changes_nothing(text in "(@a|#1|<b>|<a>|&#64;|/x|!\\[|github.com/|\n| |GH-1){0,12}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
