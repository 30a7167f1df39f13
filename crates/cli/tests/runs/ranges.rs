//! `--from` and `--to`.

use deploy_kit_tests::Repo;

use super::printed;

fn betas() -> Repo {
    let mut repo = Repo::new();
    repo.commit("fix: a");
    repo.tag("v1.4.0").commit("feat: b");
    repo.tag("v1.5.0-beta.1").commit("fix: c");
    repo.tag("v1.5.0-beta.2").commit("fix: d");
    repo
}

#[test]
fn the_way_from_a_pre_release_leads_to_its_release() {
    let repo = betas();
    let headline = |line: &str| printed(&repo, line).lines().next().unwrap_or_default().to_owned();
    let from = "version --from v1.5.0-beta.1";
    assert_eq!(headline(from), "1.4.0 → 1.5.0  minor  (the commits ask for patch)");
    assert_eq!(
        headline(&format!("{from} --to v1.5.0-beta.2 --channel beta")),
        "1.5.0-beta.1 → 1.5.0-beta.2  minor  (the commits ask for patch)"
    );
    assert_eq!(headline("version --to HEAD --channel beta"), "1.5.0-beta.2 → 1.5.0-beta.3  minor");
    assert_eq!(headline("version --from v1.4.0 --to v1.5.0-beta.1"), "1.4.0 → 1.5.0  minor");
    assert!(printed(&repo, from).contains("  2 changes since v1.5.0-beta.1\n"));
    assert!(printed(&repo, "changelog --from v1.5.0-beta.2").starts_with("## 1.5.0 ("));
}

#[test]
fn a_range_is_called_by_where_it_starts() {
    let mut repo = betas();
    repo.remote("origin", "https://github.com/o/r.git");
    let text = printed(&repo, "version --from HEAD~1");
    assert!(text.starts_with("1.4.0 → 1.4.1  patch\n  1 change since HEAD~1\n"), "{text}");
    // The comparison with v1.4.0 would show more than the notes tell.
    let notes = printed(&repo, "changelog --from HEAD~1 --preset github");
    assert!(
        notes.contains("fix: d") && !notes.contains("compare") && !notes.contains("first contribution"),
        "{notes}"
    );
}
