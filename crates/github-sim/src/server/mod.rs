//! HTTP/1.1 on two loopback ports, in one thread of its own.

mod act;
mod body;
mod connection;
mod control;
mod limits;
mod listen;
mod reading;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Notify;
use crate::access::Token;
use crate::faults::{Late, Plan};
use crate::journal::Journal;
use crate::state::World;

pub(crate) use act::perform;
pub(crate) use control::own;
pub(crate) use limits::Limits;
pub(crate) use listen::{Listeners, run};

/// What every connection shares.
pub(crate) struct Shared {
    pub(crate) world: Mutex<World>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) plan: Mutex<Plan>,
    pub(crate) late: Mutex<Late>,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) tokens: Mutex<Vec<Token>>,
    /// The index of the request at which the server stopped for the client to be ended.
    pub(crate) stopped: Mutex<Option<usize>>,
    pub(crate) resume: tokio::sync::Notify,
    pub(crate) notify: Option<Notify>,
    /// Whether the bodies of answers are kept in the journal.
    pub(crate) record: bool,
}

/// A lock's content; a test that panicked while it held the lock must not fail the others.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The shared state, as the connections hold it.
pub(crate) type State = Arc<Shared>;
