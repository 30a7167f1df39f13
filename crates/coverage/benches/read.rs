//! How fast reports are read, in bytes a second: `cargo bench -p deploy-kit-coverage`.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use std::fmt::Write;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use deploy_kit_coverage::model::{Percent, Span, Totals};
use deploy_kit_coverage::read;
use deploy_kit_coverage::read::{ArmName, Oddity, Sink, read_into};

/// Counts lines and forgets them: what a parser costs without any model.
#[derive(Default)]
struct Count {
    lines: u64,
    hit: u64,
}

impl Sink for Count {
    fn writer(&mut self, _name: &str) {}
    fn made(&mut self, _seconds: i64) {}
    fn file(&mut self, _: &str) -> bool {
        true
    }
    fn line(&mut self, _: u32, hits: u64) {
        self.lines += 1;
        self.hit += u64::from(hits > 0);
    }
    fn arm(&mut self, _: u32, _: ArmName<'_>, _: u64) {}
    fn branches(&mut self, _: u32, _: Percent, _: Option<&[&str]>) {}
    fn function(&mut self, _: &str, _: Option<u32>, _: u64) {}
    fn statement(&mut self, _: Span, _: u32, _: u64) {}
    fn totals(&mut self, _: &Totals) {}
    fn root(&mut self, _: &str) {}
    fn odd(&mut self, _: Oddity, _: usize) {}
}

const FILES: u32 = 2000;
const LINES: u32 = 220;

fn lcov() -> String {
    let mut text = String::new();
    for file in 0..FILES {
        writeln!(text, "TN:\nSF:src/module{}/file{file}.c", file % 40).unwrap();
        for line in (1..LINES).step_by(11) {
            writeln!(text, "FN:{line},function_{file}_{line}\nFNDA:{},function_{file}_{line}", line % 3)
                .unwrap();
        }
        for line in 1..LINES {
            if line % 4 == 0 {
                writeln!(text, "BRDA:{line},0,0,{}\nBRDA:{line},0,1,-", line % 5).unwrap();
            }
            writeln!(text, "DA:{},{}", line * 3, (line * 7919) % 113).unwrap();
        }
        text += "LF:219\nLH:217\nend_of_record\n";
    }
    text
}

fn cobertura() -> String {
    let mut text =
        "<?xml version=\"1.0\"?>\n<coverage line-rate=\"1\">\n<packages><package><classes>\n".to_owned();
    for file in 0..FILES {
        writeln!(
            text,
            "\t<class name=\"f\" filename=\"src/f{file}.c\" line-rate=\"1\">\n\t\t<methods/>\n\t\t<lines>"
        )
        .unwrap();
        for line in 1..LINES {
            let branch = if line % 6 == 0 { " branch=\"true\" condition-coverage=\"50% (1/2)\"" } else { "" };
            writeln!(text, "\t\t\t<line number=\"{}\" hits=\"{}\"{branch}/>", line * 3, (line * 7919) % 113)
                .unwrap();
        }
        text += "\t\t</lines>\n\t</class>\n";
    }
    text + "</classes></package></packages></coverage>\n"
}

fn reports(criterion: &mut Criterion) {
    for (name, text) in [("lcov", lcov()), ("cobertura", cobertura())] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
        group.bench_function("newlines", |bencher| {
            bencher.iter(|| memchr::memchr_iter(b'\n', text.as_bytes()).count());
        });
        group.bench_function("counted", |bencher| {
            bencher.iter(|| {
                let mut count = Count::default();
                read_into("report", text.as_bytes(), &mut count).unwrap();
                (count.lines, count.hit)
            });
        });
        group
            .bench_function("collected", |bencher| bencher.iter(|| read("report", text.as_bytes()).unwrap()));
        group.finish();
    }
}

criterion_group!(benches, reports);
criterion_main!(benches);
