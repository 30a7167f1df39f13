//! Two changes of one text, put together by line.
//!
//! Unlike git, changes of neighbouring lines are no conflict: a person words the last entry of a list anew while a new
//! commit adds one below it. Where both change the same line, the person's words stay and the others are told.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// Two changes put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merge {
    /// The text: theirs where both changed the same lines.
    pub text: String,
    /// What ours would say there.
    pub left_out: Vec<String>,
}

/// Lines of the first text, and what takes their place.
#[derive(Debug, Clone)]
struct Hunk<'t> {
    range: Range<usize>,
    text: &'t [&'t str],
    is_theirs: bool,
}

/// Puts together what people made of a text and what it is to be without them.
pub(super) fn merge(before: &str, theirs: &str, ours: &str) -> Merge {
    let (base, [theirs, ours]) = (lines(before), [lines(theirs), lines(ours)]);
    let mut hunks = hunks(&base, &theirs, true);
    hunks.extend(self::hunks(&base, &ours, false));
    hunks.sort_by_key(|hunk| (hunk.range.start, hunk.range.end));
    let mut merge = Merge { text: String::new(), left_out: Vec::new() };
    let mut at = 0;
    for group in groups(hunks) {
        let range = group[0].range.start..group.iter().map(|hunk| hunk.range.end).max().unwrap_or_default();
        merge.text.extend(base[at..range.start].iter().copied());
        at = range.end;
        let [theirs, ours] = [true, false].map(|is_theirs| side(&group, is_theirs, &range, &base));
        match (theirs, ours) {
            (Some(theirs), Some(ours)) if theirs != ours => {
                merge.text.push_str(&theirs);
                // Both add something at the same place: there is room for both.
                if range.is_empty() {
                    merge.text.push_str(&ours);
                } else {
                    merge.left_out.push(ours);
                }
            }
            (Some(text), _) | (None, Some(text)) => merge.text.push_str(&text),
            (None, None) => {}
        }
    }
    merge.text.extend(base[at..].iter().copied());
    merge
}

/// The lines, each with its end.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn hunks<'t>(base: &[&str], text: &'t [&'t str], is_theirs: bool) -> Vec<Hunk<'t>> {
    let mut input = InternedInput::default();
    input.update_before(base.iter().copied());
    input.update_after(text.iter().copied());
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let hunk = |hunk: imara_diff::Hunk| Hunk {
        range: range(hunk.before),
        text: &text[range(hunk.after)],
        is_theirs,
    };
    diff.hunks().map(hunk).collect()
}

/// The hunks by the lines that they share, in order. Two that add at the same place belong together.
fn groups(hunks: Vec<Hunk<'_>>) -> Vec<Vec<Hunk<'_>>> {
    let mut groups: Vec<Vec<Hunk<'_>>> = Vec::new();
    let mut end = 0;
    for hunk in hunks {
        let same_place = |group: &Vec<Hunk<'_>>| group.iter().all(|other| other.range == hunk.range);
        match groups.last_mut() {
            Some(group) if hunk.range.start < end || hunk.range.is_empty() && same_place(group) => {
                end = end.max(hunk.range.end);
                group.push(hunk);
            }
            _ => {
                end = hunk.range.end;
                groups.push(vec![hunk]);
            }
        }
    }
    groups
}

/// What one side makes of these lines; `None` if it leaves them as they are.
fn side(group: &[Hunk<'_>], is_theirs: bool, range: &Range<usize>, base: &[&str]) -> Option<String> {
    let mut own = group.iter().filter(|hunk| hunk.is_theirs == is_theirs).peekable();
    own.peek()?;
    let (mut text, mut at) = (String::new(), range.start);
    for hunk in own {
        text.extend(base[at..hunk.range.start].iter().chain(hunk.text).copied());
        at = hunk.range.end;
    }
    text.extend(base[at..range.end].iter().copied());
    Some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merged(before: &str, theirs: &str, ours: &str) -> (String, Vec<String>) {
        let line = |text: &str| text.replace(' ', "\n") + "\n";
        let merge = merge(&line(before), &line(theirs), &line(ours));
        let words = |text: &str| text.trim_end().replace('\n', " ");
        (words(&merge.text), merge.left_out.iter().map(|text| words(text)).collect())
    }

    #[test]
    fn neighbours_do_not_fight() {
        assert_eq!(merged("1 2 3", "1 2 three", "1 2 3 4"), ("1 2 three 4".to_owned(), vec![]));
        assert_eq!(merged("1 2 3", "one 2 3", "0 1 2 3"), ("0 one 2 3".to_owned(), vec![]));
        assert_eq!(merged("1 2 3 4", "1 two 3 4", "1 2 III 4"), ("1 two III 4".to_owned(), vec![]));
    }

    #[test]
    fn both_may_add_at_the_same_place() {
        assert_eq!(merged("1 2", "1 2 a", "1 2 b"), ("1 2 a b".to_owned(), vec![]));
        assert_eq!(merged("1 2", "1 2 a", "1 2 a"), ("1 2 a".to_owned(), vec![]));
    }

    #[test]
    fn their_words_stay_and_ours_are_told() {
        assert_eq!(merged("1 2 3", "1 two 3", "1 II 3"), ("1 two 3".to_owned(), vec!["II".to_owned()]));
        assert_eq!(merged("1 2 3 4", "1 4", "1 2 III 4"), ("1 4".to_owned(), vec!["2 III".to_owned()]));
        assert_eq!(merged("1 2 3 4", "1 two three 4", "I 2 3 IV"), ("I two three IV".to_owned(), vec![]));
    }

    proptest! {
        #[test]
        fn one_side_alone_is_taken_whole(before in "([ab]\n){0,8}", text in "([abc]\n){0,8}") {
            prop_assert_eq!(&merge(&before, &text, &before).text, &text);
            prop_assert_eq!(&merge(&before, &before, &text).text, &text);
            prop_assert_eq!(&merge(&before, &text, &text).text, &text);
        }

        #[test]
        fn no_word_of_theirs_is_lost(before in "([ab]\n){0,8}", theirs in "([abxyz]\n){0,8}", ours in "([abc]\n){0,8}") {
            let merge = merge(&before, &theirs, &ours);
            let count = |text: &str, word: char| text.matches(word).count();
            for word in ['x', 'y', 'z'] {
                prop_assert_eq!(count(&merge.text, word), count(&theirs, word));
            }
            let left_out: String = merge.left_out.concat();
            prop_assert!(count(&merge.text, 'c') + count(&left_out, 'c') >= count(&ours, 'c'));
        }
    }
}
