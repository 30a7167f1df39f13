//! The effects of `dist` and `verify-dist`.

use std::path::{Path, PathBuf};
use std::process::Command;

use deploy_kit_core::actions::Console;
use deploy_kit_core::tool::Failure;
use semver::Version;
use xtask::action::{Digests, Platform, Release, sha256};
use xtask::dist::{self, Args, Entry};

/// What went wrong with a file or with git.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("cannot {what} `{}`", path.display())]
    File { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("`{}` cannot pin actions", path.display())]
    Digests { path: PathBuf, source: xtask::action::DigestError },
    #[error("`{}` is not what its digest says: {found} instead of {expected}", path.display())]
    Bytes { path: PathBuf, found: String, expected: String },
    #[error("`git {arguments}` failed: {said}")]
    Git { arguments: String, said: String },
    #[error("`{reference}` is no published tree: {what}")]
    NoTree { reference: String, what: &'static str },
}

/// Renders the tree into a folder and says what it is to git.
pub(super) fn dist(root: &Path, args: Args, console: &Console) -> Result<(), Failure> {
    // None where they are made up.
    let list = args.digests.unwrap_or_default();
    let digests = if args.sample {
        Digests::sample(&dist::programs())
    } else {
        Digests::parse(&text(&list)?, &dist::programs())
            .map_err(|source| Failure::usage(Error::Digests { path: list.clone(), source }))?
    };
    let version = args.version.unwrap_or_else(own_version);
    let release = Release { version, digests, embedded: args.embed };
    let programs = list.parent().unwrap_or(Path::new("")).to_owned();
    let entries = dist::tree(
        &release,
        |path| read(&root.join(path)),
        |program, platform| {
            let path = programs.join(platform.asset(program));
            checked(read(&path)?, release.digests.of(program, platform), path)
        },
    )
    .map_err(Failure::world)?;
    write(&args.output, &entries).map_err(Failure::world)?;
    let tree = git_tree(&entries).map_err(Failure::world)?;
    console.info(format!("rendered {} files into {}", entries.len(), args.output.display()));
    console.document(&tree);
    Ok(())
}

/// Renders the tree of a commit again and compares file by file.
pub(super) fn verify(root: &Path, reference: &str, console: &Console) -> Result<(), Failure> {
    let published = read_tree(reference).map_err(Failure::world)?;
    let find = |path: &str| published.iter().find(|entry| entry.path == path);
    let no_tree = |what| Failure::usage(Error::NoTree { reference: reference.to_owned(), what });
    let utf8 = |path: &str| find(path).map(|entry| String::from_utf8_lossy(&entry.bytes).into_owned());
    let version = utf8("VERSION").and_then(|text| text.trim().parse::<Version>().ok());
    let version = version.ok_or_else(|| no_tree("it has no `VERSION`"))?;
    let list = utf8("SHA256SUMS").ok_or_else(|| no_tree("it has no `SHA256SUMS`"))?;
    let digests = Digests::parse(&list, &dist::programs())
        .map_err(|source| Failure::gate(Error::Digests { path: "SHA256SUMS".into(), source }))?;
    let names = xtask::action::PLATFORMS.iter();
    let embedded: Vec<&'static Platform> = names
        .filter(|platform| {
            published.iter().any(|entry| entry.path.starts_with(&format!("bin/{}/", platform.name)))
        })
        .collect();
    let release = Release { version, digests, embedded };
    let embedded = |program: &str, platform: &Platform| {
        let path = format!("bin/{}/{}", platform.name, platform.program(program));
        let bytes = find(&path).map(|entry| entry.bytes.clone()).unwrap_or_default();
        checked(bytes, release.digests.of(program, platform), path.into())
    };
    let rendered = dist::tree(&release, |path| read(&root.join(path)), embedded).map_err(Failure::gate)?;
    let differences = dist::compare(&published, &rendered);
    if differences.is_empty() {
        console.info(format!("{reference} is deploy-kit {} as these sources render it", release.version));
        return Ok(());
    }
    let told: Vec<String> = differences.iter().map(ToString::to_string).collect();
    Err(Failure::gate(told.join("\n")).hint(format!(
        "check out the sources that it was rendered from, the last parent of {reference}, and try again"
    )))
}

/// The bytes of an embedded program, if they are those of its digest.
fn checked(bytes: Vec<u8>, expected: &str, path: PathBuf) -> Result<Vec<u8>, Error> {
    let found = sha256(&bytes);
    if found == expected {
        Ok(bytes)
    } else {
        Err(Error::Bytes { path, found, expected: expected.to_owned() })
    }
}

fn own_version() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).unwrap_or(Version::new(0, 0, 0))
}

fn text(path: &Path) -> Result<String, Failure> {
    let bytes = read(path).map_err(Failure::world)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::File { what: "read", path: path.to_owned(), source })
}

/// Replaces what stands in the folder, which has to be a tree of ours or empty: nobody's files are lost.
fn write(folder: &Path, entries: &[Entry]) -> Result<(), Error> {
    let failed = |what, path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { what, path, source }
    };
    if folder.join("VERSION").is_file() && folder.join("SHA256SUMS").is_file() {
        std::fs::remove_dir_all(folder).map_err(failed("replace", folder))?;
    } else if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        let source = std::io::Error::other("it holds files that are not of an earlier tree");
        return Err(Error::File { what: "replace", path: folder.to_owned(), source });
    }
    for entry in entries {
        let path = folder.join(&entry.path);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).map_err(failed("make", parent))?;
        std::fs::write(&path, &entry.bytes).map_err(failed("write", &path))?;
        #[cfg(unix)]
        if entry.executable {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&path, mode).map_err(failed("make executable", &path))?;
        }
    }
    Ok(())
}

/// The id of the tree in git; the repository of the current folder has it from now on: a commit can be made of it.
fn git_tree(entries: &[Entry]) -> Result<String, Error> {
    let index = std::env::temp_dir().join(format!("deploy-kit-dist-{}.index", std::process::id()));
    let mut list = String::new();
    for Entry { path, bytes, executable } in entries {
        let id = git(&["hash-object", "-w", "--stdin"], &[], bytes)?;
        let mode = if *executable { "100755" } else { "100644" };
        list.push_str(&format!("{mode} {}\t{path}\n", String::from_utf8_lossy(&id).trim()));
    }
    let variables = [("GIT_INDEX_FILE", index.as_path())];
    let added = git(&["update-index", "--add", "--index-info"], &variables, list.as_bytes());
    let tree = added.and_then(|_| git(&["write-tree"], &variables, &[]));
    // It was ours alone; a run that ended before this line leaves a file among the temporary ones.
    let _ = std::fs::remove_file(&index);
    Ok(String::from_utf8_lossy(&tree?).trim().to_owned())
}

/// Every file of a commit.
fn read_tree(reference: &str) -> Result<Vec<Entry>, Error> {
    let list = git(&["ls-tree", "-r", "-z", "--full-tree", reference], &[], &[])?;
    let list = String::from_utf8_lossy(&list).into_owned();
    let mut entries = Vec::new();
    for line in list.split('\0').filter(|line| !line.is_empty()) {
        let (object, path) = line.split_once('\t').unwrap_or((line, ""));
        let mut words = object.split(' ');
        let (mode, id) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
        let bytes = git(&["cat-file", "blob", id], &[], &[])?;
        entries.push(Entry { path: path.to_owned(), bytes, executable: mode == "100755" });
    }
    Ok(entries)
}

fn git(arguments: &[&str], variables: &[(&str, &Path)], input: &[u8]) -> Result<Vec<u8>, Error> {
    use std::io::Write as _;
    use std::process::Stdio;
    let failed = |said: String| Error::Git { arguments: arguments.join(" "), said };
    let mut command = Command::new("git");
    command.args(arguments).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).map_err(|error| failed(error.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}
