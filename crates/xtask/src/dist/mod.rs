//! The tree that is published: what `uses: org/deploy-kit/<tool>@v1` finds.
//!
//! It is a pure function of the sources, the digests of a release's programs and, where they are embedded, these
//! programs' bytes: anybody can render it again and compare, [`compare`].
//!
//! | Path | What it is |
//! |---|---|
//! | `action.yml` | the umbrella: puts `deploy-kit` on the `PATH` |
//! | `<tool>/action.yml`, `actions/<tool>/action.yml` | the tool, twice in the same bytes: no symbolic links, which a zip on Windows runners would break |
//! | `bin/<platform>/<program>` | embedded programs, for runners that reach no release |
//! | `SHA256SUMS`, `VERSION` | what the tree was rendered from |
//! | `README.md`, `LICENSE-*` | for who looks at the branch |

mod args;
mod compare;
mod readme;

use deploy_kit::{SETUP, TOOLS};

use crate::action::{Origin, Platform, Release, actions, program};
use crate::render::action_files;

pub use args::Args;
pub use compare::{Difference, compare};

/// A file of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is a program.
    pub executable: bool,
}

/// The files that are copied from the sources as they are.
pub const COPIED: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The programs of all actions, by name.
pub fn programs() -> Vec<String> {
    actions(&TOOLS, &SETUP).map(|(folder, tool, _)| program(folder, tool).name).collect()
}

/// Renders the tree, sorted by path. `copied` gives a file of the sources, `binary` the bytes of an embedded program.
///
/// # Errors
/// Those of `copied` and `binary`; nothing else can fail.
pub fn tree<E>(
    release: &Release,
    copied: impl Fn(&str) -> Result<Vec<u8>, E>,
    binary: impl Fn(&str, &Platform) -> Result<Vec<u8>, E>,
) -> Result<Vec<Entry>, E> {
    let text = |path: &str, text: String| Entry {
        path: path.to_owned(),
        bytes: text.into_bytes(),
        executable: false,
    };
    let origin = Origin::Release(release);
    let mut entries = Vec::new();
    for file in action_files(&TOOLS, "", &origin) {
        if file.path.contains('/') {
            entries.push(text(&format!("actions/{}", file.path), file.text.clone()));
        }
        entries.push(text(&file.path, file.text));
    }
    entries.push(text("README.md", readme::page(release)));
    entries.push(text("SHA256SUMS", release.digests.list()));
    entries.push(text("VERSION", format!("{}\n", release.version)));
    for path in COPIED {
        entries.push(Entry { path: path.to_owned(), bytes: copied(path)?, executable: false });
    }
    for platform in &release.embedded {
        for name in programs() {
            let path = format!("bin/{}/{}", platform.name, platform.program(&name));
            entries.push(Entry { path, bytes: binary(&name, platform)?, executable: true });
        }
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

#[cfg(test)]
mod tests;
