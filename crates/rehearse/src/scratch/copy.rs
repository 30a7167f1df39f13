//! A git folder with the references of another one, whose objects it borrows (gitrepository-layout(5)).

use std::fs;
use std::io;
use std::path::Path;

use deploy_kit_git::Id;

/// What is copied.
pub(super) struct Copy<'a> {
    /// The git folder whose references it takes.
    pub(super) from: &'a Path,
    /// The git folders whose objects it borrows.
    pub(super) borrowed: &'a [&'a Path],
    /// The branch that it has.
    pub(super) branch: &'a str,
    /// Where that stands.
    pub(super) head: Id,
}

impl Copy<'_> {
    pub(super) fn git_folder(&self, folder: &Path, config: &str) -> io::Result<()> {
        fs::create_dir_all(folder.join("objects/info"))?;
        fs::create_dir_all(folder.join("refs/heads"))?;
        fs::create_dir_all(folder.join("refs/tags"))?;
        fs::write(folder.join("config"), config)?;
        fs::write(folder.join("HEAD"), format!("ref: refs/heads/{}\n", self.branch))?;
        let mut alternates = String::new();
        for borrowed in self.borrowed {
            alternates.push_str(&format!("{}\n", fs::canonicalize(borrowed.join("objects"))?.display()));
        }
        fs::write(folder.join("objects/info/alternates"), alternates)?;
        for name in ["packed-refs", "shallow"] {
            let file = self.from.join(name);
            if file.is_file() {
                fs::copy(file, folder.join(name))?;
            }
        }
        copy_refs(&self.from.join("refs/tags"), &folder.join("refs/tags"))?;
        let branch = folder.join("refs/heads").join(self.branch);
        fs::create_dir_all(branch.parent().unwrap_or(folder))?;
        fs::write(branch, format!("{}\n", self.head))
    }
}

fn copy_refs(from: &Path, to: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&to)?;
            copy_refs(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
