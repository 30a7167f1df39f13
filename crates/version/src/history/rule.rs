//! The named reasons for which an entry counts or does not.

use deploy_kit_git::Id;

/// Why an entry asks for the bump that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The type's bump.
    Type,
    /// `!` or a `BREAKING CHANGE:` footer.
    Breaking,
    /// The same, under a subject that is no conventional header.
    BreakingFooter,
    /// A change that a squash merge folded into the body.
    Squash,
    /// The same, where the title was told to decide.
    Folded,
    /// A merge commit whose own title is conventional while none of the commits that it brings is.
    MergeTitle,
    /// A revert of what an earlier release holds.
    Revert,
    /// Brings back what an earlier release had lost.
    Reapply,
    /// Cancels a change of this range.
    Reverts(Vec<Id>),
    /// A change of this range that a later commit cancels.
    Reverted(Id),
    /// A type that asks for no release.
    NoRelease,
    /// A type that no table knows.
    UnknownType,
    /// No conventional header.
    Unconventional,
    /// A merge commit; the commits that it brings count themselves.
    Merge,
    /// A fixup that was never squashed.
    Fixup,
    /// `[skip release]`.
    Skipped,
    /// Stands for this many further changes of a commit, which ask for no more than those that are listed.
    More(usize),
    /// Touches the paths of no package.
    Outside,
}

impl Rule {
    /// The rule's name in JSON and in `--explain`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Breaking => "breaking",
            Self::BreakingFooter => "breaking-footer",
            Self::Squash => "squash",
            Self::Folded => "folded",
            Self::MergeTitle => "merge-title",
            Self::Revert => "revert",
            Self::Reapply => "reapply",
            Self::Reverts(_) => "reverts",
            Self::Reverted(_) => "reverted",
            Self::NoRelease => "no-release",
            Self::UnknownType => "unknown-type",
            Self::Unconventional => "unconventional",
            Self::Merge => "merge",
            Self::Fixup => "fixup",
            Self::Skipped => "skipped",
            Self::More(_) => "more",
            Self::Outside => "outside",
        }
    }

    /// Whether entries of this rule stay out of release notes: they are no change, or none that is left.
    pub fn is_ignored(&self) -> bool {
        matches!(
            self,
            Self::Reverts(_)
                | Self::Reverted(_)
                | Self::Unconventional
                | Self::Merge
                | Self::Folded
                | Self::Fixup
                | Self::Skipped
                | Self::Outside
        )
    }
}
