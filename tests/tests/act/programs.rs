//! The programs, released: what `cargo build` made, as assets of a release of `org/deploy-kit`, and the published tree
//! that is pinned to them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Options, Sim, Source};
use deploy_kit_tests::{run_git, tree};
use semver::Version;
use xtask::action::{Digests, Release};
use xtask::dist;

/// The release of deploy-kit itself that every test runs from.
pub(crate) struct Programs {
    /// Serves the release's downloads.
    pub(crate) server: Sim,
    /// Where cargo has put the programs.
    pub(crate) built: PathBuf,
    /// The programs, by the names of their assets, and `SHA256SUMS`.
    pub(crate) folder: PathBuf,
    /// The version of the release.
    pub(crate) version: Version,
}

/// Built, released and served once.
pub(crate) fn programs() -> &'static Programs {
    static PROGRAMS: LazyLock<Programs> = LazyLock::new(Programs::release);
    &PROGRAMS
}

impl Programs {
    /// Releases the programs with `deploy-kit-release`, as any project's are.
    fn release() -> Self {
        let built = built();
        // Nothing drops what is static: so it stands where the next run replaces it.
        let scratch = target().join("act");
        let _ = std::fs::remove_dir_all(&scratch);
        let (clone, kept) = (scratch.join("clone"), scratch.join("server"));
        let folder = clone.join("bin");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(&kept).unwrap();
        std::fs::write(clone.join("README.md"), "# deploy-kit\n").unwrap();
        let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
        for command in [
            &["init", "--quiet", "--initial-branch=main"][..],
            &["add", "README.md"],
            &["commit", "--quiet", "--message=feat: first"],
        ] {
            run_git(&clone, &[&author[..], command].concat());
        }
        for program in dist::programs() {
            strip(&built.join(&program), &folder.join(format!("{program}-linux-x64")));
        }
        let server = Sim::start(Options {
            name: "org/deploy-kit".to_owned(),
            source: Source::Over(clone.clone()),
            folder: Some(kept),
            private: false,
            ..Options::default()
        })
        .unwrap();
        deploy_kit_tests::run_git(&clone, &["remote", "add", "origin", server.git_path().to_str().unwrap()]);
        let output = Command::new(built.join("deploy-kit-release"))
            .args(["--assets=bin/*", "--initial", env!("CARGO_PKG_VERSION"), "--repository"])
            .arg(&clone)
            .envs([
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_REF", "refs/heads/main"),
                ("GITHUB_TOKEN", DEFAULT_TOKEN),
            ])
            .envs([("GITHUB_API_URL", server.api_url()), ("GITHUB_REPOSITORY", "org/deploy-kit")])
            .env("GITHUB_GRAPHQL_URL", server.graphql_url())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        server.clear_journal();
        let version = env!("CARGO_PKG_VERSION").parse().unwrap();
        Self { server, built, folder, version }
    }

    /// Where actions are told to download from.
    pub(crate) fn downloads(&self) -> String {
        format!("{}/org/deploy-kit/releases/download", self.server.server_url())
    }

    /// How many programs were downloaded.
    pub(crate) fn downloaded(&self) -> usize {
        let journal = self.server.journal();
        journal.iter().filter(|entry| entry.path.starts_with("/_storage/")).count()
    }

    /// The digests, as the release's own `SHA256SUMS` has them.
    pub(crate) fn digests(&self) -> String {
        let url = format!("{}/v{}/SHA256SUMS", self.downloads(), self.version);
        let output = Command::new("curl").args(["-fsSL", &url]).output().unwrap();
        assert!(output.status.success(), "{url}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Renders the published tree into a folder. The maps of the inputs are renamed for `shell.py`, nothing else is.
    pub(crate) fn publish(&self, folder: &Path, digests: &str, embed: bool) {
        let digests = Digests::parse(digests, &dist::programs()).unwrap();
        let embedded = if embed { digests.platforms().collect() } else { Vec::new() };
        let release = Release { version: self.version.clone(), digests, embedded };
        let read =
            |path: PathBuf| std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()));
        let entries = dist::tree(
            &release,
            |path| read(tree::root().join(path)),
            |program, platform| read(self.folder.join(platform.asset(program))),
        )
        .unwrap();
        for entry in entries {
            let path = folder.join(&entry.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let bytes = match String::from_utf8(entry.bytes) {
                Ok(text) => text.replace("\n        INPUT_", "\n        MAPPED_INPUT_").into_bytes(),
                Err(error) => error.into_bytes(),
            };
            std::fs::write(&path, bytes).unwrap();
            if entry.executable {
                make_executable(&path);
            }
        }
    }
}

/// The folder of the programs, which the check has built before. This test does not start cargo: it would build half
/// of the workspace again with other features.
fn built() -> PathBuf {
    let folder = target().join("debug");
    for program in dist::programs() {
        let path = folder.join(&program);
        assert!(path.is_file(), "{} is missing: `cargo xtask check build` makes it", path.display());
    }
    folder
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| tree::root().join("target"), PathBuf::from)
}

/// A debug build is mostly symbols; without them it is as large as what is released.
fn strip(from: &Path, to: &Path) {
    let done = Command::new("strip").arg("-o").args([to, from]).status();
    if !done.is_ok_and(|status| status.success()) {
        std::fs::copy(from, to).unwrap();
    }
}

pub(crate) fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
