//! `Chart.yaml`.

use crate::syntax::yaml::top_level;
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// A chart of Helm. `appVersion` is what the chart installs and may be another's.
/// <https://helm.sh/docs/topics/charts/#the-chartyaml-file>
pub(super) struct Helm;

impl VersionFile for Helm {
    fn name(&self) -> &'static str {
        "helm"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "Chart.yaml"
    }

    fn read(&self, content: &str, _key: Option<&str>) -> Result<Reading, Error> {
        let version = top_level(content, "version");
        let absence = version.is_none().then_some(Absence::Missing("`version`"));
        let places = version.map(|text| text.place(Role::Own(Spelling::SemVer))).into_iter().collect();
        Ok(Reading { places, absence, ..Reading::default() })
    }
}
