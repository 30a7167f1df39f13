//! The JSON Schema of `deploy-kit.toml`.

use deploy_kit_core::config::{Section, json_schema};
use deploy_kit_core::tool::Tool;

/// Where the schema stands, from the repository's root.
pub const SCHEMA_PATH: &str = "templates/deploy-kit.schema.json";

/// The schema as a file: indented, with a final newline.
pub fn schema(tools: &[&Tool]) -> String {
    format!("{:#}\n", json_schema(&sections(tools)))
}

/// The sections of all tools, each once, in the tools' order.
pub fn sections(tools: &[&Tool]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for section in tools.iter().flat_map(|tool| (tool.sections)()) {
        if !sections.iter().any(|known| known.name == section.name) {
            sections.push(section);
        }
    }
    sections
}
