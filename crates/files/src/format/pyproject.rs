//! `pyproject.toml`.

use crate::syntax::Text;
use crate::syntax::toml::{Table, Value, read};
use crate::{Absence, Ecosystem, Error, Place, Reading, Role, Spelling, Style, VersionFile};

/// The project table of PEP 621, and Poetry's own.
/// <https://packaging.python.org/en/latest/specifications/pyproject-toml/>
pub(super) struct PyProject;

impl VersionFile for PyProject {
    fn name(&self) -> &'static str {
        "pyproject"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Python)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "pyproject.toml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, project)
    }
}

fn project(document: Table<'_>) -> Reading {
    let project = document.table("project");
    let poetry = document.table("tool").and_then(|tool| tool.table("poetry"));
    let tables = [project, poetry];
    let tables = || tables.into_iter().flatten();
    let own = tables().filter_map(|table| table.text("version"));
    let mut places: Vec<Place> = own.map(|text| text.place(Role::Own(Spelling::Pep440))).collect();
    let absence = match places.is_empty() {
        false => None,
        true if project.is_some_and(is_dynamic) => Some(Absence::Dynamic),
        true => Some(Absence::Missing("`project.version`")),
    };
    places.extend(requirements(document, project));
    let members =
        document.table("tool").and_then(|tool| tool.table("uv")?.table("workspace")?.get("members"));
    let members = members.into_iter().flat_map(Value::items).filter_map(Value::as_str);
    let package = tables().find_map(|table| table.str("name")).map(normalise);
    Reading { package, places, absence, members: members.map(str::to_owned).collect() }
}

/// setuptools-scm and its like take the version from the tag.
fn is_dynamic(project: Table<'_>) -> bool {
    let mut dynamic = project.get("dynamic").into_iter().flat_map(Value::items);
    dynamic.any(|item| item.as_str() == Some("version"))
}

/// The lists of `project.dependencies`, of each extra, and of each dependency group.
fn requirements<'a>(document: Table<'a>, project: Option<Table<'a>>) -> impl Iterator<Item = Place> + 'a {
    let extras = project.and_then(|project| project.table("optional-dependencies"));
    let named = [extras, document.table("dependency-groups")].into_iter().flatten();
    let lists = project.and_then(|project| project.get("dependencies")).into_iter();
    let lists = lists.chain(named.flat_map(Table::entries).map(|(_, list)| list));
    lists.flat_map(Value::items).filter_map(Value::as_text).filter_map(requirement)
}

/// `name[extra] ~=1.2 ; marker`, with parentheses where they are old.
/// <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>
fn requirement(text: Text) -> Option<Place> {
    let Text { span, value } = text;
    let (all, _) = value.split_once(';').unwrap_or((&value, ""));
    let end = all.find(|c: char| !is_of_name(c)).unwrap_or(all.len());
    let (name, rest) = all.split_at(end);
    let rest = match rest.trim_start().strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => rest,
    };
    let range = rest.trim_start_matches([' ', '(']).trim_end_matches([' ', ')']);
    let range = (!range.starts_with('@')).then_some(range)?;
    // A string with escapes is longer than what it says; nobody writes one here.
    if span.len() != value.len() {
        return None;
    }
    let start = span.start + all.len() - rest.trim_start_matches([' ', '(']).len();
    let role = Role::Requirement { name: normalise(name), style: Style::Python };
    Some(Place { span: start..start + range.len(), text: range.to_owned(), role })
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

/// `Foo_.bar` and `foo-bar` are one name.
/// <https://packaging.python.org/en/latest/specifications/name-normalization/>
pub(super) fn normalise(name: &str) -> String {
    let words = name.split(['-', '_', '.']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}
