//! The client: one connection to a GitHub, shared by all handles.

mod cache;
mod call;
mod graphql;
mod options;
mod pages;
mod path;
mod send;
mod viewer;

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use deploy_kit_core::actions::{Masks, Repository};
use deploy_kit_http::pace::{self, Pace};
use deploy_kit_http::{Client, Clock};
use http::HeaderValue;
use octocrab::Octocrab;
use octocrab::service::middleware::reqwest_connector::ReqwestConnector;

pub(crate) use call::Call;
use call::Payload;
pub(crate) use graphql::{Actor, Connection, big_int};
pub use options::Options;
pub use send::Moved;

use crate::error::{Error, Kind, Result};
use crate::operation::{self, Operation};
use crate::repository::{RateLimit, Repo};
use cache::Cache;

/// A GitHub: github.com, an Enterprise Server, or the embedded one.
///
/// It is cheap to clone, and made for one thread: many requests at once, no locks.
#[derive(Clone)]
pub struct GitHub {
    shared: Rc<Shared>,
}

struct Shared {
    stack: Octocrab,
    http: Client,
    options: Options,
    authorization: Option<HeaderValue>,
    masks: Masks,
    pace: RefCell<Pace>,
    cache: RefCell<Cache>,
    moved: RefCell<Option<Moved>>,
}

impl GitHub {
    /// A client. Has to be called on a tokio runtime, such as [`deploy_kit_http::runtime`] gives; nothing is
    /// sent yet. The deadline counts from the clock's start.
    ///
    /// # Errors
    /// [`Kind::Setup`]: no trusted certificates, a proxy that is none; [`Kind::Unauthorized`]: a token that
    /// cannot be sent.
    pub fn connect(options: Options, clock: Clock) -> Result<Self> {
        let setup = |error| Error::without_request(Kind::Setup(error));
        let http = Client::new(options.http(), clock).map_err(setup)?;
        let connector = ReqwestConnector::new(http.transport().clone());
        // The builder's last step cannot fail, and says so by its type.
        let Ok(stack) = octocrab::OctocrabBuilder::new_empty()
            .with_service(connector)
            .with_auth(octocrab::AuthState::None)
            .build();
        let mut masks = Masks::default();
        if let Some(token) = &options.token {
            // A blank token is none; nothing to mask.
            let _ = masks.add(token);
        }
        let authorization = options.authorization()?;
        let shared = Shared {
            stack,
            http,
            authorization,
            masks,
            pace: RefCell::new(Pace::new(&pace::GITHUB)),
            cache: RefCell::new(Cache::default()),
            moved: RefCell::new(None),
            options,
        };
        Ok(Self { shared: Rc::new(shared) })
    }

    /// A repository's handle. Nothing is sent.
    #[must_use]
    pub fn repository(&self, repository: &Repository) -> Repo {
        Repo::new(self.clone(), repository.clone())
    }

    /// What is left of the hour's requests. Asking costs none.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn rate_limit(&self) -> Result<RateLimit> {
        self.call(&operation::GET_RATE_LIMIT).fetch().await
    }

    pub(crate) fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self, operation)
    }

    /// The last redirect of a renamed or transferred repository, if there was one: all calls still work, but
    /// the new name should be used.
    #[must_use]
    pub fn moved(&self) -> Option<Moved> {
        self.shared.moved.borrow().clone()
    }

    /// How it was set up.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.shared.options
    }

    /// Whether there is a token at all: without one only public things can be read.
    #[must_use]
    pub fn has_token(&self) -> bool {
        self.shared.authorization.is_some()
    }
}

impl fmt::Debug for GitHub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitHub").field("options", &self.shared.options).finish_non_exhaustive()
    }
}
