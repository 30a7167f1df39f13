//! What the release of one package means for others.

use std::collections::BTreeMap;

use semver::Version;

use super::{Draft, Error, decide};
use crate::bump::Bump;
use crate::facts::Facts;
use crate::next::Situation;
use crate::settings::Settings;

/// Releases dependents of what is released as a patch, and linked packages under one version, until
/// nothing changes any more.
pub(super) fn spread(settings: &Settings, facts: &Facts, drafts: &mut [Draft<'_>]) -> Result<(), Error> {
    if drafts.len() < 2 {
        return Ok(());
    }
    // Each round releases one more package or raises a version to one that stands already.
    for _ in 0..=2 * drafts.len() {
        if !(dependents(settings, facts, drafts)? | linked(settings, drafts)?) {
            break;
        }
    }
    Ok(())
}

fn dependents(settings: &Settings, facts: &Facts, drafts: &mut [Draft<'_>]) -> Result<bool, Error> {
    let released: Vec<bool> = drafts.iter().map(|draft| draft.next.release).collect();
    let names: Vec<String> = drafts.iter().map(|draft| draft.package.title().to_owned()).collect();
    let mut changed = false;
    for draft in drafts.iter_mut() {
        let causes =
            facts.packages[draft.index].dependencies.iter().filter(|&&dependency| released[dependency]);
        let causes: Vec<String> = causes.map(|&dependency| names[dependency].clone()).collect();
        if causes.is_empty() || draft.next.release || settings.chosen.contains_key(&draft.index) {
            continue;
        }
        patch(settings, draft)?;
        draft.because_of = causes;
        changed = true;
    }
    Ok(changed)
}

/// Releases a package that has nothing to release by itself.
fn patch(settings: &Settings, draft: &mut Draft<'_>) -> Result<(), Error> {
    draft.situation.severity = draft.situation.severity.max(Bump::Patch);
    draft.situation.news_on_channel = true;
    draft.next = decide(&draft.situation, settings, draft.package, &draft.entries)?;
    Ok(())
}

/// All packages of a group take the highest next version among them, if any of them is released.
fn linked(settings: &Settings, drafts: &mut [Draft<'_>]) -> Result<bool, Error> {
    let mut groups: BTreeMap<String, (Version, String)> = BTreeMap::new();
    for draft in drafts.iter() {
        let Some(group) = &draft.package.linked else { continue };
        if let Some(version) = draft.next.version.as_ref().filter(|_| draft.next.release) {
            let mine = (version.clone(), draft.package.title().to_owned());
            let best = groups.entry(group.clone()).or_insert_with(|| mine.clone());
            if mine.0 > best.0 {
                *best = mine;
            }
        }
    }
    let mut changed = false;
    for draft in drafts.iter_mut() {
        if settings.chosen.contains_key(&draft.index) {
            continue;
        }
        let Some((version, leader)) = draft.package.linked.as_ref().and_then(|group| groups.get(group))
        else {
            continue;
        };
        // A member may stand higher already: then the others rise to it in the next round.
        let higher = draft.next.version.as_ref().is_some_and(|mine| mine >= version);
        if higher && draft.next.release {
            continue;
        }
        if higher {
            patch(settings, draft)?;
        } else {
            // As if a commit had asked for it: the version must be free, and the line must hold it.
            let situation = Situation { release_as: Some(version.clone()), ..draft.situation.clone() };
            draft.next = decide(&situation, settings, draft.package, &draft.entries)?;
        }
        if draft.tally.severity == Bump::None {
            draft.because_of = vec![leader.clone()];
        }
        changed = true;
    }
    Ok(changed)
}
