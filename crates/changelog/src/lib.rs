//! Release notes and CHANGELOG.md from Conventional Commits.
//!
//! [`facts`] reads the repository, [`plan`] makes [`notes::Notes`] of it, a [`preset`] or a user's template
//! renders them ([`render`]), [`mod@cut`] keeps them to a limit and [`mod@insert`] puts them into an existing
//! changelog; [`apply`] writes. All between the first and the last is pure. Addresses come from a [`forge`].
//!
//! A commit's words are data: they reach a page through `deploy_kit_core::markdown` only.

pub mod apply;
pub mod args;
pub mod cut;
pub mod facts;
pub mod forge;
pub mod insert;
pub mod notes;
pub mod page;
pub mod plan;
pub mod preset;
pub mod render;
pub mod report;
pub mod settings;

use std::path::PathBuf;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};
use deploy_kit_git::Repository;

use apply::Write;
use args::Args;
use facts::PackageFacts;
use forge::{Links, Remote};
use notes::Notes;
use page::Page;
use plan::Tools;
use render::{Renderer, Sink};
use report::Detail;
use settings::{Look, Settings};

/// `deploy-kit changelog`.
pub const TOOL: Tool = Tool {
    name: "changelog",
    command: args::command,
    sections: args::sections,
    layers: &["version", "changelog"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run,
};

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = Args::from_matches(matches).map_err(Failure::usage)?;
    let settings = Settings::resolve(&args, &context.config)?;
    let repository = deploy_kit_version::open(&args.common.repository, &settings.version, context)?;
    let facts = facts::gather(&settings, &repository, context)?;
    let links = links(facts.remote, &settings.look)?;
    let renderer = page::renderer(&settings.look, Sink::File).map_err(Failure::usage)?;
    let tools =
        Tools { conventions: &settings.version.conventions, look: &settings.look, links: links.as_ref() };
    let work = Work { settings: &settings, repository: &repository, renderer: &renderer, tools };
    let plan = work.plan(facts.packages)?;
    let mut done = Vec::with_capacity(plan.writes.len());
    for write in plan.writes {
        let wrote = !settings.dry_run && apply::write(&write).map_err(Failure::world)?;
        done.push((write, wrote));
    }
    let (summary, document) = (context.wants_summary(), context.wants_document);
    let detail = Detail { dry_run: settings.dry_run, document, summary, scope: settings.scope };
    let taken = summary || context.environment.get("GITHUB_OUTPUT").is_some();
    let body = if taken { body(&plan.packages, &settings)? } else { String::new() };
    Ok(report::report(&plan.packages, &plan.text, &body, &done, detail))
}

/// The notes for a page that notifies people, as a release or a comment does: what later steps take.
fn body(packages: &[Page], settings: &Settings) -> Result<String, Failure> {
    let renderer = page::renderer(&settings.look, Sink::Release).map_err(Failure::usage)?;
    let page = |of: &Page| page::text(&renderer, &of.notes, settings.limit);
    let texts = packages.iter().filter(|package| !package.notes.is_empty()).map(page);
    Ok(texts.collect::<Result<Vec<_>, _>>().map_err(Failure::usage)?.join("\n"))
}

/// The links of a repository; a forge that nobody knows has none.
///
/// # Errors
/// The configuration names a forge that does not exist.
pub fn links(remote: Option<Remote>, look: &Look) -> Result<Option<Links>, Failure> {
    match remote {
        Some(remote) => Links::new(remote, look.forge.as_deref()).map_err(Failure::usage),
        None => Ok(None),
    }
}

struct Work<'a> {
    settings: &'a Settings,
    repository: &'a Repository,
    renderer: &'a Renderer,
    tools: Tools<'a>,
}

/// What is to be shown and written, before anything is.
struct Planned {
    packages: Vec<Page>,
    /// The pages of all packages.
    text: String,
    writes: Vec<Write>,
}

impl Work<'_> {
    fn plan(&self, packages: Vec<PackageFacts>) -> Result<Planned, Failure> {
        let settings = self.settings;
        let (mut pages, mut writes) = (Vec::with_capacity(packages.len()), Vec::new());
        for package in packages {
            let (name, changelog) = (package.name.clone(), package.changelog.clone());
            let notes = plan::notes(package, self.tools);
            let text = page::text(self.renderer, &notes, settings.limit).map_err(Failure::usage)?;
            if settings.write && !notes.is_empty() {
                let path = self.changelog(&changelog)?;
                self.write(path, &notes, &mut writes)?;
            }
            pages.push(Page { name, notes, text });
        }
        let text = page::join(&pages, settings.limit);
        if let Some(path) = &settings.output {
            let before = apply::read(path).map_err(Failure::world)?;
            writes.push(Write { path: path.clone(), before, after: text.clone() });
        }
        Ok(Planned { packages: pages, text, writes })
    }

    fn changelog(&self, of_package: &str) -> Result<PathBuf, Failure> {
        if let Some(file) = &self.settings.file {
            return Ok(file.clone());
        }
        let root = self.repository.work_dir().ok_or_else(|| {
            Failure::usage("a bare repository has no changelog to write to")
                .hint(Some("run this in a clone with a work tree, or use `--output`".to_owned()))
        })?;
        Ok(root.join(of_package))
    }

    /// Puts notes into a changelog, on top of what another package puts there.
    fn write(&self, path: PathBuf, notes: &[Notes], writes: &mut Vec<Write>) -> Result<(), Failure> {
        let (look, links) = (&self.settings.look, self.tools.links);
        let known = writes.iter_mut().find(|write| write.path == path);
        let text = match &known {
            Some(write) => write.after.clone(),
            None => apply::read(&path).map_err(Failure::world)?,
        };
        let write = page::changelog(path, text, self.renderer, notes, look, links).map_err(Failure::usage)?;
        match known {
            Some(known) => known.after = write.after,
            None => writes.push(write),
        }
        Ok(())
    }
}
