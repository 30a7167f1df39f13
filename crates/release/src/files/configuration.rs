//! `version-files` of `deploy-kit.toml`.

use deploy_kit_core::config::{Config, nearest};
use deploy_kit_core::tool::Failure;
use deploy_kit_version::package::Package;
use serde::{Deserialize, Deserializer};

use super::plan::Named;
use super::{FORMATS, VersionFile, by_name};

/// The files that the configuration names for each of the packages: with `[[package]]` of its own, else those
/// of `[release]`.
///
/// # Errors
/// A format is unknown, a path is missing, or `[release]` names files where there are several packages.
pub fn named(config: &Config, packages: &[Package]) -> Result<Vec<Vec<Named>>, Failure> {
    let whole: Files = config.get("release.version-files").map_err(Failure::usage)?.unwrap_or_default();
    let mut of_packages: Vec<OfPackage> = config.get("package").map_err(Failure::usage)?.unwrap_or_default();
    if of_packages.is_empty() {
        let files = resolve(whole)?;
        return Ok(packages.iter().map(|_| files.clone()).collect());
    }
    if !whole.0.is_empty() {
        let hint = "each `[[package]]` of `deploy-kit.toml` has its own `version-files`".to_owned();
        let message = "`version-files` of `[release]` could be of any of the packages";
        return Err(Failure::usage(message).hint(Some(hint)));
    }
    let mut files = |package: &Package| {
        let own = of_packages.iter_mut().find(|of| Some(&of.name) == package.name.as_ref());
        resolve(own.map(|of| std::mem::take(&mut of.version_files)).unwrap_or_default())
    };
    packages.iter().map(&mut files).collect()
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
            toml::Value::String(path) => Ok(File { path, format: None, key: None }),
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
}

fn resolve(files: Files) -> Result<Vec<Named>, Failure> {
    let file = |File { path, format, key }| {
        let ignored = format.as_deref() == Some(NONE);
        let format = format.filter(|_| !ignored);
        let format = format.map(|name| by_name(&name).ok_or_else(|| unknown(&path, &name))).transpose()?;
        if let Some(key) = key.as_ref().filter(|_| !format.is_some_and(VersionFile::takes_key)) {
            return Err(no_key(&path, key));
        }
        Ok(Named { path: path.trim_start_matches("./").to_owned(), format, key, ignored })
    };
    files.0.into_iter().map(file).collect()
}

fn no_key(path: &str, key: &str) -> Failure {
    let hint = "`format` may be `toml`, `json` or `yaml`".to_owned();
    let message = format!("`version-files` gives the key `{key}` for `{path}`, whose format takes none");
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

    use deploy_kit_version::package::from_config;

    use super::*;

    fn read(text: &str) -> String {
        let config = Config::parse(Path::new("deploy-kit.toml"), text, &crate::args::sections()).unwrap();
        let configs = config.get("package").unwrap().unwrap_or_default();
        let initial = semver::Version::new(0, 1, 0);
        let mut packages = from_config(configs, &initial).unwrap();
        if packages.is_empty() {
            let prefix = deploy_kit_version::tag::Prefix::Either;
            packages.push(Package::whole_repository(prefix, initial));
        }
        match named(&config, &packages) {
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
        insta::assert_snapshot!(read("[release]\nversion-files = [{ format = \"text\" }]\n"), @r#"Failure { exit: Usage, source: Value { path: "deploy-kit.toml", section: "release.version-files", message: "missing field `path`\n" }, hints: [] }"#);
    }
}
