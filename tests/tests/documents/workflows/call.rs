//! A step that calls an action of ours.

use std::collections::BTreeMap;

use deploy_kit::{SETUP, TOOLS};
use deploy_kit_core::tool::{Action, Tool};
use github_actions_models::common::Uses;
use github_actions_models::common::expr::LoE;
use github_actions_models::workflow::job::UsesStep;

/// The repository that the actions are published in.
pub(super) const REPOSITORY: &str = "org/deploy-kit";

/// The step.
pub(super) struct Call<'a> {
    /// What stands after `uses:`.
    pub(super) uses: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) tool: &'static Tool,
    pub(super) action: Action,
    /// The inputs that it gives.
    pub(super) with: BTreeMap<&'a str, String>,
}

impl<'a> Call<'a> {
    /// Reads a step; nothing if it calls an action of others.
    pub(super) fn of(step: &'a UsesStep) -> Result<Option<Self>, String> {
        let Some(folder) = folder(&step.uses) else { return Ok(None) };
        let uses = step.uses.raw();
        let mut actions = xtask::action::actions(&TOOLS, &SETUP);
        let found = actions.find(|(name, ..)| *name == folder);
        let (_, tool, action) = found.ok_or_else(|| format!("`{uses}`: there is no such action"))?;
        let with = match &step.with {
            LoE::Literal(with) => {
                with.iter().map(|(name, value)| (name.as_str(), value.to_string())).collect()
            }
            LoE::Expr(_) => return Err(format!("`{uses}`: `with` is no list of inputs")),
        };
        Ok(Some(Self { uses, id: step.shared.id.as_deref(), tool, action, with }))
    }
}

/// The folder of an action of ours, empty for that at the root: `org/deploy-kit/release@v1` and
/// `org/deploy-kit/actions/release@v1` are the same, and so is `./actions/release` in this repository.
fn folder(uses: &Uses) -> Option<&str> {
    match uses {
        Uses::Repository(it) if it.slug() == REPOSITORY => {
            let path = it.subpath().unwrap_or_default();
            Some(path.strip_prefix("actions/").unwrap_or(path))
        }
        Uses::Local(it) => Some(it.raw().trim_start_matches("./").trim_start_matches("actions/")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_name_leads_to_the_folder() {
        let of = |text: &str| folder(&Uses::parse(text).unwrap()).map(str::to_owned);
        for text in ["org/deploy-kit/release@v1", "org/deploy-kit/actions/release@v1", "./actions/release"] {
            assert_eq!(of(text).as_deref(), Some("release"), "{text}");
        }
        assert_eq!(of("org/deploy-kit@v1").as_deref(), Some(""));
        assert_eq!(of("org/deploy-kitchen@v1"), None);
        assert!(env!("CARGO_PKG_REPOSITORY").ends_with(REPOSITORY));
    }
}
