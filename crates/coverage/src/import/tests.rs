//! Every key of the schema is told of, and globs take what patterns take.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::pattern::convert;
use super::schema::{FILE, Key, What};
use super::{Imported, codecov};
use crate::components::matches;

/// A key at the end of its way: names and items are in it, an item as `0`.
type Leaf = (Vec<String>, &'static Key);

fn leaves(keys: &'static [Key], way: &[String], all: &mut Vec<Leaf>) {
    for key in keys {
        let with = |more: &[&str]| {
            let names = [key.name].into_iter().chain(more.iter().copied()).map(str::to_owned);
            way.iter().cloned().chain(names).collect::<Vec<_>>()
        };
        match &key.what {
            What::Keys(keys) => leaves(keys, &with(&[]), all),
            What::Named(keys) => leaves(keys, &with(&["some"]), all),
            What::Items(keys) => leaves(keys, &with(&["0"]), all),
            What::Taken | What::Without { .. } => all.push((with(&[]), key)),
        }
    }
}

static LEAVES: LazyLock<Vec<Leaf>> = LazyLock::new(|| {
    let mut all = Vec::new();
    leaves(FILE, &[], &mut all);
    all
});

/// A value as Codecov describes it.
fn fit(key: &Key) -> BoxedStrategy<Value> {
    let of = |values: Value| prop::sample::select(values.as_array().cloned().unwrap_or_default()).boxed();
    match (&key.what, key.name) {
        (What::Taken, "target") => of(json!(["80%", 75.5, "auto", 90, null, "62.125 %"])),
        (What::Taken, "threshold") => of(json!([1, "0.5%", 0, "2"])),
        (What::Taken, "paths" | "ignore") => {
            of(json!([["src/"], ["a/**", "!a/b"], [".*_test\\.py$"], ["x{1}"], [], ["[a-z]+/x"]]))
        }
        (What::Taken, "flags") => of(json!([["some"], ["unknown"], []])),
        (What::Taken, "fixes") => of(json!([["a/::"], ["::b/", "x"], ["(a)::b"], []])),
        (What::Taken, "type") => of(json!(["project", "patch", "changes"])),
        (What::Taken, "name" | "component_id") => of(json!(["one", "two: three", "é"])),
        (What::Taken, "if_not_found" | "if_no_uploads") => {
            of(json!(["success", "failure", "error", "ignore"]))
        }
        (What::Taken, "after_n_builds") => of(json!([0, 1, 7])),
        (What::Taken, "require_changes") => of(json!([true, false, "coverage_drop", ["any_change"]])),
        (What::Taken, _) => of(json!([true, false])),
        _ => any_value(),
    }
}

fn any_value() -> BoxedStrategy<Value> {
    let values = json!([
        true, false, null, 0, 5, -1, 1.5, "", "auto", "80%", "off", "text", "a\nb\u{7f}\"\\", [], {}, ["src/"], [["a"]],
        {"a": {"b": 1}}, [{"target": 5}], ["**", "!", "/", "(", "[", "\\"]
    ]);
    prop::sample::select(values.as_array().cloned().unwrap_or_default()).boxed()
}

fn put(document: &mut Value, way: &[String], value: Value) {
    let Some((key, rest)) = way.split_first() else {
        *document = value;
        return;
    };
    if key == "0" {
        if !document.is_array() {
            *document = json!([{}]);
        }
        return put(&mut document[0], rest, value);
    }
    if !document.is_object() {
        *document = Value::Object(Map::new());
    }
    put(&mut document[key.as_str()], rest, value);
}

/// The paths of all values that hold no others.
fn values(value: &Value, path: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(keys) if !keys.is_empty() => {
            for (key, value) in keys {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                values(value, &path, all);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (at, value) in (0..).zip(items) {
                let at: usize = at;
                values(value, &format!("{path}[{at}]"), all);
            }
        }
        _ => all.push(path.to_owned()),
    }
}

/// Whether a value is told of: as missing or noted, it or what it is a part of; or in the section, by its own path.
fn is_told(imported: &Imported, path: &str) -> bool {
    let ends =
        path.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(at, _)| at).chain([path.len()]);
    let within: Vec<&str> = ends.map(|end| &path[..end]).collect();
    let told = imported
        .missing
        .iter()
        .map(|missing| &missing.path)
        .chain(imported.notes.iter().map(|note| &note.path));
    let is_listed = told.into_iter().any(|told| within.contains(&told.as_str()));
    let whole = match path.rsplit(['.']).next() {
        // Names are in the section as they are, and a kind as its key.
        Some("name" | "component_id" | "type") => within[0],
        _ => path,
    };
    let whole =
        whole.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(whole, |(list, _)| list);
    is_listed
        || imported.section.contains(&format!("`{path}`"))
        || imported.section.contains(&format!("`{whole}"))
}

fn check(document: &Value, is_fit: bool) -> Result<(), TestCaseError> {
    let imported = codecov(&document.to_string(), "codecov.yml")
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    let mut all = Vec::new();
    values(document, "", &mut all);
    for path in all.iter().filter(|path| !path.is_empty()) {
        prop_assert!(is_told(&imported, path), "{path} of {document:#}\n{imported:#?}");
    }
    let generic =
        imported.missing.iter().find(|missing| missing.reason.starts_with("Codecov describes no such value"));
    prop_assert!(!is_fit || generic.is_none(), "{generic:?} of {document:#}");
    let section: toml::Table =
        toml::from_str(&imported.section).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let keys = section["coverage"].as_table().map(|keys| keys.keys().cloned().collect::<Vec<_>>());
    prop_assert!(keys.unwrap_or_default().iter().all(|key| super::KEYS.contains(&key.as_str())));
    Ok(())
}

/// Some of all leaves with values.
fn some(is_fit: bool) -> impl Strategy<Value = Value> {
    let one = (0..LEAVES.len()).prop_flat_map(move |at| {
        let (way, key) = &LEAVES[at];
        let value = if is_fit { fit(key) } else { any_value() };
        (Just(way.clone()), value)
    });
    prop::collection::vec(one, 1..40).prop_map(|leaves| {
        let mut document = json!({});
        leaves.into_iter().for_each(|(way, value)| put(&mut document, &way, value));
        document
    })
}

proptest! {
    #[test]
    fn any_keys_with_fit_values_are_all_told_of(document in some(true)) {
        check(&document, true)?;
    }

    #[test]
    fn any_keys_with_any_values_are_all_told_of(document in some(false)) {
        check(&document, false)?;
    }

    #[test]
    fn no_text_does_harm(text in "\\PC{0,200}") {
        let _ = codecov(&text, "x");
    }
}

#[test]
fn each_key_alone_is_told_of() {
    assert!(LEAVES.len() > 150, "{}", LEAVES.len());
    for (way, _) in &*LEAVES {
        for value in [json!("text"), json!(true), json!(3), json!(["a"]), json!([]), json!(null)] {
            let mut document = json!({});
            put(&mut document, way, value);
            check(&document, false).unwrap();
        }
    }
}

/// The regular expression that Codecov makes of a pattern, as `shared/validation` has it.
fn codecovs(pattern: &str) -> regex_lite::Regex {
    let is_glob = pattern.contains("**") || pattern.contains("/*") || pattern.starts_with('*');
    if !is_glob {
        return regex_lite::Regex::new(&format!("^(?:{})", pattern.replace("\\Z", "$"))).unwrap();
    }
    let mut text = String::from("^");
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (part, length) = match c {
            '*' if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '?' => (".".to_owned(), 1),
            '[' => {
                let end = rest.find(']').unwrap();
                (rest[..=end].replace("[!", "[^"), end + 1)
            }
            c => (regex_lite::escape(&c.to_string()), c.len_utf8()),
        };
        text += &part;
        rest = &rest[length..];
    }
    regex_lite::Regex::new(&format!("{text}$")).unwrap()
}

/// Patterns with their globs.
const PATTERNS: [(&str, &[&str]); 42] = [
    ("tests", &["tests"]),
    ("./tests/", &["tests/"]),
    ("src/a.py", &["src/a.py"]),
    (".github", &[".github"]),
    ("tests/.*", &["tests/**"]),
    ("tests/.+", &["tests/**"]),
    ("^tests/", &["tests/"]),
    (".*/gen/.*", &["**/gen/**"]),
    (".*_test\\.go$", &["**/*_test.go"]),
    (".*_test.go", &["**/*_test.go"]),
    ("test_.*.rb", &["test_*.rb", "test_*/**/*.rb"]),
    ("src/.*\\.test\\.js", &["src/**/*.test.js"]),
    ("src/.*/gen", &["src/**/gen/**"]),
    ("foo.*/bar.rs$", &["foo*/**/bar.rs"]),
    ("foo.*", &["foo*", "foo*/**"]),
    (".*", &["**"]),
    ("a/[^/]+/b.c", &["a/?*/b.c"]),
    ("a/[^/]*\\.c$", &["a/*.c"]),
    ("a[0-9]/", &["a[0-9]/**"]),
    ("a[^b]/x.c", &["a[!b]/x.c"]),
    ("a[.]c$", &["a.c"]),
    ("(a|b)/", &["{a,b}/**"]),
    ("x/(a|b)", &["x/{a,b}/**"]),
    ("(?:a|b/c)/x.js$", &["{a,b/c}/x.js"]),
    ("a/x\\.(js|ts)x?$", &["a/x.{js,ts}{,x}"]),
    ("(.*/)?migrations/", &["**/migrations/**"]),
    ("(^|.*/)x.py", &["**/x.py"]),
    ("a/.*|b/c.py", &["a/**", "b/c.py"]),
    ("v\\d/", &["v[0-9]/**"]),
    ("setup.py$", &["setup.py"]),
    ("**/*.py", &["**/*.py"]),
    ("**/a/**", &["**/a/**"]),
    ("tests/*", &["tests/*"]),
    ("src/**/x.rs", &["src/**/x.rs"]),
    ("src/**.rs", &["src/**/*.rs"]),
    ("a**", &["a*", "a*/**"]),
    ("**", &["**"]),
    ("*.js", &["*.js"]),
    ("a/*/b?[!c].d", &["a/*/b?[!c].d"]),
    ("**/*", &["**/*"]),
    ("a b/*", &["a b/*"]),
    ("src/[id]/x.ts", &["src/[id]/x.ts"]),
];

#[test]
fn patterns_become_globs() {
    for (pattern, wanted) in PATTERNS {
        let globs = convert(pattern).unwrap_or_else(|reason| panic!("{pattern}: {reason}"));
        assert_eq!(globs, wanted, "{pattern}");
        globs.iter().for_each(|glob| fast_glob::validate(glob).unwrap());
    }
}

#[test]
fn what_no_glob_says_is_refused_with_why() {
    for (pattern, wanted) in [
        ("", "an empty pattern takes every file"),
        ("/src", "have no `/` in front"),
        ("**/x/", "write `**/x/**`"),
        ("**/*.{js,ts}", "braces for themselves"),
        ("test_*.py", "`_*`, which repeats the character"),
        ("[a-z]+/x", "what repeats a kind of character"),
        ("(?!a)b", "a condition or a mode"),
        ("app/(auth)/page", "nothing to choose from"),
        ("a{2}", "`a{`"),
        ("\\bfoo", "`\\b`"),
        ("a^b", "in the middle"),
        ("(a.*|b)c", "more than texts"),
        ("(a|b)+", "a group that repeats"),
        ("a(.*/)?b", "begin within a name"),
        ("a|", "takes every path"),
    ] {
        let reason = convert(pattern).expect_err(pattern);
        assert!(reason.contains(wanted), "{pattern}: {reason}");
    }
}

proptest! {
    /// A glob takes no path that the pattern does not: `**` takes no folder too, and Codecov's `.*/` one at least.
    #[test]
    fn globs_take_no_more_than_patterns(
        which in 0..PATTERNS.len(),
        path in "[ab]?(tests|src|foo|gen|migrations|test_|v1|a|b|c|x|\\.github| |id)?(/(a|b|bar|gen|x|tests|foo_|migrations|c|i)){0,3}/?(x|b|a|bz|setup|foo|y_test|a_)?(\\.(py|go|js|test\\.js|rs|c|d|rb|ts|tsx|jsx))?"
    ) {
        let path = path.trim_matches('/').replace("//", "/");
        prop_assume!(!path.is_empty());
        let (pattern, _) = PATTERNS[which];
        let globs = convert(pattern).unwrap();
        let expression = codecovs(pattern.trim_start_matches("./"));
        let more = path.match_indices('/').map(|(at, _)| format!("{}/{}", &path[..at], &path[at..]));
        let variants: Vec<String> = [path.clone(), format!("/{path}")].into_iter().chain(more).collect();
        if matches(&globs, &path) {
            prop_assert!(variants.iter().any(|path| expression.is_match(path)), "{pattern} {globs:?} {path}");
        }
    }

    /// And of a whole path it takes every one.
    #[test]
    fn globs_of_whole_paths_take_all(
        which in prop::sample::select(vec!["**/*.py", "**/a/**", "tests/*", "src/**/x.rs", "src/**.rs", "a**", "*.js", ".*_test\\.go$", "src/.*\\.test\\.js$", "foo.*/bar.rs$", "test_.*\\.rb$", "tests/.*", ".*/gen/.*"]),
        path in "(tests|src|foo|gen|test_|a|b)?(/(a|b|bar|gen|x|foo_)){0,3}/?(x|b|bar|y_test|test_b)?(\\.(py|go|js|test\\.js|rs|rb))?"
    ) {
        let path = path.trim_matches('/').to_owned();
        prop_assume!(!path.is_empty());
        if codecovs(which).is_match(&path) {
            prop_assert!(matches(&convert(which).unwrap(), &path), "{which} {path}");
        }
    }
}
