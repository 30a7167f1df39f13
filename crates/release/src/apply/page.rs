//! A page in Markdown for a later step.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The most pages of a job.
const PAGES: usize = 1_000;

/// Writes a page to a new file of a folder: `name.md`, or `name-2.md` where an earlier step of the job has written one.
///
/// # Errors
/// The folder does not take the file.
pub(crate) fn write(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    for number in 1..=PAGES {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{suffix}.md"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_takes_the_place_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let one = write(folder.path(), "page", "one").unwrap();
        let two = write(folder.path(), "page", "two").unwrap();
        assert_eq!(std::fs::read_to_string(&one).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(&two).unwrap(), "two");
        assert_eq!(two.file_name().unwrap(), "page-2.md");
        assert!(write(&folder.path().join("none"), "page", "").is_err());
    }
}
