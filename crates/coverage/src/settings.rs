//! Arguments, resolved against what the run tells.

use std::path::PathBuf;
use std::time::Duration;

use deploy_kit_comment::mark::{Mark, Run};
use deploy_kit_core::actions::Secret;
use deploy_kit_core::actions::event::{EventError, Payload};
use deploy_kit_core::actions::{self};
use deploy_kit_core::markdown::slug;
use deploy_kit_core::tool::{Context, Failure};

use crate::args::{Args, CommentOn, Store, Undecided};
use crate::components::Component;
use crate::gate::Rules;
use crate::metric::Metric;
use crate::paths::Fix;
use crate::subject::{Base, Subject};

/// All that the plan depends on beside what was measured.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Reports, as globs; without any they are looked for.
    pub reports: Vec<String>,
    /// How lines are counted.
    pub metric: Metric,
    /// What is asked for of all files.
    pub rules: Rules,
    /// What is asked for of some.
    pub components: Vec<Component>,
    /// Files that do not count.
    pub ignore: Vec<String>,
    /// What the configuration says of paths.
    pub fixes: Vec<Fix>,
    /// What is compared with.
    pub base: Base,
    /// What the run is about.
    pub subject: Subject,
    /// Where baselines are kept.
    pub baseline: Place,
    /// The folder there: each key has its own, so that several gates of a repository do not get into each other's way.
    pub shelf: String,
    /// Whether what was measured becomes one.
    pub stores: bool,
    /// What becomes of a gate that cannot be decided.
    pub undecided: Undecided,
    /// The comment, if there is to be one.
    pub comment: Option<Comment>,
    /// Whether lines are annotated.
    pub annotations: bool,
    /// The files to write.
    pub files: Files,
    /// Show every number.
    pub explain: bool,
    /// Show what would be written alone.
    pub dry_run: bool,
    /// The page of this run.
    pub run_url: Option<String>,
    /// The repository's name, as a headline.
    pub title: String,
    /// The page of the repository, for links to lines.
    pub repository_url: Option<String>,
    /// Where a report for `comment-publish.yml` goes.
    pub report: PathBuf,
    /// Until the run gives up on GitHub.
    pub timeout: Duration,
    /// The token, for what git fetches.
    pub token: Option<Secret>,
    /// Whether a person looks on, and the files are what was measured.
    pub is_terminal: bool,
}

/// Where baselines are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On a ref, by its name without `refs/`.
    Ref(String),
    /// In a folder.
    Folder(PathBuf),
}

/// The comment on a pull request.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Which of several.
    pub key: String,
    /// When there is to be a first one.
    pub on: CommentOn,
    /// Which run says it.
    pub mark: Option<Mark>,
}

/// The files to write.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// A folder of pages.
    pub html: Option<PathBuf>,
    /// All reports as one, in Cobertura's format.
    pub cobertura: Option<PathBuf>,
    /// The same as JSON.
    pub json: Option<PathBuf>,
    /// A badge.
    pub badge: Option<PathBuf>,
    /// A chart of the baselines.
    pub trend: Option<PathBuf>,
}

impl Settings {
    /// Resolves arguments.
    ///
    /// # Errors
    /// They contradict each other.
    pub fn resolve(args: &Args, context: &Context) -> Result<Self, Failure> {
        let asked = &args.coverage;
        let told = actions::Context::from_environment(&context.environment);
        let payload = match Payload::read(&told) {
            Ok(payload) => Some(payload),
            Err(EventError::NoEvent(_)) => None,
            Err(error) => return Err(Failure::usage(error)),
        };
        let subject = Subject::of(payload.as_ref(), &told);
        let named = asked.base.clone().filter(|base| !base.trim().is_empty());
        let stores = match asked.store {
            Store::Auto => subject.is_default,
            Store::Always => true,
            Store::Never => false,
        };
        Ok(Self {
            reports: asked.reports.clone(),
            metric: asked.metric,
            rules: rules(args)?,
            components: components(args)?,
            ignore: asked.ignore.clone(),
            fixes: asked.fixes.clone(),
            base: named.map_or_else(|| subject.base.clone(), Base::Named),
            baseline: place(&asked.baseline)?,
            shelf: shelf(&asked.key),
            stores,
            undecided: asked.undecided,
            comment: comment(args, &subject, &told)?,
            annotations: args.switches.annotations,
            files: files(args)?,
            explain: args.switches.explain,
            dry_run: args.switches.dry_run,
            run_url: told.run_url(),
            title: told.repository.as_ref().map_or_else(|| folder_name(args), ToString::to_string),
            repository_url: told.repository.as_ref().map(|name| format!("{}/{name}", told.server_url)),
            report: told
                .runner_temp
                .clone()
                .unwrap_or_else(std::env::temp_dir)
                .join(shelf(&asked.key))
                .join("comment.json"),
            timeout: Duration::from_secs(asked.timeout),
            token: deploy_kit_github::token::from_environment(&context.environment),
            is_terminal: !context.console.is_runner(),
            subject,
        })
    }
}

impl Settings {
    /// Whether a rule asks for the coverage of the base.
    #[must_use]
    pub fn needs_base(&self) -> bool {
        let of_components = self.components.iter().any(|component| component.max_drop.is_some());
        self.rules.max_drop.is_some() || self.rules.ratchet || of_components
    }

    /// Whether a rule asks for what was changed.
    #[must_use]
    pub fn needs_comparison(&self) -> bool {
        let of_components = self.components.iter().any(|component| component.min_patch.is_some());
        self.rules.min_patch.is_some() || of_components || self.needs_base()
    }

    /// Whether GitHub is asked or told anything. In a terminal only where somebody wants to know.
    #[must_use]
    pub fn needs_server(&self) -> bool {
        let wants = !self.is_terminal || self.needs_base() || self.explain || self.files.trend.is_some();
        matches!(self.baseline, Place::Ref(_)) && (wants || self.stores) || self.comment.is_some()
    }
}

/// `Coverage` and `coverage` are one, as the name of a workflow is its key.
fn shelf(key: &str) -> String {
    let slug = slug(key);
    if slug.is_empty() { "coverage".to_owned() } else { slug }
}

/// A repository without a name on a server is called as its folder is.
fn folder_name(args: &Args) -> String {
    let path = std::path::absolute(&args.common.repository).unwrap_or_default();
    path.file_name().map_or_else(|| "coverage".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn rules(args: &Args) -> Result<Rules, Failure> {
    let asked = &args.coverage;
    let expect = asked.expect.map(usize::try_from).transpose().map_err(Failure::usage)?;
    Ok(Rules {
        min_total: asked.min_total,
        min_patch: asked.min_patch,
        max_drop: asked.max_drop,
        ratchet: args.switches.ratchet,
        small_patch: asked.small_patch,
        counts_unmentioned: args.switches.count_unmentioned,
        expect,
    })
}

fn components(args: &Args) -> Result<Vec<Component>, Failure> {
    let components = &args.coverage.components;
    for (at, component) in components.iter().enumerate() {
        if components[..at].iter().any(|other| other.name == component.name) {
            let text = format!("there are two components `{}`", component.name);
            return Err(Failure::usage(text).hint("give one of them another name".to_owned()));
        }
    }
    Ok(components.clone())
}

fn place(text: &str) -> Result<Place, Failure> {
    match text.strip_prefix("refs/") {
        Some(name) if name.contains('/') => Ok(Place::Ref(name.to_owned())),
        Some(_) => {
            let hint =
                "write it whole, such as `refs/deploy-kit/coverage` or `refs/heads/coverage`".to_owned();
            Err(Failure::usage(format!("`{text}` is no name of a ref")).hint(hint))
        }
        None if text.trim().is_empty() => Err(Failure::usage("`--baseline` is empty")),
        None => Ok(Place::Folder(PathBuf::from(text))),
    }
}

fn comment(args: &Args, subject: &Subject, told: &actions::Context) -> Result<Option<Comment>, Failure> {
    if !args.switches.comment || subject.pull_request.is_none() {
        return Ok(None);
    }
    let asked = &args.coverage;
    if asked.key.trim().is_empty() {
        return Err(Failure::usage("`--key` is empty: a comment needs a name"));
    }
    let run = told.run_id.map(|id| Run::new(id, told.run_attempt.unwrap_or(1)));
    let mark = run.map(|run| Mark { run, sha: subject.head.clone().unwrap_or_default() });
    Ok(Some(Comment { key: asked.key.clone(), on: asked.comment_on, mark }))
}

fn files(args: &Args) -> Result<Files, Failure> {
    let asked = &args.coverage;
    let is = |path: &PathBuf, endings: &[&str]| {
        path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    };
    for (name, path, endings) in
        [("badge", &asked.badge, &["svg", "json"][..]), ("trend", &asked.trend, &["svg"][..])]
    {
        if let Some(path) = path.as_ref().filter(|path| !is(path, endings)) {
            let text = format!("`--{name} {}` does not say what to write", path.display());
            let hint = format!("end it with `.{}`", endings.join("` or `."));
            return Err(Failure::usage(text).hint(hint));
        }
    }
    Ok(Files {
        html: asked.html.clone(),
        cobertura: asked.cobertura.clone(),
        json: asked.json.clone(),
        badge: asked.badge.clone(),
        trend: asked.trend.clone(),
    })
}
