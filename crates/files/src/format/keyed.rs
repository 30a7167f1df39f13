//! Any TOML, JSON or YAML, by the key of its version.

use crate::syntax::json::{self, Dialect};
use crate::syntax::{Text, toml, yaml};
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// A file whose `key` in the configuration, such as `app.version`, says where the version stands. Its words are
/// divided by dots; a number counts the items of a list from 0. YAML as far as mappings in blocks go.
pub(super) struct Keyed {
    name: &'static str,
    find: fn(&str, &[&str]) -> Result<Option<Text>, Error>,
}

/// Of TOML.
pub(super) const TOML: Keyed = Keyed { name: "toml", find: in_toml };

/// Of JSON, comments allowed.
pub(super) const JSON: Keyed = Keyed { name: "json", find: in_json };

/// Of YAML.
pub(super) const YAML: Keyed = Keyed { name: "yaml", find: |content, keys| Ok(yaml::nested(content, keys)) };

impl VersionFile for Keyed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes_key(&self) -> bool {
        true
    }

    /// The configuration names them, with their key.
    fn matches(&self, _file_name: &str) -> bool {
        false
    }

    fn read(&self, content: &str, key: Option<&str>) -> Result<Reading, Error> {
        let keys: Vec<&str> = key.unwrap_or("version").split('.').collect();
        let version = (self.find)(content, &keys)?;
        let absence = version.is_none().then_some(Absence::Missing("its `key`"));
        let places = version.map(|text| text.place(Role::Own(Spelling::SemVer))).into_iter().collect();
        Ok(Reading { places, absence, ..Reading::default() })
    }
}

fn in_toml(content: &str, keys: &[&str]) -> Result<Option<Text>, Error> {
    toml::read(content, |table| {
        let (first, rest) = keys.split_first()?;
        rest.iter()
            .try_fold(table.get(first)?, |value, key| match value.as_table() {
                Some(table) => table.get(key),
                None => value.items().nth(key.parse().ok()?),
            })?
            .as_text()
    })
}

fn in_json(content: &str, keys: &[&str]) -> Result<Option<Text>, Error> {
    json::read(content, Dialect::WithComments, |object| {
        let (first, rest) = keys.split_first()?;
        rest.iter()
            .try_fold(object.get(first)?, |value, key| match value.as_object() {
                Some(object) => object.get(key),
                None => value.items().nth(key.parse().ok()?),
            })?
            .as_text()
    })
}
