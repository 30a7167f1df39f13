//! What an earlier run wrote into the work tree before it was interrupted.

/// Whether a file says what this run would write, as a run of another day wrote it: the same text, with one other
/// day wherever the release's day stands. Both texts have one length then, since a day is written as `2026-11-21`.
pub(super) fn is_of_another_day(stands: &str, wanted: &str, day: &str) -> bool {
    let mut other = None;
    let mut rest = stands;
    for (index, part) in wanted.split(day).enumerate() {
        if index > 0 {
            let Some((found, after)) = rest.split_at_checked(day.len()) else { return false };
            if found != day && (!is_day(found) || *other.get_or_insert(found) != found) {
                return false;
            }
            rest = after;
        }
        let Some(after) = rest.strip_prefix(part) else { return false };
        rest = after;
    }
    rest.is_empty() && other.is_some()
}

/// `2026-11-21`.
fn is_day(text: &str) -> bool {
    let fits =
        |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_day_may_differ() {
        let wanted = "## 1.1.0 (2026-11-21)\n\n- a\n\n## 1.0.0 (2026-11-21)\n";
        let is = |stands: &str| is_of_another_day(stands, wanted, "2026-11-21");
        assert!(is(&wanted.replacen("11-21", "11-20", 1)));
        assert!(is(&wanted.replace("11-21", "11-20")));
        let strangers = [
            wanted.replacen("11-21", "11-20", 1).replace("- a", "- b"),
            wanted.replacen("11-21", "11-20", 1).replacen("11-21", "11-19", 1),
            wanted.replacen("2026-11-21", "unreleased", 1),
            wanted.replacen("11-21", "11-20", 1) + "more",
            wanted.replacen("2026-11-21", "ü", 1),
            wanted[..14].to_owned(),
            String::new(),
        ];
        for stands in strangers {
            assert!(!is(&stands), "{stands:?}");
        }
        assert!(!is(wanted), "that is this very day's");
    }
}
