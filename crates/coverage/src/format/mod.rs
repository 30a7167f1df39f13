//! The formats: one file each, and the list.

mod clover;
mod cobertura;
mod codecov;
mod coverage_py;
mod coveralls;
mod deploy_kit;
mod dotnet;
mod gcov;
mod go;
mod head;
mod istanbul;
mod istanbul_summary;
mod jacoco;
mod json;
mod lcov;
mod llvm_cov;
mod number;
mod opencover;
mod simplecov;
mod sonar;
mod time;
mod xccov;
mod xml;

use crate::read::{Malformed, Sink};

pub use head::Head;

/// A format of coverage reports.
pub trait Format: Sync + std::fmt::Debug {
    /// Its name, as people write it.
    fn name(&self) -> &'static str;

    /// Whether a report that begins so is of this format.
    fn recognises(&self, head: &Head<'_>) -> bool;

    /// Tells a sink all that the report says.
    ///
    /// # Errors
    /// It is cut off, or not as the format has it.
    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed>;

    /// How much of a report has to be in memory at a time.
    fn parts(&self) -> Parts {
        Parts::Whole
    }
}

/// How much of a report has to be in memory at a time.
pub enum Parts {
    /// All of it.
    Whole,
    /// A record: each ends with a line that begins so, and any number of them are a report, in any order.
    Records(&'static [u8]),
    /// A little, from the start to the end.
    Stream(Box<dyn Stream>),
}

/// Reads a report bit by bit.
pub trait Stream {
    /// Tells a sink what some bytes say, which begin at an offset in the file, and gives how many were read: all that can
    /// be understood so far, and all there are if they are the `last` ones. The others come again, with more.
    ///
    /// # Errors
    /// As [`Format::read`].
    fn feed(
        &mut self,
        bytes: &[u8],
        offset: usize,
        is_last: bool,
        sink: &mut dyn Sink,
    ) -> Result<usize, Malformed>;
}

/// All formats. The order counts where one's look is a special case of another's: the special one comes first.
pub const FORMATS: [&dyn Format; 18] = [
    &deploy_kit::DeployKit,
    &lcov::Lcov,
    &sonar::Sonar,
    &clover::Clover,
    &cobertura::Cobertura,
    &jacoco::Jacoco,
    &opencover::OpenCover,
    &dotnet::Dotnet,
    &go::Go,
    &codecov::Codecov,
    &coveralls::Coveralls,
    &istanbul::Istanbul,
    &istanbul_summary::IstanbulSummary,
    &coverage_py::CoveragePy,
    &llvm_cov::LlvmCov,
    &simplecov::SimpleCov,
    &gcov::Gcov,
    &xccov::Xccov,
];

/// The format of a report.
#[must_use]
pub fn recognise(head: &Head<'_>) -> Option<&'static dyn Format> {
    FORMATS.into_iter().find(|format| format.recognises(head))
}
