//! The page of the published tree.

use deploy_kit::TOOLS;
use deploy_kit_core::markdown::{Align, Table};

use crate::action::Release;

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What a person reads who looks at the branch.
pub(super) fn page(release: &Release) -> String {
    let version = &release.version;
    let name = REPOSITORY.trim_start_matches("https://github.com/");
    let mut table = Table::new(["Action", "What it does"].map(|title| (title, Align::Left)));
    for tool in TOOLS.iter().filter(|tool| tool.action.is_some()) {
        let about = (tool.command)().get_about().map(ToString::to_string).unwrap_or_default();
        let uses = format!("`{name}/{tool}@v{major}`", tool = tool.name, major = version.major);
        table.row([format!("[{uses}]({REPOSITORY}/blob/main/actions/{}/README.md)", tool.name), about]);
    }
    format!(
        "# deploy-kit {version}\n\n\
         The published actions, each pinned to the sha256 of the program that it runs. The sources, the \
         documentation and the issues are on [the branch `main`]({REPOSITORY}/tree/main).\n\n{table}\n\
         This tree is rendered and never edited. To render it again and compare, in a clone of the sources at \
         the commit that is this one's last parent:\n\n\
         ```sh\ncargo xtask verify-dist v{version}\n```\n"
    )
}
