//! Version files: cases in folders, properties of generated documents, large files.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod cases;
mod documents;
mod large;
mod properties;
