//! actions/runner `ActionCommand.cs`: both forms of a workflow command.

use std::collections::BTreeSet;

use crate::dotnet::{find, is_white_space, skip, split_pair, starts_with};

/// How the runner compares strings where it does not say how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Culture {
    /// By code points: with `DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1`, and for ASCII text.
    Ordinal,
    /// By ICU's collation, as on GitHub's own runners.
    #[default]
    Linguistic,
}

/// A command that the runner recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// As it was written; names are compared without case.
    pub name: String,
    /// In the order written; a later one of the same name, without case, has replaced the earlier.
    pub properties: Vec<(String, String)>,
    /// What follows.
    pub data: String,
}

const DATA: [(&str, &str); 3] = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
const PROPERTY: [(&str, &str); 5] = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
const LEGACY: [(&str, &str); 5] = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];

impl Command {
    /// Reads a line as `ActionCommandManager.TryProcessCommand` does, first the one form, then the
    /// other; `registered` holds names in upper case.
    #[must_use]
    pub fn parse(line: &str, registered: &BTreeSet<String>, culture: Culture) -> Option<Self> {
        Self::parse_v2(line, registered, culture).or_else(|| Self::parse_legacy(line, registered, culture))
    }

    /// `TryParseV2`: `::name key=value,key=value::data`, first in a line but for white space.
    fn parse_v2(line: &str, registered: &BTreeSet<String>, culture: Culture) -> Option<Self> {
        let message = line.trim_start_matches(is_white_space);
        if !starts_with(message, "::", culture) {
            return None;
        }
        let info = message.len() - skip(message, 0, 2).len();
        let end = find(message, "::", info, culture)?;
        let mut command = Self::named(&message[info..end], registered, |info| {
            (info.trim_matches(is_white_space), ',', PROPERTY.as_slice())
        })?;
        command.data = unescape(skip(message, end, 2), &DATA);
        Some(command)
    }

    /// `TryParse`: `##[name key=value;key=value]data`, anywhere in a line.
    fn parse_legacy(line: &str, registered: &BTreeSet<String>, culture: Culture) -> Option<Self> {
        let prefix = find(line, "##[", 0, culture)?;
        let end = prefix + line[prefix..].find(']')?;
        let info = line.len() - skip(line, prefix, 3).len();
        // .NET throws where the range is empty backwards; the runner takes that for no command.
        let mut command =
            Self::named(line.get(info..end)?, registered, |info| (info, ';', LEGACY.as_slice()))?;
        command.data = unescape(&line[end + 1..], &LEGACY);
        Some(command)
    }

    /// Name and properties; `list` says how the properties are separated and escaped.
    fn named<'a>(
        info: &'a str,
        registered: &BTreeSet<String>,
        list: impl FnOnce(&'a str) -> (&'a str, char, &'static [(&'static str, &'static str)]),
    ) -> Option<Self> {
        let (name, properties) = info.split_once(' ').unwrap_or((info, ""));
        if !registered.contains(&name.to_uppercase()) {
            return None;
        }
        let mut command = Self { name: name.to_owned(), properties: Vec::new(), data: String::new() };
        let (properties, separator, escapes) = list(properties);
        for property in properties.split(separator) {
            if let Some((key, value)) = split_pair(property, '=') {
                command.set(key, unescape(value, escapes));
            }
        }
        Some(command)
    }

    /// The property `key`, whatever its case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.properties.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn set(&mut self, key: &str, value: String) {
        match self.properties.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            Some((_, old)) => *old = value,
            None => self.properties.push((key.to_owned(), value)),
        }
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.properties.retain(|(name, _)| !name.eq_ignore_ascii_case(key));
    }
}

/// One escape after the other, `%25` last.
fn unescape(text: &str, escapes: &[(&str, &str)]) -> String {
    escapes.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Option<Command> {
        let registered = ["ERROR", "SET-OUTPUT"].map(str::to_owned).into();
        Command::parse(line, &registered, Culture::Linguistic)
    }

    fn command(name: &str, properties: &[(&str, &str)], data: &str) -> Option<Command> {
        let properties = properties.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        Some(Command { name: name.to_owned(), properties, data: data.to_owned() })
    }

    #[test]
    fn the_new_form_stands_first_in_a_line() {
        assert_eq!(parse("::error::x"), command("error", &[], "x"));
        assert_eq!(
            parse("\u{2003}\t::Error a=b,,c=d=e,f=,=g::x::y"),
            command("Error", &[("a", "b"), ("c", "d=e")], "x::y")
        );
        assert_eq!(
            parse("::error a=%3A%2C%0A%250A::%3A%0A%250A"),
            command("error", &[("a", ":,\n%0A")], "%3A\n%0A")
        );
        assert_eq!(parse("::error A=1,a=2 ::"), command("error", &[("A", "2")], ""));
        for not in ["x ::error::y", "::error", "::unknown::x", ":: error::x", ": :error::x", ""] {
            assert_eq!(parse(not), None, "{not}");
        }
    }

    #[test]
    fn the_old_form_stands_anywhere() {
        assert_eq!(
            parse("fix: x ##[set-output name=version;b=%5D%3B]9%0A"),
            command("set-output", &[("name", "version"), ("b", "];")], "9\n"),
        );
        // Only the first is looked at.
        assert_eq!(parse("##[x] ##[error]y"), None);
        assert_eq!(parse("##[error"), None);
        assert_eq!(parse("::unknown:: ##[error]y"), command("error", &[], "y"));
    }

    #[test]
    fn a_combining_mark_hides_the_new_form_and_bares_the_old() {
        let line = "::error::\u{301} ##[set-output name=a]b";
        assert_eq!(parse(line), command("set-output", &[("name", "a")], "b"));
    }
}
