//! Names of pages.

use sha2::{Digest, Sha256};

/// How much of a file's name is kept: a name of 255 bytes is the most that file systems take.
const KEPT: usize = 60;

/// Where the page of a source file stands in the folder: `files/` and a digest of the path, with the end of the file's
/// name for whoever looks into the folder.
///
/// The digest comes first, so that no name is one that Windows keeps for itself (`con.rs`), and no two differ by the case
/// of letters alone. The same path has the same page in every run: links to it stay.
#[must_use]
pub fn page_name(path: &str) -> String {
    let digest: String = Sha256::digest(path).iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let safe: String = name.chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    format!("files/{digest}-{}.html", &safe[safe.len().saturating_sub(KEPT)..])
}
