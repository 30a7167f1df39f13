//! Version files: cases in folders, properties of generated documents.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod cases;
