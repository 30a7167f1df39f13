//! The invariants of `crates/README.md` that neither the compiler nor a lint can hold.

mod arrows;
mod sources;
