//! actions/runner `FileCommandManager.cs`: the files of `GITHUB_OUTPUT` and its kin.

use crate::Platform;
use crate::dotnet::decode;

/// Bytes of a summary that are uploaded; one more and none is.
pub const SUMMARY_LIMIT: usize = 1024 * 1024;

/// What makes the runner fail a step for a file.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Neither `=` nor `<<`.
    #[error("invalid format `{0}`")]
    Format(String),
    /// Nothing on one side of `<<`.
    #[error("invalid format `{0}`: name and delimiter must not be empty")]
    Empty(String),
    /// The file ends before the delimiter.
    #[error("matching delimiter not found `{0}`")]
    Delimiter(String),
    /// The file ends within a line of a value.
    #[error("EOF marker missing new line")]
    NewLine,
}

/// The records of an output, env or state file, in order.
///
/// # Errors
///
/// Those for which the runner fails the step. It has then obeyed the records in front, which are
/// not given here; [`Step`](crate::Step) has them.
pub fn read_file_command(bytes: &[u8], platform: Platform) -> Result<Vec<(String, String)>, Error> {
    let text = decode(bytes);
    Records { text: &text, index: 0, platform }.collect()
}

/// The records up to the error that ends them, if any.
pub(crate) fn read(bytes: &[u8], platform: Platform) -> (Vec<(String, String)>, Option<Error>) {
    let text = decode(bytes);
    let mut read = Vec::new();
    for record in (Records { text: &text, index: 0, platform }) {
        match record {
            Ok(record) => read.push(record),
            Err(error) => return (read, Some(error)),
        }
    }
    (read, None)
}

/// The lines of a `GITHUB_PATH` file (`File.ReadAllLines`), in the order given.
#[must_use]
pub fn read_path_file(bytes: &[u8]) -> Vec<String> {
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// `EnvFileKeyValuePairs`.
struct Records<'a> {
    text: &'a str,
    index: usize,
    platform: Platform,
}

impl<'a> Records<'a> {
    /// `ReadLine`: the line, and how long the line end is; 0 at the end of the file.
    fn line(&mut self) -> Option<(&'a str, usize)> {
        let rest = self.text.get(self.index..).filter(|rest| !rest.is_empty())?;
        let Some(feed) = rest.find('\n') else {
            self.index = self.text.len();
            return Some((rest, 0));
        };
        self.index += feed + 1;
        let line = &rest[..feed];
        match line.strip_suffix('\r') {
            Some(line) if self.platform == Platform::Windows => Some((line, 2)),
            _ => Some((line, 1)),
        }
    }

    /// The value of a heredoc, from here to `delimiter`.
    fn heredoc(&mut self, delimiter: &str) -> Result<String, Error> {
        let start = self.index;
        let mut end = start;
        loop {
            let (line, ending) = self.line().ok_or_else(|| Error::Delimiter(delimiter.to_owned()))?;
            if line == delimiter {
                return Ok(self.text[start..end].to_owned());
            }
            if ending == 0 {
                return Err(Error::NewLine);
            }
            end = self.index - ending;
        }
    }

    fn record(&mut self, line: &str) -> Result<(String, String), Error> {
        let equals = line.find('=').unwrap_or(usize::MAX);
        match (line.split_once('='), line.split_once("<<")) {
            (_, Some((key, delimiter))) if key.len() < equals => {
                if key.is_empty() || delimiter.is_empty() {
                    return Err(Error::Empty(line.to_owned()));
                }
                Ok((key.to_owned(), self.heredoc(delimiter)?))
            }
            (Some((key, value)), _) => Ok((key.to_owned(), value.to_owned())),
            (None, _) => Err(Error::Format(line.to_owned())),
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<(String, String), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (line, _) = self.line()?;
            if !line.is_empty() {
                return Some(self.record(line));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linux(text: &str) -> Result<Vec<(String, String)>, Error> {
        read_file_command(text.as_bytes(), Platform::Linux)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Result<Vec<(String, String)>, Error> {
        Ok(pairs.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect())
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(linux("\n\na=b=c\n d = e \n=x\n"), pairs(&[("a", "b=c"), (" d ", " e "), ("", "x")]));
        assert_eq!(linux("a<<D\n\n\nx\n\nD\nb<<D\nD\n"), pairs(&[("a", "\n\nx\n"), ("b", "")]));
        assert_eq!(linux("a<<D\nx\nD"), pairs(&[("a", "x")]));
        assert_eq!(linux("a=b<<D\n"), pairs(&[("a", "b<<D")]));
        assert_eq!(linux("\u{feff}a=b"), pairs(&[("a", "b")]));
        assert_eq!(linux("a<<<D\nx\n<D\n"), pairs(&[("a", "x")]));
    }

    #[test]
    fn bad_files_fail() {
        assert_eq!(linux("a"), Err(Error::Format("a".into())));
        assert_eq!(linux("<<D\n"), Err(Error::Empty("<<D".into())));
        assert_eq!(linux("a<<\n"), Err(Error::Empty("a<<".into())));
        assert_eq!(linux("a<<D\nx\n"), Err(Error::Delimiter("D".into())));
        assert_eq!(linux("a<<D\nx"), Err(Error::NewLine));
        let (records, error) = read(b"a=b\nc", Platform::Linux);
        assert_eq!((Ok(records), error.is_some()), (pairs(&[("a", "b")]), true));
    }

    #[test]
    fn only_windows_takes_crlf_for_a_line_end() {
        let text = "a<<D\r\nx\r\nD\r\n";
        assert_eq!(read_file_command(text.as_bytes(), Platform::Windows), pairs(&[("a", "x")]));
        assert_eq!(linux(text), pairs(&[("a", "x\r")]));
        assert_eq!(linux("a<<D\nx\nD\r\n"), Err(Error::Delimiter("D".into())));
        let mixed = "a<<D\nx\r\nD\n";
        assert_eq!(read_file_command(mixed.as_bytes(), Platform::Windows), pairs(&[("a", "x")]));
    }

    #[test]
    fn paths_are_lines() {
        assert_eq!(read_path_file(b"/a\r\n\n/b\r/c"), ["/a", "/b", "/c"]);
    }
}
