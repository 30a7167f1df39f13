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

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};
use deploy_kit_git::Repository;

use apply::Write;
use args::Args;
use facts::PackageFacts;
use forge::{Links, Remote};
use plan::Tools;
use render::{Renderer, Sink};
use report::{Detail, Done};
use settings::{Look, Settings};

/// `deploy-kit changelog`.
pub const TOOL: Tool = Tool {
    name: "changelog",
    command: args::command,
    sections: args::sections,
    layers: &["version", "changelog"],
    outputs: &args::OUTPUTS,
    run,
};

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = Args::from_matches(matches).map_err(Failure::usage)?;
    let settings = Settings::resolve(&args, &context.config)?;
    let repository = deploy_kit_version::open(&args.common.repository, &settings.version, context)?;
    let facts = facts::gather(&settings, &repository, context)?;
    let links = links(facts.remote, &settings.look)?;
    let renderer = page::renderer(&settings.look, Sink::File).map_err(Failure::usage)?;
    let tools = Tools {
        conventions: &settings.version.conventions,
        look: &settings.look,
        links: links.as_ref(),
    };
    let work = Work { settings: &settings, repository: &repository, renderer: &renderer, tools };
    let done = facts.packages.into_iter().map(|package| work.package(package)).collect::<Result<_, _>>()?;
    let (summary, document) = (context.wants_summary(), context.wants_document);
    Ok(report::report(done, Detail { dry_run: settings.dry_run, document, summary }))
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

impl Work<'_> {
    fn package(&self, package: PackageFacts) -> Result<Done, Failure> {
        let changelog = package.changelog.clone();
        let notes = plan::notes(package, self.tools);
        let settings = self.settings;
        let text = page::text(self.renderer, &notes, settings.limit).map_err(Failure::usage)?;
        let mut writes = Vec::new();
        if settings.write && !notes.is_empty() {
            let root = self.repository.work_dir().ok_or_else(|| {
                Failure::usage("a bare repository has no changelog to write to")
                    .hint(Some("run this in a clone with a work tree, or use `--output`".to_owned()))
            })?;
            let path = settings.file.clone().unwrap_or_else(|| root.join(&changelog));
            let (look, links) = (&settings.look, self.tools.links);
            let before = apply::read(&path).map_err(Failure::world)?;
            let write = page::changelog(path, before, self.renderer, &notes, look, links);
            writes.push(write.map_err(Failure::usage)?);
        }
        if let Some(path) = &settings.output {
            let before = apply::read(path).map_err(Failure::world)?;
            writes.push(Write { path: path.clone(), before, after: text.clone() });
        }
        let write = |write: Write| -> Result<(Write, bool), Failure> {
            let wrote = !settings.dry_run && apply::write(&write).map_err(Failure::world)?;
            Ok((write, wrote))
        };
        let writes = writes.into_iter().map(write).collect::<Result<_, _>>()?;
        Ok(Done { notes, text, writes })
    }
}
