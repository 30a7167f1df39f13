//! Notes that fit the place they go to.

use std::borrow::Cow;

use deploy_kit_core::markdown::{Unit, link, truncate};

/// The longest body of a GitHub release, in characters; a longer one is refused with 422.
pub const RELEASE_BODY: usize = 125_000;

/// The longest body of a GitHub pull request, issue or comment, in characters.
pub const COMMENT_BODY: usize = 65_536;

/// Cuts notes to a limit, between entries, and says how many are left out and where they are.
///
/// Notes that fit come back as they are; a limit of a few lines may cut an entry in two. `rest` is the address of the whole list: the changelog
/// or the comparison.
#[must_use]
pub fn cut<'a>(notes: &'a str, limit: usize, unit: Unit, rest: Option<&str>) -> Cow<'a, str> {
    let all = entries(notes);
    // The number of entries left out is known after the cut; it is at most the number of all.
    let longest = note(all, rest);
    let page = match truncate(notes, limit, unit, &longest) {
        Cow::Borrowed(page) => return Cow::Borrowed(page),
        Cow::Owned(page) => page,
    };
    let Some(kept) = page.strip_suffix(&format!("{longest}\n")) else {
        return Cow::Owned(page);
    };
    let missing = all.saturating_sub(entries(kept));
    Cow::Owned(format!("{kept}{}\n", note(missing, rest)))
}

fn note(missing: usize, rest: Option<&str>) -> String {
    let what = match missing {
        0 => String::from("The rest is left out"),
        1 => String::from("1 more entry is left out"),
        _ => format!("{missing} more entries are left out"),
    };
    match rest {
        Some(url) => format!("*{what} here: {}.*", link("see all of them", url)),
        None => format!("*{what} here.*"),
    }
}

fn entries(notes: &str) -> usize {
    notes.lines().filter(|line| line.starts_with("* ") || line.starts_with("- ")).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn notes(count: usize) -> String {
        let entries: String =
            (0..count).map(|n| format!("* entry {n} ([abcdef{n}](https://x.dev/{n}))\n")).collect();
        format!("## 1.0.0\n\n### Features\n\n{entries}")
    }

    #[test]
    fn the_note_counts_what_is_left_out() {
        let page = cut(&notes(40), 200, Unit::Chars, Some("https://x.dev/log")).into_owned();
        insta::assert_snapshot!(page, @r"
        ## 1.0.0

        ### Features

        * entry 0 ([abcdef0](https://x.dev/0))
        * entry 1 ([abcdef1](https://x.dev/1))

        *38 more entries are left out here: [see all of them](https://x.dev/log).*
        ");
        assert!(matches!(cut(&notes(2), 200, Unit::Chars, None), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_limit_holds_and_entries_stay_whole(count in 0_usize..60, limit in 300_usize..2000) {
            let all = notes(count);
            let page = cut(&all, limit, Unit::Bytes, Some("https://x.dev"));
            prop_assert!(page.len() <= limit);
            for line in page.lines().filter(|line| line.starts_with("* ")) {
                prop_assert!(all.contains(&format!("{line}\n")), "{line}");
            }
        }
    }
}
