//! Creating a thing once, whatever happens to the answer.

use std::time::Duration;

use deploy_kit_http::retry::Backoff;

use crate::error::{Error, Result};

/// How the thing came to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Converged<T> {
    /// It was there before.
    Found(T),
    /// It was created now.
    Created(T),
    /// It was created by an attempt whose answer was lost, or by somebody else at the same time.
    Recovered(T),
}

impl<T> Converged<T> {
    /// The thing, however it came to be there.
    pub fn into_inner(self) -> T {
        match self {
            Self::Found(thing) | Self::Created(thing) | Self::Recovered(thing) => thing,
        }
    }

    /// Whether it was there before, so that this run has changed nothing.
    #[must_use]
    pub fn was_there(&self) -> bool {
        matches!(self, Self::Found(_))
    }
}

/// How often a lost creation is looked for, and how long is waited before: what was written is not always
/// to be read at once.
const LOOKS: u32 = 3;

/// How often creating is begun.
const ROUNDS: u32 = 3;

/// Looks for a thing, creates it if it is not there, and looks again where the answer is lost.
///
/// Calls that create are sent once: an error that [`is_ambiguous`](Error::is_ambiguous) means that GitHub may
/// have acted. Only what reads the state can tell, so `find` decides: by name, by tag, by a marker in a body.
///
/// ```no_run
/// # use deploy_kit_github::{Repo, Result, converge, releases::{NewRelease, Release}};
/// # async fn example(repo: &Repo) -> Result<Release> {
/// let marker = "<!-- deploy-kit release v1.2.3 -->";
/// let new = NewRelease { draft: true, body: Some(marker.to_owned()), ..NewRelease::of("v1.2.3") };
/// let draft = converge(
///     async || {
///         let releases = repo.releases().list().await?;
///         Ok(releases.into_iter().find(|release| release.body.as_deref().is_some_and(|body| body.contains(marker))))
///     },
///     async || repo.releases().create(&new).await,
/// );
/// # Ok(draft.await?.into_inner())
/// # }
/// ```
///
/// # Errors
/// Those of `find` and `create`, other than that the thing is already there or that the answer was lost.
pub async fn converge<T>(
    mut find: impl AsyncFnMut() -> Result<Option<T>>,
    create: impl AsyncFnMut() -> Result<T>,
) -> Result<Converged<T>> {
    match find().await? {
        Some(thing) => Ok(Converged::Found(thing)),
        None => create_once(find, create).await,
    }
}

/// As [`converge`], where the thing was looked for already and is not there.
///
/// # Errors
/// As [`converge`].
pub async fn create_once<T>(
    mut find: impl AsyncFnMut() -> Result<Option<T>>,
    mut create: impl AsyncFnMut() -> Result<T>,
) -> Result<Converged<T>> {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(2), 0);
    let mut last = None;
    for _ in 0..ROUNDS {
        let error = match create().await {
            Ok(thing) => return Ok(Converged::Created(thing)),
            Err(error) if error.is_ambiguous() || error.is_already_there() => error,
            Err(error) => return Err(error),
        };
        for _ in 0..LOOKS {
            if let Some(thing) = find().await? {
                return Ok(Converged::Recovered(thing));
            }
            tokio::time::sleep(backoff.step()).await;
        }
        if error.is_already_there() {
            // It is there, and it is not the one that is looked for.
            return Err(error);
        }
        last = Some(error);
    }
    Err(last.unwrap_or_else(unreachable))
}

/// There is at least one round, and each leaves or notes its error.
fn unreachable() -> Error {
    Error::without_request(crate::error::Kind::Decode { detail: "no attempt was made".to_owned() })
}
