//! Marked blocks of a Markdown page.

/// What is wrong with a page's marks.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// A block has no end.
    #[error("line {line}: the block has no `<!-- /render -->`")]
    Open {
        /// The line of its start, counted from 1.
        line: usize,
    },
    /// An end without a start.
    #[error("line {line}: `<!-- /render -->` ends no block")]
    Stray {
        /// Its line, counted from 1.
        line: usize,
    },
    /// Nothing renders such a block.
    #[error("line {line}: nothing renders `{name}`")]
    Unknown {
        /// The line of its start, counted from 1.
        line: usize,
        /// What stands after `render:`.
        name: String,
    },
}

/// Replaces what stands between `<!-- render:KIND NAME -->` and `<!-- /render -->`, each alone on its line,
/// by `render(KIND, NAME)`. All else stays as it is.
///
/// # Errors
/// A block is not closed, or `render` has nothing for it.
pub fn fill(page: &str, render: impl Fn(&str, &str) -> Option<String>) -> Result<String, BlockError> {
    let mut filled = String::with_capacity(page.len());
    let mut open = None;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let number = index + 1;
        let mark = line.trim_end();
        if mark == "<!-- /render -->" {
            open.take().ok_or(BlockError::Stray { line: number })?;
        } else if let Some(name) = start(mark) {
            if let Some(line) = open {
                return Err(BlockError::Open { line });
            }
            open = Some(number);
            let (kind, of) = name.split_once(' ').unwrap_or((name, ""));
            let text = render(kind, of)
                .ok_or_else(|| BlockError::Unknown { line: number, name: name.to_owned() })?;
            filled.push_str(mark);
            filled.push_str("\n\n");
            filled.push_str(text.trim_end());
            filled.push_str("\n\n");
            continue;
        } else if open.is_some() {
            continue;
        }
        filled.push_str(line);
    }
    match open {
        Some(line) => Err(BlockError::Open { line }),
        None => Ok(filled),
    }
}

fn start(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- render:")?.strip_suffix(" -->")
}
