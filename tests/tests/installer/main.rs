//! The script of an action's step, run by bash as the runner runs it, on machines that lack something.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use deploy_kit_tests::program;
use semver::Version;
use tempfile::TempDir;
use xtask::action::{self, Digests, PLATFORMS, Release};
use xtask::dist;

/// What the action runs in these tests, in place of the program that it fetches.
const PROGRAM: &str = "#!/bin/bash\necho \"ran with $INPUT_FROM\"\n";

/// What every machine has; a test adds what it is about.
const TOOLS: [&str; 6] = ["mkdir", "rm", "mv", "chmod", "cp", "cat"];

/// A machine with a runner, and programs in a folder of its own alone.
struct Machine {
    root: TempDir,
    script: String,
    variables: Vec<(&'static str, String)>,
}

/// How the step ended.
struct End {
    exit: i32,
    stdout: String,
    stderr: String,
}

impl Machine {
    /// A machine with the programs, whose `curl` finds [`PROGRAM`].
    fn new(tools: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["bin", "cache", "temp"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        for tool in TOOLS.iter().chain(tools) {
            symlink(program(tool), root.path().join("bin").join(tool)).unwrap();
        }
        let variables = vec![
            ("RUNNER_OS", "Linux".to_owned()),
            ("RUNNER_ARCH", "X64".to_owned()),
            ("RUNNER_TOOL_CACHE", text_of(&root.path().join("cache"))),
            ("RUNNER_TEMP", text_of(&root.path().join("temp"))),
            ("GITHUB_ACTION_PATH", text_of(root.path())),
            ("INPUT_FROM", "v1.0.0".to_owned()),
        ];
        let mut machine = Self { root, script: script(&sha256(PROGRAM)), variables };
        machine.curl(&format!("cat > \"$out\" <<'EOF'\n{PROGRAM}EOF\n"));
        machine
    }

    /// Replaces `curl`; the script finds the file to write in `$out`, and its calls are counted.
    fn curl(&mut self, act: &str) {
        let count = text_of(&self.root.path().join("calls"));
        let script = format!(
            "#!/bin/bash\nprintf '%s\\n' \"$*\" >> {count}\nwhile [ $# -gt 0 ]; do [ \"$1\" != --output ] || out=$2; shift; done\n{act}"
        );
        self.program("curl", &script);
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.root.path().join("bin").join(name);
        // Not through a link, into the machine's own.
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn without(&self, name: &str) {
        std::fs::remove_file(self.root.path().join("bin").join(name)).unwrap();
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.to_owned()));
    }

    fn run(&self) -> End {
        let file = self.root.path().join("step.sh");
        std::fs::write(&file, &self.script).unwrap();
        // As the runner starts `shell: bash`.
        let output = Command::new(program("bash"))
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(file)
            .env_clear()
            .env("PATH", self.root.path().join("bin"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        End {
            exit: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What `curl` was called with, a line a call.
    fn calls(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.root.path().join("calls")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// The files of the two caches.
    fn cached(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut open = vec![self.root.path().join("cache"), self.root.path().join("temp")];
        while let Some(path) = open.pop() {
            match std::fs::read_dir(&path) {
                Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
                Err(_) => files.push(text_of(path.strip_prefix(self.root.path()).unwrap())),
            }
        }
        files.sort();
        files
    }
}

/// The step's script for a program of this digest.
fn script(digest: &str) -> String {
    let list: String = dist::programs()
        .iter()
        .flat_map(|program| [&PLATFORMS[0], &PLATFORMS[3]].map(|platform| platform.asset(program)))
        .map(|name| format!("{digest}  {name}\n"))
        .collect();
    let digests = Digests::parse(&list, &dist::programs()).unwrap();
    let release = Release { version: Version::new(1, 2, 3), digests, embedded: Vec::new() };
    let tree = dist::tree::<()>(&release, |_| Ok(Vec::new()), |_, _| Ok(Vec::new())).unwrap();
    let file = tree.into_iter().find(|entry| entry.path == "version/action.yml").unwrap();
    let file = String::from_utf8(file.bytes).unwrap();
    let (_, step) = file.split_once("      run: |\n").unwrap();
    let lines = step.lines().take_while(|line| line.is_empty() || line.starts_with("        "));
    lines.map(|line| format!("{}\n", line.strip_prefix("        ").unwrap_or_default())).collect()
}

fn sha256(text: &str) -> String {
    action::sha256(text.as_bytes())
}

fn text_of(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_program_is_fetched_checked_kept_and_run() {
    let machine = Machine::new(&["sha256sum"]);
    for _ in 0..2 {
        let end = machine.run();
        assert_eq!((end.exit, end.stdout.as_str()), (0, "ran with v1.0.0\n"), "{}", end.stderr);
    }
    let calls = machine.calls();
    assert_eq!(calls.len(), 1, "what is cached is not fetched again: {calls:?}");
    let url = "https://github.com/org/deploy-kit/releases/download/v1.2.3/deploy-kit-version-linux-x64";
    assert!(calls[0].ends_with(url) && calls[0].contains("--proto =https --tlsv1.2"), "{calls:?}");
    let digest = sha256(PROGRAM);
    let expected =
        [format!("cache/deploy-kit/{digest}/deploy-kit-version"), format!("temp/deploy-kit-{digest}")];
    assert_eq!(machine.cached(), expected);
}

#[test]
fn any_of_three_programs_can_check_the_digest() {
    let sums = [("shasum", "perl"), ("openssl", "openssl")];
    for (sum, needs) in sums {
        let machine = Machine::new(&[]);
        symlink(program(sum), machine.root.path().join("bin").join(sum)).unwrap();
        if needs != sum {
            // It is a script: its interpreter is named by a path, its own needs by others.
            symlink(program(needs), machine.root.path().join("bin").join(needs)).unwrap();
        }
        let end = machine.run();
        assert_eq!((end.exit, end.stdout.as_str()), (0, "ran with v1.0.0\n"), "{sum}: {}", end.stderr);
    }
    let end = Machine::new(&[]).run();
    assert_eq!(end.exit, 3);
    assert!(end.stderr.contains("one of openssl, sha256sum and shasum is needed"), "{}", end.stderr);
}

#[test]
fn other_bytes_are_neither_run_nor_kept() {
    let mut machine = Machine::new(&["sha256sum"]);
    machine.curl("echo 'echo tampered' > \"$out\"\n");
    let end = machine.run();
    assert_eq!((end.exit, end.stdout.as_str()), (3, ""));
    assert!(end.stderr.starts_with("::error title=deploy-kit::https://github.com/"), "{}", end.stderr);
    assert!(end.stderr.contains(&sha256("echo tampered\n")), "{}", end.stderr);
    assert!(end.stderr.contains(&sha256(PROGRAM)), "{}", end.stderr);
    assert!(machine.cached().is_empty(), "{:?}", machine.cached());
}

#[test]
fn a_download_that_breaks_off_leaves_nothing_and_says_what_to_do() {
    let mut machine = Machine::new(&["sha256sum"]);
    machine.curl("echo half > \"$out\"\nexit 22\n");
    let end = machine.run();
    assert_eq!(end.exit, 3);
    assert!(end.stderr.contains("(curl ended with 22)%0Ahint: "), "{}", end.stderr);
    assert!(end.stderr.contains("DEPLOY_KIT_BIN_DIR"), "{}", end.stderr);
    assert!(machine.cached().is_empty(), "{:?}", machine.cached());
}

#[test]
fn wget_does_where_there_is_no_curl_and_without_both_they_are_named() {
    let machine = Machine::new(&["sha256sum"]);
    machine.without("curl");
    let end = machine.run();
    assert_eq!(end.exit, 3);
    assert!(end.stderr.contains("curl or wget is needed"), "{}", end.stderr);
    let fetched = format!(
        "#!/bin/bash\nwhile [ $# -gt 0 ]; do [ \"$1\" != -O ] || out=$2; shift; done\ncat > \"$out\" <<'EOF'\n{PROGRAM}EOF\n"
    );
    machine.program("wget", &fetched);
    let end = machine.run();
    assert_eq!((end.exit, end.stdout.as_str()), (0, "ran with v1.0.0\n"), "{}", end.stderr);
}

#[test]
fn a_platform_without_a_program_is_named_and_nothing_is_guessed() {
    for (os, arch) in [("Linux", "ARM"), ("macOS", "X64"), ("FreeBSD", "X64"), ("", "")] {
        let mut machine = Machine::new(&["sha256sum"]);
        machine.set("RUNNER_OS", os);
        machine.set("RUNNER_ARCH", arch);
        let end = machine.run();
        assert_eq!(end.exit, 3);
        let told = format!("RUNNER_OS={os} and RUNNER_ARCH={arch}, only for linux-x64, macos-arm64%0Ahint: ");
        assert!(end.stderr.contains(&told), "{}", end.stderr);
        assert!(machine.calls().is_empty());
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_passed_over() {
    let mut machine = Machine::new(&["sha256sum"]);
    machine.set("RUNNER_TOOL_CACHE", "/dev/null");
    assert_eq!(machine.run().exit, 0);
    assert!(machine.cached().contains(&format!("temp/deploy-kit/{}/deploy-kit-version", sha256(PROGRAM))));
    machine.set("RUNNER_TEMP", "/dev/null");
    let end = machine.run();
    assert_eq!(end.exit, 3);
    assert!(end.stderr.contains("neither RUNNER_TOOL_CACHE nor RUNNER_TEMP"), "{}", end.stderr);
}

#[test]
fn a_cache_is_checked_once_in_each_job() {
    let mut machine = Machine::new(&["sha256sum"]);
    assert_eq!(machine.run().exit, 0);
    let cached = machine.root.path().join(&machine.cached()[0]);
    std::fs::write(&cached, "#!/bin/bash\necho changed\n").unwrap();
    // The next job has an empty folder for what is temporary.
    let temp = machine.root.path().join("temp of the next job");
    std::fs::create_dir(&temp).unwrap();
    machine.set("RUNNER_TEMP", &text_of(&temp));
    assert_eq!(machine.run().stdout, "ran with v1.0.0\n");
    assert_eq!(machine.calls().len(), 2);
    // Within a job every step may do as it likes: one look is enough.
    machine.without("sha256sum");
    assert_eq!(machine.run().stdout, "ran with v1.0.0\n");
    assert_eq!(machine.calls().len(), 2);
}

#[test]
fn a_cache_that_may_only_be_read_is_used() {
    let mut machine = Machine::new(&["sha256sum"]);
    let folder = machine.root.path().join("cache/deploy-kit").join(sha256(PROGRAM));
    std::fs::create_dir_all(&folder).unwrap();
    machine.program("kept", PROGRAM);
    std::fs::rename(machine.root.path().join("bin/kept"), folder.join("deploy-kit-version")).unwrap();
    // Nothing can be made or marked anywhere, by root neither.
    machine.program("mkdir", "#!/bin/bash\nexit 1\n");
    machine.set("RUNNER_TEMP", "/dev/null");
    let end = machine.run();
    assert_eq!((end.exit, end.stdout.as_str(), end.stderr.as_str()), (0, "ran with v1.0.0\n", ""));
    assert!(machine.calls().is_empty());
}

#[test]
fn a_program_that_cannot_compute_a_digest_is_passed_over() {
    let machine = Machine::new(&["sha256sum"]);
    machine.program("openssl", "#!/bin/bash\necho 'no such digest' >&2\nexit 1\n");
    let end = machine.run();
    assert_eq!((end.exit, end.stdout.as_str()), (0, "ran with v1.0.0\n"), "{}", end.stderr);
}

#[test]
fn a_password_in_a_mirrors_address_is_not_shown() {
    for (mirror, curl) in [
        ("https://me:secret@mirror.example/d?key=secret", "exit 6\n"),
        ("https://me:secret@mirror.example/d", "echo tampered > \"$out\"\n"),
        ("ftp://me:secret@mirror.example/d", ""),
    ] {
        let mut machine = Machine::new(&["sha256sum"]);
        machine.curl(curl);
        machine.set("DEPLOY_KIT_DOWNLOAD_URL", mirror);
        let end = machine.run();
        assert_eq!(end.exit, 3);
        assert!(end.stderr.contains("://mirror.example/d"), "{}", end.stderr);
        assert!(!end.stderr.contains("secret"), "{}", end.stderr);
    }
}
