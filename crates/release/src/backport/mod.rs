//! Merged pull requests brought to a line of maintenance, by a pull request against it.
//!
//! [`facts`] reads what each one brought and which of it the line has already, and makes the copies, as objects that
//! nothing points to; [`plan`] decides; [`apply`] pushes the branch and opens the pull request. What an earlier run
//! has done shows in the name of the branch and in the notes of its commits (`git cherry-pick -x`).
//!
//! Conflicts stop it before anything is pushed: a file with the marks of a conflict in it is no change that anybody
//! wants in the line's history, and a merge with all commits would put it there. With `--allow-conflicts` it is
//! pushed, and the pull request is a draft.

mod apply;
mod contained;
mod facts;
mod pick;
mod plan;
mod report;

use std::path::Path;

use deploy_kit_core::tool::{Context, Failure, Report};

use crate::args::Args;
use crate::facts::remote;
use crate::server::{self, Server};
use crate::settings::Settings;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The line's branch.
    to: String,
    /// The pull requests, each once, in rising order.
    numbers: Vec<u64>,
    /// Whether conflicts are pushed.
    allows_conflicts: bool,
}

impl Asked {
    fn of(args: &Args) -> Result<Self, Failure> {
        let missing = |text: &str| {
            let hint = "say what goes where: `deploy-kit release backport --to 1.x 123 124`";
            Failure::usage(text).hint(Some(hint.to_owned()))
        };
        let to = args.selection.to.as_deref().map(|to| to.strip_prefix("refs/heads/").unwrap_or(to));
        let to =
            to.filter(|to| !to.is_empty()).ok_or_else(|| missing("`backport` needs `--to`, a branch"))?;
        let mut numbers = args.pulls.clone();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.is_empty() {
            return Err(missing("`backport` needs the numbers of pull requests"));
        }
        Ok(Self { to: to.to_owned(), numbers, allows_conflicts: args.switches.allow_conflicts })
    }

    /// The branch of the pull request: `deploy-kit/backport/1.x/123-124`.
    fn branch(&self) -> String {
        /// A part of a branch's name is a file's name in git: 255 bytes at most.
        const LONGEST: usize = 100;
        let numbers = self.numbers.iter().map(u64::to_string).collect::<Vec<_>>().join("-");
        let numbers = match numbers.len() > LONGEST {
            true => format!("{}-and-{}-more", self.numbers[0], plan::digest(&numbers)),
            false => numbers,
        };
        format!("deploy-kit/backport/{}/{numbers}", self.to)
    }
}

/// Runs it.
///
/// # Errors
/// What the arguments, the repository or the server get wrong.
pub(crate) fn run(path: &Path, args: &Args, context: &Context) -> Result<Report, Failure> {
    let asked = Asked::of(args)?;
    // Here `--to` is no end of a range.
    let mut args = args.clone();
    args.selection.to = None;
    args.release.branch = Some(asked.to.clone());
    let settings = Settings::resolve(&args, &context.config)?;
    let repository = deploy_kit_version::open(path, settings.version(), context)?;
    let Some(address) = server::find(&settings, &repository, context)? else {
        let text = "a backport needs a token and a repository on GitHub";
        let hint = "set `GITHUB_TOKEN`, or sign in with `gh auth login`; in a workflow give the job `permissions: contents: write` and `pull-requests: write`";
        return Err(Failure::usage(text).hint(Some(hint.to_owned())));
    };
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        let mut server = address.connect(context.now, settings.timeout)?;
        let remote = remote::branch(&mut server, &settings, &repository, context).await?;
        let Some(line) = remote.head else { return Err(no_line(&asked, &server)) };
        let site = pick::Site { settings: &settings, server: &server, context };
        let facts = facts::gather(&asked, line, repository, &site).await?;
        let plan = plan::plan(&asked, &facts);
        let outcome = match settings.switches.dry_run {
            true => apply::Outcome::of(&facts),
            false => apply::apply(&plan, &facts, &site).await?,
        };
        Ok(report::report(&plan, &facts, &outcome, &settings, context))
    })
}

fn no_line(asked: &Asked, server: &Server) -> Failure {
    let to = &asked.to;
    let text = format!("`{}` has no branch `{to}` to bring anything to", server.name);
    let hint =
        format!("begin the line at the release that it continues: `git push origin <tag>:refs/heads/{to}`");
    Failure::usage(text).hint(Some(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(numbers: Vec<u64>) -> Asked {
        Asked { to: "release/1.4".to_owned(), numbers, allows_conflicts: false }
    }

    #[test]
    fn the_branch_names_the_line_and_the_pull_requests() {
        assert_eq!(asked(vec![7, 123]).branch(), "deploy-kit/backport/release/1.4/7-123");
        let many = asked((1..100).collect()).branch();
        assert!(many.starts_with("deploy-kit/backport/release/1.4/1-and-"), "{many}");
        assert_ne!(many, asked((1..101).collect()).branch());
    }
}
