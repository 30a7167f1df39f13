//! `pnpm-workspace.yaml`.

use crate::syntax::yaml::items;
use crate::{Absence, Ecosystem, Error, Reading, VersionFile};

/// The workspace of pnpm. It states no version; it says which packages belong together, as `workspaces` does
/// in npm's `package.json`.
/// <https://pnpm.io/pnpm-workspace_yaml>
pub(super) struct PnpmWorkspace;

impl VersionFile for PnpmWorkspace {
    fn name(&self) -> &'static str {
        "pnpm-workspace"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Npm)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "pnpm-workspace.yaml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let members = items(content, "packages").into_iter().map(|item| item.value);
        let absence = Some(Absence::Missing("any place of such a file"));
        Ok(Reading { members: members.collect(), absence, ..Reading::default() })
    }
}
