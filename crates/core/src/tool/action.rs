//! A tool as a composite action: what its `action.yml` says beside the arguments and the outputs.

/// How the tool looks and what it needs where a workflow says `uses:`.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// One of the [Feather icons](https://docs.github.com/actions/reference/metadata-syntax-reference#brandingicon)
    /// that GitHub's marketplace shows.
    pub icon: &'static str,
    /// Its colour, by GitHub's names: `white yellow blue green orange red purple gray-dark`.
    pub color: &'static str,
    /// The arguments, and the values of arguments, that are of use in a terminal alone: no inputs.
    pub terminal: &'static [&'static str],
    /// What the job's token has to be allowed, the indispensable first.
    pub permissions: &'static [Permission],
}

/// A line of a job's `permissions:`, and why.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// The key: `contents`, `pull-requests`.
    pub scope: &'static str,
    /// Whether the tool writes there.
    pub access: Access,
    /// One sentence: what it is for.
    pub why: &'static str,
    /// How to do without it; empty if the tool cannot.
    pub without: &'static str,
}

/// What is allowed; the higher holds the lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Looking.
    Read,
    /// Changing, too.
    Write,
}

impl Access {
    /// As a workflow spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// The token's permission to read the repository, which every tool that looks at history asks for.
pub const READ_HISTORY: Permission = Permission {
    scope: "contents",
    access: Access::Read,
    why: "To complete the history where the checkout is shallow",
    without: "",
};
