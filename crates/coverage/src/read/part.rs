//! Sinks in front of another.

use super::{ArmName, NumberedArm, Oddity, Sink};
use crate::model::{Line, Percent, Span, Totals};

/// Tells a sink of a part of a report: of some files alone, and with offsets from the start of the whole.
pub(super) struct Part<'a, S: ?Sized> {
    sink: &'a mut S,
    /// Where the part begins.
    offset: usize,
    wanted: Option<&'a Wanted<'a>>,
    /// Whether the file at hand is.
    is_wanted: bool,
}

/// Which files of a report are wanted, by the paths that it has.
pub type Wanted<'a> = dyn Fn(&str) -> bool + Sync + 'a;

impl<'a, S: Sink + ?Sized> Part<'a, S> {
    pub(super) fn new(sink: &'a mut S, offset: usize, wanted: Option<&'a Wanted<'a>>) -> Self {
        Self { sink, offset, wanted, is_wanted: true }
    }
}

impl<S: Sink + ?Sized> Sink for Part<'_, S> {
    fn file(&mut self, path: &str) -> bool {
        self.is_wanted = self.wanted.is_none_or(|wanted| wanted(path)) && self.sink.file(path);
        self.is_wanted
    }

    fn line(&mut self, number: u32, hits: u64) {
        if self.is_wanted {
            self.sink.line(number, hits);
        }
    }

    fn arm(&mut self, line: u32, arm: ArmName<'_>, hits: u64) {
        if self.is_wanted {
            self.sink.arm(line, arm, hits);
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        if self.is_wanted {
            self.sink.lines(lines);
        }
    }

    fn arms(&mut self, arms: &[NumberedArm]) {
        if self.is_wanted {
            self.sink.arms(arms);
        }
    }

    fn branches(&mut self, line: u32, counted: Percent, missing: Option<&[&str]>) {
        if self.is_wanted {
            self.sink.branches(line, counted, missing);
        }
    }

    fn wants_functions(&self) -> bool {
        self.sink.wants_functions()
    }

    fn function(&mut self, name: &str, line: Option<u32>, hits: u64) {
        if self.is_wanted {
            self.sink.function(name, line, hits);
        }
    }

    fn statement(&mut self, span: Span, weight: u32, hits: u64) {
        if self.is_wanted {
            self.sink.statement(span, weight, hits);
        }
    }

    fn totals(&mut self, totals: &Totals) {
        if self.is_wanted {
            self.sink.totals(totals);
        }
    }

    fn root(&mut self, path: &str) {
        self.sink.root(path);
    }

    fn writer(&mut self, name: &str) {
        self.sink.writer(name);
    }

    fn made(&mut self, seconds: i64) {
        self.sink.made(seconds);
    }

    fn odd(&mut self, what: Oddity, offset: usize) {
        self.sink.odd(what, self.offset + offset);
    }
}
