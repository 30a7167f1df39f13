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
    // A new file takes a whole history at once; a file that stands is read anew for every release.
    let is_new = before.trim().is_empty() && notes.iter().all(|notes| notes.version.is_some());
    let parts = if is_new { notes.chunks(notes.len().max(1)) } else { notes.chunks(1) };
    for part in parts.rev() {
        let Some(newest) = part.first() else { continue };
        let of = |notes: &Notes| links.map(|links| insert::references(notes, links)).unwrap_or_default();
        let references: Vec<_> = part.iter().rev().flat_map(of).collect();
        let text = renderer.render_all(part)?;
        let insertion = Insertion {
            notes: &text,
            version: newest.version.as_deref(),
            package: newest.package.as_deref(),
            preset: look.preset,
            links: &references,
        };
        let failed = |source| Error::Insert { path: path.display().to_string(), source };
        after = insert::insert(&after, &insertion).map_err(failed)?;
    }
    Ok(Write { path, before, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forge::Remote;
    use crate::notes::{Entry, Section};
    use crate::preset::PRESETS;

    fn notes(number: usize, links: &Links) -> Notes {
        let entry = Entry { kind: "fix".into(), description: format!("thing {number}"), ..Entry::default() };
        let (tag, before) = (format!("v1.{number}.0"), format!("v1.{}.0", number + 1));
        Notes {
            version: Some(format!("1.{number}.0")),
            compare_url: Some(links.compare(&before, &tag)),
            tag: Some(tag),
            date: "2026-11-21".into(),
            sections: vec![Section { id: "f".into(), title: "Fixed".into(), entries: vec![entry.into()] }],
            ..Notes::default()
        }
    }

    #[test]
    fn a_new_file_reads_the_same_whether_filled_at_once_or_one_by_one() {
        let remote = Remote { host: "github.com".into(), owner: "o".into(), name: "r".into() };
        let links = Links::new(remote, None).unwrap().unwrap();
        let history: Vec<Notes> = (0..5).rev().map(|number| notes(number, &links)).collect();
        for preset in PRESETS {
            let look = Look {
                preset,
                sections: (preset.sections)(),
                template: None,
                forge: None,
                remote: "origin".into(),
            };
            let renderer = Renderer::new(preset, Sink::File);
            let put = |before: String, notes: &[Notes]| {
                changelog("x".into(), before, &renderer, notes, &look, Some(&links)).unwrap().after
            };
            let at_once = put(String::new(), &history);
            let one_by_one = (0..5).rev().fold(String::new(), |file, at| put(file, &history[at..=at]));
            assert_eq!(at_once, one_by_one, "{}", preset.id);
            assert_eq!(put(at_once.clone(), &history), at_once, "{}", preset.id);
        }
    }
}
