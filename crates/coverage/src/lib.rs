//! Coverage reports of every format, read into one model and merged.
//!
//! | Concern | Part |
//! |---|---|
//! | file → line → hits and branches; statements, functions, totals | [`model`] |
//! | bytes → events, with the position of what is wrong | [`read`](mod@read) |
//! | one file a format | [`format`](mod@format) |
//! | a report's paths → tracked files | [`paths`] |
//! | reports of several jobs → one | [`join`](mod@join) |
//! | what a line counts for | [`metric`] |
//! | the number that the producing tool prints | [`tool`](mod@tool) |
//! | what of a branch's own lines is covered | [`patch`](mod@patch) |
//! | whether that is enough | [`gate`] |
//!
//! A format is recognised by its content, never by its file's name. A file that is cut off or of no known format is an
//! error that names the place, never a report without coverage.

pub mod format;
pub mod gate;
pub mod join;
pub mod metric;
pub mod model;
pub mod patch;
pub mod paths;
pub mod read;
pub mod tool;

pub use model::{File, Percent, Report};
pub use read::{Position, ReadError, read};
