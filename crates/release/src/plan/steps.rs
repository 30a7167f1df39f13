//! What a release does, in order.

use std::path::PathBuf;

use deploy_kit_git::Id;
use semver::Version;
use serde::Serialize;

use super::{Plan, Release};
use crate::settings::Settings;

/// One thing that a release does. Each can be done again: what stands already is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A command is run.
    Hook {
        /// The command, for the shell.
        command: String,
        /// Whether it runs before the release or after it.
        when: When,
    },
    /// A file takes another text.
    Write {
        /// The file, from the repository's root.
        path: PathBuf,
    },
    /// The files are committed.
    Commit {
        /// The message.
        message: String,
    },
    /// The commit is tagged.
    Tag {
        /// The tag's name.
        name: String,
        /// The commit, where none is made before.
        on: Option<Id>,
    },
    /// The release is found or made, as a draft.
    Draft {
        /// The tag's name.
        tag: String,
    },
    /// The commit is pushed.
    Push {
        /// The branch, if it is known.
        branch: Option<String>,
    },
    /// Files are attached.
    Attach {
        /// The tag's name.
        tag: String,
        /// Their names.
        names: Vec<String>,
        /// Their size in bytes, all in all.
        size: u64,
    },
    /// The release is published.
    Publish {
        /// The tag's name.
        tag: String,
        /// Whether it is a pre-release.
        prerelease: bool,
    },
    /// A floating tag moves.
    Float {
        /// The release's tag.
        tag: String,
        /// Its name.
        name: String,
        /// The release that it moves to.
        version: Version,
    },
    /// Issues and pull requests learn of the release.
    Announce {
        /// The tag's name.
        tag: String,
        /// Their numbers.
        numbers: Vec<u64>,
    },
    /// The release notes that nothing is left to do.
    Finish {
        /// The tag's name.
        tag: String,
    },
}

/// When a hook runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Before anything is written.
    Before,
    /// When all is published.
    After,
}

/// The steps of a plan.
pub(super) fn steps(plan: &Plan, settings: &Settings) -> Vec<Step> {
    if plan.releases.is_empty() {
        return Vec::new();
    }
    let hooks = |commands: &[String], when| {
        commands.iter().map(|command| Step::Hook { command: command.clone(), when }).collect::<Vec<_>>()
    };
    let mut steps = hooks(&settings.hook_before, When::Before);
    let drafts = plan.releases.iter().filter(|_| settings.on_server);
    steps.extend(drafts.map(|release| Step::Draft { tag: release.tag.clone() }));
    steps.extend(plan.files.iter().map(|file| Step::Write { path: file.write.path.clone() }));
    // The trailers are for the next run, not for a reader of the plan.
    let title = plan.message.as_deref().and_then(|message| message.lines().next());
    steps.extend(title.map(|title| Step::Commit { message: title.to_owned() }));
    if plan.by_git && settings.pushes {
        steps.push(Step::Push { branch: settings.branch.clone() });
    }
    for release in &plan.releases {
        steps.push(Step::Tag { name: release.tag.clone(), on: plan.tagged() });
        if settings.on_server {
            steps.extend(of_release(release, settings));
        }
    }
    if settings.on_server && !settings.switches.draft {
        steps.extend(hooks(&settings.hook_after, When::After));
    }
    if settings.on_server {
        let finished = plan.releases.iter().filter(|release| release.has_epilogue());
        steps.extend(finished.map(|release| Step::Finish { tag: release.tag.clone() }));
    }
    steps
}

fn of_release(release: &Release, settings: &Settings) -> Vec<Step> {
    let tag = || release.tag.clone();
    let mut steps = Vec::new();
    if !release.assets.is_empty() {
        let names = release.assets.iter().map(|asset| asset.name.clone()).collect();
        let size = release.assets.iter().map(|asset| asset.size).sum();
        steps.push(Step::Attach { tag: tag(), names, size });
    }
    if !settings.switches.draft {
        steps.push(Step::Publish { tag: tag(), prerelease: release.prerelease });
    }
    steps.extend(release.floating.iter().map(|floating| Step::Float {
        tag: tag(),
        name: floating.name.clone(),
        version: floating.version.clone(),
    }));
    if !release.announcements.is_empty() {
        let numbers = release.announcements.iter().map(|announcement| announcement.number).collect();
        steps.push(Step::Announce { tag: tag(), numbers });
    }
    steps
}
