//! The settings of Codecov.

use std::fs;
use std::path::Path;

use deploy_kit_core::tool::Failure;

/// Where Codecov looks for them, in its order.
const PLACES: [&str; 6] = [
    "codecov.yml",
    ".codecov.yml",
    ".github/codecov.yml",
    ".github/.codecov.yml",
    "dev/codecov.yml",
    "dev/.codecov.yml",
];

/// The file that was named, or the one that Codecov would find: its name and what is in it.
///
/// # Errors
/// There is none, or it cannot be read.
pub fn settings_of_codecov(named: Option<&Path>, root: &Path) -> Result<(String, String), Failure> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => PLACES.iter().map(|place| root.join(place)).find(|path| path.is_file()).ok_or_else(|| {
            let text = format!("there is no `{}` in `{}`", PLACES[..3].join("` or `"), root.display());
            Failure::usage(text).hint("name the file: `deploy-kit coverage import FILE`".to_owned())
        })?,
    };
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
    Ok((path.strip_prefix(".").unwrap_or(&path).display().to_string(), text))
}
