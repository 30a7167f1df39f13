//! One report, read as its format allows: whole, bit by bit, or its records on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::part::{Part, Wanted};
use super::pieces::Pieces;
use super::source::Input;
use super::{CHUNK, Malformed, ReadError, Sink, Source, error};
use crate::format::{Format, Head, Parts, Stream, recognise};

/// Threads that have nothing to do.
pub(super) struct Idle(AtomicUsize);

impl Idle {
    pub(super) fn new(threads: usize) -> Self {
        Self(AtomicUsize::new(threads))
    }

    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |threads| threads.checked_sub(1)).is_ok()
    }
}

/// What is done with a report.
pub(super) struct Job<'a, M> {
    pub(super) source: &'a Source,
    /// Makes a sink for each thread.
    pub(super) make: &'a M,
    /// The files that are wanted; `None` for all.
    pub(super) wanted: Option<&'a Wanted<'a>>,
    pub(super) idle: &'a Idle,
}

/// A format, and the sinks that hold what a report says: together all of it, in any order.
pub(super) type Gathered<S> = (&'static dyn Format, Vec<S>);

impl<S: Sink + Send, M: Fn() -> S + Sync> Job<'_, M> {
    /// Reads the report.
    pub(super) fn gather(&self) -> Result<Gathered<S>, ReadError> {
        let file = || self.source.name.clone();
        let mut input = self.source.open()?;
        let (mut bytes, is_all) = input.head()?;
        let head = Head::of(&bytes);
        if head.text.is_empty() {
            return Err(ReadError::Empty { file: file() });
        }
        let mut format = recognise(&head);
        if !is_all {
            match format.map(|format| (format, format.parts())) {
                Some((format, Parts::Records(end))) => {
                    return Ok((format, self.records(format, Pieces::new(input, bytes, end))?));
                }
                Some((format, Parts::Stream(stream))) => {
                    return Ok((format, vec![self.stream(format, stream, input, bytes)?]));
                }
                // What a JSON document is may show at its end.
                None if !head.text.starts_with(b"{") => {}
                Some((_, Parts::Whole)) | None => {
                    while !input.fill_more(&mut bytes)? {}
                    format = recognise(&Head::of(&bytes));
                }
            }
        }
        let Some(format) = format else {
            return Err(ReadError::Unknown { file: file(), start: error::start(Head::of(&bytes).text) });
        };
        let mut sink = (self.make)();
        format
            .read(&bytes, &mut Part::new(&mut sink, 0, self.wanted))
            .map_err(|wrong| wrong.within(&self.source.name, format.name(), &bytes))?;
        Ok((format, vec![sink]))
    }

    fn stream(
        &self,
        format: &'static dyn Format,
        mut stream: Box<dyn Stream>,
        mut input: Input<'_>,
        mut bytes: Vec<u8>,
    ) -> Result<S, ReadError> {
        let mut sink = (self.make)();
        let mut part = Part::new(&mut sink, 0, self.wanted);
        let (mut offset, mut length, mut is_last) = (0, CHUNK, false);
        loop {
            let read = stream
                .feed(&bytes, offset, is_last, &mut part)
                .map_err(|wrong| self.located(wrong, format))?;
            if is_last {
                return Ok(sink);
            }
            bytes.drain(..read);
            offset += read;
            // What cannot be understood may be longer than all before.
            length = if read == 0 { 2 * length } else { CHUNK };
            is_last = input.fill(&mut bytes, length)?;
        }
    }

    pub(super) fn records(
        &self,
        format: &'static dyn Format,
        pieces: Pieces<'_>,
    ) -> Result<Vec<S>, ReadError> {
        let pieces = Mutex::new(pieces);
        let done = Mutex::new((Vec::new(), None));
        thread::scope(|scope| {
            let help = || {
                self.pieces(format, &pieces, &done, || ());
                self.idle.add();
            };
            self.pieces(format, &pieces, &done, || {
                while self.idle.take() {
                    if thread::Builder::new().spawn_scoped(scope, help).is_err() {
                        self.idle.add();
                        break;
                    }
                }
            });
        });
        match done.into_inner().unwrap_or_else(PoisonError::into_inner) {
            (sinks, None) => Ok(sinks),
            (_, Some(Wrong::Input(error))) => Err(error),
            (_, Some(Wrong::Report(wrong))) => Err(self.located(wrong, format)),
        }
    }

    /// Reads pieces until there are no more; calls for help as long as there are.
    fn pieces(
        &self,
        format: &'static dyn Format,
        pieces: &Mutex<Pieces<'_>>,
        done: &Mutex<(Vec<S>, Option<Wrong>)>,
        call: impl Fn(),
    ) {
        let (mut sink, mut buffer) = ((self.make)(), Vec::new());
        let wrong = loop {
            let mut next = pieces.lock().unwrap_or_else(PoisonError::into_inner);
            let offset = match next.next(&mut buffer) {
                Ok(None) => break None,
                Ok(Some(offset)) => offset,
                Err(error) => break Some(Wrong::Input(error)),
            };
            let is_done = next.is_done();
            drop(next);
            if !is_done {
                call();
            }
            if let Err(wrong) = format.read(&buffer, &mut Part::new(&mut sink, offset, self.wanted)) {
                break Some(Wrong::Report(Malformed { offset: offset + wrong.offset, ..wrong }));
            }
        };
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.0.push(sink);
        if let Some(wrong) = wrong {
            pieces.lock().unwrap_or_else(PoisonError::into_inner).stop();
            // The first one in the report is told, whichever thread was first.
            if done.1.as_ref().is_none_or(|other| wrong.offset() < other.offset()) {
                done.1 = Some(wrong);
            }
        }
    }

    fn located(&self, wrong: Malformed, format: &'static dyn Format) -> ReadError {
        wrong.located(self.source, format.name()).unwrap_or_else(|error| error)
    }
}

/// Why pieces were not read.
enum Wrong {
    Input(ReadError),
    Report(Malformed),
}

impl Wrong {
    fn offset(&self) -> usize {
        match self {
            Self::Report(wrong) => wrong.offset,
            // After all that could be read.
            Self::Input(_) => usize::MAX,
        }
    }
}
