//! Notes as text, and where they go.

use std::path::PathBuf;

use deploy_kit_core::markdown::Unit;
use deploy_kit_core::template::TemplateError;

use crate::apply::Write;
use crate::cut::cut;
use crate::forge::Links;
use crate::insert::{self, InsertError, Insertion};
use crate::notes::Notes;
use crate::render::{Renderer, Sink};
use crate::settings::Look;

/// Notes could not be made into a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The template does not render.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The changelog cannot take them.
    #[error("`{path}` cannot take the notes")]
    Insert {
        /// The changelog.
        path: String,
        /// Why.
        #[source]
        source: InsertError,
    },
}

/// The notes of one package.
#[derive(Debug)]
pub struct Page {
    /// The package; `None` where the repository is the one package.
    pub name: Option<String>,
    /// The notes as values.
    pub notes: Vec<Notes>,
    /// The notes as text.
    pub text: String,
}

/// A renderer for a look.
///
/// # Errors
/// The user's template cannot be read or is not valid.
pub fn renderer(look: &Look, sink: Sink) -> Result<Renderer, Error> {
    Ok(match &look.template {
        Some(file) => Renderer::with_file(look.preset, sink, file)?,
        None => Renderer::new(look.preset, sink),
    })
}

/// The notes of all releases as one page, cut to a limit of characters if there is one.
///
/// # Errors
/// The template does not render.
pub fn text(renderer: &Renderer, notes: &[Notes], limit: Option<usize>) -> Result<String, Error> {
    let page = renderer.render_all(notes)?;
    let Some(limit) = limit else { return Ok(page) };
    let rest = notes.first().and_then(|notes| notes.compare_url.as_deref());
    Ok(cut(&page, limit, Unit::Chars, rest).into_owned())
}

/// The pages of several packages as one, cut to a limit of characters if there is one.
pub fn join(pages: &[Page], limit: Option<usize>) -> String {
    let texts = pages.iter().map(|page| page.text.as_str()).filter(|text| !text.is_empty());
    let text = texts.collect::<Vec<_>>().join("\n");
    match limit {
        // One page alone keeps to the limit already.
        Some(limit) if pages.len() > 1 => cut(&text, limit, Unit::Chars, None).into_owned(),
        _ => text,
    }
}

/// The changelog whose text is `before` with the notes in it; they go from the oldest to the newest, so that
/// the newest stands on top.
///
/// # Errors
/// The template does not render, or the file cannot take the notes.
pub fn changelog(
    path: PathBuf,
    before: String,
    renderer: &Renderer,
    notes: &[Notes],
    look: &Look,
    links: Option<&Links>,
) -> Result<Write, Error> {
    let mut after = before.clone();
    for notes in notes.iter().rev() {
        let references = links.map(|links| insert::references(notes, links)).unwrap_or_default();
        let text = renderer.render(notes)?;
        let insertion = Insertion {
            notes: &text,
            version: notes.version.as_deref(),
            package: notes.package.as_deref(),
            preset: look.preset,
            links: &references,
        };
        let failed = |source| Error::Insert { path: path.display().to_string(), source };
        after = insert::insert(&after, &insertion).map_err(failed)?;
    }
    Ok(Write { path, before, after })
}
