//! The files that are attached to a release.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use deploy_kit_core::glob::find;
use deploy_kit_github::releases::Asset as Uploaded;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The name of the list of digests.
pub const SUMS: &str = "SHA256SUMS";

/// Assets of a release, and bytes of an asset, as GitHub limits them (docs, "About releases": storage quotas).
const MOST: usize = 1000;
const LARGEST: u64 = 2 << 30;

/// A file to attach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asset {
    /// The name that GitHub gives it.
    pub name: String,
    /// Where its bytes are.
    pub source: Source,
    /// How many bytes it has.
    pub size: u64,
    /// Their SHA-256, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Where an asset's bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// In a file; the path starts at the repository's root.
    File(PathBuf),
    /// Here: the list of digests.
    Text(String),
}

impl Asset {
    /// Whether the server has these bytes. An Enterprise Server may know no digests: then the size has to do.
    #[must_use]
    pub fn is(&self, uploaded: &Uploaded) -> bool {
        let digest = uploaded.digest.as_deref().and_then(|digest| digest.strip_prefix("sha256:"));
        uploaded.is_whole() && uploaded.size == self.size && digest.is_none_or(|digest| digest == self.sha256)
    }
}

/// The files cannot be attached.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A glob that is none.
    #[error("`{glob}` matches no file")]
    NoMatch {
        /// The glob.
        glob: String,
    },
    /// Two files of one name.
    #[error("the assets `{}` and `{}` would both be named `{name}`", one.display(), other.display())]
    SameName {
        /// The name.
        name: String,
        /// A file.
        one: PathBuf,
        /// Another.
        other: PathBuf,
    },
    /// GitHub takes no such file.
    #[error("the asset `{}` has {size} bytes; GitHub takes files of 1 byte to less than 2 GiB", path.display())]
    Size {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// GitHub takes no so many files.
    #[error("{count} assets are more than the 1,000 that GitHub takes, the list of digests included")]
    Many {
        /// How many.
        count: usize,
    },
    /// A file cannot be read.
    #[error("failed to read the asset `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoMatch { .. } => {
                Some("build the files first, or accept it with `--allow-missing-assets`".to_owned())
            }
            Self::SameName { .. } => Some("rename one of them, or narrow the globs".to_owned()),
            Self::Size { .. } => Some("leave it out, pack it with others, or split it".to_owned()),
            Self::Many { .. } => Some("pack them into archives".to_owned()),
            Self::Read { .. } => None,
        }
    }
}

/// Finds the files of a release, reads their digests and adds the list of these.
///
/// # Errors
/// [`Error`]; globs without a match are one unless `allow_missing` is set.
pub fn gather(root: &Path, globs: &[String], allow_missing: bool) -> Result<Vec<Asset>, Error> {
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    for glob in globs {
        let glob = glob.trim_start_matches("./");
        let found =
            find(root, glob).map_err(|error| Error::Read { path: error.path, source: error.source })?;
        if found.is_empty() && !allow_missing {
            return Err(Error::NoMatch { glob: glob.to_owned() });
        }
        for path in found {
            let name = name_on_github(&path);
            match files.insert(name.clone(), path.clone()) {
                Some(other) if other != path => {
                    return Err(Error::SameName { name, one: other, other: path });
                }
                _ => {}
            }
        }
    }
    let mut assets = Vec::with_capacity(files.len() + 1);
    for (name, path) in files {
        let (sha256, size) =
            digest(&root.join(&path)).map_err(|source| Error::Read { path: path.clone(), source })?;
        if size == 0 || size >= LARGEST {
            return Err(Error::Size { path, size });
        }
        assets.push(Asset { name, source: Source::File(path), size, sha256 });
    }
    if assets.len() >= MOST {
        return Err(Error::Many { count: assets.len() });
    }
    if !assets.is_empty() && !assets.iter().any(|asset| asset.name == SUMS) {
        assets.push(sums(&assets));
    }
    Ok(assets)
}

/// `sha256sum`'s own format, so that `sha256sum --check SHA256SUMS` reads it.
fn sums(assets: &[Asset]) -> Asset {
    let text: String = assets.iter().map(|asset| format!("{}  {}\n", asset.sha256, asset.name)).collect();
    let sha256 = hex(&Sha256::digest(text.as_bytes()));
    Asset { name: SUMS.to_owned(), size: text.len() as u64, sha256, source: Source::Text(text) }
}

/// GitHub puts a dot in the place of what it does not take in a name, and says so only in its answer.
fn name_on_github(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let is_kept = |c: char| c.is_ascii_alphanumeric() || "_-+@".contains(c);
    let words: Vec<&str> = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "default".to_owned() } else { words.join(".") }
}

/// Reads a file once, in pieces: its size does not matter to memory.
fn digest(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut size) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((hex(&hasher.finalize()), size)),
            count => {
                hasher.update(&buffer[..count]);
                size += count as u64;
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        folder
    }

    fn names(folder: &Path, globs: &[&str]) -> Vec<String> {
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        gather(folder, &globs, false).unwrap().into_iter().map(|asset| asset.name).collect()
    }

    #[test]
    fn globs_find_files_and_sums_list_them() {
        let folder = folder(&["dist/a.tgz", "dist/b c.tgz", "dist/deep/d.tgz", "dist/e.txt", ".git/x.tgz"]);
        assert_eq!(names(folder.path(), &["dist/*.tgz"]), ["a.tgz", "b.c.tgz", SUMS]);
        assert_eq!(names(folder.path(), &["./dist/**/*.tgz"]), ["a.tgz", "b.c.tgz", "d.tgz", SUMS]);
        assert_eq!(names(folder.path(), &["**/*.tgz", "dist/a.tgz"]), ["a.tgz", "b.c.tgz", "d.tgz", SUMS]);
        let assets = gather(folder.path(), &["dist/a.tgz".to_owned()], false).unwrap();
        // printf dist/a.tgz | sha256sum
        let digest = "78758bf565bf260b124e380c6328e9b22b4b228b8de37076009bd7eba811fcd4";
        assert_eq!((assets[0].size, assets[0].sha256.as_str()), (10, digest));
        let Source::Text(sums) = &assets[1].source else { panic!("{assets:?}") };
        assert_eq!(*sums, format!("{}  a.tgz\n", assets[0].sha256));
    }

    #[test]
    fn names_are_those_that_github_gives() {
        let named = |name: &str| name_on_github(Path::new(name));
        assert_eq!(named("dist/my file (1).zip"), "my.file.1.zip");
        assert_eq!(named("tool_1.0~rc1+x@y.tar.gz"), "tool_1.0.rc1+x@y.tar.gz");
        assert_eq!((named(".hidden"), named("\u{fc}")), ("hidden".to_owned(), "default".to_owned()));
    }

    #[test]
    fn an_empty_file_is_refused_before_anything_is_written() {
        let folder = folder(&["a"]);
        std::fs::write(folder.path().join("a"), "").unwrap();
        let error = gather(folder.path(), &["a".to_owned()], false).unwrap_err();
        assert!(error.to_string().contains("has 0 bytes"), "{error}");
    }

    #[test]
    fn a_glob_without_a_match_is_an_error_unless_allowed() {
        let folder = folder(&["a"]);
        let globs = ["dist/*".to_owned()];
        let error = gather(folder.path(), &globs, false).unwrap_err();
        assert_eq!(error.to_string(), "`dist/*` matches no file");
        assert!(gather(folder.path(), &globs, true).unwrap().is_empty());
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let folder = folder(&["a/x", "b/x"]);
        let error = gather(folder.path(), &["*/x".to_owned()], false).unwrap_err();
        assert!(matches!(error, Error::SameName { .. }), "{error}");
    }
}
