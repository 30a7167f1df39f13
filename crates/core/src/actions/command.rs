//! Workflow commands, `::name key=value,key=value::data`, with the runner's escapes.
//!
//! Rules: actions/toolkit `command.ts` writes them, actions/runner `ActionCommand.TryParseV2`
//! reads them. The reader has three habits that the escapes do not cover: it trims the list of
//! properties, it drops `=` in front of a value, and it does not see `::` where a combining mark
//! follows. [`Command`]'s `Display` answers each, so that a value arrives as it was given, but for
//! a space in front of it in the two cases noted there.

use std::borrow::Cow;
use std::fmt;

use super::unicode::is_sure_start;

/// One command to the runner; `Display` gives the line, without the line feed.
///
/// ```
/// use deploy_kit_core::actions::Command;
///
/// let command = Command::new("notice").property("title", "100%, done").data("all\nwell");
/// assert_eq!(command.to_string(), "::notice title=100%25%2C done::all%0Awell");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command<'a> {
    name: &'static str,
    properties: Vec<(&'static str, Cow<'a, str>)>,
    data: Cow<'a, str>,
}

impl<'a> Command<'a> {
    /// A command without properties and data.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, properties: Vec::new(), data: Cow::Borrowed("") }
    }

    /// Adds a property; an empty value is left out, as actions/toolkit does.
    ///
    /// A value that starts with `=` gets a space in front: the runner would drop the sign.
    #[must_use]
    pub fn property(mut self, key: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.properties.push((key, value));
        }
        self
    }

    /// Sets the data, what follows the second `::`.
    ///
    /// Data that starts with a combining mark or the like gets a space in front: the runner would
    /// not recognise the command, and would go on to look for `##[` in it.
    #[must_use]
    pub fn data(mut self, data: impl Into<Cow<'a, str>>) -> Self {
        self.data = data.into();
        self
    }
}

impl fmt::Display for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "::{}", self.name)?;
        for (at, (key, value)) in self.properties.iter().enumerate() {
            let separator = if at == 0 { ' ' } else { ',' };
            let space = if value.starts_with('=') { " " } else { "" };
            write!(f, "{separator}{key}={space}")?;
            escape(f, value, true)?;
        }
        // The list is trimmed, and `::` must not touch a character of no width: a comma ends it.
        let last = self.properties.last().and_then(|(_, value)| value.chars().last());
        if last.is_some_and(|c| c == ' ' || !is_sure_start(c)) {
            f.write_str(",")?;
        }
        let unsure = self.data.starts_with(|c| !is_sure_start(c) && c != '\n' && c != '\r');
        f.write_str(if unsure { ":: " } else { "::" })?;
        escape(f, &self.data, false)
    }
}

/// Writes `text` with `%`, CR and LF escaped, in a property also `:` and `,`.
fn escape(f: &mut fmt::Formatter<'_>, text: &str, property: bool) -> fmt::Result {
    let special = |c| matches!(c, '%' | '\r' | '\n') || property && matches!(c, ':' | ',');
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        f.write_str(&rest[..at])?;
        f.write_str(match rest.as_bytes()[at] {
            b'%' => "%25",
            b'\r' => "%0D",
            b'\n' => "%0A",
            b':' => "%3A",
            _ => "%2C",
        })?;
        rest = &rest[at + 1..];
    }
    f.write_str(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_data_have_their_own_escapes() {
        let command = Command::new("error").property("file", "a:b,c%0A").data("a:b,c%0A\r\n");
        assert_eq!(command.to_string(), "::error file=a%3Ab%2Cc%250A::a:b,c%250A%0D%0A");
    }

    #[test]
    fn empty_properties_are_left_out() {
        let command = Command::new("error").property("file", "").property("line", "3");
        assert_eq!(command.to_string(), "::error line=3::");
        assert_eq!(Command::new("endgroup").to_string(), "::endgroup::");
    }

    #[test]
    fn the_readers_habits_are_answered() {
        let title = |title| Command::new("error").property("title", title).to_string();
        assert_eq!(title("=x"), "::error title= =x::");
        assert_eq!(title("x "), "::error title=x ,::");
        assert_eq!(title("x\u{200d}"), "::error title=x\u{200d},::");
        let data = |data| Command::new("error").data(data).to_string();
        assert_eq!(data("\u{301}x"), "::error:: \u{301}x");
        assert_eq!(data("\nx"), "::error::%0Ax");
        assert_eq!(data("🚀 日本"), "::error::🚀 日本");
    }
}
