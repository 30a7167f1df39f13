//! The digests of a release's programs, as `SHA256SUMS` lists them.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::platform::{PLATFORMS, Platform};

/// The digest of each program on each platform; every program is there on every platform that one of them is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    files: BTreeMap<String, String>,
    platforms: Vec<&'static Platform>,
}

/// A list that actions cannot be pinned by.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// A line is not one of `sha256sum`.
    #[error("line {line}: expected a sha256 in hexadecimal, two spaces and a file's name")]
    Line {
        /// Counted from 1.
        line: usize,
    },
    /// A name that begins as ours do is none.
    #[error("line {line}: `{name}` is no program on a known platform, such as `{example}`")]
    Unknown {
        /// Counted from 1.
        line: usize,
        /// The file's name.
        name: String,
        /// What it could be.
        example: String,
    },
    /// A file is listed twice.
    #[error("line {line}: `{name}` stands there already")]
    Twice {
        /// Counted from 1.
        line: usize,
        /// The file's name.
        name: String,
    },
    /// A program is missing on a platform that others are on.
    #[error("`{0}` is not listed, though others are on that platform")]
    Missing(String),
    /// Nothing is listed.
    #[error("no program is listed")]
    Empty,
}

impl Digests {
    /// Reads a list. Files of other names may stand in it: a release has more than programs.
    ///
    /// # Errors
    /// A line is malformed, a program unknown, listed twice, or missing.
    pub fn parse(text: &str, programs: &[String]) -> Result<Self, DigestError> {
        let mut files = BTreeMap::new();
        for (index, text) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line = index + 1;
            let (digest, name) = entry(text).ok_or(DigestError::Line { line })?;
            if !is_program(name, programs) {
                if name.starts_with("deploy-kit-") && !name.contains(".") {
                    let example = PLATFORMS[0].asset(&programs[0]);
                    return Err(DigestError::Unknown { line, name: name.to_owned(), example });
                }
                continue;
            }
            if files.insert(name.to_owned(), digest.to_owned()).is_some() {
                return Err(DigestError::Twice { line, name: name.to_owned() });
            }
        }
        let has = |platform: &Platform, program: &String| files.contains_key(&platform.asset(program));
        let platforms: Vec<_> =
            PLATFORMS.iter().filter(|platform| programs.iter().any(|it| has(platform, it))).collect();
        if platforms.is_empty() {
            return Err(DigestError::Empty);
        }
        for platform in &platforms {
            if let Some(program) = programs.iter().find(|program| !has(platform, program)) {
                return Err(DigestError::Missing(platform.asset(program)));
            }
        }
        Ok(Self { files, platforms })
    }

    /// Digests that are made up, each another one, for every platform: no file has them.
    pub fn sample(programs: &[String]) -> Self {
        let names =
            programs.iter().flat_map(|program| PLATFORMS.iter().map(|platform| platform.asset(program)));
        let files = names.enumerate().map(|(index, name)| (name, format!("{index:064x}"))).collect();
        Self { files, platforms: PLATFORMS.iter().collect() }
    }

    /// The platforms, in the order of [`PLATFORMS`].
    pub fn platforms(&self) -> impl Iterator<Item = &'static Platform> {
        self.platforms.iter().copied()
    }

    /// The digest of a program of the list.
    ///
    /// # Panics
    /// It is not one of the programs that the list was read for.
    pub fn of(&self, program: &str, platform: &Platform) -> &str {
        &self.files[&platform.asset(program)]
    }

    /// The programs alone, as `sha256sum` writes and checks them.
    pub fn list(&self) -> String {
        self.files.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect()
    }
}

/// `<digest>  <name>`; a `*` before the name marks a file that was read as bytes.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (digest, name) = line.trim_end().split_once(' ')?;
    let name = name.strip_prefix([' ', '*'])?;
    let is_hex = digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (digest.len() == 64 && is_hex && !name.is_empty()).then_some((digest, name))
}

fn is_program(name: &str, programs: &[String]) -> bool {
    PLATFORMS.iter().any(|platform| programs.iter().any(|program| platform.asset(program) == name))
}

/// The digest of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs() -> Vec<String> {
        vec!["deploy-kit".to_owned(), "deploy-kit-version".to_owned()]
    }

    fn parse(text: &str) -> Result<Digests, String> {
        Digests::parse(text, &programs()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_of_programs_is_read_and_other_files_are_left() {
        let (a, b) = ("a".repeat(64), "b".repeat(64));
        let text = format!(
            "{a}  deploy-kit-linux-x64\n{b} *deploy-kit-version-linux-x64\n{b}  notes.txt\n\n{b}  deploy-kit-linux-x64.sigstore.json\n"
        );
        let digests = parse(&text).unwrap();
        assert_eq!(digests.platforms().map(|it| it.name).collect::<Vec<_>>(), ["linux-x64"]);
        assert_eq!(digests.of("deploy-kit-version", &PLATFORMS[0]), b);
        assert_eq!(parse(&digests.list()).unwrap(), digests);
    }

    #[test]
    fn what_cannot_be_pinned_is_named() {
        let digest = "0".repeat(64);
        assert_eq!(parse("").unwrap_err(), "no program is listed");
        for wrong in ["abc  deploy-kit-linux-x64", "deploy-kit-linux-x64", &format!("{}A  x", "0".repeat(63))]
        {
            assert_eq!(
                parse(wrong).unwrap_err(),
                "line 1: expected a sha256 in hexadecimal, two spaces and a file's name"
            );
        }
        assert_eq!(
            parse(&format!("{digest}  deploy-kit-linux-x86")).unwrap_err(),
            "line 1: `deploy-kit-linux-x86` is no program on a known platform, such as `deploy-kit-linux-x64`"
        );
        let one = format!("{digest}  deploy-kit-linux-x64\n");
        assert_eq!(
            parse(&format!("{one}{one}")).unwrap_err(),
            "line 2: `deploy-kit-linux-x64` stands there already"
        );
        assert_eq!(
            parse(&one).unwrap_err(),
            "`deploy-kit-version-linux-x64` is not listed, though others are on that platform"
        );
    }
}
