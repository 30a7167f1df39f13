//! Requests and responses, apart from the connection that carries them.

mod call;
mod fields;
mod page;
mod problem;
mod request;
mod response;

pub(crate) use call::Call;
pub(crate) use fields::Fields;
pub(crate) use page::{Page, paged, paged_in};
pub(crate) use problem::Problem;
pub(crate) use request::{Body, Origin, Request, Upload, pairs};
pub(crate) use response::{Answer, Payload, Response, etag, hex};
