//! Scratch folders that nobody needs any more: a rehearsal that was killed leaves its own.
//!
//! Each holds a file that its rehearsal keeps locked while it lives. The system lets go of the lock of a process that
//! has ended, however it ended: who gets the lock may remove the folder.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// How the folders' names begin.
const PREFIX: &str = "deploy-kit-rehearsal-";
const LOCK: &str = "lock";

/// A folder is claimed as long as this is kept.
#[derive(Debug)]
pub(super) struct Claim {
    _lock: File,
}

/// Makes a folder of our own and claims it.
pub(super) fn claim(parent: &Path) -> io::Result<(TempDir, Claim)> {
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
    // It gets its name once it is locked: nobody finds it open.
    let before = folder.path().join("unlocked");
    let lock = File::create_new(&before)?;
    lock.lock()?;
    fs::rename(before, folder.path().join(LOCK))?;
    Ok((folder, Claim { _lock: lock }))
}

/// Removes the folders of rehearsals that have ended. What cannot be removed stays: it is in nobody's way.
pub(super) fn sweep(parent: &Path) {
    let (Ok(entries), Ok(probe)) = (fs::read_dir(parent), tempfile::tempfile_in(parent)) else { return };
    let Ok(own) = probe.metadata() else { return };
    for entry in entries.filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) && is_left(&entry.path(), &own) {
            // Links in it are removed, not followed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether it is a folder of ours whose rehearsal has ended.
fn is_left(folder: &Path, own: &Metadata) -> bool {
    let lock = folder.join(LOCK);
    let is_ours = |path: &Path, is_kind: fn(&Metadata) -> bool| {
        fs::symlink_metadata(path).is_ok_and(|found| is_kind(&found) && is_same_owner(&found, own))
    };
    is_ours(folder, Metadata::is_dir)
        && is_ours(&lock, Metadata::is_file)
        && File::open(lock).is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(unix)]
fn is_same_owner(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.uid() == b.uid()
}

/// Elsewhere the folder for temporary files is a user's own.
#[cfg(not(unix))]
fn is_same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_removed_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        let (alive, _claim) = claim(parent.path()).unwrap();
        let (left, ended) = claim(parent.path()).unwrap();
        let left = left.keep();
        drop(ended);
        fs::create_dir(at("deploy-kit-rehearsal-unknown")).unwrap();
        fs::create_dir(at("another")).unwrap();
        fs::write(at("another").join(LOCK), "").unwrap();
        fs::write(at("deploy-kit-rehearsal-page.html"), "").unwrap();
        sweep(parent.path());
        assert!(!left.exists());
        for stays in [
            alive.path(),
            &at("deploy-kit-rehearsal-unknown"),
            &at("another"),
            &at("deploy-kit-rehearsal-page.html"),
        ] {
            assert!(stays.exists(), "{}", stays.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_left_alone() {
        let parent = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join(LOCK), "").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), parent.path().join("deploy-kit-rehearsal-link"))
            .unwrap();
        sweep(parent.path());
        assert!(elsewhere.path().join(LOCK).exists());
    }
}
