//! The bodies of answers: documents, files read as they go out, and some that break off on purpose.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

use crate::wire::Payload;

const PIECE: usize = 64 << 10;

/// A body on its way out.
pub(super) struct Outgoing {
    source: Source,
    left: u64,
    /// Breaks off when no more than this is left.
    cut_at: Option<u64>,
}

enum Source {
    Bytes(Bytes),
    File(File),
}

impl Outgoing {
    pub(super) fn new(payload: Payload, cut: bool) -> io::Result<Self> {
        let (source, left) = match payload {
            Payload::Empty => (Source::Bytes(Bytes::new()), 0),
            Payload::Json(value) => bytes(value.to_string().into_bytes()),
            Payload::Bytes(content) => bytes(content),
            Payload::File(path, size) => (Source::File(File::open(path)?), size),
        };
        Ok(Self { source, left, cut_at: cut.then_some(left / 2) })
    }
}

fn bytes(content: Vec<u8>) -> (Source, u64) {
    let length = content.len() as u64;
    (Source::Bytes(content.into()), length)
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 && self.cut_at.is_none() {
            return Poll::Ready(None);
        }
        let until = self.cut_at.unwrap_or(0);
        if self.left <= until {
            return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
        }
        let take = usize::try_from(self.left - until).unwrap_or(PIECE).min(PIECE);
        let piece = match &mut self.source {
            Source::Bytes(rest) => Ok(rest.split_to(take)),
            Source::File(file) => {
                let mut buffer = vec![0; take];
                file.read_exact(&mut buffer).map(|()| Bytes::from(buffer))
            }
        };
        self.left -= take as u64;
        Poll::Ready(Some(piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.cut_at.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
