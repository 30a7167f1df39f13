//! The repository's own configuration file: what reading needs of it, and its remotes (git-config(1)).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::Error;

/// `config` in the repository's common folder. The user's and the system's files are left out, and so are
/// files included from it.
#[derive(Debug, Default)]
pub(crate) struct Config {
    entries: Vec<Entry>,
}

/// A key with its value; section and key are in lower case.
#[derive(Debug)]
struct Entry {
    section: String,
    subsection: Option<String>,
    key: String,
    /// `None` for a key without `=`, which means true.
    value: Option<String>,
}

impl Entry {
    fn is(&self, section: &str, subsection: Option<&str>, key: &str) -> bool {
        self.section == section && self.subsection.as_deref() == subsection && self.key == key
    }
}

impl Config {
    /// Reads the file; a repository without one has an empty configuration.
    pub(crate) fn read(common_dir: &Path) -> Result<Self, Error> {
        let path = common_dir.join("config");
        match fs::read(&path) {
            Ok(bytes) => Self::parse(&String::from_utf8_lossy(&bytes)).map_err(|line| Error::Damaged {
                path,
                reason: format!("line {line} is not `[section]` or `key = value`"),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    /// Refuses repositories that reading would misunderstand (gitrepository-layout: `extensions.*`).
    pub(crate) fn check(&self, git_dir: &Path) -> Result<(), Error> {
        let unsupported = |what: String| Error::Unsupported { path: git_dir.to_owned(), what };
        let version = self.string("core", None, "repositoryformatversion").unwrap_or("0");
        if version != "0" && version != "1" {
            return Err(unsupported(format!("repository format {version}")));
        }
        for (key, known) in [("objectformat", "sha1"), ("refstorage", "files")] {
            if let Some(value) = self.string("extensions", None, key).filter(|value| *value != known) {
                return Err(unsupported(format!("`extensions.{key} = {value}`")));
            }
        }
        Ok(())
    }

    /// Whether objects may be absent because they were left out on cloning.
    pub(crate) fn is_partial(&self) -> bool {
        self.string("extensions", None, "partialclone").is_some()
            || self
                .subsections("remote")
                .any(|name| self.boolean("remote", Some(name), "promisor") == Some(true))
    }

    /// The last value of a key.
    pub(crate) fn string(&self, section: &str, subsection: Option<&str>, key: &str) -> Option<&str> {
        self.last(section, subsection, key)?.value.as_deref()
    }

    /// All values of a key, in order.
    pub(crate) fn strings<'a>(
        &'a self,
        section: &'a str,
        name: &'a str,
        key: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let entries = self.entries.iter().filter(move |entry| entry.is(section, Some(name), key));
        entries.filter_map(|entry| entry.value.as_deref())
    }

    /// A boolean by git's words; `None` where absent or not boolean.
    pub(crate) fn boolean(&self, section: &str, subsection: Option<&str>, key: &str) -> Option<bool> {
        let Some(value) = &self.last(section, subsection, key)?.value else {
            return Some(true);
        };
        match value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" | "" => Some(false),
            _ => None,
        }
    }

    /// The subsections of a section, in order and as often as they are opened: `remote` gives the remotes.
    pub(crate) fn subsections<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a str> {
        let entries = self.entries.iter().filter(move |entry| entry.section == section);
        entries.filter_map(|entry| entry.subsection.as_deref())
    }

    fn last(&self, section: &str, subsection: Option<&str>, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.is(section, subsection, key))
    }

    /// Reads the text of a file; the error is the number of the line that is wrong.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut entries = Vec::new();
        let mut section = (String::new(), None);
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        while let Some((index, line)) = lines.next() {
            let mut line = line.trim();
            if line.starts_with('[') {
                let (header, rest) = header(line).ok_or(index + 1)?;
                section = header;
                line = rest.trim_start();
            }
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            let (key, value) = match line.split_once('=') {
                Some((key, value)) => (key, Some(value)),
                None => (line.split(['#', ';']).next().unwrap_or_default(), None),
            };
            let key = key.trim().to_ascii_lowercase();
            if section.0.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                return Err(index + 1);
            }
            let value = value.map(|first| read_value(first, &mut lines));
            entries.push(Entry { section: section.0.clone(), subsection: section.1.clone(), key, value });
        }
        Ok(Self { entries })
    }
}

/// `[section]`, `[section "Sub section"]` or the old `[section.sub]`, and what follows on the line.
fn header(line: &str) -> Option<((String, Option<String>), &str)> {
    let inner = line.strip_prefix('[')?;
    let Some((name, quoted)) = inner.split_once('"').filter(|(name, _)| !name.contains(']')) else {
        let (name, rest) = inner.split_once(']')?;
        let (section, subsection) = match name.trim().split_once('.') {
            Some((section, subsection)) => (section, Some(subsection.to_ascii_lowercase())),
            None => (name.trim(), None),
        };
        return Some(((section.to_ascii_lowercase(), subsection), rest));
    };
    let mut subsection = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let rest = quoted[at + 1..].trim_start().strip_prefix(']')?;
                return Some(((name.trim().to_ascii_lowercase(), Some(subsection)), rest));
            }
            '\\' => subsection.push(chars.next()?.1),
            _ => subsection.push(c),
        }
    }
    None
}

/// A value: white space around it is left out unless it is quoted, `#` and `;` start a comment unless
/// quoted, a backslash at the end continues the line.
fn read_value<'a>(first: &'a str, lines: &mut impl Iterator<Item = (usize, &'a str)>) -> String {
    let mut value = String::new();
    // How much of `value` to keep: all up to the last character that is quoted or no white space.
    let mut kept = 0;
    let mut quoted = false;
    let mut chars = first.trim_start().chars();
    loop {
        match chars.next() {
            Some('"') => {
                quoted = !quoted;
                kept = value.len();
            }
            Some('\\') => {
                match chars.next() {
                    Some('n') => value.push('\n'),
                    Some('t') => value.push('\t'),
                    Some(c) => value.push(c),
                    None => match lines.next() {
                        Some((_, line)) => {
                            chars = line.chars();
                            continue;
                        }
                        None => break,
                    },
                }
                kept = value.len();
            }
            Some('#' | ';') if !quoted => break,
            Some(c) => {
                value.push(c);
                if quoted || !c.is_whitespace() {
                    kept = value.len();
                }
            }
            None => break,
        }
    }
    value.truncate(kept);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
# comment
[core]
	bare = true ; yes
	Ignorecase
[remote "origin"]
	url = https://example.org/a.git#fragment
	fetch = +refs/heads/*:refs/remotes/origin/*
	fetch = "+refs/tags/*:refs/tags/*"
[Remote "Sub \"x\""] promisor = on
[branch.Old] merge = a\
b " c "  
[url "git@github.com:"]
	insteadOf = "gh;"
"#;

    #[test]
    fn reads_what_git_writes_and_people_add() {
        let config = Config::parse(TEXT).unwrap();
        assert_eq!(config.boolean("core", None, "bare"), Some(true));
        assert_eq!(config.boolean("core", None, "ignorecase"), Some(true));
        assert_eq!(config.boolean("core", None, "absent"), None);
        assert_eq!(config.string("remote", Some("origin"), "url"), Some("https://example.org/a.git"));
        assert_eq!(config.strings("remote", "origin", "fetch").count(), 2);
        assert_eq!(config.string("branch", Some("old"), "merge"), Some("ab  c "));
        assert_eq!(config.string("url", Some("git@github.com:"), "insteadof"), Some("gh;"));
        assert!(config.is_partial());
    }

    #[test]
    fn names_the_line_that_is_wrong() {
        for (text, line) in
            [("key = value", 1), ("[core]\nbare\n[unclosed\n", 3), ("[a]\nb c = d", 2), ("[a \"b]", 1)]
        {
            assert_eq!(Config::parse(text).unwrap_err(), line, "{text:?}");
        }
    }

    #[test]
    fn refuses_other_formats() {
        for (text, expected) in [
            ("[core]\nrepositoryformatversion = 2", Some("repository format 2")),
            ("[extensions]\nobjectFormat = sha256", Some("`extensions.objectformat = sha256`")),
            ("[extensions]\nrefStorage = reftable", Some("`extensions.refstorage = reftable`")),
            ("[extensions]\nobjectFormat = sha1\nworktreeConfig = true", None),
        ] {
            let error = Config::parse(text).unwrap().check(Path::new("x")).err();
            let expected =
                expected.map(|what| format!("the repository at `x` uses {what}, which is not supported"));
            assert_eq!(error.map(|error| error.to_string()), expected);
        }
    }
}
