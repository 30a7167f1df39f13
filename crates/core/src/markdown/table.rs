//! GFM tables that also read well as source, in a terminal.

use std::fmt::{self, Write as _};

use super::width::width;

/// Cells wider than this are not padded to: one long path must not widen every row.
const PADDED: usize = 48;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left; the default.
    #[default]
    Left,
    /// To the right: numbers.
    Right,
    /// In the middle.
    Center,
}

/// A table under construction; [`Display`](fmt::Display) writes it, ending in a line break.
///
/// Titles and cells are *Markdown*: pass a stranger's text through [`escape`](super::escape) or
/// [`code_span`](super::code_span). Pipes and line breaks in them are escaped here. A short row
/// is filled up, a long one is cut, as GFM does.
///
/// ```
/// use deploy_kit_core::markdown::{Align, Table};
/// let mut table = Table::new([("File", Align::Left), ("Lines", Align::Right)]);
/// table.row(["`a|b.rs`", "1,024"]);
/// assert_eq!(table.to_string(), "\
/// | File      | Lines |
/// | :-------- | ----: |
/// | `a\\|b.rs` | 1,024 |
/// ");
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
struct Column {
    title: String,
    align: Align,
}

impl Table {
    /// A table with these titles.
    #[must_use]
    pub fn new<T: AsRef<str>>(columns: impl IntoIterator<Item = (T, Align)>) -> Self {
        let columns = columns.into_iter();
        let columns = columns.map(|(title, align)| Column { title: cell(title.as_ref()), align }).collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> &mut Self {
        let mut row: Vec<String> =
            cells.into_iter().take(self.columns.len()).map(|text| cell(text.as_ref())).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
        self
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn widths(&self) -> Vec<usize> {
        let column = |(at, column): (usize, &Column)| {
            let cells = self.rows.iter().filter_map(|row| row.get(at)).map(|text| width(text));
            cells
                .chain([width(&column.title)])
                .filter(|width| *width <= PADDED)
                .max()
                .unwrap_or(PADDED)
                .max(3)
        };
        self.columns.iter().enumerate().map(column).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        let titles = self.columns.iter().map(|column| column.title.as_str());
        write_row(f, titles, &self.columns, &widths)?;
        for (column, width) in self.columns.iter().zip(&widths) {
            let (left, right) = match column.align {
                Align::Left => (":", ""),
                Align::Right => ("", ":"),
                Align::Center => (":", ":"),
            };
            write!(f, "| {left}{}{right} ", "-".repeat(width - left.len() - right.len()))?;
        }
        f.write_str("|\n")?;
        self.rows
            .iter()
            .try_for_each(|row| write_row(f, row.iter().map(String::as_str), &self.columns, &widths))
    }
}

fn write_row<'a>(
    f: &mut fmt::Formatter<'_>,
    cells: impl Iterator<Item = &'a str>,
    columns: &[Column],
    widths: &[usize],
) -> fmt::Result {
    for ((text, column), room) in cells.zip(columns).zip(widths) {
        let gap = room.saturating_sub(width(text));
        let before = match column.align {
            Align::Left => 0,
            Align::Right => gap,
            Align::Center => gap / 2,
        };
        write!(f, "| {:before$}{text}{:after$} ", "", "", after = gap - before)?;
    }
    f.write_str("|\n")
}

/// Markdown of one line as the content of a table cell: unescaped pipes are escaped, also in code
/// spans (GFM 4.10), line breaks become spaces.
#[must_use]
pub fn cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut escaped = false;
    for c in markdown.trim().chars() {
        match c {
            '|' if !escaped => {
                let _ = out.write_str("\\|");
            }
            '\n' => out.push(' '),
            '\r' => {}
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_and_rows_fit() {
        let mut table = Table::new([("", Align::Center), ("n", Align::Right)]);
        table.row(["✅ 日本"]).row(["a", "1", "dropped"]).row(["x".repeat(60).as_str(), "2"]);
        let expect = format!(
            "|         |   n |\n| :-----: | --: |\n| ✅ 日本 |     |\n|    a    |   1 |\n| {} |   2 |\n",
            "x".repeat(60)
        );
        assert_eq!(table.to_string(), expect);
    }

    #[test]
    fn pipes_are_escaped_once() {
        assert_eq!(cell(r"a | b \| c \\| d"), r"a \| b \| c \\\| d");
        assert_eq!(cell("a\r\nb"), "a b");
    }
}
