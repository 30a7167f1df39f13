//! `gradle.properties`, `build.gradle` and `build.gradle.kts`.

use crate::syntax::Text;
use crate::syntax::line::{after, lines, part, quoted};
use crate::{Error, Reading, Spelling, VersionFile};

/// A build of Gradle: `version=1.2.0` as a property, or `VERSION_NAME`, from which a common plugin for publishing takes
/// it; or `version = "1.2.0"` outside of all blocks but
/// `allprojects` and `subprojects`.
pub(super) struct Gradle;

impl VersionFile for Gradle {
    fn name(&self) -> &'static str {
        "gradle"
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "gradle.properties" | "build.gradle" | "build.gradle.kts")
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = in_script(content).or_else(|| in_properties(content));
        Ok(Reading::of(version, Spelling::Loose, "`version`"))
    }
}

/// The blocks that a version of the whole build may stand in.
const BLOCKS: [&str; 2] = ["allprojects", "subprojects"];

fn in_script(content: &str) -> Option<Text> {
    let (mut depth, mut open) = (0_usize, 0_usize);
    for (start, line) in lines(content) {
        if depth == open
            && let Some((at, value)) = after(line, "version", &["=", ""])
            && let Some(span) = quoted(value)
        {
            return Some(part(start, line, at + span.start..at + span.end));
        }
        let opens = depth == 0 && BLOCKS.iter().any(|block| line.trim_start().starts_with(block));
        let code = line.split("//").next().unwrap_or(line);
        let count = |brace| code.matches(brace).count();
        depth = (depth + count('{')).saturating_sub(count('}'));
        open = if opens { depth } else { open.min(depth) };
    }
    None
}

/// <https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader->
fn in_properties(content: &str) -> Option<Text> {
    property(content, "version").or_else(|| property(content, "VERSION_NAME"))
}

fn property(content: &str, name: &str) -> Option<Text> {
    lines(content).find_map(|(start, line)| {
        let (at, value) = after(line, name, &["=", ":"])?;
        let text = value.trim();
        let at = at + value.len() - value.trim_start().len();
        (!text.is_empty() && Spelling::Loose.read(text).is_ok())
            .then(|| part(start, line, at..at + text.len()))
    })
}
