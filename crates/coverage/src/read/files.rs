//! Reports, on as many threads as there are.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::gather::{Idle, Job};
use super::part::Wanted;
use super::{Collect, Read, ReadError, Source};

/// A report that was read, or why it was not; with its name.
pub type Named = (String, Result<Read, ReadError>);

/// Reads reports, in their order. All are in memory at once: [`each`] hands them over one by one.
#[must_use]
pub fn files(sources: &[Source]) -> Vec<Named> {
    each(sources, None, |reads| reads.collect())
}

/// Reads reports on all processors and hands them over in their order, while others are read. Of files that are not
/// wanted nothing is read, where the format allows.
pub fn each<T>(
    sources: &[Source],
    wanted: Option<&Wanted<'_>>,
    take: impl FnOnce(&mut dyn Iterator<Item = Named>) -> T,
) -> T {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    each_on(threads, sources, wanted, take)
}

pub(super) fn each_on<T>(
    threads: usize,
    sources: &[Source],
    wanted: Option<&Wanted<'_>>,
    take: impl FnOnce(&mut dyn Iterator<Item = Named>) -> T,
) -> T {
    let workers = threads.min(sources.len());
    let idle = Idle::new(threads.saturating_sub(workers.max(1)));
    let read = |source: &Source| (source.name.clone(), one(source, wanted, &idle));
    if workers <= 1 {
        return take(&mut sources.iter().map(read));
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        // A few ahead of whoever takes them: a report can be large.
        let (sender, receiver) = sync_channel(workers);
        for _ in 0..workers {
            let (sender, idle, next) = (sender.clone(), &idle, &next);
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(at) else { break };
                    // Nobody takes more of them.
                    if sender.send((at, read(source))).is_err() {
                        break;
                    }
                }
                idle.add();
            });
        }
        drop(sender);
        take(&mut Ordered { receiver, early: BTreeMap::new(), next: 0 })
    })
}

fn one(source: &Source, wanted: Option<&Wanted<'_>>, idle: &Idle) -> Result<Read, ReadError> {
    let (format, parts) = Job { source, make: &Collect::default, wanted, idle }.gather()?;
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    parts.for_each(|part| all.join(part));
    let made = all.made();
    let (report, oddities) = all.finish();
    Ok(Read { format: format.name(), report, made, oddities })
}

/// Puts in order what comes out of it.
struct Ordered {
    receiver: Receiver<(usize, Named)>,
    early: BTreeMap<usize, Named>,
    next: usize,
}

impl Iterator for Ordered {
    type Item = Named;

    fn next(&mut self) -> Option<Named> {
        loop {
            if let Some(named) = self.early.remove(&self.next) {
                self.next += 1;
                return Some(named);
            }
            let (at, named) = self.receiver.recv().ok()?;
            self.early.insert(at, named);
        }
    }
}
