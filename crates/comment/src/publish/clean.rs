//! A stranger's Markdown, so that it shows and does nothing else.

/// Shown as nothing, and enough for GitHub to see no mention and no reference.
const JOINER: char = '\u{2060}';

/// GitHub's pages by another address, which leaves no trace on what it leads to.
const REDIRECT: &str = "https://redirect.github.com/";

/// Keeps the Markdown, and takes from it what reaches beyond the comment: mentions call nobody, references and links to
/// issues leave no trace there, and HTML comments, which may be somebody's marks, are gone.
#[must_use]
pub fn clean(text: &str) -> String {
    let text = without_comments(&text.replace("\r\n", "\n"));
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let next = after.chars().next().unwrap_or(' ');
        if let Some(page) = github_page(rest).filter(|_| !before.is_alphanumeric()) {
            out.push_str(REDIRECT);
            rest = &rest[page..];
            before = '/';
            continue;
        }
        out.push(c);
        let is_mention = c == '@' && next.is_ascii_alphanumeric();
        let is_reference = c == '#' && next.is_ascii_digit();
        let is_gh = c == '-' && next.is_ascii_digit() && out.len() >= 3 && ends_in_gh(&out);
        if is_mention || is_reference || is_gh {
            out.push(JOINER);
        }
        before = c;
        rest = after;
    }
    out
}

/// The length of `https://github.com/` at the start of a text.
fn github_page(text: &str) -> Option<usize> {
    let prefixes = ["https://github.com/", "http://github.com/", "https://www.github.com/"];
    let starts =
        |prefix: &&&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    prefixes.iter().find(starts).map(|prefix| prefix.len())
}

/// `GH-12` is a reference as well.
fn ends_in_gh(text: &str) -> bool {
    let word: String = text.trim_end_matches('-').chars().rev().take(3).collect();
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'h'))
        && letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'g'))
        && !letters.next().is_some_and(char::is_alphanumeric)
}

/// The text without HTML comments; one that nothing ends runs to the end.
fn without_comments(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(from) = rest.find("<!--") {
        out.push_str(&rest[..from]);
        rest = rest[from..].split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        clean(text).replace(JOINER, "|")
    }

    #[test]
    fn what_reaches_beyond_the_comment_is_taken_from_it() {
        assert_eq!(shown("hello @octocat and @org/team"), "hello @|octocat and @|org/team");
        assert_eq!(shown("see #12, o/r#3 and GH-4"), "see #|12, o/r#|3 and GH-|4");
        assert_eq!(shown("# Title\n#tag a-4"), "# Title\n#tag a-4");
        let page = "see https://github.com/o/r/issues/3";
        assert_eq!(shown(page), "see https://redirect.github.com/o/r/issues/3");
        assert_eq!(shown("a <!-- deploy-kit-comment: k run=9.9 --> b"), "a  b");
        assert_eq!(shown("a <!-- never ended"), "a ");
    }

    #[test]
    fn the_rest_stays_as_it_is() {
        let page = "## Coverage\n\n| a | b |\n|---|---|\n| `x` | 12% |\n\n<details>\n<summary>s</summary>\n\n```\ncode\n```\n</details>\n";
        assert_eq!(clean(page), page);
    }

    proptest! {
        #[test]
        fn nothing_else_changes(text in "[a-z#@0-9 \n|`*-]{0,60}") {
            prop_assert_eq!(clean(&text).replace(JOINER, ""), text);
        }

        #[test]
        fn no_mark_is_left(text in "(<!--|-->|<|!|-|>|a| |deploy-kit-part: x){0,20}") {
            prop_assert!(!clean(&text).contains("<!--"), "{}", clean(&text));
        }
    }
}
