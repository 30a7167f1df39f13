//! Trusted styling: colour that our own code gives to a text, which itself is guarded.

use std::borrow::Cow;

use crate::actions::guard::{Guard, Lines};

/// How a part of a text looks in a terminal that has colours; without them it is plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As the terminal has it.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// Dimmed: what may be skipped.
    Dim,
    /// Green: done, passed, healthy.
    Good,
    /// Yellow: needs an eye.
    Caution,
    /// Red and bold: failed.
    Bad,
    /// Cyan: names, versions, what one would copy.
    Accent,
}

impl Style {
    /// The parameters of ECMA-48's Select Graphic Rendition.
    const fn sgr(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Dim => "2",
            Self::Good => "32",
            Self::Caution => "33",
            Self::Bad => "1;31",
            Self::Accent => "36",
        }
    }
}

/// A text in parts of different styles.
///
/// The styles are ours and trusted; each part's text is guarded when it is printed, so that no
/// stranger's text can bring a style of its own.
///
/// ```
/// use deploy_kit_core::actions::Styled;
///
/// let line = Styled::new().good("✓").text(" released ").accent("1.4.0");
/// assert_eq!(line.to_plain(), "✓ released 1.4.0");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Styled<'a> {
    parts: Vec<(Style, Cow<'a, str>)>,
}

impl<'a> Styled<'a> {
    /// No text yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { parts: Vec::new() }
    }

    /// Adds `text` in `style`.
    #[must_use]
    pub fn push(mut self, style: Style, text: impl Into<Cow<'a, str>>) -> Self {
        self.parts.push((style, text.into()));
        self
    }

    /// Adds plain text.
    #[must_use]
    pub fn text(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Plain, text)
    }

    /// Adds bold text.
    #[must_use]
    pub fn strong(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Strong, text)
    }

    /// Adds dimmed text.
    #[must_use]
    pub fn dim(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Dim, text)
    }

    /// Adds green text.
    #[must_use]
    pub fn good(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Good, text)
    }

    /// Adds yellow text.
    #[must_use]
    pub fn caution(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Caution, text)
    }

    /// Adds red text.
    #[must_use]
    pub fn bad(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Bad, text)
    }

    /// Adds cyan text.
    #[must_use]
    pub fn accent(self, text: impl Into<Cow<'a, str>>) -> Self {
        self.push(Style::Accent, text)
    }

    /// The text alone, as it was given.
    #[must_use]
    pub fn to_plain(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_ref()).collect()
    }

    /// The text, guarded as a whole, with escape sequences around the styled parts if `colour`.
    pub(super) fn render(&self, colour: bool, redact: impl Fn(&str) -> Cow<'_, str>) -> String {
        let mut guard = Guard::new(Lines::Kept);
        let mut out = String::new();
        for (style, text) in &self.parts {
            let sgr = if colour { style.sgr() } else { "" };
            if sgr.is_empty() {
                guard.push(&mut out, &redact(text));
            } else {
                out.extend(["\u{1b}[", sgr, "m"]);
                guard.push(&mut out, &redact(text));
                out.push_str("\u{1b}[0m");
            }
        }
        out
    }
}

impl<'a> From<&'a str> for Styled<'a> {
    fn from(text: &'a str) -> Self {
        Self::new().text(text)
    }
}

impl<'a> From<&'a String> for Styled<'a> {
    fn from(text: &'a String) -> Self {
        Self::new().text(text.as_str())
    }
}

impl From<String> for Styled<'_> {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}

impl<'a> From<Cow<'a, str>> for Styled<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::new().text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_styles_are_rendered() {
        let styled = Styled::new().strong("a\u{1b}[2J").text(" b");
        assert_eq!(styled.render(true, |text| text.into()), "\u{1b}[1ma␛[2J\u{1b}[0m b");
        assert_eq!(styled.render(false, |text| text.into()), "a␛[2J b");
    }

    #[test]
    fn a_marker_across_parts_is_broken() {
        let styled = Styled::new().text("#").good("#").text("[group]x\n:").bad(":error::y");
        assert_eq!(styled.render(false, |text| text.into()), "##\\[group]x\n:\\:error::y");
    }
}
