//! Making the copies, one on top of the other.

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Guess, Id, Pick, Repository, WriteError, Writer};

use super::facts::{Brought, Clash, Copy, Source};
use crate::apply::BOT;
use crate::apply::Error;
use crate::facts::remote::writer;
use crate::server::Server;
use crate::settings::Settings;

/// Where a run is.
pub(super) struct Site<'a> {
    pub(super) settings: &'a Settings,
    pub(super) server: &'a Server,
    pub(super) context: &'a Context,
}

impl Site<'_> {
    /// Writes with the token; on a runner that knows no name, as the bot.
    pub(super) fn writer<'r>(&'r self, repository: &'r Repository) -> Result<Writer<'r>, Failure> {
        let mut writer = writer(repository, &self.settings.changelog.look.remote, self.server);
        let on_runner = self.context.console.is_runner();
        let guess = if on_runner { Guess::Refused } else { Guess::Allowed };
        if !writer.knows_identity(guess).map_err(git)? {
            if !on_runner {
                return Err(Error::NoIdentity.into());
            }
            writer.identity = Some(BOT);
        }
        Ok(writer)
    }
}

/// git's error with its hint.
pub(super) fn git(error: WriteError) -> Failure {
    let hint = error.hint();
    Failure::world(error).hint(hint)
}

/// Copies what pull requests brought, in order, on top of a commit. Stops behind the first pull request with
/// conflicts, unless they are to be kept.
pub(super) fn all(
    sources: &mut [Source],
    onto: Id,
    seconds: i64,
    keeps_conflicts: bool,
    writer: &Writer<'_>,
) -> Result<Id, Failure> {
    let mut head = onto;
    for source in sources.iter_mut().filter(|source| !source.is_contained) {
        let mut brought = one(&source.commits, head, seconds, keeps_conflicts, writer)?;
        // What a branch's commits one by one do not give, their sum may: later ones mend earlier ones.
        if let (false, Some(whole)) = (brought.clashes.is_empty(), source.whole) {
            let sum = one(&[whole], head, seconds, keeps_conflicts, writer)?;
            if sum.clashes.is_empty() {
                brought = sum;
            }
        }
        let stops = !brought.clashes.is_empty() && !keeps_conflicts;
        head = brought.copies.last().map_or(head, |copy| copy.copy);
        source.is_contained = brought.copies.is_empty() && brought.clashes.is_empty();
        source.brought = brought;
        if stops {
            break;
        }
    }
    Ok(head)
}

fn one(
    commits: &[Id],
    onto: Id,
    seconds: i64,
    with_conflicts: bool,
    writer: &Writer<'_>,
) -> Result<Brought, Failure> {
    let mut brought = Brought::default();
    let mut head = onto;
    for &commit in commits {
        let picked = writer.pick(&Pick { commit, onto: head, seconds, with_conflicts }).map_err(git)?;
        if let Some(copy) = picked.commit {
            brought.copies.push(Copy { of: commit, copy });
            head = copy;
        }
        if !picked.conflicts.is_empty() {
            brought.clashes.push(Clash { of: commit, files: picked.conflicts });
            if !with_conflicts {
                break;
            }
        }
    }
    Ok(brought)
}
