//! Templates: notes, comments and messages in the syntax of Jinja.
//!
//! A tool embeds its templates under an id; a user's file of the same id takes its place, and may
//! still reach the embedded one as `builtin/<id>` (`{% extends %}`, `{% include %}`).
//!
//! What differs from a plain Jinja environment:
//! - An unknown name is an error that names template, line and the nearest right name, not an
//!   empty string. A value that is known to be absent (`none`) prints nothing.
//! - A block tag alone on its line leaves no line behind, so a template reads like the Markdown
//!   it makes; the line break at the end of a file is kept.
//! - Nothing is escaped by itself, as the same language writes Markdown, JSON and plain text.
//!   A stranger's text goes through a filter: `md`, `code`, `cell`, `html`, `tojson` (see [`FILTERS`]).

mod date;
mod error;
mod filters;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::markdown::Escape;

pub use error::TemplateError;
pub use filters::{FILTERS, Filter};

/// The name under which an overridden template stays reachable.
const BUILTIN: &str = "builtin/";

/// A set of templates, ready to render.
///
/// ```
/// use deploy_kit_core::template::Templates;
/// use serde_json::json;
///
/// let templates = Templates::new().embed("greeting", "* {{ text | md }}\n");
/// let page = templates.render("greeting", &json!({ "text": "<b> & `x`" }))?;
/// assert_eq!(page, "* \\<b> & `x`\n");
/// # Ok::<(), deploy_kit_core::template::TemplateError>(())
/// ```
#[derive(Debug)]
pub struct Templates {
    sources: BTreeMap<String, Source>,
    escape: Escape,
    environment: OnceLock<Environment<'static>>,
    extend: Vec<Extension>,
}

/// Adds a tool's own filters and functions to an environment.
type Extension = fn(&mut Environment<'static>);

#[derive(Debug, Clone)]
struct Source {
    text: String,
    /// The file it came from; `None` for embedded text.
    file: Option<String>,
}

impl Default for Templates {
    fn default() -> Self {
        Self::new()
    }
}

impl Templates {
    /// No templates yet, and `md` that leaves mentions and references alone.
    #[must_use]
    pub fn new() -> Self {
        let environment = OnceLock::new();
        Self { sources: BTreeMap::new(), escape: Escape::new(), environment, extend: Vec::new() }
    }

    /// How the `md` filter escapes: for pages that notify people, with mentions disarmed.
    #[must_use]
    pub fn escaping(mut self, escape: Escape) -> Self {
        self.escape = escape;
        self
    }

    /// Adds a template of the tool.
    #[must_use]
    pub fn embed(mut self, id: &str, text: &str) -> Self {
        self.sources.insert(format!("{BUILTIN}{id}"), Source { text: text.to_owned(), file: None });
        self
    }

    /// Adds filters or functions of the tool's own.
    #[must_use]
    pub fn extend(mut self, extension: Extension) -> Self {
        self.extend.push(extension);
        self
    }

    /// Puts a user's text in the place of `id`; `file` is the name errors give.
    #[must_use]
    pub fn override_text(mut self, id: &str, file: &str, text: &str) -> Self {
        self.sources.insert(id.to_owned(), Source { text: text.to_owned(), file: Some(file.to_owned()) });
        self
    }

    /// Puts a user's file in the place of `id`.
    ///
    /// # Errors
    /// If the file cannot be read or is not UTF-8.
    pub fn override_file(self, id: &str, file: &Path) -> Result<Self, TemplateError> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|source| TemplateError::Read { file: name.clone(), source: Arc::new(source) })?;
        Ok(self.override_text(id, &name, &text))
    }

    /// The ids of all templates.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(|name| name.strip_prefix(BUILTIN).unwrap_or(name))
    }

    /// Checks that a template can be read, without rendering it.
    ///
    /// # Errors
    /// As [`render`](Self::render), for the syntax alone.
    pub fn check(&self, id: &str) -> Result<(), TemplateError> {
        self.environment().get_template(id).map(drop).map_err(|error| self.explain(&error, &Value::UNDEFINED))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// If there is no such template, it is not valid, or it uses a name that does not exist.
    pub fn render(&self, id: &str, context: &impl Serialize) -> Result<String, TemplateError> {
        self.render_value(id, Value::from(Serde(context)))
    }

    /// Renders a template with a value that was made before.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn render_value(&self, id: &str, context: Value) -> Result<String, TemplateError> {
        let template = self.environment().get_template(id).map_err(|error| self.explain(&error, &context))?;
        template.render(context.clone()).map_err(|error| self.explain(&error, &context))
    }

    fn environment(&self) -> &Environment<'static> {
        self.environment.get_or_init(|| {
            let mut environment = environment(self.escape);
            let sources = self.sources.clone();
            environment.set_loader(move |name| {
                let found = sources.get(name).or_else(|| sources.get(&format!("{BUILTIN}{name}")));
                Ok(found.map(|source| source.text.clone()))
            });
            for extension in &self.extend {
                extension(&mut environment);
            }
            environment
        })
    }

    fn explain(&self, error: &minijinja::Error, context: &Value) -> TemplateError {
        let file = |name: &str| self.sources.get(name).and_then(|source| source.file.clone());
        error::explain(error, context, &file, &mut self.ids())
    }
}

/// An environment with our settings and filters and no templates.
fn environment(escape: Escape) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_syntax(syntax());
    // Where an error happened; costs only when there is one.
    environment.set_debug(true);
    environment.set_formatter(|out, state, value| {
        if value.is_none() { Ok(()) } else { minijinja::escape_formatter(out, state, value) }
    });
    filters::register(&mut environment, escape);
    environment
}

fn syntax() -> SyntaxConfig {
    let built =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    // Only custom delimiters can be refused, and there are none.
    built.unwrap_or_default()
}

#[cfg(test)]
mod tests;
