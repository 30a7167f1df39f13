//! Whose commit and tags git makes.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Guess, Identity};
use deploy_kit_version::facts::failure;

use super::{Error, Run};

/// The name and the address under which GitHub shows what a workflow does; the number is the account's id.
pub(crate) const BOT: Identity<'static> =
    Identity { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };

impl Run<'_> {
    /// Finds out, before anything is written, whether git knows who commits and tags: on a runner without a name
    /// it is the bot, in a terminal the user has to say.
    pub(super) fn identify(&self) -> Result<Option<Identity<'static>>, Failure> {
        if !self.plan.by_git || self.is_finished() || !self.makes_anything()? {
            return Ok(None);
        }
        let on_runner = self.site.console.is_runner();
        // What git makes of a runner's host name is nobody's address.
        let guess = if on_runner { Guess::Refused } else { Guess::Allowed };
        if self.writer().knows_identity(guess).map_err(Error::from)? {
            return Ok(None);
        }
        if !on_runner {
            return Err(Error::NoIdentity.into());
        }
        self.site.console.notice(format!(
            "git has no `user.name` and `user.email` here: the release's commit and tags are made as `{}`",
            BOT.name
        ));
        Ok(Some(BOT))
    }

    /// Whether git has a commit or a tag to make.
    fn makes_anything(&self) -> Result<bool, Failure> {
        let tags = self.site.repository.tags().map_err(failure)?;
        Ok(self.plan.message.is_some() || self.plan.tags().any(|tag| tags.get(tag).is_none()))
    }
}
