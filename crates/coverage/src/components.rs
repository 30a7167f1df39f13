//! Parts of a repository, each with rules of its own.

use std::str::FromStr;

use fast_glob::glob_match;
use serde::Serialize;

use crate::gate::{Rules, Threshold, ThresholdError};

/// A named part of the repository: the files that one of its globs matches, and none of those after `!`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// What it is made of.
    pub globs: Vec<String>,
    /// What is not of it.
    pub except: Vec<String>,
    /// The least of all of its lines.
    pub min_total: Option<Threshold>,
    /// The least of what a branch has added to it.
    pub min_patch: Option<Threshold>,
    /// The most percentage points below the base.
    pub max_drop: Option<Threshold>,
}

/// A text that is no component.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComponentError {
    /// There is no name.
    #[error("`{0}` names no component: write `NAME: GLOB`, such as `core: crates/core/** min-total=90`")]
    NoName(String),
    /// There is no glob.
    #[error("the component `{0}` has no files: write `{0}: GLOB`, such as `{0}: src/**`")]
    NoGlob(String),
    /// It asks for something else.
    #[error("the component `{name}` asks for `{rule}`: there are `min-total`, `min-patch` and `max-drop`")]
    UnknownRule {
        /// The component.
        name: String,
        /// What it asks for.
        rule: String,
    },
    /// What it asks for is no percentage.
    #[error("the component `{name}`: {source}")]
    Threshold {
        /// The component.
        name: String,
        /// What is wrong with it.
        source: ThresholdError,
    },
}

impl Component {
    /// Whether a file is part of it.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        matches(&self.globs, path) && !matches(&self.except, path)
    }

    /// Its rules: what it does not ask for is not checked of it.
    #[must_use]
    pub fn rules(&self, of_all: &Rules) -> Rules {
        Rules {
            min_total: self.min_total,
            min_patch: self.min_patch,
            max_drop: self.max_drop,
            ratchet: false,
            expect: None,
            ..of_all.clone()
        }
    }
}

/// Whether one of the globs matches a path. A folder stands for all that is in it; with `/` at its end it is one, and no
/// file of that name.
#[must_use]
pub fn matches(globs: &[String], path: &str) -> bool {
    let is_below = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    globs.iter().any(|glob| match glob.strip_suffix('/') {
        Some(folder) => is_below(folder) || glob_match(format!("{folder}/**"), path),
        None => glob_match(glob, path) || is_below(glob),
    })
}

impl FromStr for Component {
    type Err = ComponentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((name, rest)) = text.split_once(':').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(ComponentError::NoName(text.to_owned()));
        };
        let name = name.trim().to_owned();
        let mut component = Self {
            name: name.clone(),
            globs: Vec::new(),
            except: Vec::new(),
            min_total: None,
            min_patch: None,
            max_drop: None,
        };
        for word in rest.split_whitespace() {
            match (word.split_once('='), word.strip_prefix('!')) {
                (Some((rule, wanted)), _) => component.ask(rule, wanted)?,
                (None, Some(glob)) => component.except.push(glob.to_owned()),
                (None, None) => component.globs.push(word.to_owned()),
            }
        }
        if component.globs.is_empty() { Err(ComponentError::NoGlob(name)) } else { Ok(component) }
    }
}

impl Component {
    fn ask(&mut self, rule: &str, wanted: &str) -> Result<(), ComponentError> {
        let place = match rule {
            "min-total" => &mut self.min_total,
            "min-patch" => &mut self.min_patch,
            "max-drop" => &mut self.max_drop,
            _ => {
                let (name, rule) = (self.name.clone(), rule.to_owned());
                return Err(ComponentError::UnknownRule { name, rule });
            }
        };
        let parsed = wanted.parse();
        *place =
            Some(parsed.map_err(|source| ComponentError::Threshold { name: self.name.clone(), source })?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(text: &str) -> Component {
        text.parse().unwrap()
    }

    #[test]
    fn files_are_of_a_component_by_its_globs() {
        let core = component("core: crates/core/** tools !**/tests/** min-total=90 min-patch=80.5");
        for (path, wanted) in [
            ("crates/core/src/lib.rs", true),
            ("tools/a/b.rs", true),
            ("crates/core/tests/a.rs", false),
            ("crates/core2/lib.rs", false),
            ("toolsmith.rs", false),
        ] {
            assert_eq!(core.contains(path), wanted, "{path}");
        }
        assert_eq!(core.min_total, Some("90".parse().unwrap()));
        assert_eq!(core.rules(&Rules::default()).min_patch, Some("80.5".parse().unwrap()));
    }

    #[test]
    fn a_folder_by_its_slash_is_no_file_of_that_name() {
        let takes = |glob: &str, path: &str| matches(&[glob.to_owned()], path);
        assert!(takes("tests/", "tests/a/b.rs") && takes("*/gen/", "src/gen/a/b.rs"));
        assert!(!takes("tests/", "tests") && !takes("*/gen/", "src/gen") && !takes("tests/", "tests2/a"));
        assert!(takes("tests", "tests") && takes("tests", "tests/a"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |text: &str| text.parse::<Component>().unwrap_err().to_string();
        assert!(wrong("crates/core/**").starts_with("`crates/core/**` names no component"));
        assert_eq!(
            wrong("core: min-total=90"),
            "the component `core` has no files: write `core: GLOB`, such as `core: src/**`"
        );
        assert!(wrong("core: src min=90").contains("asks for `min`"), "{}", wrong("core: src min=90"));
        assert!(
            wrong("core: src min-patch=high").starts_with("the component `core`: `high` is no percentage")
        );
    }
}
