use serde::Deserialize;

use super::Repo;
use crate::error::{Kind, Result};
use crate::operation;

#[derive(Deserialize)]
struct Setting {
    enabled: bool,
}

impl Repo {
    /// Whether releases become immutable when published; `None` if the token may not know, as a workflow's
    /// own may not: a published release's [`immutable`](crate::releases::Release::immutable) tells, too.
    ///
    /// # Errors
    /// See [`Kind`], but for what only says that the token may not know.
    pub async fn has_immutable_releases(&self) -> Result<Option<bool>> {
        match self.call(&operation::GET_IMMUTABLE_RELEASES).find::<Setting>().await {
            // 404: not switched on, or a server that does not know the setting.
            Ok(setting) => Ok(Some(setting.is_some_and(|setting| setting.enabled))),
            Err(error) if matches!(error.kind(), Kind::Forbidden { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
