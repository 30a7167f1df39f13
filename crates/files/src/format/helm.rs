//! `Chart.yaml`.

use crate::syntax::Text;
use crate::syntax::yaml::top_level;
use crate::{Error, Reading, Role, Spelling, VersionFile};

/// A chart of Helm. `appVersion` is what the chart installs: where it is the chart's own version, it stays so.
/// <https://helm.sh/docs/topics/charts/#the-chartyaml-file>
pub(super) struct Helm;

impl VersionFile for Helm {
    fn name(&self) -> &'static str {
        "helm"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "Chart.yaml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = top_level(content, "version");
        let own = version.as_ref().map(|text| text.value.clone());
        let mut reading = Reading::of(version, Spelling::SemVer, "`version`");
        let app = top_level(content, "appVersion").map(Text::without_v);
        let app = app.filter(|text| Some(&text.value) == own.as_ref());
        reading.places.extend(app.map(|text| text.place(Role::Own(Spelling::SemVer))));
        Ok(reading)
    }
}
