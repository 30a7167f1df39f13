//! JaCoCo XML (`report.dtd` 1.0 and 1.1), as JaCoCo, Kover, gcovr and Pester write it.
//!
//! ```xml
//! <report name="app"><group name="module"><package name="com/example">
//!   <class name="com/example/A" sourcefilename="A.java">
//!     <method name="run" desc="()V" line="3"><counter type="METHOD" missed="0" covered="1"/></method></class>
//!   <sourcefile name="A.java"><line nr="3" mi="0" ci="4" mb="1" cb="1"/></sourcefile>
//! </package></group></report>
//! ```
//!
//! A line counts instructions and branches, missed and covered: it ran if one of its instructions did. Each of the four
//! may be left out: gcovr tells of branches alone, so that nobody knows which lines ran, and the counters stand for them;
//! its packages are folders with dots in place of slashes. The counters stand beside the lines: instructions, of which
//! JaCoCo's own number is, are no lines.
//!
//! Groups nest, one a module: two modules may have a file of one name in one package, so that the names of the groups stand
//! before the path, as `module/com/example/A.java`, and are told as a root, `:module`: a module's name may be its folder, and
//! may be none. Where the source set's folder goes (`module/src/main/java/…`) is not told. The report's own name is a root as
//! well: of a report by module it is the module's. A name that is a Gradle path (`:core`) loses its colons.

use std::collections::BTreeMap;

use super::number;
use super::time;
use super::xml::{Element, Event, Xml};
use super::{Format, Head};
use crate::model::{Percent, Totals};
use crate::read::{Malformed, Oddity, Sink};

/// JaCoCo.
#[derive(Debug)]
pub(super) struct Jacoco;

impl Format for Jacoco {
    fn name(&self) -> &'static str {
        "JaCoCo"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.root().is_some_and(|root| root.name == b"report" && root.has("name"))
            && ["<package", "<group", "<sessioninfo", "<counter", "JACOCO"]
                .iter()
                .any(|text| head.holds(text))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        Reader {
            xml: Xml::new(bytes),
            sink,
            open: Vec::new(),
            package: String::new(),
            methods: BTreeMap::new(),
        }
        .read()
    }
}

struct Reader<'a, 's> {
    xml: Xml<'a>,
    sink: &'s mut dyn Sink,
    open: Vec<Kind>,
    /// The path of the package's files, groups included.
    package: String,
    /// The methods of a package, by the name of their source file, which may come after them.
    methods: BTreeMap<String, Vec<Method>>,
}

#[derive(Debug, Default, Clone)]
struct Method {
    name: String,
    line: Option<u32>,
    hits: u64,
}

#[derive(Debug)]
enum Kind {
    /// Its name.
    Group(String),
    Package,
    /// Its source file.
    Class(String),
    Method(Method),
    /// Whether it is wanted, and its sums.
    Sourcefile {
        is_wanted: bool,
        totals: Totals,
    },
    Other,
}

impl Reader<'_, '_> {
    fn read(mut self) -> Result<(), Malformed> {
        loop {
            match self.xml.next()? {
                Event::Open(element) => {
                    let kind = self.open(&element)?;
                    self.open.push(kind);
                }
                Event::Close => self.close(),
                Event::Text(_) => {}
                Event::End => return Ok(()),
            }
        }
    }

    fn open(&mut self, element: &Element<'_>) -> Result<Kind, Malformed> {
        Ok(match element.name() {
            b"package" => {
                let name = element.text("name")?.unwrap_or_default();
                let groups = self.open.iter().filter_map(|kind| match kind {
                    Kind::Group(name) => Some(name.as_str()),
                    _ => None,
                });
                let group = joined(groups);
                self.module_root(&group);
                let name = if name.contains('/') { name } else { name.replace('.', "/") };
                self.package = joined([group.as_str(), name.trim_matches('/')]);
                Kind::Package
            }
            b"group" => Kind::Group(module(element)?),
            b"class" => {
                let source = element.text("sourcefilename")?.unwrap_or_default();
                // What was compiled without the names of its sources counts in JaCoCo's sums, and has no place.
                if source.is_empty() {
                    self.sink.odd(Oddity::NoPath, element.offset);
                }
                Kind::Class(source)
            }
            b"method" => self.method(element)?,
            b"sourcefile" => self.sourcefile(element)?,
            b"line" => {
                self.line(element)?;
                Kind::Other
            }
            b"counter" => {
                self.counter(element)?;
                Kind::Other
            }
            b"report" => {
                let name = module(element)?;
                self.module_root(&name);
                if name == "GCOVR report" {
                    self.sink.writer("gcovr");
                }
                Kind::Other
            }
            b"sessioninfo" => {
                let dump = element.raw("dump")?.and_then(|dump| time::since_epoch(dump.as_bytes()));
                dump.into_iter().for_each(|made| self.sink.made(made));
                Kind::Other
            }
            _ => {
                self.sink.odd(Oddity::UnknownRecord, element.offset);
                Kind::Other
            }
        })
    }

    fn module_root(&mut self, name: &str) {
        if !name.is_empty() {
            self.sink.root(&format!(":{}", name.replace('/', ":")));
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Kind::Method(method)) if !method.name.is_empty() => {
                if let Some(Kind::Class(source)) = self.open.last() {
                    self.methods.entry(source.clone()).or_default().push(method);
                }
            }
            Some(Kind::Sourcefile { is_wanted: true, totals }) if !totals.is_empty() => {
                self.sink.totals(&totals);
            }
            // Classes whose source is unknown: what is known of them has no place.
            Some(Kind::Package) => self.methods.clear(),
            _ => {}
        }
    }

    fn method(&self, element: &Element<'_>) -> Result<Kind, Malformed> {
        let class = element.text("name")?.unwrap_or_default();
        let name = class + &element.text("desc")?.unwrap_or_default();
        let line =
            element.raw("line")?.and_then(|line| number::whole(line.as_bytes())).and_then(number::line);
        Ok(Kind::Method(Method { name, line, hits: 0 }))
    }

    fn sourcefile(&mut self, element: &Element<'_>) -> Result<Kind, Malformed> {
        let Some(name) = element.text("name")?.filter(|name| !name.is_empty()) else {
            self.sink.odd(Oddity::NoPath, element.offset);
            return Ok(Kind::Sourcefile { is_wanted: false, totals: Totals::default() });
        };
        let path = if self.package.is_empty() { name.clone() } else { format!("{}/{name}", self.package) };
        let is_wanted = self.sink.file(&path);
        for method in self.methods.remove(&name).into_iter().flatten().filter(|_| is_wanted) {
            self.sink.function(&method.name, method.line, method.hits);
        }
        Ok(Kind::Sourcefile { is_wanted, totals: Totals::default() })
    }

    fn line(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let Some(Kind::Sourcefile { is_wanted, .. }) = self.open.last() else {
            self.sink.odd(Oddity::OrphanLine, element.offset);
            return Ok(());
        };
        if !*is_wanted {
            return Ok(());
        }
        let mut counts = [None; 5];
        element.each(|name, value| {
            let names: [&[u8]; 5] = [b"nr", b"mi", b"ci", b"mb", b"cb"];
            if let Some(at) = names.iter().position(|known| *known == name) {
                counts[at] = number::count(value);
            }
        })?;
        let Some((number, _)) = counts[0] else {
            return Err(Malformed::new(element.offset, "`nr` of a `<line>`"));
        };
        let Some(number) = number::line(number) else {
            self.sink.odd(Oddity::OddLine, element.offset);
            return Ok(());
        };
        counts
            .iter()
            .flatten()
            .filter_map(|(_, odd)| *odd)
            .for_each(|odd| self.sink.odd(odd, element.offset));
        let [_, mi, ci, mb, cb] = counts.map(|count| count.map(|(count, _)| count));
        let branches = Percent::new(cb.unwrap_or(0), cb.unwrap_or(0).saturating_add(mb.unwrap_or(0)));
        let hits = match (mi, ci) {
            (_, Some(ci)) => Some(ci),
            (Some(mi), None) => Some(u64::from(mi == 0)),
            (None, None) => None,
        };
        if let Some(hits) = hits {
            // Instructions are no count of runs.
            self.sink.line(number, hits.min(1));
        }
        if let Some(branches) = branches.filter(|branches| branches.total() > 0) {
            self.sink.branches(number, branches, None);
        }
        Ok(())
    }

    fn counter(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let count = |name| -> Result<u64, Malformed> {
            let value = element.raw(name)?;
            Ok(value.and_then(|value| number::count(value.as_bytes())).map_or(0, |(count, _)| count))
        };
        let (missed, covered) = (count("missed")?, count("covered")?);
        let percent =
            Percent::new(covered, covered.saturating_add(missed)).filter(|percent| percent.total() > 0);
        let kind = element.raw("type")?;
        match (self.open.last_mut(), kind.as_deref()) {
            (Some(Kind::Method(method)), Some("METHOD")) => method.hits = covered,
            (Some(Kind::Sourcefile { totals, .. }), Some("LINE")) => totals.lines = percent,
            (Some(Kind::Sourcefile { totals, .. }), Some("BRANCH")) => totals.branches = percent,
            (Some(Kind::Sourcefile { totals, .. }), Some("METHOD")) => totals.functions = percent,
            (Some(Kind::Sourcefile { totals, .. }), Some("INSTRUCTION")) => totals.statements = percent,
            _ => {}
        }
        Ok(())
    }
}

/// The name of a module, as a path: Gradle writes `:core`.
fn module(element: &Element<'_>) -> Result<String, Malformed> {
    let name = element.text("name")?.unwrap_or_default();
    Ok(joined(name.replace(':', "/").split('/').map(str::trim)))
}

/// Parts of a path as one, without those that are empty.
fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}
