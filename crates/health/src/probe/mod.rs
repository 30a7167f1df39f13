//! One probe: what is asked, and what came of it.

mod error;
mod http;
mod observation;
mod redirect;
mod request;
mod target;

pub use error::{ErrorKind, ProbeError};
pub use http::{client, http};
pub use observation::{Answer, Observation, Outcome};
pub use request::Request;
