//! actions/runner `IssueCommandExtension` and `ExecutionContext.AddIssue`.

use std::collections::BTreeMap;

use crate::command::Command;

/// Annotations of a level that a step shows; those after are only in the log.
pub(crate) const STEP_LIMIT: usize = 10;

/// UTF-16 units of a message.
const MESSAGE_LIMIT: usize = 4096;

/// The level of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `::notice::`
    Notice,
    /// `::warning::`
    Warning,
    /// `::error::`
    Error,
}

/// An annotation as GitHub gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Its level.
    pub level: Level,
    /// Cut at 4096 UTF-16 units.
    pub message: String,
    /// `title`, `file`, `line`, `endLine`, `col`, `endColumn` as validated, and whatever else was
    /// written.
    pub properties: BTreeMap<String, String>,
}

impl Annotation {
    pub(crate) fn new(level: Level, message: &str) -> Self {
        Self { level, message: cut(message), properties: BTreeMap::new() }
    }

    /// From a command, with the file relative to `workspace`.
    pub(crate) fn from_command(level: Level, mut command: Command, workspace: &str) -> Self {
        validate(&mut command);
        if let Some(file) = command.get("file").filter(|file| !file.is_empty()) {
            let relative = make_relative(file, workspace).to_owned();
            if relative != file && !relative.is_empty() {
                command.set("file", relative);
            }
        }
        let mut annotation = Self::new(level, &command.data);
        annotation.properties = command.properties.into_iter().collect();
        annotation
    }

    /// A property by its exact name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.properties.get(key).map(String::as_str)
    }
}

/// `ValidateLinesAndColumns`, condition by condition.
fn validate(command: &mut Command) {
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<i32>().ok());
    let mut line = command.get("line").map(str::to_owned);
    let end_line = command.get("endLine").map(str::to_owned);
    let column = number(command.get("col"));
    let end_column = number(command.get("endColumn"));
    let (line_number, end_line_number) = (number(line.as_deref()), number(end_line.as_deref()));
    let mut has_line = line_number.is_some();
    let has_column = column.is_some() || end_column.is_some();

    if let (Some(_), false, Some(end)) = (end_line_number, has_line, &end_line) {
        command.set("line", end.clone());
        has_line = true;
        line = Some(end.clone());
    }
    if let (Some(_), None, Some(end)) = (end_column, column, command.get("endColumn")) {
        command.set("col", end.to_owned());
    }
    let several = end_line_number.is_some() && line != end_line;
    if has_column && (!has_line || several) {
        drop_columns(command);
    }
    // Where a start is missing .NET compares with 0, which no end is less than but a negative one.
    if has_line && end_line_number.is_some_and(|end| end < line_number.unwrap_or(0)) {
        command.remove("line");
        command.remove("endLine");
    }
    if end_column.is_some_and(|end| end < column.unwrap_or(0)) {
        drop_columns(command);
    }
}

fn drop_columns(command: &mut Command) {
    command.remove("col");
    command.remove("endColumn");
}

/// `IOUtil.MakeRelative`, with slashes.
fn make_relative<'a>(file: &'a str, workspace: &str) -> &'a str {
    match file.strip_prefix(workspace) {
        Some("") => "",
        Some(rest) if workspace.ends_with('/') => rest,
        Some(rest) if !workspace.is_empty() => rest.strip_prefix('/').unwrap_or(file),
        _ => file,
    }
}

fn cut(message: &str) -> String {
    let mut units = 0;
    message
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= MESSAGE_LIMIT
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validated(properties: &[(&str, &str)]) -> Vec<(String, String)> {
        let properties = properties.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        let mut command = Command { name: "error".into(), properties, data: String::new() };
        validate(&mut command);
        command.properties
    }

    #[test]
    fn lines_and_columns_are_validated() {
        let names = |properties| {
            let pairs = validated(properties);
            pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(names(&[("endLine", "3")]), ["endLine=3", "line=3"]);
        assert_eq!(names(&[("col", "3")]), [""; 0]);
        assert_eq!(names(&[("line", "1"), ("endLine", "2"), ("col", "3")]), ["line=1", "endLine=2"]);
        assert_eq!(names(&[("line", "2"), ("endLine", "1")]), [""; 0]);
        assert_eq!(names(&[("line", "2"), ("col", "5"), ("endColumn", "3")]), ["line=2"]);
        assert_eq!(names(&[("line", "2"), ("endColumn", "3")]), ["line=2", "endColumn=3", "col=3"]);
    }

    #[test]
    fn files_become_relative() {
        assert_eq!(make_relative("/w/a/b", "/w"), "a/b");
        assert_eq!(make_relative("/w/a", "/w/"), "a");
        assert_eq!(make_relative("/wa", "/w"), "/wa");
        assert_eq!(make_relative("a", ""), "a");
    }
}
