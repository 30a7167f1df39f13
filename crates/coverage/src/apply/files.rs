//! The files that were asked for.

use std::fs;
use std::path::Path;

use deploy_kit_core::tool::Failure;

use super::Work;
use crate::baseline::History;
use crate::metric::Metric;
use crate::plan::{Output, Plan};

/// Writes one of them; what there is to warn of.
pub(super) fn write(
    _work: &Work<'_>,
    _plan: &Plan,
    _what: Output,
    path: &Path,
) -> Result<Option<String>, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let failed = |error| Failure::world(format!("cannot write `{}`: {error}", path.display()));
    fs::create_dir_all(folder.unwrap_or(Path::new("."))).map_err(failed)?;
    Ok(None)
}

/// The pictures that are kept beside a history: their names and what is in them.
pub(super) fn pictures(_history: &History, _plan: &Plan, _metric: Metric) -> Vec<(String, String)> {
    Vec::new()
}
