//! Notes and the files that they go to.

use super::{packages, printed, run};

#[test]
fn one_file_takes_the_notes_of_all_packages() {
    let mut repo = packages("");
    repo.change("fix: ours").file("a/x", "1").commit();
    repo.change("fix: theirs").file("b/x", "1").commit();
    printed(&repo, "changelog --output notes.md");
    let notes = std::fs::read_to_string(repo.path().join("notes.md")).unwrap();
    assert!(notes.contains("* ours (") && notes.contains("* theirs ("), "{notes}");
    // It is what is printed, and the limit is that of the whole.
    assert_eq!(printed(&repo, "changelog"), notes);
    let cut = printed(&repo, "changelog --limit 100");
    assert!(cut.trim_end().chars().count() <= 100 && cut.contains("left out"), "{cut}");
}

#[test]
fn nothing_is_written_before_all_is_planned() {
    let mut repo = packages("");
    repo.change("fix: both").file("a/x", "1").file("b/x", "1").commit();
    repo.write("b/CHANGELOG.md", b"\xff");
    let ended = run(&repo, "changelog --write");
    assert_eq!(ended.code, 3, "{}", ended.stderr);
    assert!(ended.stderr.contains("is not UTF-8"), "{}", ended.stderr);
    assert!(!repo.path().join("a/CHANGELOG.md").exists());
}

#[test]
fn packages_share_a_changelog_only_under_headings_that_name_them() {
    let mut repo = packages("changelog = \"CHANGELOG.md\"\n");
    repo.change("fix: ours").file("a/x", "1").commit();
    repo.change("fix: theirs").file("b/x", "1").commit();
    for line in ["changelog --write", "release plan"] {
        let ended = run(&repo, line);
        let told = "error: the packages `a` and `b` share `CHANGELOG.md`, where no heading names them\n";
        assert_eq!((ended.code, ended.stderr.starts_with(told)), (2, true), "{}", ended.stderr);
    }
    printed(&repo, "release plan --changelog=false");
    printed(&repo, "changelog --write --package a");
    std::fs::remove_file(repo.path().join("CHANGELOG.md")).unwrap();

    let template = "## {{ package }} {{ version }}\n{% for section in sections %}{% for entry in section.entries %}\n\
                    * {{ entry.description }}\n{% endfor %}{% endfor %}";
    repo.write("named.md.j2", template);
    let plan = printed(&repo, "release plan --template named.md.j2");
    assert_eq!(plan.matches("would write").count(), 1, "{plan}");
    printed(&repo, "changelog --write --template named.md.j2");
    let text = std::fs::read_to_string(repo.path().join("CHANGELOG.md")).unwrap();
    for part in ["## a 0.1.0", "* ours", "## b 0.1.0", "* theirs"] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    // The second one's changes stand on those of the first.
    assert!(plan.contains(" # Changelog\n") && plan.contains(" ## a 0.1.0\n"), "{plan}");
    assert_eq!(printed(&repo, "changelog --write --template named.md.j2").matches("unchanged").count(), 1);
}

#[test]
fn one_scope_at_a_time() {
    let mut repo = packages("");
    repo.change("fix: x").file("a/x", "1").commit();
    for line in
        ["changelog --unreleased --all", "changelog --unreleased --latest", "changelog --all --from HEAD"]
    {
        let ended = run(&repo, line);
        assert_eq!(ended.code, 2, "{line}");
        assert!(ended.stderr.contains("exclude one another"), "{}", ended.stderr);
    }
    let latest = printed(&repo, "changelog --latest");
    assert!(latest.starts_with("a: there is no release yet, so there are no notes\n"), "{latest}");
}

/// Often enough that an order by chance would show.
#[test]
fn of_two_addresses_of_a_name_the_earlier_is_the_newcomer() {
    let mut repo = deploy_kit_tests::Repo::new();
    repo.change("feat: one (#1)").author("Ada", "12+ada@users.noreply.github.com").commit();
    repo.change("feat: two (#2)").author("Ada", "34+lovelace@users.noreply.github.com").commit();
    repo.remote("origin", "https://github.com/o/r.git");
    for _ in 0..12 {
        let notes = printed(&repo, "changelog --preset github");
        assert_eq!(notes.matches("first contribution").count(), 1, "{notes}");
        let newcomer = notes.lines().find(|line| line.contains("first contribution")).unwrap_or_default();
        assert!(newcomer.contains("[@ada]") && newcomer.contains("[#1]"), "{notes}");
    }
}
