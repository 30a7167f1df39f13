use super::{Artifact, Runs};
use crate::error::Result;
use crate::operation;

impl Runs<'_> {
    /// The artifacts that a run left, all of them or those of a name.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn artifacts(&self, run: u64, name: Option<&str>) -> Result<Vec<Artifact>> {
        self.0.call(&operation::LIST_ARTIFACTS).segment(run).maybe("name", name).pages_of("artifacts").await
    }
}
