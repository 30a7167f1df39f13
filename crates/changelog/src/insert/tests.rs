use std::path::Path;

use proptest::prelude::*;

use super::*;

#[test]
fn an_older_release_goes_among_the_newer_ones() {
    let file = "# Changelog\n\n## 2.0.0\n\n* two\n\n## 1.0.0\n\n* one\n";
    let put = |file: &str, version: &str| {
        let notes = format!("## {version}\n\n* new\n");
        let preset = crate::preset::preset("conventional").unwrap();
        let insertion =
            Insertion { notes: &notes, version: Some(version), package: None, preset, links: &[] };
        insert(file, &insertion).unwrap()
    };
    let order = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned).collect()
    };
    assert_eq!(order(&put(file, "1.5.0")), ["2.0.0", "1.5.0", "1.0.0"]);
    assert_eq!(order(&put(file, "0.9.0")), ["2.0.0", "1.0.0", "0.9.0"]);
    assert_eq!(order(&put(file, "2.0.1")), ["2.0.1", "2.0.0", "1.0.0"]);
    assert_eq!(put(&put(file, "0.9.0"), "0.9.0"), put(file, "0.9.0"));
}

use crate::preset::{CONVENTIONAL, KEEP_A_CHANGELOG, PRESETS, preset};

/// One folder a case: `before.md`, `notes.md` (with `key: value` lines above a `---`), `after.md`.
#[test]
fn folders() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/insert");
    let mut cases = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let notes = read("notes.md");
        let (keys, notes) = notes.split_once("---\n").unwrap_or_else(|| panic!("no keys in {folder:?}"));
        let key = |name: &str| keys.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let links: Vec<LinkReference> = keys
            .lines()
            .filter_map(|line| line.strip_prefix("link: ")?.split_once(' '))
            .map(|(label, url)| LinkReference { label: label.into(), url: url.into() })
            .collect();
        let preset = preset(key("preset").unwrap_or("conventional")).unwrap();
        let insertion =
            Insertion { notes, version: key("version"), package: key("package"), preset, links: &links };
        let after = insert(&read("before.md"), &insertion).unwrap();
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(folder.join("after.md"), &after).unwrap();
        }
        assert_eq!(after, read("after.md"), "{folder:?}");
        assert_eq!(insert(&after, &insertion), Ok(after), "twice: {folder:?}");
        cases += 1;
    }
    // A folder that is lost, or not checked in, must not go unnoticed.
    assert_eq!(cases, 23);
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "text",
        "# Changelog",
        "## [Unreleased]",
        "## Unreleased",
        "### Added",
        "- entry",
        "* entry **bold**",
        "  more",
        "## 1.0.0 (2026-01-01)",
        "# [2.0.0](u)",
        "### v1.1.0",
        "1.2.0",
        "-----",
        "=====",
        "```",
        "~~~",
        "<!-- note -->",
        "<!--",
        "-->",
        "[1.0.0]: https://x/1",
        "[Unreleased]: https://x/head",
        "---",
        "title: x",
        "<a name=\"1.0.0\"></a>",
        "    # code",
        "é 日本",
        "## License",
        "# Unreleased Changes",
        "### Fixed",
        "## 9.9.8 (unreleased)",
        "# Part two",
        "+ plus",
        "## 9.9 is not it, really",
    ]);
    let ending = prop::sample::select(vec!["\n", "\r\n"]);
    let mark = prop::sample::select(vec!["", "\u{feff}"]);
    (prop::collection::vec(line, 0..20), ending, mark, any::<bool>()).prop_map(
        |(lines, ending, mark, last)| {
            let end = if last { ending } else { "" };
            format!("{mark}{}{end}", lines.join(ending))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_else_changes_and_twice_is_once(before in lines()) {
        let notes = "## [9.9.9](https://x) (2026-11-21)\n\n### Features\n\n* one ([abcdef1](https://x))\n";
        let insertion = Insertion { notes, version: Some("9.9.9"), package: None, preset: &CONVENTIONAL, links: &[] };
        let Ok(after) = insert(&before, &insertion) else { return Ok(()) };
        prop_assert_eq!(insert(&after, &insertion), Ok(after.clone()), "twice");
        let text = before.strip_prefix('\u{feff}').unwrap_or(&before);
        if text.trim().is_empty() {
            return Ok(());
        }
        prop_assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
        // The old text is the new one with one piece taken out.
        let extra = after.len() - before.len();
        let whole = (0..=before.len()).any(|at| {
            after.as_bytes()[..at] == before.as_bytes()[..at] && after.as_bytes()[at + extra..] == before.as_bytes()[at..]
        });
        prop_assert!(whole, "{after}");
    }

    #[test]
    fn what_people_wrote_is_never_lost(before in lines(), at in 0_usize..3) {
        let links = [
            LinkReference { label: "Unreleased".into(), url: "https://x/new".into() },
            LinkReference { label: "9.9.9".into(), url: "https://x/999".into() },
        ];
        let notes = "## [9.9.9] - 2026-11-21\n\n### Added\n\n- One ([abcdef1](https://x))\n";
        let preset = PRESETS[at];
        let insertion = Insertion { notes, version: Some("9.9.9"), package: None, preset, links: &links };
        let Ok(after) = insert(&before, &insertion) else { return Ok(()) };
        prop_assert_eq!(insert(&after, &insertion), Ok(after.clone()), "twice");
        let words = |text: &str| {
            let text = text.trim_start_matches("\u{feff}");
            let mut words: Vec<String> = text.split_whitespace().filter(|word| !word.contains("://") && !word.chars().all(|c| "-=".contains(c))).map(str::to_owned).collect();
            words.sort();
            words
        };
        let mut left = words(&after);
        // Titles are not words: an empty one stays behind, two of one name become one.
        let lines: Vec<&str> = before.lines().collect();
        let is_title = |at: usize| {
            let below = lines.get(at + 1).is_some_and(|line| line.starts_with("--") || line.starts_with("=="));
            lines[at].contains("##") || below
        };
        let text: Vec<&str> = (0..lines.len()).filter(|at| !is_title(*at)).map(|at| lines[at]).collect();
        for word in words(&text.join("\n")) {
            let found = left.iter().position(|other| *other == word);
            match found {
                Some(at) => { left.swap_remove(at); }
                None => prop_assert!(after.contains(word.as_str()), "{word} is lost"),
            }
        }
    }
}

#[test]
fn a_new_file_starts_with_the_presets_header() {
    let notes = "## [1.0.0] - 2026-11-21\n\n### Added\n\n- X\n";
    let links = [
        LinkReference { label: "Unreleased".into(), url: "https://x/head".into() },
        LinkReference { label: "1.0.0".into(), url: "https://x/1".into() },
    ];
    let insertion =
        Insertion { notes, version: Some("1.0.0"), package: None, preset: &KEEP_A_CHANGELOG, links: &links };
    let page = insert("", &insertion).unwrap();
    assert!(page.starts_with("# Changelog\n\nAll notable"), "{page}");
    assert!(
        page.ends_with("## [Unreleased]\n\n## [1.0.0] - 2026-11-21\n\n### Added\n\n- X\n\n[Unreleased]: https://x/head\n[1.0.0]: https://x/1\n"),
        "{page}"
    );
    assert_eq!(insert(&page, &insertion), Ok(page));
}

#[test]
fn an_entry_without_words_is_an_entry() {
    let insertion = Insertion {
        notes: "## [9.9.9]\n\n### Added\n\n- One\n",
        version: Some("9.9.9"),
        package: None,
        preset: &KEEP_A_CHANGELOG,
        links: &[],
    };
    let page = insert("## [Unreleased]\n\n### Added\n\n- \n", &insertion).unwrap();
    assert_eq!(insert(&page, &insertion), Ok(page), "twice");
}

/// Puts notes of 9.9.9 into a page, and sees that the second time changes nothing.
fn put_twice(page: &str, preset: &Preset) -> String {
    let notes = "## 9.9.9\n\n### Added\n\n- One\n\n```\n# code\n```\n";
    let insertion = Insertion { notes, version: Some("9.9.9"), package: None, preset, links: &[] };
    let after = insert(page, &insertion).unwrap();
    assert_eq!(insert(&after, &insertion).as_ref(), Ok(&after), "twice");
    after
}

#[test]
fn what_follows_stays_outside() {
    let notes = "### 9.9.9\n\n#### Added\n\n- One\n\n```\n# code\n```\n\n### On\n";
    assert_eq!(put_twice("### 9.9.9\n\n### On\n", &CONVENTIONAL), notes);
    let page = "### Unreleased\n\n- x\n\n### On\n";
    assert_eq!(put_twice(page, &CONVENTIONAL), format!("### Unreleased\n\n- x\n\n{notes}"));
    assert!(put_twice("##### 9.9.9\n\n##### On\n", &CONVENTIONAL).ends_with("\n\n##### On\n"));
    assert!(
        put_twice("###### 9.9.9\n\n###### On\n", &CONVENTIONAL)
            .starts_with("###### 9.9.9\n\n###### On\n\n## 9.9.9\n")
    );
}

#[test]
fn an_underlined_heading_stays_one() {
    let after = put_twice("## 9.9.9\n### Old\nTitle\n-\ntext\n", &CONVENTIONAL);
    assert!(after.ends_with("```\n\nTitle\n-\ntext\n"), "{after}");
}

#[test]
fn a_version_that_is_awaited_is_a_persons() {
    let page = "## 9.9.9 (unreleased)\n\n- By hand\n";
    assert!(put_twice(page, &CONVENTIONAL).starts_with(&format!("{page}\n## 9.9.9\n")));
    assert!(put_twice(page, &KEEP_A_CHANGELOG).starts_with("## 9.9.9\n\n- By hand\n\n### Added\n"));
}

#[test]
fn the_anchor_of_another_release_stays() {
    let after = put_twice("<a name=\"9.9\"></a>\n", &CONVENTIONAL);
    assert!(after.starts_with("<a name=\"9.9\"></a>\n\n## 9.9.9\n"), "{after}");
}

#[test]
fn titles_of_one_name_become_one() {
    let page = "## 9.9.9\n\n### Added:\n\n### Added !\n\n- By hand\n\n### 🎉\n\n### Added\n\n- More\n";
    let after = put_twice(page, &KEEP_A_CHANGELOG);
    assert_eq!(after.matches("### ").count(), 1, "{after}");
    assert!(after.starts_with("## 9.9.9\n\n### Added !\n\n- By hand\n- More\n- One\n"), "{after}");
}

#[test]
fn deeper_titles_stay_below_theirs() {
    let page = "## Unreleased\n\n### Server\n\n#### Added\n\n- a\n\n### Client\n\n#### Added\n\n- b\n\n### Added\n\n#### Part\n\n- c\n";
    let after = put_twice(page, &KEEP_A_CHANGELOG);
    let server = "### Server\n\n#### Added\n\n- a\n\n### Client\n\n#### Added\n\n- b\n";
    assert!(after.ends_with(server), "{after}");
    assert!(after.contains("### Added\n\n- One\n\n```\n# code\n```\n\n#### Part\n\n- c\n"), "{after}");
}

#[test]
fn titles_get_the_level_of_the_notes() {
    let page = "### Unreleased\n\n#### Added\n\n- a\n\n##### Part\n\n- b\n\n### 1.0.0\n";
    let after = put_twice(page, &KEEP_A_CHANGELOG);
    assert!(after.contains("## 9.9.9\n\n### Added\n\n- a\n- One\n"), "{after}");
    assert!(after.contains("\n#### Part\n\n- b\n\n### 1.0.0\n"), "{after}");
}

#[test]
fn an_entry_is_no_underline() {
    for page in [
        "# 9.9.9\n\na\nb\n-\u{c}\nc\n",
        "# 9.9.9\n\n-\n\n Title\n-\n\ntext\n",
        "## Unreleased\n\n- a\n\n  b\n\n-\n",
    ] {
        put_twice(page, &KEEP_A_CHANGELOG);
    }
}

#[test]
fn an_indented_paragraph_goes_with_what_it_ends_up_behind() {
    let page = "## 9.9.9\n\n### A\n\n- a\n\n### A\n\n\tindented\n\n- b\n";
    let after = put_twice(page, &KEEP_A_CHANGELOG);
    assert!(after.ends_with("### A\n\n- a\n\n\tindented\n- b\n"), "{after}");
}

#[test]
fn notes_never_land_in_something_unclosed() {
    let insertion = |version| Insertion {
        notes: "## 2.0.0\n",
        version,
        package: None,
        preset: &CONVENTIONAL,
        links: &[],
    };
    let error = insert("# Log\n\n<!-- to do\n", &insertion(Some("2.0.0"))).unwrap_err();
    assert_eq!(error.to_string(), "the comment that starts in line 3 is never closed");
    // Above it there is no harm.
    assert!(insert("## 1.0.0\n\n```\nx\n", &insertion(Some("2.0.0"))).is_ok());
}

#[test]
fn a_section_becomes_that_of_another_version() {
    let log = "# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-01-02\n\n### Added\n\n- By hand\n- A thing (abcdef1)\n\n\
               ## [1.0.0] - 2026-01-01\n\n- since 1.1.0\n\n[Unreleased]: u/v1.1.0...HEAD\n[1.1.0]: u/v1.0.0...v1.1.0\n\
               [1.0.0]: u/v1.0.0\n";
    let section = section(log, "1.1.0", None).unwrap();
    assert!(section.starts_with("## [1.1.0] - 2026-01-02\n") && section.ends_with("(abcdef1)"), "{section}");
    let text = renamed(log, "1.1.0", "2.0.0", None).unwrap();
    assert_eq!(text.matches("2.0.0").count(), 2, "the heading and its reference: {text}");
    assert!(text.contains("- since 1.1.0"), "{text}");
    let links = [LinkReference { label: "2.0.0".into(), url: "u/v1.0.0...v2.0.0".into() }];
    let notes = "## [2.0.0] - 2026-01-03\n\n### Added\n\n- A thing (abcdef1)\n- Another (abcdef2)\n";
    let insertion =
        Insertion { notes, version: Some("2.0.0"), package: None, preset: &KEEP_A_CHANGELOG, links: &links };
    let after = insert(&text, &insertion).unwrap();
    for part in ["- By hand\n", "- Another (abcdef2)\n", "[2.0.0]: u/v1.0.0...v2.0.0\n"] {
        assert!(after.contains(part), "{part}: {after}");
    }
    assert!(!after.contains("[1.1.0]") && after.matches("A thing").count() == 1, "{after}");
    assert_eq!(renamed(log, "1.1.0", "1.0.0", None), None, "that one has a section of its own");
    assert_eq!(renamed(log, "1.2.0", "2.0.0", None), None);
}
