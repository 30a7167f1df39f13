//! Every format: what a report says, what is wrong with it, and that no bytes do harm.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod clover;
mod cobertura;
mod codecov;
mod coverage_py;
mod coveralls;
mod deploy_kit;
mod dotnet;
mod every;
mod gcov;
mod go;
mod istanbul;
mod istanbul_summary;
mod jacoco;
mod lcov;
mod llvm_cov;
mod made;
mod opencover;
mod show;
mod simplecov;
mod sonar;
mod xccov;

/// Formats of lines without an end, or of several reports in a row.
const CANNOT_TELL: [&str; 1] = ["Go cover profile"];
