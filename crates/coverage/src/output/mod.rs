//! Reports for other tools: one file each, and the list.
//!
//! What a form cannot hold of a report is told in [`Notes`], and nothing is left out without a word.

mod cobertura;
mod json;
mod text;

use std::io;

use serde::Serialize;

use crate::model::Report;

/// A form in which a report is written.
pub trait Output: Sync + std::fmt::Debug {
    /// Its name, as people write it.
    fn name(&self) -> &'static str;

    /// The name of the argument that asks for it.
    fn argument(&self) -> &'static str;

    /// Writes a report, in pieces of some ten thousand bytes: `out` needs no buffer of its own.
    ///
    /// # Errors
    /// It could not be written.
    fn write(&self, report: &Report, meta: &Meta<'_>, out: &mut dyn io::Write) -> io::Result<Notes>;
}

/// All forms.
pub const OUTPUTS: [&dyn Output; 2] = [&cobertura::Cobertura, &json::Json];

/// What is said of a report beside what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta<'a> {
    /// The version of the program that writes it.
    pub version: &'a str,
    /// When, in seconds since 1970.
    pub time: i64,
}

/// What of a report was not written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Notes {
    /// Files of the report that the written one does not name, in the order of their paths.
    pub left_out: Vec<LeftOut>,
}

/// A file that was not written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its path; `None` for the sums of a report that names no files.
    pub path: Option<String>,
    /// Why not.
    pub why: Why,
}

/// Why a file was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// No line of it is known: its report has sums, functions or statements alone.
    NoLines,
    /// Its path has characters that the form has no way to write.
    Path,
}

/// Writes normalised Cobertura XML, see [`OUTPUTS`].
///
/// # Errors
/// It could not be written.
pub fn cobertura(report: &Report, meta: &Meta<'_>, mut out: impl io::Write) -> io::Result<Notes> {
    cobertura::Cobertura.write(report, meta, &mut out)
}

/// Writes our own JSON, which [`read`](crate::read()) reads back to an equal report, see [`OUTPUTS`].
///
/// # Errors
/// It could not be written.
pub fn json(report: &Report, meta: &Meta<'_>, mut out: impl io::Write) -> io::Result<Notes> {
    json::Json.write(report, meta, &mut out)
}

#[cfg(test)]
mod tests;
