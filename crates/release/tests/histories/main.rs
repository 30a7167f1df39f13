//! Whole histories, played push by push against the embedded GitHub: each release's version, notes, files and tags.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod backport;
mod flows;
mod lines;
mod packages;
mod play;
mod versions;
