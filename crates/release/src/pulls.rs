//! Pull requests from branches of the repository itself.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::{Filter, NewPull, Pull};
use deploy_kit_github::{Kind, create_once};

use crate::server::{Server, refused};

/// How many are looked at: of those of a branch the newest alone may be open, or merged and not done with.
const RECENT: usize = 100;

/// The newest pull requests from a branch of this repository. GitHub's filter knows an owner alone, and a fork of the
/// same owner may have a branch of that name, too.
pub(crate) async fn own(server: &Server, base: &str, branch: &str) -> Result<Vec<Pull>, Failure> {
    let head = Some(format!("{}:{branch}", server.name.owner));
    let filter = Filter { state: None, head, base: Some(base.to_owned()) };
    let mut pulls = server.repo.pulls().recent(&filter, RECENT).await.map_err(refused)?;
    pulls.retain(|pull| is_own(pull, server));
    Ok(pulls)
}

/// Whether a pull request is from a branch of the repository itself.
fn is_own(pull: &Pull, server: &Server) -> bool {
    let own = server.name.to_string();
    pull.head.repo.as_ref().is_some_and(|repo| repo.full_name.eq_ignore_ascii_case(&own))
}

/// Opens one, if none is open. `drafts` is the flag that asks for a draft.
pub(crate) async fn open(new: &NewPull, server: &Server, drafts: &str) -> Result<Pull, Failure> {
    let filter = Filter {
        state: Some(State::Open),
        head: Some(format!("{}:{}", server.name.owner, new.head)),
        base: Some(new.base.clone()),
    };
    let pulls = server.repo.pulls();
    let find = async || Ok(pulls.list(&filter).await?.into_iter().find(|pull| is_own(pull, server)));
    let made = create_once(find, async || pulls.create(new).await).await;
    made.map(|made| made.into_inner()).map_err(|error| not_opened(error, drafts))
}

/// GitHub's words for a setting that keeps workflows from opening pull requests.
const NOT_PERMITTED: &str = "not permitted to create";

/// GitHub's words for a plan without drafts.
const NO_DRAFTS: &str = "Draft pull requests are not supported";

fn not_opened(error: deploy_kit_github::Error, drafts: &str) -> Failure {
    let text = error.to_string();
    let hint = match error.kind() {
        _ if text.contains(NOT_PERMITTED) => {
            "allow it in the repository's settings (Actions, General, Workflow permissions), or give the step the \
             token of a GitHub App"
                .to_owned()
        }
        Kind::Validation { .. } if text.contains(NO_DRAFTS) => {
            format!("this repository's plan knows no drafts: leave out `{drafts}`")
        }
        _ => return refused(error),
    };
    Failure::world(error).hint(Some(hint))
}
