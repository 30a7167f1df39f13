//! The tool cache's layout, `$RUNNER_TOOL_CACHE/<tool>/<version>/<arch>`, shared with the `setup-*`
//! actions (actions/toolkit `tool-cache.ts`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where a version of a tool stands or would stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedTool {
    folder: PathBuf,
    complete: PathBuf,
}

impl CachedTool {
    /// The place under `cache` of a tool's exact semantic version, for an architecture in the
    /// runner's or Node's spelling, such as `x64`.
    #[must_use]
    pub fn new(cache: &Path, tool: &str, version: &str, arch: &str) -> Self {
        let version = cache.join(tool).join(version);
        let arch = arch.to_lowercase();
        Self { complete: version.join(format!("{arch}.complete")), folder: version.join(arch) }
    }

    /// The tool's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder, if the tool is there as a whole: the marker beside it says so.
    #[must_use]
    pub fn find(&self) -> Option<&Path> {
        (self.complete.is_file() && self.folder.is_dir()).then_some(&self.folder)
    }

    /// Marks the tool as whole, after its last file is in place.
    ///
    /// # Errors
    ///
    /// If the marker cannot be written.
    pub fn complete(&self) -> io::Result<()> {
        fs::write(&self.complete, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_there_once_it_is_complete() {
        let cache = tempfile::tempdir().unwrap();
        let tool = CachedTool::new(cache.path(), "deploy-kit", "1.4.0", "X64");
        assert!(tool.folder().ends_with("deploy-kit/1.4.0/x64"));
        fs::create_dir_all(tool.folder()).unwrap();
        assert_eq!(tool.find(), None);
        tool.complete().unwrap();
        assert_eq!(tool.find(), Some(tool.folder()));
    }
}
