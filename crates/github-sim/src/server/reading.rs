//! Reading a request: JSON into memory, an asset to disk as it comes.

use std::future::poll_fn;
use std::io::Write;
use std::path::Path;
use std::pin::Pin;

use hyper::body::{Body as _, Bytes, Incoming};
use sha2::{Digest, Sha256};

use crate::wire::{Body, Upload, hex};

/// No document of the API is larger: GitHub refuses blobs over 100 MB.
const MAX_DOCUMENT: usize = 100 << 20;

/// The next piece; none at the end, an error if the connection broke.
async fn piece(body: &mut Incoming) -> Result<Option<Bytes>, hyper::Error> {
    loop {
        match poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
            None => return Ok(None),
            Some(frame) => {
                if let Ok(data) = frame?.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// A document. None if it broke off, or is larger than any may be.
pub(super) async fn document(mut body: Incoming) -> Option<Body> {
    let mut bytes = Vec::new();
    while let Some(more) = piece(&mut body).await.ok()? {
        bytes.extend_from_slice(&more);
        if bytes.len() > MAX_DOCUMENT {
            return None;
        }
    }
    if bytes.is_empty() {
        return Some(Body::Empty);
    }
    Some(serde_json::from_slice(&bytes).map_or(Body::Malformed(bytes.len()), Body::Json))
}

/// An asset, kept in `folder`. `cut` leaves it unfinished, as if the connection had broken.
pub(super) async fn upload(mut body: Incoming, folder: &Path, cut: bool) -> std::io::Result<Upload> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut sum = Sha256::new();
    let mut size = 0;
    let complete = loop {
        if cut {
            break false;
        }
        match piece(&mut body).await {
            Ok(Some(bytes)) => {
                file.write_all(&bytes)?;
                sum.update(&bytes);
                size += bytes.len() as u64;
            }
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    let digest = format!("sha256:{}", hex(&sum.finalize()));
    Ok(Upload { file: file.into_temp_path(), size, digest, complete, begun: None })
}
