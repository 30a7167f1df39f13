//! Documents of each format with slots for the version, and the same version in places that are none of it.

mod blocks;
mod shuffled;

use deploy_kit_files::{Argument, VersionFile, by_name};
use proptest::prelude::*;
use semver::Version;

/// Stands for the version of the file's package, as its ecosystem writes it.
const SLOT: &str = "\u{1}";

/// Stands for the same in places that must stay.
const SAME: &str = "\u{2}";

/// Stands for the three numbers of the version.
const NUMBERS: &str = "\u{3}";

/// Stand for the first number of the version, its second, its third, and the first two.
const PARTS: [&str; 4] = ["\u{4}", "\u{5}", "\u{6}", "\u{7}"];

/// A document of a format.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) name: &'static str,
    /// What the configuration says beside the format.
    pub(crate) argument: Option<&'static str>,
    template: String,
}

impl Document {
    pub(crate) fn format(&self) -> &'static dyn VersionFile {
        by_name(self.name).unwrap()
    }

    /// The document with a version in its slots, and one where the same version stood by chance.
    pub(crate) fn with(&self, version: &Version, same: &Version) -> String {
        let [major, minor, patch] =
            [version.major, version.minor, version.patch].map(|part| part.to_string());
        let two = format!("{major}.{minor}");
        let numbers = format!("{two}.{patch}");
        let text = self.template.replace(SLOT, &self.written(version)).replace(SAME, &self.written(same));
        let text = text.replace(NUMBERS, &numbers);
        PARTS
            .iter()
            .zip([major, minor, patch, two])
            .fold(text, |text, (slot, part)| text.replace(slot, &part))
    }

    /// As the document's format writes it.
    fn written(&self, version: &Version) -> String {
        let replaced: &[(&str, &str)] = match self.name {
            "pyproject" | "setup-cfg" | "setup-py" | "python" | "uv-lock" | "poetry-lock" => {
                &[("-alpha.", "a"), ("-beta.", "b"), ("-rc.", "rc"), ("-dev.", ".dev")]
            }
            "ruby" | "gemfile-lock" => &[("-", ".")],
            _ => &[],
        };
        replaced.iter().fold(version.to_string(), |text, (ours, theirs)| text.replace(ours, theirs))
    }

    /// The version that it states where it is told to state this one: some have numbers only, and what their
    /// members and readers require is no version of a package.
    pub(crate) fn states(&self, version: &Version) -> Option<Version> {
        match self.name {
            "cmake" | "plist" => Some(Version::new(version.major, version.minor, version.patch)),
            "pnpm-lock" | "pnpm-workspace" | "uses" => None,
            _ => Some(version.clone()),
        }
    }

    /// Whether it changes between these: pins know no pre-releases.
    pub(crate) fn changes(&self, old: &Version, new: &Version) -> bool {
        let is_pins = self.format().argument() == Some(Argument::Repository);
        !is_pins || old.pre.is_empty() && new.pre.is_empty()
    }
}

/// A document of any format.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    proptest::strategy::Union::new(every())
}

/// Documents of each format.
pub(crate) fn every() -> Vec<BoxedStrategy<Document>> {
    generators().into_iter().map(|generator| laid_out(generator).boxed()).collect()
}

/// The formats that documents are made of.
pub(crate) fn names() -> Vec<&'static str> {
    generators().iter().map(|generator| generator.name).collect()
}

/// How documents of a format are made.
struct Generator {
    name: &'static str,
    argument: Option<&'static str>,
    templates: BoxedStrategy<String>,
}

fn generators() -> Vec<Generator> {
    use shuffled::{cargo, cargo_lock, marked, npm, npm_lock, pyproject, text};
    let of = |name, templates| Generator { name, argument: None, templates };
    let mut all = vec![
        of("cargo", cargo().boxed()),
        of("cargo-lock", cargo_lock().boxed()),
        of("npm", npm().boxed()),
        of("npm-lock", npm_lock().boxed()),
        of("pyproject", pyproject().boxed()),
        of("text", text().boxed()),
        of("marked", marked().boxed()),
    ];
    all.extend(blocks::BLOCKS.iter().map(|(name, argument, dialects)| Generator {
        name,
        argument: *argument,
        templates: blocks::document(dialects).boxed(),
    }));
    all
}

/// With either line ending, with a byte order mark or none, with or without a line feed at the end.
fn laid_out(generator: Generator) -> impl Strategy<Value = Document> {
    let Generator { name, argument, templates } = generator;
    (templates, any::<[bool; 3]>()).prop_map(move |(template, [crlf, bom, bare])| {
        let template = if bare { template.trim_end_matches('\n').to_owned() } else { template };
        let template = if crlf { template.replace('\n', "\r\n") } else { template };
        let template = if bom { format!("\u{feff}{template}") } else { template };
        Document { name, argument, template }
    })
}
