//! `pom.xml`.

use roxmltree::Node;

use crate::syntax::Text;
use crate::syntax::xml::{child, child_text, children, read};
use crate::{Absence, Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The project of Maven. Its name is `groupId:artifactId`, its parts may come from its parent.
/// <https://maven.apache.org/pom.html>
pub(super) struct Maven;

impl VersionFile for Maven {
    fn name(&self) -> &'static str {
        "maven"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Maven)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "pom.xml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, project)
    }
}

fn project(project: Node<'_, '_>) -> Reading {
    let parent = child(project, "parent");
    let group = child_text(project, "groupId").or_else(|| child_text(parent?, "groupId"));
    let mut reading =
        Reading { package: group.and_then(|group| coordinates(&group.value, project)), ..Reading::default() };
    match child_text(project, "version").and_then(|text| resolve(project, text)) {
        Some(text) => reading.places.push(text.place(Role::Own(Spelling::Loose))),
        None if parent.is_some() => reading.absence = Some(Absence::Inherited),
        None => reading.absence = Some(Absence::Missing("`project.version`")),
    }
    let modules = child(project, "modules");
    let modules = modules.into_iter().flat_map(|modules| children(modules, "module"));
    reading.members = modules.filter_map(|module| module.text().map(str::to_owned)).collect();
    let managed = child(project, "dependencyManagement");
    let lists = [Some(project), managed].into_iter().flatten().filter_map(|node| child(node, "dependencies"));
    let dependencies = lists.flat_map(|list| children(list, "dependency"));
    reading.places.extend(parent.into_iter().chain(dependencies).filter_map(locked));
    reading
}

/// `${revision}` is the property of that name.
fn resolve(project: Node<'_, '_>, text: Text) -> Option<Text> {
    match text.value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        Some(property) => child_text(child(project, "properties")?, property),
        None => Some(text),
    }
}

/// The parent and the dependencies name one version. What is no version is a property or a range of others.
fn locked(node: Node<'_, '_>) -> Option<Place> {
    let name = coordinates(&child_text(node, "groupId")?.value, node)?;
    let text = child_text(node, "version").filter(|text| Spelling::Loose.read(&text.value).is_ok())?;
    Some(text.place(Role::Locked { name, spelling: Spelling::Loose }))
}

fn coordinates(group: &str, node: Node<'_, '_>) -> Option<String> {
    Some(format!("{group}:{}", child_text(node, "artifactId")?.value))
}
