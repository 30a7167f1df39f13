//! How fast messages are read: as histories have them, and as a hostile stranger writes them.
//!
//! ```sh
//! cargo bench -p deploy-kit-version --bench message
//! DEPLOY_KIT_BENCH_REPO=path/to/repository cargo bench -p deploy-kit-version --bench message -- real
//! ```
//!
//! The goals: at least 300 MB/s of messages as histories have them, and at most 10 ms for each hostile megabyte.

#[path = "../tests/hostile/mod.rs"]
mod hostile;

use std::error::Error;
use std::hint::black_box;
use std::path::Path;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use deploy_kit_git::{Range, Repository};
use deploy_kit_version::message::Message;

const MEGABYTE: usize = 1 << 20;

/// Histories by the size of their messages: a subject alone is 60 bytes, the mean of large repositories is
/// between 60 (vite) and 300 (cargo).
fn histories(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("histories");
    for (name, shapes) in [
        ("subjects", &[Shape::Subject] as &[_]),
        ("closing", &[Shape::Subject, Shape::Closing]),
        ("prose", &[Shape::Prose]),
        ("squashes", &[Shape::Squash]),
        ("mixed", &Shape::AS_IN_HISTORIES),
    ] {
        read(&mut group, name, &corpus(shapes));
    }
    group.finish();
}

/// The messages of the repository that `DEPLOY_KIT_BENCH_REPO` names, if it names one.
fn real(criterion: &mut Criterion) {
    let Some(path) = std::env::var_os("DEPLOY_KIT_BENCH_REPO") else {
        return;
    };
    let messages = messages_of(Path::new(&path)).expect("a repository with commits");
    let mut group = criterion.benchmark_group("real");
    read(&mut group, "all", &messages);
    group.finish();
}

/// What a stranger writes to make the job hang.
fn strangers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    for (name, message) in hostile::messages(MEGABYTE) {
        read(&mut group, name, &[message]);
    }
    group.finish();
}

fn read(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, messages: &[String]) {
    let bytes = messages.iter().map(String::len).sum::<usize>();
    group.throughput(Throughput::Bytes(u64::try_from(bytes).expect("a size")));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            for message in messages {
                black_box(Message::parse(black_box(message)));
            }
        });
    });
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    Subject,
    Closing,
    Prose,
    Squash,
}

impl Shape {
    /// Mean and median of this mixture are near those of renovate's history: 147 and 99 bytes.
    const AS_IN_HISTORIES: [Self; 16] = [
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Subject,
        Self::Closing,
        Self::Closing,
        Self::Closing,
        Self::Closing,
        Self::Prose,
        Self::Prose,
        Self::Squash,
    ];
}

/// A thousand messages of each shape, the same on every machine.
fn corpus(shapes: &[Shape]) -> Vec<String> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    (0..1000 * shapes.len()).map(|index| message(shapes[index % shapes.len()], &mut random)).collect()
}

fn message(shape: Shape, random: &mut Random) -> String {
    let subject = subject(random);
    match shape {
        Shape::Subject => subject,
        Shape::Closing => {
            format!("{subject} (#{})\n\n{} #{}\n", random.number(), random.pick(CLOSING), random.number())
        }
        Shape::Prose => {
            let mut text = format!("{subject} (#{})\n", random.number());
            for _ in 0..1 + random.below(4) {
                text.push('\n');
                for _ in 0..1 + random.below(5) {
                    text.push_str(&words(10, random));
                    text.push('\n');
                }
            }
            text.push_str(
                "\nCo-authored-by: Ann Example <ann@example.org>\nSigned-off-by: Bo <bo@example.org>\n",
            );
            text
        }
        Shape::Squash => {
            let mut text = format!("{subject} (#{})\n", random.number());
            for _ in 0..2 + random.below(12) {
                text.push_str(&format!("\n* {}\n", self::subject(random)));
            }
            text.push_str("\n---------\n\nCo-authored-by: Ann Example <ann@example.org>\n");
            text
        }
    }
}

fn subject(random: &mut Random) -> String {
    match random.below(10) {
        0 => format!("Merge branch '{}' into main", random.pick(SCOPES)),
        1 => words(6, random),
        2 => format!("Revert \"{}: {}\"", random.pick(TYPES), words(5, random)),
        3..=5 => format!("{}: {}", random.pick(TYPES), words(6, random)),
        _ => format!("{}({}): {}", random.pick(TYPES), random.pick(SCOPES), words(5, random)),
    }
}

fn words(count: usize, random: &mut Random) -> String {
    (0..count).map(|_| random.pick(WORDS)).collect::<Vec<_>>().join(" ")
}

const TYPES: &[&str] = &["feat", "fix", "fix", "chore", "docs", "refactor", "test", "perf", "ci", "build"];
const SCOPES: &[&str] = &["core", "compiler-sfc", "deps", "runtime", "api", "build", "types", "reactivity"];
const CLOSING: &[&str] = &["close", "fix", "Closes", "fixes"];
const WORDS: &[&str] = &[
    "the",
    "of",
    "handle",
    "should",
    "not",
    "update",
    "dependency",
    "to",
    "v3.2.1",
    "module:",
    "for",
    "in",
    "`parse()`",
    "when",
    "there",
    "is",
    "no",
    "default",
    "export",
    "and",
    "https://example.org/page#top",
    "a",
    "component",
    "properly",
    "support",
    "value",
    "it",
    "#1234",
    "that",
    "café",
];

/// xorshift64: the same numbers everywhere, without a dependency.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn number(&mut self) -> usize {
        1 + self.below(20_000)
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }
}

fn messages_of(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let repository = Repository::open(path)?;
    let head = repository.resolve("HEAD")?;
    let mut messages = Vec::new();
    for commit in repository.commits(Range { from: Vec::new(), to: head })? {
        messages.push(commit?.message().into_owned());
    }
    Ok(messages)
}

criterion_group!(benches, histories, real, strangers);
criterion_main!(benches);
