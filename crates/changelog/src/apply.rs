//! The only writer.

use std::io;
use std::path::{Path, PathBuf};

/// A file that takes a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where it is.
    pub path: PathBuf,
    /// What stands there now; empty if there is no file.
    pub before: String,
    /// What is to stand there.
    pub after: String,
}

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Reading failed.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file is no text.
    #[error("`{}` is not UTF-8, so it is left alone", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// Writing failed; the file is as it was.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Reads a changelog; a file that is not there is empty.
///
/// # Errors
/// The file cannot be read or is not UTF-8.
pub fn read(path: &Path) -> Result<String, Error> {
    match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Error::NotText { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(Error::Read { path: path.to_owned(), source }),
    }
}

/// Writes a file whole or not at all; one that stands already is not touched. Returns whether it wrote.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn write(write: &Write) -> Result<bool, Error> {
    if write.before == write.after {
        return Ok(false);
    }
    let failed = |source| Error::Write { path: write.path.clone(), source };
    let folder = write.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    // Beside the file, so that the rename stays on one file system; a link keeps what it points to.
    let target = std::fs::canonicalize(&write.path).unwrap_or_else(|_| write.path.clone());
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".deploy-kit-new");
    let fresh = target.with_file_name(name);
    let replace = || {
        std::fs::write(&fresh, &write.after)?;
        if let Ok(meta) = std::fs::metadata(&target) {
            std::fs::set_permissions(&fresh, meta.permissions())?;
        }
        std::fs::rename(&fresh, &target)
    };
    replace().map_err(|source| {
        // What is left of the attempt is ours alone; if it cannot be removed, nothing else is worse.
        let _ = std::fs::remove_file(&fresh);
        failed(source)
    })?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/CHANGELOG.md");
        assert_eq!(read(&path).unwrap(), "");
        let first = Write { path: path.clone(), before: String::new(), after: "text".to_owned() };
        assert!(write(&first).unwrap());
        assert_eq!(read(&path).unwrap(), "text");
        let again = Write { before: "text".to_owned(), ..first };
        assert!(!write(&again).unwrap());
        let left: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn what_is_no_text_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("CHANGELOG.md");
        std::fs::write(&path, b"\xff").unwrap();
        assert!(matches!(read(&path), Err(Error::NotText { .. })));
    }

    #[test]
    fn a_failed_write_leaves_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file/CHANGELOG.md");
        std::fs::write(folder.path().join("file"), "in the way").unwrap();
        let failed = write(&Write { path, before: String::new(), after: "x".to_owned() });
        assert!(matches!(failed, Err(Error::Write { .. })));
        assert_eq!(std::fs::read_to_string(folder.path().join("file")).unwrap(), "in the way");
    }
}
