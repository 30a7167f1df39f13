//! The XML of `dotnet-coverage` and of `CodeCoverage.exe analyze`.
//!
//! ```xml
//! <results><modules><module name="App.dll">
//!   <functions><function name="Run()" type_name="A"><ranges>
//!     <range source_id="0" start_line="3" end_line="4" start_column="9" end_column="20" covered="partial"/>
//!   </ranges></function></functions>
//!   <source_files><source_file id="0" path="C:\src\A.cs"/></source_files>
//! </module></modules><skipped_modules/></results>
//! ```
//!
//! Ranges are covered, partly or not. A part is that of nobody knows how many blocks: one of two, so that the line is
//! no full one. Sources are numbered by module, and come after their ranges.
//!
//! Never compared with the real tool: see `tests/README.md`.

use std::collections::HashMap;

use super::number;
use super::xml::{Element, Event, Xml};
use super::{Format, Head};
use crate::model::{Percent, Span};
use crate::read::{Malformed, Oddity, Sink};

/// dotnet-coverage.
#[derive(Debug)]
pub(super) struct Dotnet;

impl Format for Dotnet {
    fn name(&self) -> &'static str {
        "dotnet-coverage"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.root().is_some_and(|root| root.name == b"results") && head.holds("<modules")
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let mut xml = Xml::new(bytes);
        let mut module = Module::default();
        // Whether what is open are modules.
        let mut open: Vec<bool> = Vec::new();
        loop {
            match xml.next()? {
                Event::Open(element) => {
                    module.open(&element, sink)?;
                    open.push(element.name() == b"module");
                }
                Event::Close => {
                    if open.pop() == Some(true) {
                        module.tell(sink);
                    }
                }
                Event::Text(_) => {}
                Event::End => return Ok(()),
            }
        }
    }
}

/// What is known of a module until it ends.
#[derive(Default)]
struct Module {
    files: HashMap<String, String>,
    ranges: Vec<Range>,
    functions: Vec<String>,
}

struct Range {
    source: String,
    offset: usize,
    span: Option<Span>,
    covered: Covered,
    /// Its function, in the module's list.
    function: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Covered {
    No,
    Partly,
    Yes,
}

/// Lines of one range: more are a tool's mistake, and would take for ever.
const LONGEST: u32 = 100_000;

impl Module {
    fn open(&mut self, element: &Element<'_>, sink: &mut dyn Sink) -> Result<(), Malformed> {
        match element.name() {
            b"function" => {
                let class = element.text("type_name")?.filter(|class| !class.is_empty());
                let name = element.text("name")?.unwrap_or_default();
                self.functions.push(class.map_or_else(|| name.clone(), |class| format!("{class}.{name}")));
            }
            b"range" => self.range(element)?,
            b"source_file" => {
                if let (Some(id), Some(path)) = (element.text("id")?, element.text("path")?) {
                    self.files.insert(id, path);
                }
            }
            b"skipped_module" => sink.odd(Oddity::Skipped, element.offset),
            _ => {}
        }
        Ok(())
    }

    fn range(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let covered = match element.raw("covered")?.as_deref() {
            Some("yes") => Covered::Yes,
            Some("partial") => Covered::Partly,
            Some("no") => Covered::No,
            _ => {
                return Err(Malformed::new(
                    element.offset,
                    "`covered` of a `<range>`: `yes`, `partial` or `no`",
                ));
            }
        };
        let small = |name| -> Result<Option<u32>, Malformed> {
            Ok(element.raw(name)?.and_then(|value| number::small(value.as_bytes())))
        };
        let line = |number: Option<u32>| number.and_then(|number| number::line(number.into()));
        let (start, end) = (line(small("start_line")?), line(small("end_line")?));
        let (first, last) = (small("start_column")?.unwrap_or(1), small("end_column")?.unwrap_or(u32::MAX));
        let span = start.map(|start| Span { start: (start, first), end: (end.unwrap_or(start), last) });
        let source = element.text("source_id")?.unwrap_or_default();
        let function = self.functions.len();
        self.ranges.push(Range { source, offset: element.offset, span, covered, function });
        Ok(())
    }

    fn tell(&mut self, sink: &mut dyn Sink) {
        let ranges = std::mem::take(&mut self.ranges);
        for same in ranges.chunk_by(|one, other| one.source == other.source && one.function == other.function)
        {
            let Some(first) = same.first() else { continue };
            let Some(path) = self.files.get(&first.source) else {
                sink.odd(Oddity::NoPath, first.offset);
                continue;
            };
            if !sink.file(path) {
                continue;
            }
            same.iter().for_each(|range| range.tell(sink));
            let ran = same.iter().any(|range| range.covered != Covered::No);
            let line = same.iter().filter_map(|range| range.span).map(|span| span.start.0).min();
            if let Some(name) = first.function.checked_sub(1).and_then(|at| self.functions.get(at)) {
                sink.function(name, line, u64::from(ran));
            }
        }
        self.functions.clear();
        self.files.clear();
    }
}

impl Range {
    fn tell(&self, sink: &mut dyn Sink) {
        let span = self.span.filter(|span| span.end.0.saturating_sub(span.start.0) < LONGEST);
        let Some(span) = span else {
            sink.odd(Oddity::OddLine, self.offset);
            return;
        };
        let hits = u64::from(self.covered != Covered::No);
        for line in span.start.0..=span.end.0 {
            sink.line(line, hits);
            if self.covered == Covered::Partly {
                sink.branches(line, Percent::count([true, false]), None);
            }
        }
        sink.statement(span, 1, hits);
    }
}
