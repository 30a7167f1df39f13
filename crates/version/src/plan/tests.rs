use std::path::Path;

use deploy_kit_core::config::Config;

use super::*;
use crate::args::{self, Args};
use crate::facts::ReleaseTag;
use crate::tag::Tag;

/// What has happened in a repository, as the facts tell it.
#[derive(Clone, Copy)]
struct Story<'a> {
    config: &'a str,
    flags: &'a [&'a str],
    branch: &'a str,
    /// The last tags of each package: a final one, a pre-release after it, or both.
    tags: &'a [(&'a str, &'a [&'a str])],
    /// `(message, paths)`, newest first, divided at the pre-releases' tag by one whose message is `---`.
    commits: &'a [(&'a str, &'a [&'a str])],
    /// `(package, dependency)`.
    dependencies: &'a [(usize, usize)],
}

const NOTHING: Story<'static> =
    Story { config: "", flags: &[], branch: "main", tags: &[], commits: &[], dependencies: &[] };

const THREE: &str = r#"
[[package]]
name = "a"
path = "packages/a"
[[package]]
name = "b"
path = "packages/b"
[[package]]
name = "c"
path = "packages/c"
"#;

fn id(number: usize) -> Id {
    format!("{number:040x}").parse().unwrap()
}

impl Story<'_> {
    fn settings(&self) -> Settings {
        let config = Config::parse(Path::new("deploy-kit.toml"), self.config, &args::sections()).unwrap();
        let line = std::iter::once("version").chain(self.flags.iter().copied());
        let matches = args::command().try_get_matches_from(line).unwrap();
        Settings::resolve(&Args::from_matches(&matches).unwrap().selection, &config).unwrap()
    }

    fn facts(&self, settings: &Settings) -> Facts {
        let at = self.commits.iter().position(|(message, _)| *message == "---");
        let commits = self.commits.iter().filter(|(message, _)| *message != "---").enumerate();
        let commits: Vec<Commit> = commits
            .map(|(number, (message, paths))| Commit {
                id: id(number),
                parents: vec![id(number + 1)],
                message: (*message).to_owned(),
                paths: paths.iter().map(|&path| path.to_owned()).collect(),
            })
            .collect();
        let packages = settings.packages.iter().enumerate().map(|(index, package)| {
            let name = package.name.as_deref().unwrap_or_default();
            let tags = self.tags.iter().find(|(of, _)| *of == name).map_or(&[] as &[_], |(_, tags)| tags);
            let tags = tags.iter().map(|&tag| ReleaseTag {
                tag: Tag { name: tag.to_owned(), version: package.prefix.version_of(tag).unwrap() },
                commit: id(999),
            });
            let (pres, finals): (Vec<_>, Vec<_>) =
                tags.partition(|release| !release.tag.version.pre.is_empty());
            PackageFacts {
                taken: finals.iter().chain(&pres).map(|release| release.tag.version.clone()).collect(),
                since: finals.last().map(|release| release.tag.name.clone()),
                last_final: finals.into_iter().next_back(),
                last_pre: pres.into_iter().next_back(),
                commits: (0..commits.len()).collect(),
                since_pre: (0..at.unwrap_or(commits.len())).collect(),
                dependencies: self
                    .dependencies
                    .iter()
                    .filter(|(of, _)| *of == index)
                    .map(|(_, on)| *on)
                    .collect(),
            }
        });
        let branch = Some(self.branch.to_owned());
        let of_branch = settings.channels.get(self.branch).cloned();
        let channel = settings.channel.clone().or(of_branch);
        Facts { branch, channel, to: id(0), packages: packages.collect(), commits }
    }

    fn plan(&self) -> Result<Plan, Error> {
        let settings = self.settings();
        plan(&settings, &self.facts(&settings))
    }

    /// One line a package: name, severity, bump, tag and cause.
    #[track_caller]
    fn check(&self, expected: &[&str]) {
        let plan = self.plan().unwrap();
        let line = |package: &PackagePlan| {
            let name = package.name.as_deref().unwrap_or("-");
            let tag = package.tag.as_deref().unwrap_or("nothing");
            let because = match package.because_of.as_slice() {
                [] => String::new(),
                names => format!(" because of {}", names.join(", ")),
            };
            format!("{name} {} {} {tag}{because}", package.severity, package.bump)
        };
        let found: Vec<String> = plan.packages.iter().map(line).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn refused(&self, message: &str, hint: &str) {
        let error = self.plan().unwrap_err();
        assert_eq!((error.to_string().as_str(), error.hint().as_deref()), (message, Some(hint)));
    }
}

#[test]
fn the_repository_is_one_package() {
    let story = Story { commits: &[("feat: x", &["any/file"]), ("fix: y", &[])], ..NOTHING };
    story.check(&["- minor minor v0.1.0"]);
    Story { tags: &[("", &["v1.2.3"])], ..story }.check(&["- minor minor v1.3.0"]);
    Story { tags: &[("", &["1.2.3"])], ..story }.check(&["- minor minor 1.3.0"]);
    Story { tags: &[("", &["v0.4.1"])], ..story }.check(&["- minor patch v0.4.2"]);
    Story { tags: &[("", &["v0.4.1"])], flags: &["--zero-major=minor"], ..story }
        .check(&["- minor minor v0.5.0"]);
    Story { tags: &[("", &["v1.2.3"])], commits: &[], ..NOTHING }.check(&["- none none nothing"]);
}

#[test]
fn a_commit_counts_for_the_packages_that_it_touches() {
    let story = Story {
        config: THREE,
        tags: &[("a", &["a-v1.0.0"]), ("b", &["b-v1.0.0"]), ("c", &["c-v1.0.0"])],
        commits: &[
            ("feat: both", &["packages/a/x.rs", "packages/b/y.rs"]),
            ("fix: one", &["packages/b/y.rs", "README.md"]),
            ("fix: neither", &["packages/abc/x.rs", "README.md"]),
        ],
        ..NOTHING
    };
    story.check(&["a minor minor a-v1.1.0", "b minor minor b-v1.1.0", "c none none nothing"]);
    let outside = story.plan().unwrap().outside;
    assert_eq!(
        outside.iter().map(|entry| (entry.subject.as_str(), entry.bump)).collect::<Vec<_>>(),
        [("fix: neither", Bump::None)]
    );
    Story { flags: &["--package=b"], ..story }.check(&["b minor minor b-v1.1.0"]);
}

#[test]
fn a_commit_without_files_belongs_to_the_package_of_its_scope() {
    let story = Story {
        config: THREE,
        commits: &[("fix(b): empty", &[]), ("feat: of nobody", &[]), ("feat(d): of nobody either", &[])],
        ..NOTHING
    };
    story.check(&["a none none nothing", "b patch patch b-v0.1.0", "c none none nothing"]);
    assert_eq!(story.plan().unwrap().outside.len(), 2);
}

#[test]
fn release_as_sets_the_version_of_the_packages_it_touches() {
    let story = Story { tags: &[("", &["v1.2.3"])], ..NOTHING };
    let asked = "chore: release\n\nRelease-As: 3.0.0";
    Story { commits: &[(asked, &[])], ..story }.check(&["- none major v3.0.0"]);
    Story { commits: &[("fix: newer\n\nRelease-As: v2.5.0", &[]), (asked, &[])], ..story }
        .check(&["- patch major v2.5.0"]);
    let reverted =
        "Revert \"chore: release\"\n\nThis reverts commit 0000000000000000000000000000000000000001.";
    Story { commits: &[(reverted, &[]), (asked, &[])], ..story }.check(&["- none none nothing"]);
    Story { commits: &[("fix: x\n\nRelease-As: 1.2.3", &[])], ..story }.refused(
        "`Release-As: 1.2.3` is not above the current version 1.2.3",
        "a newer commit with a higher `Release-As:` wins over this one",
    );
    Story { commits: &[("fix: x\n\nRelease-As: next", &[])], ..story }.refused(
        "commit 0000000 says `Release-As: next`, which is not a semantic version",
        "write it as `Release-As: 2.0.0`",
    );
    let story =
        Story { config: THREE, commits: &[("fix: x\n\nRelease-As: 4.0.0", &["packages/b/x"])], ..NOTHING };
    story.check(&["a none none nothing", "b patch patch b-v4.0.0", "c none none nothing"]);
}

#[test]
fn release_as_is_done_with_once_a_release_has_answered_it() {
    let beta = "[version.channels]\nnext = \"beta\"\n";
    let asked = "chore: release\n\nRelease-As: 2.0.0-rc.1";
    let story = Story {
        tags: &[("", &["v1.4.0", "v2.0.0-rc.1"])],
        commits: &[("fix: y", &[]), ("---", &[]), (asked, &[])],
        ..NOTHING
    };
    story.check(&["- patch major v2.0.0"]);
    Story { flags: &["--channel=rc"], ..story }.check(&["- patch major v2.0.0-rc.2"]);
    Story { flags: &["--channel=rc"], commits: &[("---", &[]), (asked, &[])], ..story }
        .check(&["- none none nothing"]);
    // A channel that leads to what was asked for, then the release itself.
    let asked = "chore: release\n\nRelease-As: 2.0.0";
    let story = Story { config: beta, branch: "next", tags: &[("", &["v1.4.0"])], ..NOTHING };
    Story { commits: &[(asked, &[])], ..story }.check(&["- none major v2.0.0-beta.1"]);
    let story = Story { tags: &[("", &["v1.4.0", "v2.0.0-beta.1"])], ..story };
    Story { commits: &[("---", &[]), (asked, &[])], ..story }.check(&["- none none nothing"]);
    let news: &[(&str, &[&str])] = &[("fix: y", &[]), ("---", &[]), (asked, &[])];
    Story { commits: news, ..story }.check(&["- patch major v2.0.0-beta.2"]);
    Story { commits: news, branch: "main", ..story }.check(&["- patch major v2.0.0"]);
    // Asked for again, it is refused as ever.
    Story { commits: &[("fix: x\n\nRelease-As: 1.5.0", &[]), ("---", &[]), (asked, &[])], ..story }.refused(
        "`Release-As: 1.5.0` is not above the current version 2.0.0-beta.1",
        "a newer commit with a higher `Release-As:` wins over this one",
    );
}

#[test]
fn a_channel_that_cannot_be_is_wrong_usage() {
    let wrong =
        |flags| Story { flags, commits: &[("fix: x", &[])], ..NOTHING }.plan().unwrap_err().is_usage();
    assert!(wrong(&["--channel=no channel"]));
    let asked = "fix: x\n\nRelease-As: soon";
    assert!(!Story { commits: &[(asked, &[])], ..NOTHING }.plan().unwrap_err().is_usage());
}

const LINKED: &str = r#"
[[package]]
name = "a"
path = "packages/a"
linked = "all"
[[package]]
name = "b"
path = "packages/b"
linked = "all"
[[package]]
name = "c"
path = "packages/c"
"#;

#[test]
fn linked_packages_are_released_under_one_version() {
    let story = Story {
        config: LINKED,
        tags: &[("a", &["a-v1.0.0"]), ("b", &["b-v1.3.0"])],
        commits: &[("feat: x", &["packages/b/x"])],
        ..NOTHING
    };
    story.check(&["a none minor a-v1.4.0 because of b", "b minor minor b-v1.4.0", "c none none nothing"]);
    // The one that stands higher carries the others along, by a patch of its own.
    let story = Story { commits: &[("fix: x", &["packages/a/x"])], ..story };
    story.check(&["a patch minor a-v1.3.1", "b none patch b-v1.3.1 because of a", "c none none nothing"]);
    Story { commits: &[("feat: x", &["packages/c/x"])], ..story }.check(&[
        "a none none nothing",
        "b none none nothing",
        "c minor minor c-v0.1.0",
    ]);
}

#[test]
fn linked_packages_stay_on_the_channel() {
    let story = Story {
        config: LINKED,
        flags: &["--channel=beta"],
        tags: &[("a", &["a-v1.0.0"]), ("b", &["b-v1.3.0"])],
        commits: &[("fix: x", &["packages/a/x"])],
        ..NOTHING
    };
    story.check(&[
        "a patch minor a-v1.3.1-beta.1",
        "b none patch b-v1.3.1-beta.1 because of a",
        "c none none nothing",
    ]);
}

#[test]
fn linked_packages_take_no_version_twice() {
    let story = Story {
        config: LINKED,
        tags: &[("a", &["a-v1.4.0", "a-v1.0.0"]), ("b", &["b-v1.3.0"])],
        commits: &[("feat: x", &["packages/b/x"])],
        ..NOTHING
    };
    story.refused(
        "package `a`: version 1.4.0 has a tag already, on a commit that this branch does not contain",
        "fetch and merge the branch that was released, or delete the tag",
    );
}

#[test]
fn a_release_reaches_dependents_of_dependents() {
    let story = Story {
        config: THREE,
        tags: &[("a", &["a-v1.0.0"]), ("b", &["b-v2.0.0"]), ("c", &["c-v0.3.0"])],
        commits: &[("feat!: x", &["packages/a/x"])],
        // c needs b, which needs a.
        dependencies: &[(1, 0), (2, 1)],
        ..NOTHING
    };
    story.check(&[
        "a major major a-v2.0.0",
        "b none patch b-v2.0.1 because of a",
        "c none patch c-v0.3.1 because of b",
    ]);
    Story { flags: &["--channel=rc"], ..story }.check(&[
        "a major major a-v2.0.0-rc.1",
        "b none patch b-v2.0.1-rc.1 because of a",
        "c none patch c-v0.3.1-rc.1 because of b",
    ]);
    // What has changes of its own needs no cause.
    let commits: &[(&str, &[&str])] = &[("fix: y", &["packages/c/x"]), ("feat!: x", &["packages/a/x"])];
    Story { commits, ..story }.check(&[
        "a major major a-v2.0.0",
        "b none patch b-v2.0.1 because of a",
        "c patch patch c-v0.3.1",
    ]);
    Story { dependencies: &[(0, 1), (1, 0)], ..story }.check(&[
        "a major major a-v2.0.0",
        "b none patch b-v2.0.1 because of a",
        "c none none nothing",
    ]);
}

#[test]
fn a_maintenance_line_refuses_and_says_which_commit() {
    let story = Story {
        branch: "1.4.x",
        tags: &[("", &["v1.4.1"])],
        commits: &[("fix: y", &[]), ("feat: too much", &[])],
        ..NOTHING
    };
    story.refused(
        "the commits lead to 1.5.0, which the maintenance branch `1.4.x` (>=1.4.0, <1.5.0) may not release",
        "0000000 asks for it: `feat: too much`; release it from the main branch",
    );
    Story { commits: &[("fix: y", &[])], ..story }.check(&["- patch patch v1.4.2"]);
    // An inquiry into the past is no release from this branch.
    Story { flags: &["--to=HEAD"], ..story }.check(&["- minor minor v1.5.0"]);
}

#[test]
fn a_squash_title_may_decide() {
    let squash = "docs: all of it (#3)\n\n* feat: one thing\n\n* fix!: another thing";
    let story = Story { tags: &[("", &["v1.0.0"])], commits: &[(squash, &[])], ..NOTHING };
    story.check(&["- major major v2.0.0"]);
    Story { flags: &["--squash=title"], ..story }.check(&["- none none nothing"]);
    Story { config: "[version.types]\ndocs = \"patch\"\n", flags: &["--squash=title"], ..story }
        .check(&["- patch patch v1.0.1"]);
}

#[test]
fn a_channel_releases_what_is_new_on_it() {
    let story = Story {
        config: "[version.channels]\nnext = \"beta\"\n",
        branch: "next",
        tags: &[("", &["v1.4.1", "v1.4.2-beta.1"])],
        commits: &[("feat: new", &[]), ("---", &[]), ("fix: old", &[])],
        ..NOTHING
    };
    story.check(&["- minor minor v1.5.0-beta.1"]);
    Story { commits: &[("docs: new", &[]), ("---", &[]), ("fix: old", &[])], ..story }
        .check(&["- patch none nothing"]);
    Story { branch: "main", ..story }.check(&["- minor minor v1.5.0"]);
    Story { commits: &[("---", &[]), ("fix: old", &[])], branch: "main", ..story }
        .check(&["- patch patch v1.4.2"]);
}
