use super::{Issue, Issues, State, state_word};
use crate::error::Result;
use crate::operation;

/// Which issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Open or closed; both if not given.
    pub state: Option<State>,
    /// With all of these labels.
    pub labels: Vec<String>,
    /// By this account.
    pub creator: Option<String>,
    /// In this milestone.
    pub milestone: Option<u64>,
}

impl Issues<'_> {
    /// The issues, and pull requests as such, that a filter lets through.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Issue>> {
        let call = self.0.call(&operation::LIST_ISSUES).query("state", state_word(filter.state));
        let labels = (!filter.labels.is_empty()).then(|| filter.labels.join(","));
        let call = call.maybe("labels", labels).maybe("creator", filter.creator.as_deref());
        call.maybe("milestone", filter.milestone).pages().await
    }
}
