//! Files that follow from what the tools declare.
//!
//! | File | What is rendered |
//! |---|---|
//! | `templates/deploy-kit.schema.json` | all of it: the JSON Schema of `deploy-kit.toml` |
//! | `README.md`, `actions/<tool>/README.md` | the marked blocks, see [`fill`] |
//! | `action.yml`, `actions/<tool>/action.yml` | all of it, see [`crate::action`] |

pub(crate) mod argument;
mod blocks;
mod schema;
mod tables;

use deploy_kit::SETUP;
use deploy_kit_core::tool::Tool;

pub use blocks::{BlockError, fill};
pub use schema::{SCHEMA_PATH, schema, sections};
pub use tables::block;

use crate::action::{Origin, actions, program};
pub(crate) use argument::sentence;

/// A file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it stands, from the repository's root, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

/// A page whose blocks cannot be filled.
#[derive(Debug, thiserror::Error)]
#[error("cannot render `{path}`")]
pub struct Error {
    path: String,
    source: BlockError,
}

/// Renders every file. `read` gives the present text of a page; a tool's page that is missing is begun.
///
/// # Errors
/// A page holds a block that is not closed or that nobody renders.
pub fn files(tools: &[&Tool], read: impl Fn(&str) -> Option<String>) -> Result<Vec<File>, Error> {
    let mut files = vec![File { path: SCHEMA_PATH.to_owned(), text: schema(tools) }];
    let mut page = |path: String, text: String| match fill(&text, |name, of| block(tools, name, of)) {
        Ok(text) => {
            files.push(File { path, text });
            Ok(())
        }
        Err(source) => Err(Error { path, source }),
    };
    if let Some(text) = read("README.md") {
        page("README.md".to_owned(), text)?;
    }
    for tool in tools {
        let path = page_of(tool);
        let text = read(&path).unwrap_or_else(|| begin(tool));
        page(path, text)?;
    }
    files.extend(action_files(tools, "actions/", &Origin::Sources));
    Ok(files)
}

/// The `action.yml` of each tool in its folder under `prefix`, and the umbrella's own at the root.
pub fn action_files(tools: &[&Tool], prefix: &str, origin: &Origin<'_>) -> Vec<File> {
    let file = |(folder, tool, action): (&str, &Tool, _)| {
        let text = crate::action::render(tool, &action, &program(folder, tool), origin);
        let path =
            if folder.is_empty() { "action.yml".to_owned() } else { format!("{prefix}{folder}/action.yml") };
        File { path, text }
    };
    actions(tools, &SETUP).map(file).collect()
}

/// The paths of the files that are not as they would be rendered.
///
/// # Errors
/// As [`files`].
pub fn drift(tools: &[&Tool], read: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, Error> {
    let files = files(tools, &read)?.into_iter();
    Ok(files.filter(|file| read(&file.path).as_ref() != Some(&file.text)).map(|file| file.path).collect())
}

/// What a person is told of such a file.
pub fn describe_drift(path: &str) -> String {
    format!("`{path}` is not as it is rendered; run `cargo xtask render`")
}

/// Where a tool's page stands.
pub fn page_of(tool: &Tool) -> String {
    format!("actions/{}/README.md", tool.name)
}

/// A page with a headline and the tables, for its author to go on.
fn begin(tool: &Tool) -> String {
    let name = tool.name;
    let about = sentence(&(tool.command)().get_about().map(ToString::to_string).unwrap_or_default());
    let mut page = format!("# deploy-kit {name}\n\n{about}\n");
    let blocks = [
        ("Arguments", "args"),
        ("Outputs", "outputs"),
        ("Permissions", "permissions"),
        ("Configuration", "config"),
    ];
    for (title, kind) in blocks {
        page.push_str(&format!("\n## {title}\n\n<!-- render:{kind} {name} -->\n<!-- /render -->\n"));
    }
    page
}

#[cfg(test)]
mod tests;
