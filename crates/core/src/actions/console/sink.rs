//! One of the two streams of a process, written in whole lines.

use std::io::{self, ErrorKind, Write};

/// A stream that outlives its reader: after a broken pipe all else goes nowhere.
pub(super) struct Sink {
    writer: Option<Box<dyn Write + Send>>,
    failure: Option<io::Error>,
    pub(super) colour: bool,
}

impl Sink {
    pub(super) fn new(writer: Box<dyn Write + Send>, colour: bool) -> Self {
        Self { writer: Some(writer), failure: None, colour }
    }

    /// Writes `text` and, where it does not end a line, a line feed: what comes next starts a line,
    /// as the runner wants of its commands.
    pub(super) fn lines(&mut self, mut text: String) {
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let Some(writer) = &mut self.writer else {
            return;
        };
        if let Err(error) = writer.write_all(text.as_bytes()).and_then(|()| writer.flush()) {
            self.writer = None;
            // `deploy-kit … | head` has what it wanted.
            if error.kind() != ErrorKind::BrokenPipe {
                self.failure = Some(error);
            }
        }
    }

    /// The error that ended the stream, once; a broken pipe is none.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_broken_pipe_is_silent_and_a_full_disk_is_not() {
        let mut sink = Sink::new(Box::new(Fails(ErrorKind::BrokenPipe)), false);
        sink.lines("x".into());
        assert!(sink.take_failure().is_none());
        let mut sink = Sink::new(Box::new(Fails(ErrorKind::StorageFull)), false);
        sink.lines("x".into());
        sink.lines("y".into());
        assert_eq!(sink.take_failure().map(|error| error.kind()), Some(ErrorKind::StorageFull));
    }
}
