//! What is uploaded: opened anew for each attempt, read in pieces, never held whole.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use deploy_kit_http::{ContentError, Progress};
use http_body::{Body, Frame, SizeHint};

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;

type Source = Box<dyn Read + Send + Sync>;

/// Bytes of a known length that can be read more than once.
#[derive(Clone)]
pub struct Content {
    len: u64,
    open: Arc<dyn Fn() -> io::Result<Source> + Send + Sync>,
}

impl Content {
    /// A file, as long as it is now. It is opened again for each attempt.
    ///
    /// # Errors
    /// There is no such file, or it cannot be read, or it is a folder.
    pub fn file(path: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        let path = path.to_owned();
        Ok(Self::reader(metadata.len(), move || File::open(&path)))
    }

    /// Bytes in memory, for small texts such as checksums.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self::reader(bytes.len() as u64, move || Ok(io::Cursor::new(bytes.clone())))
    }

    /// Whatever can be read from its start again and again; `open` begins anew.
    pub fn reader<R: Read + Send + Sync + 'static>(
        len: u64,
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Self {
        Self { len, open: Arc::new(move || Ok(Box::new(open()?))) }
    }

    /// The number of bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing: GitHub refuses an empty asset.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn body(&self, progress: Progress) -> Result<Pieces, ContentError> {
        let source = (self.open)().map_err(ContentError::new)?;
        Ok(Pieces { source, left: self.len, progress })
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({} bytes)", self.len)
    }
}

/// A body that reads as the connection takes it.
///
/// It reads on the thread that sends: a piece from the page cache takes some microseconds, less than to hand
/// it from another thread.
pub(crate) struct Pieces {
    source: Source,
    left: u64,
    progress: Progress,
}

impl Pieces {
    fn piece(&mut self) -> Result<Bytes, ContentError> {
        let want = usize::try_from(self.left).map_or(PIECE, |left| left.min(PIECE));
        let mut piece = vec![0; want];
        let read = loop {
            match self.source.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.map_err(ContentError::new)?,
            }
        };
        if read == 0 {
            return Err(ContentError::new(format!("it ends {} bytes too soon", self.left)));
        }
        piece.truncate(read);
        self.left -= read as u64;
        self.progress.add(read);
        Ok(piece.into())
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = ContentError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ContentError>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.piece().map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn what_is_shorter_than_it_was_is_an_error() {
        let content = Content::reader(10, || Ok(io::Cursor::new(b"1234")));
        let error = content.body(Progress::default()).unwrap().collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the content cannot be read: it ends 6 bytes too soon");
    }

    #[tokio::test]
    async fn what_grew_is_sent_as_long_as_it_was() {
        let content = Content::reader(3, || Ok(io::Cursor::new(b"1234")));
        let progress = Progress::default();
        let bytes = content.body(progress.clone()).unwrap().collect().await.unwrap().to_bytes();
        assert_eq!((&*bytes, progress.bytes()), (&b"123"[..], 3));
    }

    #[test]
    fn a_folder_is_no_content() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Content::file(folder.path()).is_err());
        assert!(Content::file(&folder.path().join("none")).is_err());
    }
}
