//! A repository's own files, as a stranger's archive may bring them: `HEAD`, `config` and `packed-refs`.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use deploy_kit_git::Repository;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |&byte| byte == 0);
    let folder = folder();
    for name in ["HEAD", "config", "packed-refs"] {
        fs::write(folder.join(name), parts.next().unwrap_or_default()).expect("the file");
    }
    let Ok(repository) = Repository::open(folder) else { return };
    let _ = repository.head();
    let _ = repository.resolve("HEAD");
    if let Ok(Some(remote)) = repository.remote("origin") {
        assert!(!remote.web_url.contains(['\n', ' ']));
    }
    let Ok(tags) = repository.tags() else { return };
    assert_eq!(tags.iter().count(), tags.len());
    assert!(tags.iter().zip(tags.iter().skip(1)).all(|(one, other)| one.name < other.name));
    for tag in tags.iter().take(8) {
        assert!(!tag.name.is_empty() && !tag.name.contains(['\n', '\r']), "{tag:?}");
        assert_eq!(tags.get(&tag.name), Some(tag));
        assert!(tag.commit(&repository).is_err(), "there is no object");
    }
});

/// A bare repository without objects, one for the whole run.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        for name in ["objects/pack", "objects/info", "refs/tags", "refs/heads"] {
            fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        folder
    })
}
