//! What looks like a convention but is not one.

use serde::Serialize;

/// A slip that people make, by name. Each is shown; the ones that say so are understood all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NearMiss {
    /// `feat:a`: read as `feat: a`.
    NoSpace,
    /// `feat(): a`: read as `feat: a`.
    EmptyScope,
    /// `feat a` or `feat(x) a`.
    NoColon,
    /// `feat : a`.
    SpaceBeforeColon,
    /// `feat!(x): a`.
    BangBeforeScope,
    /// `feat:` and nothing after it.
    NoDescription,
    /// `[feat] a`.
    Bracketed,
    /// `✨ feat: a`.
    LeadingEmoji,
    /// `breaking change:` in a footer's place.
    BreakingLowerCase,
    /// `BREAKING CHANGE` in a footer's place, without a colon.
    BreakingNoColon,
    /// `* BREAKING CHANGE: a`: read as the footer.
    BreakingInList,
    /// `Release-As:` with something that is no version.
    ReleaseAsNoVersion,
}

impl NearMiss {
    /// What the slip is and how it was taken, to be read after the commit's subject.
    pub fn describe(self) -> &'static str {
        match self {
            Self::NoSpace => "no space after the colon; read as if there were one",
            Self::EmptyScope => "empty scope `()`; read as if there were none",
            Self::NoColon => "no colon after the type, so it is not a conventional header",
            Self::SpaceBeforeColon => "space before the colon, so it is not a conventional header",
            Self::BangBeforeScope => "`!` stands before the scope, so it is not a conventional header",
            Self::NoDescription => "a type without a description is not a conventional header",
            Self::Bracketed => "the type is in brackets, so it is not a conventional header",
            Self::LeadingEmoji => "something stands before the type, so it is not a conventional header",
            Self::BreakingLowerCase => "a breaking change counts only as `BREAKING CHANGE:` in upper case",
            Self::BreakingNoColon => "`BREAKING CHANGE` counts only with a colon right after it",
            Self::BreakingInList => "`BREAKING CHANGE:` as a list item; read as the footer",
            Self::ReleaseAsNoVersion => "the text of `Release-As:` is not a semantic version",
        }
    }
}
