//! `version-files` of `deploy-kit.toml`.

use deploy_kit_core::config::{Config, Field, Kind, nearest};
use deploy_kit_core::tool::Failure;
use serde::{Deserialize, Deserializer};

use super::format::regex;
use super::plan::Named;
use super::{Argument, FORMATS, VersionFile, by_name, by_path};

/// The key `version-files`, of a package and of a release. Paths are from the repository's root.
pub fn version_files(help: &str) -> Field {
    let file = vec![
        Field::new("path", Kind::Text, "The file, or a glob of files, from the repository's root"),
        Field::new(
            "format",
            Kind::Text,
            "How to read it; by default what its name says, else `marked`; `none` leaves it alone",
        ),
        Field::new("key", Kind::Text, "Where the version stands: `app.version`, or a JSON pointer"),
        Field::new("pattern", Kind::Text, "A regular expression whose group `version` is the version"),
    ];
    Field::new("version-files", Kind::List(Box::new(Kind::TextOr(file))), help)
}

/// The files that the configuration names for each of the packages, given by their names: with `[[package]]` of its own, else those
/// of `[release]`.
///
/// # Errors
/// A format is unknown, a path is missing, or `[release]` names files where there are several packages.
pub fn named<'a>(
    config: &Config,
    packages: impl Iterator<Item = Option<&'a str>>,
) -> Result<Vec<Vec<Named>>, Failure> {
    let whole: Files = config.get("release.version-files").map_err(Failure::usage)?.unwrap_or_default();
    let mut of_packages: Vec<OfPackage> = config.get("package").map_err(Failure::usage)?.unwrap_or_default();
    if of_packages.is_empty() {
        let files = resolve(whole)?;
        return Ok(packages.map(|_| files.clone()).collect());
    }
    if !whole.0.is_empty() {
        let hint = "each `[[package]]` of `deploy-kit.toml` has its own `version-files`".to_owned();
        let message = "`version-files` of `[release]` could be of any of the packages";
        return Err(Failure::usage(message).hint(Some(hint)));
    }
    let mut files = |package: Option<&str>| {
        let own = of_packages.iter_mut().find(|of| Some(of.name.as_str()) == package);
        resolve(own.map(|of| std::mem::take(&mut of.version_files)).unwrap_or_default())
    };
    packages.map(&mut files).collect()
}

/// In place of a format: the file is left alone.
const NONE: &str = "none";

/// `[[package]]`, as far as it is about files.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct OfPackage {
    name: String,
    #[serde(default)]
    version_files: Files,
}

/// A list, or one alone.
#[derive(Default)]
struct Files(Vec<File>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = match toml::Value::deserialize(deserializer)? {
            toml::Value::Array(items) => items,
            one => vec![one],
        };
        let files = items.into_iter().map(|item| match item {
            toml::Value::String(path) => Ok(File { path, format: None, key: None, pattern: None }),
            item => item.try_into().map_err(serde::de::Error::custom),
        });
        files.collect::<Result<_, _>>().map(Self)
    }
}

#[derive(Deserialize)]
struct File {
    path: String,
    format: Option<String>,
    key: Option<String>,
    pattern: Option<String>,
}

fn resolve(files: Files) -> Result<Vec<Named>, Failure> {
    files.0.into_iter().map(file).collect()
}

fn file(file: File) -> Result<Named, Failure> {
    let File { path, format, key, pattern } = file;
    let ignored = format.as_deref() == Some(NONE);
    let format = format.filter(|_| !ignored);
    let format = match format.map(|name| by_name(&name).ok_or_else(|| unknown(&path, &name))).transpose()? {
        None if pattern.is_some() => by_name("regex"),
        None if key.is_some() && by_path(&path).is_none() => by_ending(&path),
        format => format,
    };
    let asked = format.and_then(VersionFile::argument);
    let argument = match (key, pattern, asked) {
        (None, None, Some(Argument::Pattern)) => return Err(no_pattern(&path)),
        (None, None, _) => None,
        (Some(key), None, Some(Argument::Key { .. })) => Some(key),
        (None, Some(pattern), Some(Argument::Pattern)) => {
            regex::compile(&pattern).map_err(Failure::usage)?;
            Some(pattern)
        }
        (Some(key), _, _) => return Err(not_taken(&path, "key", &key, "`toml`, `json`, `yaml` or `xml`")),
        (None, Some(pattern), _) => return Err(not_taken(&path, "pattern", &pattern, "`regex`")),
    };
    Ok(Named { path: path.trim_start_matches("./").to_owned(), format, argument, ignored })
}

/// The format that takes a key and whose files end so.
fn by_ending(path: &str) -> Option<&'static dyn VersionFile> {
    FORMATS.iter().copied().find(|format| match format.argument() {
        Some(Argument::Key { endings }) => endings.iter().any(|ending| path.ends_with(ending)),
        _ => false,
    })
}

fn not_taken(path: &str, what: &str, value: &str, formats: &str) -> Failure {
    let hint = format!("`format` may be {formats}");
    let message = format!("`version-files` gives the {what} `{value}` for `{path}`, whose format takes none");
    Failure::usage(message).hint(Some(hint))
}

fn no_pattern(path: &str) -> Failure {
    let hint = "such as `pattern = 'VERSION = \"(?<version>[^\"]+)\"'`".to_owned();
    let message = format!("`version-files` gives no `pattern` for `{path}`, whose format is `regex`");
    Failure::usage(message).hint(Some(hint))
}

fn unknown(path: &str, name: &str) -> Failure {
    let names = || FORMATS.iter().map(|format| format.name());
    let hint = nearest(name, names()).map(|name| format!("did you mean `{name}`?"));
    let known = names().collect::<Vec<_>>().join("`, `");
    let message =
        format!("`version-files` names the format `{name}` for `{path}`, which is none of `{known}`");
    Failure::usage(message).hint(hint)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use deploy_kit_core::config::Section;

    use super::*;

    /// As the tools have them.
    fn sections() -> [Section; 2] {
        let package = vec![Field::new("name", Kind::Text, "Its name"), version_files("Its files")];
        let section = |name, kind| Section { name, kind, help: String::new() };
        [
            section("release", Kind::Table(vec![version_files("Its files")])),
            section("package", Kind::Tables(package)),
        ]
    }

    fn read(text: &str) -> String {
        let config = Config::parse(Path::new("deploy-kit.toml"), text, &sections()).unwrap();
        let packages: Vec<OfPackage> = config.get("package").unwrap().unwrap_or_default();
        let mut names: Vec<_> = packages.iter().map(|package| Some(package.name.as_str())).collect();
        if names.is_empty() {
            names.push(None);
        }
        match named(&config, names.into_iter()) {
            Ok(files) => format!("{files:?}"),
            Err(failure) => format!("{failure:?}"),
        }
    }

    #[test]
    fn paths_and_tables() {
        let text = "[release]\nversion-files = [\"./docs/a.md\", { path = \"b.h\", format = \"text\" }]\n";
        insta::assert_snapshot!(read(text), @"[[docs/a.md (by its name, None), b.h (text, None)]]");
        insta::assert_snapshot!(read("[release]\nversion-files = \"a.md\"\n"), @"[[a.md (by its name, None)]]");
        assert_eq!(read(""), "[[]]");
        let ignored = read("[release]\nversion-files = { path = \"pom.xml\", format = \"none\" }\n");
        assert_eq!(ignored, "[[pom.xml (none, None)]]");
    }

    #[test]
    fn each_package_has_its_own() {
        let text =
            "[[package]]\nname = \"a\"\nversion-files = [{ path = \"a.md\" }]\n[[package]]\nname = \"b\"\n";
        insta::assert_snapshot!(read(text), @"[[a.md (by its name, None)], []]");
        let text = format!("[release]\nversion-files = [\"x\"]\n{text}");
        insta::assert_snapshot!(read(&text), @r#"Failure { exit: Usage, source: "`version-files` of `[release]` could be of any of the packages", hints: ["each `[[package]]` of `deploy-kit.toml` has its own `version-files`"] }"#);
    }

    #[test]
    fn an_unknown_format_with_the_nearest_right_name() {
        let unknown = read("[release]\nversion-files = [{ path = \"a\", format = \"marks\" }]\n");
        assert!(
            unknown.contains("names the format `marks` for `a`, which is none of `cargo`, `"),
            "{unknown}"
        );
        assert!(unknown.contains("did you mean `marked`?"), "{unknown}");
        let keyed = |format| {
            read(&format!(
                "[release]\nversion-files = [{{ path = \"a\", format = \"{format}\", key = \"b\" }}]\n"
            ))
        };
        assert_eq!(keyed("yaml"), "[[a (yaml, Some(\"b\"))]]");
        assert!(
            keyed("npm").contains("gives the key `b` for `a`, whose format takes none"),
            "{}",
            keyed("npm")
        );
        let text = "[release]\nversion-files = [\n  { path = \"gradle/libs.versions.toml\", key = \"versions.kit\" },\n  { path = \"a.h\", pattern = 'V (.*)' },\n]\n";
        insta::assert_snapshot!(read(text), @r#"[[gradle/libs.versions.toml (toml, Some("versions.kit")), a.h (regex, Some("V (.*)"))]]"#);
        for wrong in [
            "pattern = 'V ('",
            "format = \"regex\"",
            "format = \"text\", pattern = 'x'",
            "key = 'x', pattern = 'y'",
        ] {
            let refused = read(&format!("[release]\nversion-files = [{{ path = \"a.h\", {wrong} }}]\n"));
            assert!(refused.starts_with("Failure"), "{wrong}: {refused}");
        }
        insta::assert_snapshot!(read("[release]\nversion-files = [{ format = \"text\" }]\n"), @r#"Failure { exit: Usage, source: Value { path: "deploy-kit.toml", section: "release.version-files", message: "missing field `path`\n" }, hints: [] }"#);
    }
}
