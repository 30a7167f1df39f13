//! `pubspec.yaml`.

use crate::syntax::yaml::top_level;
use crate::{Error, Reading, Spelling, VersionFile};

/// The manifest of Dart and Flutter. What stands behind `+` is the build number that an app's shop counts by: it
/// is not the release's and stays.
/// <https://dart.dev/tools/pub/pubspec#version>
pub(super) struct PubSpec;

impl VersionFile for PubSpec {
    fn name(&self) -> &'static str {
        "pubspec"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "pubspec.yaml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = top_level(content, "version").map(|mut text| {
            text.value.truncate(text.value.find('+').unwrap_or(text.value.len()));
            text.span.end = text.span.start + text.value.len();
            text
        });
        Ok(Reading::of(version, Spelling::SemVer, "`version`"))
    }
}
