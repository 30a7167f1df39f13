use std::sync::Arc;

use super::*;
use crate::forge::{Links, Remote};
use crate::notes::{Action, Author, Commit, Contributor, Entry, arrange};
use crate::preset::{CONVENTIONAL, GITHUB, KEEP_A_CHANGELOG};

fn links() -> Links {
    let remote = Remote { host: "github.com".into(), owner: "org".into(), name: "kit".into() };
    Links::new(remote, None).unwrap().unwrap()
}

fn entry(kind: &str, scope: &str, description: &str) -> Entry {
    let id = format!("{:07x}{}", description.len() * 7919, "0".repeat(33));
    Entry {
        kind: kind.into(),
        scope: (!scope.is_empty()).then(|| scope.into()),
        description: description.into(),
        commit: Commit { short: id[..7].into(), url: Some(links().commit(&id)), id },
        authors: vec![Author {
            name: "Ann Lee".into(),
            login: Some("ann".into()),
            url: Some(links().user("ann")),
        }],
        ..Entry::default()
    }
}

fn notes(preset: &Preset) -> Notes {
    let mut first = entry("feat", "core", "add `Vec<T>` to the *template* data");
    first.pull_request = Some(links().reference(None, 12, Action::Pull));
    first.references =
        vec![links().reference(None, 1, Action::Closes), links().reference(None, 2, Action::Closes)];
    let mut second = entry("fix", "", "stop pinging @everyone, see #45 and o/r#6 [x](y)");
    second.references =
        vec![links().reference(None, 45, Action::Refs), links().reference(Some("o/r"), 6, Action::Refs)];
    second.authors.push(Author { name: "Bob *B*".into(), login: None, url: None });
    let mut third = entry("refactor", "api", "drop `old()`");
    third.breaking = true;
    third.breaking_description = Some("`old()` is gone,\nuse `new()`".into());
    let entries =
        [first.clone(), second, third, entry("chore", "", "tidy"), entry("feat", "", "a plain one")];
    let arranged = arrange(entries.map(Arc::new), &(preset.sections)(), preset.order);
    Notes {
        version: Some("1.2.0".into()),
        previous: Some("1.1.0".into()),
        tag: Some("v1.2.0".into()),
        previous_tag: Some("v1.1.0".into()),
        date: "2026-11-21".into(),
        compare_url: Some(links().compare("v1.1.0", "v1.2.0")),
        release_url: Some(links().release("v1.2.0")),
        repository_url: Some(links().repository()),
        sections: arranged.sections,
        breaking: arranged.breaking,
        contributors: vec![Contributor {
            name: "Ann Lee".into(),
            login: Some("ann".into()),
            url: Some(links().user("ann")),
            first_time: true,
            first: Some(Arc::new(first)),
        }],
        ..Notes::default()
    }
}

fn page(preset: &'static Preset, sink: Sink) -> String {
    Renderer::new(preset, sink).render(&notes(preset)).unwrap()
}

#[test]
fn conventional() {
    insta::assert_snapshot!(page(&CONVENTIONAL, Sink::File), @r"
    ## [1.2.0](https://github.com/org/kit/compare/v1.1.0...v1.2.0) (2026-11-21)

    ### ⚠ BREAKING CHANGES

    * **api:** `old()` is gone, use `new()`

    ### Features

    * a plain one ([0015445](https://github.com/org/kit/commit/0015445000000000000000000000000000000000))
    * **core:** add `Vec<T>` to the \*template\* data ([#12](https://github.com/org/kit/pull/12)) ([0043aad](https://github.com/org/kit/commit/0043aad000000000000000000000000000000000)), closes [#1](https://github.com/org/kit/issues/1) [#2](https://github.com/org/kit/issues/2)

    ### Bug Fixes

    * stop pinging @everyone, see [#45](https://github.com/org/kit/issues/45) and [o/r#6](https://github.com/o/r/issues/6) \[x\](y) ([005ccd0](https://github.com/org/kit/commit/005ccd0000000000000000000000000000000000))
    ");
}

#[test]
fn keep_a_changelog() {
    insta::assert_snapshot!(page(&KEEP_A_CHANGELOG, Sink::File), @r"
    ## [1.2.0] - 2026-11-21

    ### Added

    - **core:** Add `Vec<T>` to the \*template\* data ([#12](https://github.com/org/kit/pull/12)) ([0043aad](https://github.com/org/kit/commit/0043aad000000000000000000000000000000000))
    - A plain one ([0015445](https://github.com/org/kit/commit/0015445000000000000000000000000000000000))

    ### Changed

    - **Breaking:** **api:** Drop `old()` ([0017334](https://github.com/org/kit/commit/0017334000000000000000000000000000000000))
      - `old()` is gone, use `new()`

    ### Fixed

    - Stop pinging @everyone, see [#45](https://github.com/org/kit/issues/45) and [o/r#6](https://github.com/o/r/issues/6) \[x\](y) ([005ccd0](https://github.com/org/kit/commit/005ccd0000000000000000000000000000000000))
    ");
}

#[test]
fn github_in_a_release() {
    insta::assert_snapshot!(page(&GITHUB, Sink::Release), @r"
    ## ⚠ Breaking Changes

    * api: `old()` is gone, use `new()` in [0017334](https://github.com/org/kit/commit/0017334000000000000000000000000000000000)

    ## What's Changed

    * feat(core): add `Vec<T>` to the \*template\* data by @ann in #12
    * fix: stop pinging @&#8203;everyone, see [#45](https://github.com/org/kit/issues/45) and [o/r#6](https://github.com/o/r/issues/6) \[x\](y) by @ann and Bob \*B\* in [005ccd0](https://github.com/org/kit/commit/005ccd0000000000000000000000000000000000)
    * refactor(api)!: drop `old()` by @ann in [0017334](https://github.com/org/kit/commit/0017334000000000000000000000000000000000)
    * chore: tidy by @ann in [0007bbc](https://github.com/org/kit/commit/0007bbc000000000000000000000000000000000)
    * feat: a plain one by @ann in [0015445](https://github.com/org/kit/commit/0015445000000000000000000000000000000000)

    ## New Contributors

    * @ann made their first contribution in #12

    **Full Changelog**: https://github.com/org/kit/compare/v1.1.0...v1.2.0
    ");
}

#[test]
fn github_in_a_file() {
    insta::assert_snapshot!(page(&GITHUB, Sink::File), @r"
    ## [1.2.0](https://github.com/org/kit/releases/tag/v1.2.0) (2026-11-21)

    ### ⚠ Breaking Changes

    * api: `old()` is gone, use `new()` in [0017334](https://github.com/org/kit/commit/0017334000000000000000000000000000000000)

    ### What's Changed

    * feat(core): add `Vec<T>` to the \*template\* data by [@ann](https://github.com/ann) in [#12](https://github.com/org/kit/pull/12)
    * fix: stop pinging @everyone, see [#45](https://github.com/org/kit/issues/45) and [o/r#6](https://github.com/o/r/issues/6) \[x\](y) by [@ann](https://github.com/ann) and Bob \*B\* in [005ccd0](https://github.com/org/kit/commit/005ccd0000000000000000000000000000000000)
    * refactor(api)!: drop `old()` by [@ann](https://github.com/ann) in [0017334](https://github.com/org/kit/commit/0017334000000000000000000000000000000000)
    * chore: tidy by [@ann](https://github.com/ann) in [0007bbc](https://github.com/org/kit/commit/0007bbc000000000000000000000000000000000)
    * feat: a plain one by [@ann](https://github.com/ann) in [0015445](https://github.com/org/kit/commit/0015445000000000000000000000000000000000)

    ### New Contributors

    * [@ann](https://github.com/ann) made their first contribution in [#12](https://github.com/org/kit/pull/12)

    **Full Changelog**: [v1.1.0...v1.2.0](https://github.com/org/kit/compare/v1.1.0...v1.2.0)
    ");
}

#[test]
fn unreleased_and_without_a_forge() {
    let bare = Entry { kind: "fix".into(), description: "x".into(), ..Entry::default() };
    for (preset, expect) in [
        (&CONVENTIONAL, "## Unreleased\n\n### Bug Fixes\n\n* x\n"),
        (&KEEP_A_CHANGELOG, "## [Unreleased]\n\n### Fixed\n\n- X\n"),
    ] {
        let sections = arrange([Arc::new(bare.clone())], &(preset.sections)(), preset.order).sections;
        let notes = Notes { sections, ..Notes::default() };
        assert_eq!(Renderer::new(preset, Sink::File).render(&notes).unwrap(), expect);
    }
}

#[test]
fn a_users_template_takes_the_place_of_the_preset() {
    let text = "{% include \"builtin/conventional\" %}\n{{ sections | length }} sections\n";
    let renderer = Renderer::with_text(&CONVENTIONAL, Sink::File, "my.md.j2", text).unwrap();
    let page = renderer.render(&notes(&CONVENTIONAL)).unwrap();
    assert!(page.starts_with("## [1.2.0]") && page.ends_with("\n2 sections\n"), "{page}");
    let error = Renderer::with_text(&CONVENTIONAL, Sink::File, "my.md.j2", "{{ versoin }}").unwrap();
    let error = error.render(&notes(&CONVENTIONAL)).unwrap_err();
    assert_eq!(error.to_string(), "`versoin` is not defined in `my.md.j2`, line 1; did you mean `version`?");
}

#[test]
fn blank_lines_are_tidied_outside_code_alone() {
    assert_eq!(tidy("\n\na  \n\n\nb\n```\n\n\nc\n```\n\n"), "a\n\nb\n```\n\n\nc\n```\n");
}

#[test]
fn templates_see_the_same_data_as_json() {
    let mut notes = notes(&KEEP_A_CHANGELOG);
    notes.package = Some("kit".into());
    let text = "{{ {'sections': sections, 'breaking': breaking, 'contributors': contributors, 'package': package} | tojson }}";
    let page = Renderer::with_text(&GITHUB, Sink::File, "x", text).unwrap().render(&notes).unwrap();
    let seen: serde_json::Value = serde_json::from_str(&page).unwrap();
    let data = serde_json::to_value(&notes).unwrap();
    for name in ["sections", "breaking", "contributors", "package"] {
        assert_eq!(seen[name], data[name], "{name}");
    }
}

#[test]
fn a_history_is_its_releases_in_order() {
    let releases: Vec<Notes> =
        (0..50).map(|n| Notes { version: Some(format!("1.{n}.0")), ..notes(&CONVENTIONAL) }).collect();
    let renderer = Renderer::new(&CONVENTIONAL, Sink::File);
    let pages: Vec<String> = releases.iter().map(|notes| renderer.render(notes).unwrap()).collect();
    assert_eq!(renderer.render_all(&releases).unwrap(), pages.join("\n"));
    assert_eq!(renderer.render_all(&[]).unwrap(), "");
}
