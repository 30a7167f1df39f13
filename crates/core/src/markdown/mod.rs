//! Markdown as a sink: what a tool writes into comments, summaries, release notes and changelogs.
//!
//! Most of the words on such a page were written by strangers: commit subjects, branch names,
//! file paths, the output of a failed command. Everything here takes such a text as *data* and
//! gives back Markdown source that shows it and does nothing else.
//!
//! | To show | Use |
//! |---|---|
//! | a text in a paragraph, heading, list item or link | [`escape`], or [`Escape`] to choose |
//! | a name or path as code | [`code_span`] |
//! | output of a command | [`fence`] |
//! | a link | [`link`] |
//! | rows and columns | [`Table`]; [`cell`] for a table written by hand |
//! | a page that may be too long for its place | [`truncate`] |
//! | a page with another one below it | [`closed`] |
//!
//! The dialect is GitHub's (the [GFM spec] and what github.com adds: mentions, references, math).
//! Nothing here reads files, the clock or the environment.
//!
//! [GFM spec]: https://github.github.com/gfm/

mod clean;
mod closed;
mod code;
mod escape;
mod html;
mod link;
mod outline;
mod readings;
mod segments;
mod slug;
mod table;
mod truncate;
mod width;

pub use clean::{clean_block, clean_line};
pub use closed::closed;
pub use code::{code_span, fence};
pub use escape::{Escape, escape};
pub use html::html;
pub use link::{link, link_destination};
pub use segments::{Segment, segments};
pub use slug::slug;
pub use table::{Align, Table, cell};
pub use truncate::{Unit, truncate};

#[cfg(test)]
mod properties;
