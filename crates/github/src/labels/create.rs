use serde::Serialize;

use super::{Label, Labels};
use crate::error::Result;
use crate::operation;

#[derive(Serialize)]
struct NewLabel<'a> {
    name: &'a str,
    color: &'a str,
    description: &'a str,
}

impl Labels<'_> {
    /// A new label; `color` is six hexadecimal digits. If there is one already, see
    /// [`Error::is_already_there`](crate::Error::is_already_there).
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, name: &str, color: &str, description: &str) -> Result<Label> {
        let body = NewLabel { name, color, description };
        self.0.call(&operation::CREATE_LABEL).body(&body).fetch().await
    }
}
