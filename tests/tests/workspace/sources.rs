//! Where sources may reach the world.
//!
//! A rule is a list of words and the places that may say them, each with its reason. Tests, examples and
//! benchmarks may do as they like.

use deploy_kit_tests::tree;

/// Words that only some places may say.
struct Rule {
    words: &'static [&'static str],
    /// The start of a path, and why it may.
    may: &'static [(&'static str, &'static str)],
}

const RULES: [Rule; 6] = [
    Rule {
        words: &["println!", "eprintln!", "print!", "eprint!", "dbg!", "stdout()", "stderr()"],
        may: &[
            ("crates/core/src/actions/console/", "the one place that prints, behind the guard"),
            ("crates/github-sim/src/main.rs", "says where it listens; it knows nothing of `core`"),
        ],
    },
    Rule {
        words: &["env::var(", "env::var_os(", "env::vars(", "env::vars_os("],
        may: &[
            ("crates/core/src/actions/environment.rs", "the one snapshot of the variables"),
            ("crates/git/src/program/", "adds to what a child process inherits"),
        ],
    },
    Rule { words: &["env::set_var(", "env::remove_var(", "env::set_current_dir("], may: &[] },
    Rule {
        words: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"],
        may: &[
            ("crates/core/src/tool/run.rs", "the one reading of the clock"),
            ("crates/core/src/hook.rs", "how long a repository's own command may run"),
            ("crates/git/src/program/", "the time-outs of git's calls"),
            ("crates/rehearse/src/lib.rs", "how long the rehearsal took"),
            ("crates/http/src/clock.rs", "the clock of retries and deadlines, which tests move"),
            ("crates/github-sim/src/", "a server's time: stamps, limits, durations in its journal"),
            ("crates/xtask/src/check/", "the time of a step"),
        ],
    },
    Rule {
        words: &["process::Command", "process::{"],
        may: &[
            ("crates/git/src/program/", "git fetches, commits, tags and pushes"),
            ("crates/core/src/hook.rs", "a repository's own commands"),
            ("crates/rehearse/src/page/", "the browser that shows the page"),
            ("crates/github/src/token.rs", "`gh auth token` knows who is logged in"),
            ("crates/cli/src/setup.rs", "the commands of the umbrella's action, each a process of its own"),
            ("crates/xtask/", "runs the checks"),
        ],
    },
    Rule {
        words: &["TcpStream", "TcpListener", "UdpSocket", "reqwest", "octocrab"],
        may: &[
            ("crates/http/src/", "the one HTTP stack"),
            ("crates/github/src/client/", "GitHub's client on top of it"),
            ("crates/github-sim/src/server/", "listens on loopback"),
        ],
    },
];

/// In a tool's crate files are read by `facts` alone and written by `apply` alone.
const TOOLS: [&str; 7] = ["version", "changelog", "release", "coverage", "comment", "preview", "health"];
const FILES: [&str; 6] =
    ["std::fs", "fs::read", "fs::write", "File::open", "File::create", "Repository::open"];
const FILE_PLACES: [(&str, &str); 4] = [
    ("facts", "the reads"),
    ("apply", "the writes"),
    ("lib.rs", "hands what was opened on"),
    ("open.rs", "opens the repository, and completes it where it is shallow"),
];
/// Tools that have no facts but the server's read what an argument names, and no more.
const FILE_EXCEPTIONS: [(&str, &str); 5] = [
    ("crates/coverage/src/read/source.rs", "a report, piece by piece, that `facts` has found"),
    ("crates/comment/src/text.rs", "the text that is asked for"),
    ("crates/comment/src/publish/trust.rs", "the report of a job without permission, read as a stranger's"),
    ("crates/comment/src/run.rs", "opens the clone, for the address of its remote"),
    ("crates/preview/src/scores.rs", "the scores that are asked for"),
];

#[test]
fn only_the_places_that_may_reach_the_world() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for rule in &RULES {
            if !rule.may.iter().any(|(place, _)| path.starts_with(place)) {
                wrong.extend(said(&path, &text, rule.words));
            }
        }
        let tool = TOOLS.iter().find_map(|tool| path.strip_prefix(&format!("crates/{tool}/src/")));
        let is_exception = FILE_EXCEPTIONS.iter().any(|(place, _)| path == *place);
        let may =
            |inside: &str| is_exception || FILE_PLACES.iter().any(|(place, _)| inside.starts_with(place));
        if tool.is_some_and(|inside| !may(inside)) {
            wrong.extend(said(&path, &text, &FILES));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_exception_outlives_its_use() {
    let sources = sources();
    for rule in &RULES {
        for (place, reason) in rule.may {
            let mut files = sources.iter().filter(|(path, _)| path.starts_with(place));
            let used = files.any(|(path, text)| !said(path, text, rule.words).is_empty());
            assert!(used, "nothing in {place} needs the exception: {reason}");
        }
    }
    for (place, reason) in FILE_EXCEPTIONS {
        let used = sources.iter().any(|(path, text)| path == place && !said(path, text, &FILES).is_empty());
        assert!(used, "nothing in {place} reads a file: {reason}");
    }
}

/// The sources that ship: no folder of tests, no file of tests, and of the others what comes before the tests.
fn sources() -> Vec<(String, String)> {
    let all = tree::files("rs").into_iter();
    let shipped = all.filter(|(path, _)| {
        let file = path.rsplit('/').next().unwrap_or_default();
        path.starts_with("crates/")
            && path.contains("/src/")
            && !["tests.rs", "properties.rs"].contains(&file)
    });
    let before_tests =
        |text: String| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    let sources: Vec<_> = shipped.map(|(path, text)| (path, before_tests(text))).collect();
    assert!(sources.len() > 50, "only {} sources were found", sources.len());
    sources
}

/// The lines, comments aside, that say one of the words.
fn said(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    let said = |line: &str| words.iter().find(|word| says(line, word)).copied();
    lines
        .filter_map(|(at, line)| {
            said(line).map(|word| format!("{path}:{}: `{word}` may not stand here", at + 1))
        })
        .collect()
}

/// Whether a line says a word that is no part of a longer one.
fn says(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let starts = |at: usize| !line[..at].ends_with(part);
    line.match_indices(word).any(|(at, _)| starts(at))
}

#[test]
fn words_are_found_and_comments_are_not() {
    let words = ["println!", "env::var("];
    assert_eq!(said("a.rs", "println!(\"x\");\n", &words), ["a.rs:1: `println!` may not stand here"]);
    assert_eq!(said("a.rs", "let x = std::env::var(\"X\");", &words).len(), 1);
    assert!(said("a.rs", "// println!()\n/// env::var(\nmy_println!();", &words).is_empty());
}
