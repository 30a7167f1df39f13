//! `__version__` of a Python module.

use crate::syntax::python::{Value, assigned, tokens};
use crate::{Error, Nesting, Place, Reading, Role, Spelling, VersionFile};

/// A module of Python that says `__version__ = "1.2.0"`, or the same under another usual name; beside it also in
/// three numbers, as `version_info = (1, 2, 0)`.
pub(super) struct Python;

const STRINGS: [&str; 4] = ["__version__", "VERSION", "version", "__VERSION__"];
const TUPLES: [&str; 6] =
    ["version_info", "__version_info__", "VERSION_INFO", "version_tuple", "__version_tuple__", "VERSION"];

/// The folders of a repository that are no package's.
const BESIDE: [&str; 10] =
    ["bench", "benchmarks", "ci", "doc", "docs", "example", "examples", "scripts", "test", "tests"];

impl VersionFile for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn matches(&self, file_name: &str) -> bool {
        let known = ["__init__", "_version", "version", "__version__", "__about__", "_about", "about"];
        file_name.strip_suffix(".py").is_some_and(|name| known.contains(&name))
    }

    /// `kit/__init__.py`, `src/kit/__about__.py`
    fn nests(&self, below: &str) -> Nesting {
        let below = below.strip_prefix("src/").unwrap_or(below);
        let (folder, _) = below.split_once('/').unwrap_or_default();
        Nesting::usual(below.matches('/').count() == 1 && !BESIDE.contains(&folder))
    }

    /// A module may hold all sorts of things under these names: what is no version is none, and no error.
    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let tokens = tokens(content);
        let strings = STRINGS.into_iter().filter_map(|name| match assigned(&tokens, name)? {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let mut strings = strings.filter(|text| Spelling::Pep440.read(&text.value).is_ok());
        let first = strings.next();
        let mut reading = Reading::of(first.clone(), Spelling::Pep440, "`__version__`");
        let same = strings.filter(|text| first.as_ref().is_some_and(|first| first.value == text.value));
        reading.places.extend(same.map(|text| text.place(Role::Own(Spelling::Pep440))));
        let tuples = TUPLES.into_iter().filter_map(|name| match assigned(&tokens, name)? {
            Value::Numbers(numbers) => <[_; 3]>::try_from(numbers).ok(),
            _ => None,
        });
        let parts = [Spelling::Major, Spelling::Minor, Spelling::Patch];
        let places = tuples.flat_map(|numbers| {
            numbers.into_iter().zip(parts).map(|(text, part)| text.place(Role::Own(part)))
        });
        let mut places: Vec<Place> = reading.places.drain(..).chain(places).collect();
        // Several names of one statement share their value.
        places.sort_by_key(|place| place.span.start);
        places.dedup_by_key(|place| place.span.start);
        let absence = reading.absence.filter(|_| places.is_empty());
        Ok(Reading { places, absence, ..reading })
    }
}
