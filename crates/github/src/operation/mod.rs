//! Requests as data: method, path, permission and effect of every operation, in one list.
//!
//! The list is public because three readers share it: the client (what may be retried), the error's hint
//! (which permission is missing) and the embedded GitHub of the tests (which permission to demand).

mod list;
mod permission;

use http::Method;

pub use list::*;
pub use permission::{Level, Permission, Resource};

/// What sending a request does, which decides whether it may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: repeated on any fault, and cached by its `etag`.
    Read,
    /// The state is what the request says, however often it is sent: repeated.
    Replace,
    /// The thing is gone, however often it is sent: repeated, and "not found" after a doubtful attempt is success.
    Delete,
    /// There is one more: sent again only if the server cannot have acted. See [`converge`](crate::converge).
    Create,
}

impl Effect {
    /// Whether it changes anything, and so counts against GitHub's limits for writes.
    #[must_use]
    pub const fn is_write(self) -> bool {
        !matches!(self, Self::Read)
    }
}

/// One operation of GitHub's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its `operationId` in GitHub's OpenAPI description; `graphql/…` for a field of GraphQL.
    pub id: &'static str,
    /// The method.
    pub method: Method,
    /// The template of its path, as in the description.
    pub path: &'static str,
    /// The permissions of a token of which one is enough. The first is what a hint asks for.
    pub permissions: &'static [Permission],
    /// What it does.
    pub effect: Effect,
}

impl Operation {
    const fn read(id: &'static str, path: &'static str, permissions: &'static [Permission]) -> Self {
        Self { id, method: Method::GET, path, permissions, effect: Effect::Read }
    }

    const fn create(id: &'static str, path: &'static str, permissions: &'static [Permission]) -> Self {
        Self { id, method: Method::POST, path, permissions, effect: Effect::Create }
    }

    const fn update(id: &'static str, path: &'static str, permissions: &'static [Permission]) -> Self {
        Self { id, method: Method::PATCH, path, permissions, effect: Effect::Replace }
    }

    const fn delete(id: &'static str, path: &'static str, permissions: &'static [Permission]) -> Self {
        Self { id, method: Method::DELETE, path, permissions, effect: Effect::Delete }
    }

    /// The same with another effect than its method suggests.
    const fn with(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }
}

#[cfg(test)]
mod tests;
