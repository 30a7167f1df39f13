//! `*.csproj`, `*.fsproj`, `*.vbproj` and `Directory.Build.props`.

use crate::syntax::xml::{child_text, children, read};
use crate::{Absence, Error, Nesting, Place, Reading, Role, Spelling, VersionFile};

/// A project of .NET. A pre-release stands in `Version` alone; `VersionPrefix` has three numbers.
/// <https://learn.microsoft.com/en-us/nuget/reference/msbuild-targets#pack-target>
pub(super) struct MsBuild;

/// Files of properties that all projects below share, by the names that are usual.
const PROPERTIES: [&str; 4] =
    ["Directory.Build.props", "Directory.Version.props", "Version.props", "Versions.props"];

impl VersionFile for MsBuild {
    fn name(&self) -> &'static str {
        "msbuild"
    }

    fn matches(&self, file_name: &str) -> bool {
        let known = [".csproj", ".fsproj", ".vbproj"];
        PROPERTIES.iter().any(|name| file_name.eq_ignore_ascii_case(name))
            || known.iter().any(|ending| file_name.ends_with(ending))
    }

    /// `src/Kit/Kit.csproj`, `Kit/Kit.csproj`
    fn nests(&self, below: &str) -> Nesting {
        Nesting::possible(below.strip_prefix("src/").unwrap_or(below).matches('/').count() <= 1)
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let places: Vec<Place> = read(content, |project| {
            let groups: Vec<_> = children(project, "PropertyGroup").collect();
            let find = |name, spelling| {
                let texts = groups.iter().filter_map(move |group| child_text(*group, name));
                let texts = texts.filter(|text| !text.value.contains("$("));
                texts.map(move |text| text.place(Role::Own(spelling)))
            };
            find("Version", Spelling::Loose).chain(find("VersionPrefix", Spelling::Numbers)).collect()
        })?;
        let absence = places.is_empty().then_some(Absence::Missing("`Version` or `VersionPrefix`"));
        Ok(Reading { places, absence, ..Reading::default() })
    }
}
