//! Where the bare repository comes from.
//!
//! Over an existing repository it borrows the objects (`objects/info/alternates`) and copies the refs alone, so
//! that it stands at once however long the history is, and nothing is ever written to the original.

use std::fs;
use std::path::{Path, PathBuf};

use git2::Repository;

use super::Git;

/// What the embedded GitHub serves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Source {
    /// A repository without commits.
    #[default]
    Empty,
    /// A scratch copy over an existing repository, which is only read.
    Over(PathBuf),
    /// This bare repository itself: what is written to GitHub is written to it.
    Bare(PathBuf),
}

/// Opens it; scratch repositories are made in `folder`.
pub(crate) fn open(source: &Source, folder: &Path, default: Option<&str>) -> Result<Git, git2::Error> {
    let (repository, path) = match source {
        Source::Empty => {
            let path = folder.join("repository.git");
            (Repository::init_bare(&path)?, path)
        }
        Source::Bare(path) => (Repository::open_bare(path)?, path.clone()),
        Source::Over(original) => {
            let path = folder.join("repository.git");
            (over(&Repository::open(original)?, &path)?, path)
        }
    };
    let default_branch = default.map_or_else(|| head(&repository), str::to_owned);
    repository.set_head(&format!("refs/heads/{default_branch}"))?;
    Ok(Git { repository, path, default_branch, locks: String::new() })
}

/// The branch that HEAD names.
fn head(repository: &Repository) -> String {
    let head = repository.find_reference("HEAD").ok();
    let target = head.as_ref().and_then(|head| head.symbolic_target().ok().flatten());
    target.and_then(|target| target.strip_prefix("refs/heads/")).unwrap_or("main").to_owned()
}

fn over(original: &Repository, path: &Path) -> Result<Repository, git2::Error> {
    let common = original.commondir().to_owned();
    let bare = Repository::init_bare(path)?;
    let write = |name: &str, text: String| fs::write(path.join(name), text).map_err(disk);
    write("objects/info/alternates", format!("{}\n", common.join("objects").display()))?;
    let mut refs = Vec::new();
    for reference in original.references()? {
        let reference = reference?;
        let (Ok(name), Some(target)) = (reference.name(), reference.target()) else { continue };
        if name.starts_with("refs/heads/") || name.starts_with("refs/tags/") {
            refs.push(format!("{target} {name}\n"));
        }
    }
    refs.sort_by(|a, b| a[41..].cmp(&b[41..]));
    write("packed-refs", format!("# pack-refs with: sorted \n{}", refs.concat()))?;
    let shallow = common.join("shallow");
    if shallow.exists() {
        fs::copy(shallow, path.join("shallow")).map_err(disk)?;
    }
    bare.set_head(&format!("refs/heads/{}", head(original)))?;
    drop(bare);
    Repository::open_bare(path)
}

fn disk(error: std::io::Error) -> git2::Error {
    git2::Error::from_str(&error.to_string())
}
