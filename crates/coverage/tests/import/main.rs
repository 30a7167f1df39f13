//! Whole files as projects have them, and the section that each becomes.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use deploy_kit_coverage::gate::Threshold;
use deploy_kit_coverage::import::{Imported, KEYS, codecov};
use deploy_kit_coverage::paths::Fix;

/// The cases: a file each, with what becomes of it beside it.
fn cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/cases");
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "yml")).collect();
    files.sort();
    let case = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    files.iter().map(case).collect()
}

fn shown(imported: &Imported) -> String {
    let mut text = imported.section.clone();
    let line = |line: Option<usize>| line.map_or_else(|| "-".to_owned(), |line| line.to_string());
    for missing in &imported.missing {
        write!(text, "\nmissing {} {}\n  {}", line(missing.line), missing.path, missing.reason).unwrap();
    }
    for note in &imported.notes {
        write!(text, "\nnote {} {}\n  {}", line(note.line), note.path, note.text).unwrap();
    }
    text
}

#[test]
fn each_file_becomes_a_section_and_a_list_of_what_is_missing() {
    assert!(cases().len() >= 15);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, text) in cases() {
        let imported = codecov(&text, "codecov.yml").unwrap();
        assert_eq!(codecov(&text.replace('\n', "\r\n"), "codecov.yml").unwrap(), imported, "{name}");
        settings.bind(|| insta::assert_snapshot!(name, shown(&imported)));
    }
}

#[test]
fn each_section_is_one_of_known_keys_with_values_that_the_gate_takes() {
    for (name, text) in cases() {
        let section = codecov(&text, "codecov.yml").unwrap().section;
        let file: toml::Table = toml::from_str(&section).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(file.keys().collect::<Vec<_>>(), ["coverage"], "{name}");
        for (key, value) in file["coverage"].as_table().unwrap() {
            assert!(KEYS.contains(&key.as_str()), "{name}: {key}");
            match key.as_str() {
                "min-total" | "min-patch" | "max-drop" => {
                    let number = value.as_float().or_else(|| Some(value.as_integer()? as f64)).unwrap();
                    number.to_string().parse::<Threshold>().unwrap();
                }
                "expect" => assert!(value.as_integer().unwrap() > 0),
                "metric" => assert_eq!(value.as_str(), Some("lines")),
                "undecided" => assert!(["hold", "pass"].contains(&value.as_str().unwrap())),
                "comment-on" => assert!(["always", "change", "drop"].contains(&value.as_str().unwrap())),
                "comment" | "annotations" => assert!(value.is_bool()),
                "fixes" => texts(value).for_each(|fix| drop(fix.parse::<Fix>().unwrap())),
                "ignore" => texts(value).for_each(|glob| fast_glob::validate(glob).unwrap()),
                "components" => texts(value).for_each(component),
                key => panic!("{name}: {key}"),
            }
        }
    }
}

fn texts(list: &toml::Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap())
}

fn component(text: &str) {
    let (name, rest) = text.split_once(": ").unwrap();
    assert!(!name.contains(':'), "{text}");
    let mut globs = 0;
    for word in rest.split(' ') {
        match word.split_once('=') {
            Some((rule, value)) => {
                assert!(["min-total", "min-patch", "max-drop"].contains(&rule), "{text}");
                value.parse::<Threshold>().unwrap();
            }
            None => {
                globs += usize::from(!word.starts_with('!'));
                fast_glob::validate(word.strip_prefix('!').unwrap_or(word)).unwrap();
            }
        }
    }
    assert!(globs > 0, "{text}");
}

#[test]
fn what_is_no_file_of_settings_is_an_error_with_its_place() {
    let refused = |text: &str| codecov(text, "codecov.yml").unwrap_err().to_string();
    for (text, wanted) in [
        ("coverage:\n  status: [", "`codecov.yml`:"),
        ("- a\n- b\n", "`codecov.yml`:1: expected keys with values, found a list"),
        ("\n\nhello", "`codecov.yml`:3: expected keys with values, found a text"),
        ("a: 1\n---\nb: 2\n", "`codecov.yml`:2:1: a second document: settings are one"),
        ("a: *b\n", "`codecov.yml`:1:"),
        ("? [a]\n: b\n", "`codecov.yml`:1:1: a key that is no text"),
    ] {
        let error = refused(text);
        assert!(error.starts_with(wanted), "{text:?}: {error}");
    }
    let deep = "[".repeat(40);
    assert!(refused(&format!("a: {deep}")).contains("more levels than settings have"));
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..6 {
        let before = format!("*a{}", at - 1);
        writeln!(bomb, "a{at}: &a{at} [{}]", vec![before; 10].join(", ")).unwrap();
    }
    assert!(refused(&bomb).contains("more values than settings have"), "{}", refused(&bomb));
}

#[test]
fn no_secret_is_repeated() {
    let (_, text) = cases().into_iter().find(|(name, _)| name == "notifications").unwrap();
    let shown = shown(&codecov(&text, "codecov.yml").unwrap());
    assert!(!shown.contains("secret-part") && !shown.contains("hooks.example.org"), "{shown}");
}
