//! Any TOML, JSON, YAML or XML, by the key of its version.

use roxmltree::Node;

use crate::syntax::json::{self, Dialect};
use crate::syntax::{Text, toml, xml, yaml};
use crate::{Argument, Error, Reading, Spelling, VersionFile};

/// A file whose `key` in the configuration says where the version stands: `app.version`, or as a JSON pointer
/// (RFC 6901) `/app/version`. A number counts the items of a list from 0. YAML as far as mappings and lists in
/// blocks go; of XML the path begins with the root element and may end with `@attribute`.
pub(super) struct Keyed {
    name: &'static str,
    endings: &'static [&'static str],
    spelling: Spelling,
    find: fn(&str, &[&str]) -> Result<Option<Text>, Error>,
}

/// Of TOML.
pub(super) const TOML: Keyed =
    Keyed { name: "toml", endings: &[".toml"], spelling: Spelling::SemVer, find: in_toml };

/// Of JSON, comments allowed.
pub(super) const JSON: Keyed =
    Keyed { name: "json", endings: &[".json", ".jsonc"], spelling: Spelling::SemVer, find: in_json };

/// Of YAML.
pub(super) const YAML: Keyed = Keyed {
    name: "yaml",
    endings: &[".yaml", ".yml"],
    spelling: Spelling::SemVer,
    find: |content, keys| Ok(yaml::nested(content, keys)),
};

/// Of XML, where versions of two numbers are usual.
pub(super) const XML: Keyed =
    Keyed { name: "xml", endings: &[".xml"], spelling: Spelling::Loose, find: in_xml };

impl VersionFile for Keyed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn argument(&self) -> Option<Argument> {
        Some(Argument::Key { endings: self.endings })
    }

    /// The configuration names them, with their key.
    fn matches(&self, _file_name: &str) -> bool {
        false
    }

    fn read(&self, content: &str, argument: Option<&str>) -> Result<Reading, Error> {
        let keys = keys(argument.unwrap_or("version"));
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let version = (self.find)(content, &keys)?.map(Text::without_v);
        Ok(Reading::of(version, self.spelling, "its `key`"))
    }
}

fn keys(path: &str) -> Vec<String> {
    match path.strip_prefix('/') {
        Some(pointer) => pointer.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect(),
        None => path.split('.').map(str::to_owned).collect(),
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

fn in_xml(content: &str, keys: &[&str]) -> Result<Option<Text>, Error> {
    xml::read(content, |root| {
        let (_, rest) = keys.split_first().filter(|(first, _)| **first == root.tag_name().name())?;
        let (attribute, path) = match rest.split_last() {
            Some((last, path)) if last.starts_with('@') => (last.strip_prefix('@'), path),
            _ => (None, rest),
        };
        let node = path.iter().try_fold((root, root), |(above, node), key| match key.parse::<usize>() {
            // The same element again: `a.b.1` is the second `b`.
            Ok(number) => xml::children(above, node.tag_name().name()).nth(number).map(|node| (above, node)),
            Err(_) => xml::child(node, key).map(|child| (node, child)),
        });
        let node: Node<'_, '_> = node?.1;
        attribute.map_or_else(|| xml::text(node), |name| xml::attribute(node, name))
    })
}
