//! The nearest right name to a wrong one.

/// The candidate that is fewest edits away, if it is near enough to be meant.
pub(super) fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = (wrong.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(wrong, candidate), candidate))
        .filter(|(edits, candidate)| *edits > 0 && (*edits <= near || is_abbreviation(wrong, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// `desc` for `description`.
fn is_abbreviation(wrong: &str, candidate: &str) -> bool {
    wrong.len() >= 3 && candidate.starts_with(wrong)
}

/// Edits between two names: a letter more, less, other, or swapped with its neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let swap = (i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x).then(|| before[j - 1] + 1);
            let step = (row[j] + usize::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            next.push(swap.map_or(step, |swap| swap.min(step)));
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["description", "scope", "breaking"];
        assert_eq!(nearest("scpoe", names), Some("scope"));
        assert_eq!(nearest("desc", names), Some("description"));
        assert_eq!(nearest("author", names), None);
        assert_eq!(distance("abc", "acb"), 1);
    }
}
