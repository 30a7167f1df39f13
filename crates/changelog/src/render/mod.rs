//! Notes to Markdown.

mod linked;
mod view;

use std::path::Path;

use deploy_kit_core::markdown::Escape;
use deploy_kit_core::template::{TemplateError, Templates};
use minijinja::{Environment, Value};
use serde::Serialize;

use crate::notes::Notes;
use crate::preset::{PRESETS, Preset};
use linked::linked;

/// Where the notes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sink {
    /// CHANGELOG.md: every link is written out, and the notes start with the version's heading.
    File,
    /// The body of a release or a comment: the page notifies people, so mentions in commit
    /// messages are disarmed; `#12` and `@login` that a template writes are left to the forge.
    Release,
}

/// A template, ready for any number of releases.
#[derive(Debug)]
pub struct Renderer {
    templates: Templates,
    template: &'static str,
    sink: Sink,
}

impl Renderer {
    /// Renders by a preset.
    #[must_use]
    pub fn new(preset: &'static Preset, sink: Sink) -> Self {
        Self { templates: templates(sink), template: preset.id, sink }
    }

    /// Renders by a user's template, which may include or extend `builtin/<preset>`.
    ///
    /// # Errors
    /// If the file cannot be read or is not a valid template.
    pub fn with_file(preset: &'static Preset, sink: Sink, file: &Path) -> Result<Self, TemplateError> {
        Self::checked(templates(sink).override_file(preset.id, file)?, preset, sink)
    }

    /// Renders by a user's template given as text; `name` is what errors call it.
    ///
    /// # Errors
    /// If it is not a valid template.
    pub fn with_text(
        preset: &'static Preset,
        sink: Sink,
        name: &str,
        text: &str,
    ) -> Result<Self, TemplateError> {
        Self::checked(templates(sink).override_text(preset.id, name, text), preset, sink)
    }

    fn checked(templates: Templates, preset: &'static Preset, sink: Sink) -> Result<Self, TemplateError> {
        templates.check(preset.id)?;
        Ok(Self { templates, template: preset.id, sink })
    }

    /// The notes as Markdown, ending in one line break; empty only if the template writes nothing.
    ///
    /// Runs of blank lines outside code become one, so a template need not count them.
    ///
    /// # Errors
    /// If the template uses a name that does not exist, or a filter refuses its value.
    pub fn render(&self, notes: &Notes) -> Result<String, TemplateError> {
        let page = self.templates.render_value(self.template, view::page(notes, self.sink))?;
        Ok(tidy(&page))
    }

    /// Several releases as one page, in the order given, on as many threads as there are cores.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn render_all(&self, releases: &[Notes]) -> Result<String, TemplateError> {
        // A thread costs more than a short history.
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(releases.len() / 8 + 1);
        let size = releases.len().div_ceil(threads).max(1);
        let parts: Vec<Result<String, TemplateError>> = std::thread::scope(|scope| {
            let (mine, others) = releases.split_at(size.min(releases.len()));
            let others: Vec<_> =
                others.chunks(size).map(|part| scope.spawn(|| self.render_part(part))).collect();
            let mine = self.render_part(mine);
            let others = others
                .into_iter()
                .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            std::iter::once(mine).chain(others).collect()
        });
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(parts.join("\n"))
    }

    fn render_part(&self, releases: &[Notes]) -> Result<String, TemplateError> {
        let mut out = String::new();
        for notes in releases {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&self.render(notes)?);
        }
        Ok(out)
    }
}

fn templates(sink: Sink) -> Templates {
    let templates =
        PRESETS.iter().fold(Templates::new(), |all, preset| all.embed(preset.id, preset.template));
    match sink {
        Sink::File => templates.extend(|environment| filters(environment, Escape::new())),
        Sink::Release => {
            let escape = Escape::new().disarm_mentions();
            templates
                .escaping(escape)
                .extend(|environment| filters(environment, Escape::new().disarm_mentions()))
        }
    }
}

/// `linked`: `md` that also links the references; `header`: the conventional header of an entry.
fn filters(environment: &mut Environment<'static>, escape: Escape) {
    environment.add_filter("linked", move |text: &Value, references: &Value| {
        let text = text.as_str().unwrap_or_default();
        match references.len() {
            None | Some(0) => Ok(escape.text(text)),
            Some(_) => linked(escape, text, references),
        }
    });
    environment.add_filter("header", move |entry: &Value| -> Result<String, minijinja::Error> {
        let field = |name: &str| entry.get_attr(name);
        let (kind, scope, description) = (field("kind")?, field("scope")?, field("description")?);
        let mut prefix = kind.as_str().unwrap_or_default().to_owned();
        if let Some(scope) = scope.as_str() {
            prefix.push_str(&format!("({scope})"));
        }
        if !prefix.is_empty() {
            prefix.push_str(if field("breaking")?.is_true() { "!: " } else { ": " });
        }
        linked(
            escape,
            &format!("{prefix}{}", description.as_str().unwrap_or_default()),
            &field("references")?,
        )
    });
}

/// One blank line where there are several, none at the ends; code blocks as they are.
fn tidy(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut fence: Option<&str> = None;
    let mut blank = true;
    for line in page.lines() {
        let text = line.trim_start();
        let mark = text.get(..3).filter(|mark| matches!(*mark, "```" | "~~~"));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if line.trim().is_empty() && fence.is_none() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        out.push_str(if fence.is_none() { line.trim_end() } else { line });
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
