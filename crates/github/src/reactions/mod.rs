//! Reactions to a comment: by its number to one on an issue or a pull request, by its `node_id` to one of any kind.

mod add;
mod create;
mod delete;
mod list;
mod own;
mod remove;

use serde::Deserialize;

use crate::User;

crate::handle! {
    /// Reactions to comments of a repository.
    Reactions
}

/// A reaction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reaction {
    /// Its number.
    pub id: u64,
    /// What it says: compare with [`Emoji::word`].
    pub content: String,
    /// Who reacted; none if the account is gone.
    #[serde(default)]
    pub user: Option<User>,
}

/// What a reaction can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Emoji {
    /// Thumbs up.
    ThumbsUp,
    /// Thumbs down.
    ThumbsDown,
    /// A laugh.
    Laugh,
    /// A frown.
    Confused,
    /// A heart.
    Heart,
    /// A party popper.
    Hooray,
    /// A rocket.
    Rocket,
    /// Eyes.
    Eyes,
}

impl Emoji {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ThumbsUp,
        Self::ThumbsDown,
        Self::Laugh,
        Self::Confused,
        Self::Heart,
        Self::Hooray,
        Self::Rocket,
        Self::Eyes,
    ];

    /// The word that GitHub has for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ThumbsUp => "+1",
            Self::ThumbsDown => "-1",
            Self::Laugh => "laugh",
            Self::Confused => "confused",
            Self::Heart => "heart",
            Self::Hooray => "hooray",
            Self::Rocket => "rocket",
            Self::Eyes => "eyes",
        }
    }

    /// The name that GraphQL has for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThumbsUp => "THUMBS_UP",
            Self::ThumbsDown => "THUMBS_DOWN",
            Self::Laugh => "LAUGH",
            Self::Confused => "CONFUSED",
            Self::Heart => "HEART",
            Self::Hooray => "HOORAY",
            Self::Rocket => "ROCKET",
            Self::Eyes => "EYES",
        }
    }

    /// The one of a name of GraphQL's.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|emoji| emoji.name() == name)
    }

    /// The one that a word means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|emoji| emoji.word() == word)
    }
}
