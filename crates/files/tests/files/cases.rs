//! `cases/FORMAT/CASE`: a file `before`, the `target.toml` of the update, and the file `after` or its `error`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use deploy_kit_files::{FORMATS, Reading, Released, Target, by_name};
use semver::Version;

/// `target.toml`.
#[derive(Default)]
struct Wanted {
    version: Option<Version>,
    shared: Option<Version>,
    last_final: Option<Version>,
    released: Released,
    key: Option<String>,
    /// What `after` states, if not the version: an ecosystem may not be able to say it.
    states: Option<Version>,
    /// What `before` states; without it the case does not say.
    current: Option<String>,
}

impl Wanted {
    fn read(path: &Path) -> Self {
        let table: toml::Table = toml::from_str(&text(path)).unwrap();
        let mut wanted = Self::default();
        let version = |value: &toml::Value| Version::parse(value.as_str().unwrap()).unwrap();
        for (key, value) in &table {
            match key.as_str() {
                "version" => wanted.version = Some(version(value)),
                "shared" => wanted.shared = Some(version(value)),
                "states" => wanted.states = Some(version(value)),
                "last-final" => wanted.last_final = Some(version(value)),
                "key" => wanted.key = value.as_str().map(str::to_owned),
                "current" => wanted.current = value.as_str().map(str::to_owned),
                "released" => {
                    let all = value.as_table().unwrap();
                    wanted.released =
                        all.iter().map(|(name, value)| (name.clone(), version(value))).collect();
                }
                key => panic!("{}: unknown key `{key}`", path.display()),
            }
        }
        wanted
    }

    fn target(&self) -> Target<'_> {
        Target {
            version: self.version.as_ref(),
            shared: self.shared.as_ref(),
            last_final: self.last_final.as_ref(),
            released: &self.released,
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/cases")
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_format_has_cases_and_every_case_a_format() {
    let formats: BTreeSet<String> = FORMATS.iter().map(|format| format.name().to_owned()).collect();
    assert_eq!(formats.len(), FORMATS.len(), "two formats of one name");
    assert_eq!(names(&root()), formats);
}

#[test]
fn every_format_has_a_row_on_the_page() {
    let page = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../actions/release/README.md"));
    let rows = |name: &str| page.lines().filter(|line| line.starts_with(&format!("| `{name}` |"))).count();
    for format in FORMATS {
        assert_eq!(rows(format.name()), 1, "{}", format.name());
    }
}

#[test]
fn every_case_comes_out_as_written() {
    let mut wrong = Vec::new();
    for format in names(&root()) {
        for case in names(&root().join(&format)) {
            let folder = root().join(&format).join(&case);
            if let Err(problem) = check(&format, &folder) {
                wrong.push(format!("{format}/{case}: {problem}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn check(format: &str, folder: &Path) -> Result<(), String> {
    let before = text(&folder.join("before"));
    let wanted = Wanted::read(&folder.join("target.toml"));
    let format = by_name(format).ok_or("no such format")?;
    let read = |content: &str| format.read(content, wanted.key.as_deref());
    let outcome = read(&before).and_then(|reading| {
        let current = reading.current(&before, None)?;
        Ok((current, reading.update(&before, &wanted.target())?))
    });
    let files = names(folder);
    if files.contains("error") {
        let expected = text(&folder.join("error"));
        return match outcome {
            Err(error) if error.to_string() == expected.trim_end() => Ok(()),
            Err(error) => Err(format!("the error is `{error}`")),
            Ok(_) => Err("there is no error".to_owned()),
        };
    }
    let (current, after) = outcome.map_err(|error| error.to_string())?;
    if let Some(expected) = &wanted.current {
        let current = current.map_or_else(|| "none".to_owned(), |version| version.to_string());
        same("current", &current, expected)?;
    }
    same("after", &after, &text(&folder.join("after")))?;
    let reading = read(&after).map_err(|error| error.to_string())?;
    let again = reading.update(&after, &wanted.target()).map_err(|error| error.to_string())?;
    same("a second time", &again, &after)?;
    states(&reading, &after, &wanted)
}

/// The file now states what it was told to.
fn states(reading: &Reading, after: &str, wanted: &Wanted) -> Result<(), String> {
    let current = reading.current(after, None).map_err(|error| error.to_string())?;
    match (wanted.states.as_ref().or(wanted.version.as_ref()), current) {
        (Some(version), Some(current)) if current != *version => Err(format!("it states {current}")),
        _ => Ok(()),
    }
}

fn same(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}:\n{found:?}\nand not\n{expected:?}")) }
}
