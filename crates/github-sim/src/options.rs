//! What a [`Sim`](crate::Sim) is started with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::access::{Permissions, Token};
use crate::clock::Clock;
use crate::git::Source;
use crate::state::MergeSettings;

/// Called with the journal's index of a request at which [`Effect::StopBefore`](crate::Effect::StopBefore) or
/// [`Effect::StopAfter`](crate::Effect::StopAfter) stands; the server waits until it returns. A test ends its
/// client there.
pub type Notify = Arc<dyn Fn(usize) + Send + Sync>;

/// The token of [`Options::default`]: it may do everything.
pub const DEFAULT_TOKEN: &str = "ghs_embeddedGitHub";

/// How to start.
#[derive(Clone)]
pub struct Options {
    /// `owner/name`.
    pub name: String,
    /// The repository behind it.
    pub source: Source,
    /// Else the one that the source's HEAD names.
    pub default_branch: Option<String>,
    /// A private repository hides from those without a token, and reading asks for permissions.
    pub private: bool,
    /// Who is let in.
    pub tokens: Vec<Token>,
    /// Where timestamps come from.
    pub clock: Clock,
    /// The API's port; 0 lets the system choose.
    pub port: u16,
    /// Whether the journal keeps the bodies of answers.
    pub record: bool,
    /// Requests an hour and token.
    pub hourly: u64,
    /// Writes a minute and an hour, before the secondary limit answers. None lifts it.
    pub writes: Option<(usize, usize)>,
    /// The address of pages that a person opens, such as `https://github.com`. Else this server's own.
    pub server_url: Option<String>,
    /// Whether releases are immutable once published.
    pub immutable_releases: bool,
    /// Categories that a release's discussion may be in.
    pub discussions: Vec<String>,
    /// How pull requests may be merged, and what their commits say.
    pub merging: MergeSettings,
    /// Where the scratch repository and the assets are kept; else a folder that goes with the [`Sim`](crate::Sim).
    pub folder: Option<PathBuf>,
    /// See [`Notify`].
    pub notify: Option<Notify>,
}

impl Default for Options {
    /// An empty private repository `octo-org/octo-repo`, with one token that may do everything, and GitHub's
    /// documented limits.
    fn default() -> Self {
        Self {
            name: "octo-org/octo-repo".to_owned(),
            source: Source::Empty,
            default_branch: None,
            private: true,
            tokens: vec![Token::app("default", DEFAULT_TOKEN, Permissions::all())],
            clock: Clock::System,
            port: 0,
            record: false,
            hourly: 5000,
            writes: Some((80, 500)),
            server_url: None,
            immutable_releases: false,
            discussions: vec!["Announcements".to_owned()],
            merging: MergeSettings::default(),
            folder: None,
            notify: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Options");
        shown.field("name", &self.name).field("source", &self.source).field("tokens", &self.tokens);
        shown.finish_non_exhaustive()
    }
}
