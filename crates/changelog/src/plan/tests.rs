use std::collections::HashMap;

use deploy_kit_git::{Id, Person};
use deploy_kit_version::history::Commit;
use deploy_kit_version::tag::Tag;

use super::*;
use crate::facts::Credits;
use crate::forge::Remote;
use crate::preset;
use crate::render::{Renderer, Sink};

fn id(number: u8) -> Id {
    format!("{number:02x}").repeat(20).parse().unwrap()
}

fn tag(version: &str) -> Tag {
    Tag { name: format!("v{version}"), version: version.parse().unwrap() }
}

fn release(messages: &[&str]) -> ReleaseFacts {
    let commits = messages.iter().zip(1u8..).map(|(message, n)| Commit {
        id: id(n),
        parents: vec![id(n + 1)],
        message: (*message).to_owned(),
        paths: Vec::new(),
    });
    ReleaseFacts {
        tag: Some(tag("1.1.0")),
        previous: Some(tag("1.0.0")),
        seconds: 1_795_219_200,
        changes: Changes::Unread(commits.map(|commit| (commit, true)).collect()),
        credits: Credits::default(),
    }
}

fn look(name: &str) -> Look {
    let preset = preset::preset(name).unwrap();
    Look { preset, sections: (preset.sections)(), template: None, forge: None, remote: "origin".into() }
}

fn links() -> Links {
    let remote = Remote { host: "github.com".into(), owner: "o".into(), name: "r".into() };
    Links::new(remote, None).unwrap().unwrap()
}

fn render(release: ReleaseFacts, name: &str) -> String {
    let (look, links, conventions) = (look(name), links(), Conventions::default());
    let tools = Tools { conventions: &conventions, look: &look, links: Some(&links) };
    Renderer::new(look.preset, Sink::File).render(&of_release(None, release, tools)).unwrap()
}

#[test]
fn commits_become_notes() {
    let messages = [
        "feat(parser): read files (#12)\n\nCloses #7\n\nBREAKING CHANGE: paths are absolute",
        "fix: close them",
        "docs: say so",
        "Revert \"feat: a mistake\"",
        "feat: a mistake",
        "Update dependencies",
    ];
    insta::assert_snapshot!(render(release(&messages), "conventional"), @r"
    ## [1.1.0](https://github.com/o/r/compare/v1.0.0...v1.1.0) (2026-11-21)

    ### ⚠ BREAKING CHANGES

    * **parser:** paths are absolute

    ### Features

    * **parser:** read files ([#12](https://github.com/o/r/pull/12)) ([0101010](https://github.com/o/r/commit/0101010101010101010101010101010101010101)), closes [#7](https://github.com/o/r/issues/7)

    ### Bug Fixes

    * close them ([0202020](https://github.com/o/r/commit/0202020202020202020202020202020202020202))
    ");
}

#[test]
fn people_are_credited_once_and_greeted_the_first_time() {
    let person = |name: &str, email: &str| Person { name: name.into(), email: email.into() };
    let ada = person("Ada", "1+ada@users.noreply.github.com");
    let bob = person("Bob", "Bob@example.org");
    let bot = person("renovate[bot]", "2+renovate[bot]@users.noreply.github.com");
    let mut facts = release(&["feat: a (#3)", "fix: b", "fix: c"]);
    facts.credits.authors = HashMap::from([
        (id(1), vec![ada.clone(), bob.clone()]),
        (id(2), vec![bob]),
        (id(3), vec![ada.clone(), bot.clone()]),
    ]);
    facts.credits.newcomers = [&ada, &bot].map(|person| person.email.to_lowercase()).into_iter().collect();
    insta::assert_snapshot!(render(facts, "github"), @r"
    ## [1.1.0](https://github.com/o/r/releases/tag/v1.1.0) (2026-11-21)

    ### What's Changed

    * feat: a by [@ada](https://github.com/ada) and Bob in [#3](https://github.com/o/r/pull/3)
    * fix: b by Bob in [0202020](https://github.com/o/r/commit/0202020202020202020202020202020202020202)
    * fix: c by [@ada](https://github.com/ada) and [@renovate\[bot\]](https://github.com/renovate%5Bbot%5D) in [0303030](https://github.com/o/r/commit/0303030303030303030303030303030303030303)

    ### New Contributors

    * [@ada](https://github.com/ada) made their first contribution in [0303030](https://github.com/o/r/commit/0303030303030303030303030303030303030303)

    **Full Changelog**: [v1.0.0...v1.1.0](https://github.com/o/r/compare/v1.0.0...v1.1.0)
    ");
}

#[test]
fn days_are_those_of_utc() {
    assert_eq!(date(0), "1970-01-01");
    assert_eq!(date(1_795_219_199), "2026-11-20");
    assert_eq!(date(i64::MAX), "1970-01-01");
}

#[test]
fn work_in_parallel_keeps_its_order() {
    let items: Vec<u32> = (0..100).collect();
    assert_eq!(in_parallel(items.clone(), |item| item), items);
}

#[test]
fn days_are_those_of_an_independent_calendar() {
    let calendar = |seconds| {
        let moment = jiff::Timestamp::from_second(seconds).unwrap();
        moment.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
    };
    let day = 24 * 60 * 60;
    // Every 20 days of 2,000 years, and around the days that leap years are about.
    let far = (-36_500..36_500).map(|step| step * 20 * day + step);
    let near = (0..=60).flat_map(|year| (-400..400).map(move |hour| year * 365 * day + hour * 3600));
    for seconds in far.chain(near).filter(|&seconds| seconds > -62_000_000_000) {
        assert_eq!(date(seconds), calendar(seconds), "{seconds}");
    }
    assert_eq!(date(i64::MAX), "1970-01-01");
    assert_eq!(date(i64::MIN), "1970-01-01");
}
