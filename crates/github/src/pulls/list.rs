use super::{Pull, Pulls};
use crate::client::Call;
use crate::error::Result;
use crate::operation;

use crate::issues::{State, state_word};

/// Which pull requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Open or closed; both if not given.
    pub state: Option<State>,
    /// From this branch, written `owner:branch`. GitHub ignores a branch without an owner.
    pub head: Option<String>,
    /// To this branch.
    pub base: Option<String>,
}

impl Pulls<'_> {
    /// The pull requests that a filter lets through, the newest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Pull>> {
        self.of(filter).pages().await
    }

    /// The newest of them, so many at most.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn recent(&self, filter: &Filter, most: usize) -> Result<Vec<Pull>> {
        self.of(filter).pages_up_to(most).await
    }

    fn of(&self, filter: &Filter) -> Call {
        let call = self.0.call(&operation::LIST_PULLS).query("state", state_word(filter.state));
        call.maybe("head", filter.head.as_deref()).maybe("base", filter.base.as_deref())
    }
}
