//! Tags that can never be made: GitHub keeps the name of an immutable release that was deleted (its documentation,
//! "Immutable releases"), and nothing but the attempt tells. So the text of the pull request that was merged for such a
//! tag remembers it, and no later run tries again.

use std::collections::BTreeSet;

use deploy_kit_github::pulls::Pull;

use crate::marker::{from_comment, in_comment};
use crate::report::capitalized;
use crate::run::unfinished::deleted;

const MARK: &str = "<!-- deploy-kit-burned: ";
const END: &str = " -->";

/// Why there is no such release.
pub(super) fn words(tag: &str) -> String {
    format!("the tag `{tag}` can never be made again, since an immutable release of that name was deleted")
}

/// The burned tags that merged pull requests remember.
pub(super) fn read<'a>(pulls: impl Iterator<Item = &'a Pull>) -> BTreeSet<String> {
    let bodies = pulls.filter(|pull| pull.is_merged()).filter_map(|pull| pull.body.as_deref());
    let marks = bodies.flat_map(|body| body.split(MARK).skip(1));
    marks.filter_map(|rest| Some(from_comment(rest.split_once(END)?.0.trim()))).collect()
}

/// The text of a pull request that was merged for a burned tag. Where the tag stands, its release alone was deleted.
pub(super) fn told(body: &str, tag: &str, stands: bool) -> String {
    let mark = in_comment(tag);
    let text = match stands {
        true => format!("{}. The tag itself stays", capitalized(&deleted(tag))),
        false => format!(
            "{}. Nothing is released of this; the next pull request holds all of it",
            capitalized(&words(tag))
        ),
    };
    format!("{MARK}{mark}{END}\n> [!CAUTION]\n> {text}.\n\n{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_again() {
        let pull = |body: String, merged: &str| -> Pull {
            let merged = (!merged.is_empty()).then_some(merged);
            let side = serde_json::json!({ "ref": "x", "sha": "a" });
            serde_json::from_value(serde_json::json!({
                "number": 1, "html_url": "u", "state": "closed", "title": "t", "body": body, "merged_at": merged,
                "head": side, "base": side, "draft": false, "labels": [], "node_id": "n",
            }))
            .unwrap()
        };
        let body = told(&told("| a |", "v1>%", false), "b-v2", true);
        let pulls = [pull(body, "2026-01-01T00:00:00Z"), pull(told("", "open", false), "")];
        assert_eq!(read(pulls.iter()), BTreeSet::from(["b-v2".to_owned(), "v1>%".to_owned()]));
    }
}
