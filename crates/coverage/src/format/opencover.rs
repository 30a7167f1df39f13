//! OpenCover XML, as OpenCover, coverlet and AltCover write it.
//!
//! ```xml
//! <CoverageSession><Modules><Module><ModuleName>App</ModuleName>
//!   <Files><File uid="1" fullPath="C:\src\A.cs"/></Files>
//!   <Classes><Class><FullName>App.A</FullName><Methods><Method><Name>System.Void App.A::Run()</Name><FileRef uid="1"/>
//!     <SequencePoints><SequencePoint vc="2" sl="3" sc="9" el="3" ec="20" fileid="1"/></SequencePoints>
//!     <BranchPoints><BranchPoint vc="1" sl="3" path="0" offset="12" fileid="1"/></BranchPoints>
//!   </Method></Methods></Class></Classes>
//! </Module></Modules></CoverageSession>
//! ```
//!
//! Files are numbered by module or, from some tools, across all of them; a module that was skipped says why and has none.
//! Points stand before or after the list of files, so that they are kept until their module ends.
//!
//! Never compared with the real tool: see `tests/README.md`.

use std::collections::HashMap;

use super::number;
use super::xml::{Element, Event, Xml};
use super::{Format, Head};
use crate::model::Span;
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// OpenCover.
#[derive(Debug)]
pub(super) struct OpenCover;

impl Format for OpenCover {
    fn name(&self) -> &'static str {
        "OpenCover"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.root().is_some_and(|root| root.name == b"CoverageSession")
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let mut xml = Xml::new(bytes);
        let mut module = Module::default();
        let mut open: Vec<Kind> = Vec::new();
        loop {
            match xml.next()? {
                Event::Open(element) => open.push(module.open(&element, sink)?),
                Event::Text(text) => {
                    if open.last() == Some(&Kind::Name) && open.iter().rev().nth(1) == Some(&Kind::Method) {
                        module.method.push_str(&text);
                    }
                }
                Event::Close => match open.pop() {
                    Some(Kind::Method) => module.end_method(),
                    Some(Kind::Module) => module.tell(sink),
                    _ => {}
                },
                Event::End => return Ok(()),
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Method,
    Name,
    Other,
}

/// What is known of a module until it ends. Files stay known: some tools number them across modules.
#[derive(Default)]
struct Module {
    files: HashMap<String, String>,
    points: Vec<Point>,
    /// The method at hand: its name and where its points begin, and its own number of a file.
    method: String,
    first: usize,
    method_file: Option<String>,
    functions: Vec<(String, String, Option<u32>, u64)>,
}

struct Point {
    file: Option<String>,
    offset: usize,
    line: Option<u32>,
    hits: u64,
    kind: PointKind,
}

enum PointKind {
    Sequence(Option<Span>),
    Branch(String),
}

impl Module {
    fn open(&mut self, element: &Element<'_>, sink: &mut dyn Sink) -> Result<Kind, Malformed> {
        Ok(match element.name() {
            b"Module" => {
                if element.raw("skippedDueTo")?.is_some() {
                    sink.odd(Oddity::Skipped, element.offset);
                }
                Kind::Module
            }
            b"Method" => {
                self.method.clear();
                self.first = self.points.len();
                self.method_file = None;
                Kind::Method
            }
            b"Name" => Kind::Name,
            b"File" => {
                if let (Some(uid), Some(path)) = (element.text("uid")?, element.text("fullPath")?) {
                    self.files.insert(uid, path);
                }
                Kind::Other
            }
            b"FileRef" => {
                self.method_file = element.text("uid")?;
                Kind::Other
            }
            b"SequencePoint" => {
                self.point(element, false, sink)?;
                Kind::Other
            }
            b"BranchPoint" => {
                self.point(element, true, sink)?;
                Kind::Other
            }
            _ => Kind::Other,
        })
    }

    fn point(
        &mut self,
        element: &Element<'_>,
        is_branch: bool,
        sink: &mut dyn Sink,
    ) -> Result<(), Malformed> {
        let number = |name| -> Result<Option<u64>, Malformed> {
            Ok(element.raw(name)?.and_then(|value| number::whole(value.as_bytes())))
        };
        let count = element.raw("vc")?.and_then(|value| number::count(value.as_bytes()));
        let (hits, odd) =
            count.ok_or_else(|| Malformed::new(element.offset, "`vc`, the count of a point"))?;
        odd.into_iter().for_each(|odd| sink.odd(odd, element.offset));
        let line = number("sl")?.and_then(number::line);
        let kind = if is_branch {
            // Arms of one branch have its offset, and a path each.
            PointKind::Branch(format!("{}.{}", number("offset")?.unwrap_or(0), number("path")?.unwrap_or(0)))
        } else {
            let small = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok());
            let (start, end) = (small(number("sc")?), number("el")?.and_then(number::line));
            let span = line.map(|line| Span {
                start: (line, start.unwrap_or(1)),
                end: (end.unwrap_or(line), small(number("ec").ok().flatten()).unwrap_or(u32::MAX)),
            });
            PointKind::Sequence(span)
        };
        let file = element.text("fileid")?;
        self.points.push(Point { file, offset: element.offset, line, hits, kind });
        Ok(())
    }

    fn end_method(&mut self) {
        let own = &mut self.points[self.first..];
        for point in own.iter_mut().filter(|point| point.file.is_none()) {
            point.file.clone_from(&self.method_file);
        }
        let first = own.iter().filter_map(|point| point.line).min();
        let hits = own.iter().map(|point| point.hits).max().unwrap_or(0);
        let file = own.iter().find_map(|point| point.file.clone()).or_else(|| self.method_file.clone());
        if let Some(file) = file.filter(|_| !own.is_empty() && !self.method.is_empty()) {
            self.functions.push((file, std::mem::take(&mut self.method), first, hits));
        }
    }

    fn tell(&mut self, sink: &mut dyn Sink) {
        let mut current: (Option<String>, bool) = (None, false);
        for point in self.points.drain(..) {
            let Some(path) = point.file.as_ref().and_then(|file| self.files.get(file)) else {
                sink.odd(Oddity::NoPath, point.offset);
                continue;
            };
            if current.0 != point.file {
                current = (point.file.clone(), sink.file(path));
            }
            if !current.1 {
                continue;
            }
            // 0xfeefee is a compiler's mark for what has no line; it is no mistake, and stands for no code of a person.
            let Some(line) = point.line.filter(|line| *line != 0x00fe_efee) else {
                sink.odd(Oddity::OddLine, point.offset);
                continue;
            };
            match point.kind {
                PointKind::Sequence(span) => {
                    sink.line(line, point.hits);
                    span.into_iter().for_each(|span| sink.statement(span, 1, point.hits));
                }
                PointKind::Branch(name) => sink.arm(line, ArmName::Named(&name), point.hits),
            }
        }
        for (file, name, line, hits) in self.functions.drain(..) {
            if self.files.get(&file).is_some_and(|path| sink.file(path)) {
                sink.function(&name, line, hits);
            }
        }
    }
}
