//! `Info.plist`.

use roxmltree::Node;

use crate::syntax::Text;
use crate::syntax::xml::{child, read, text};
use crate::{Error, Nesting, Reading, Spelling, VersionFile};

/// A property list of Apple's: `CFBundleShortVersionString`, three numbers. `CFBundleVersion` counts builds.
/// <https://developer.apple.com/documentation/bundleresources/information-property-list/cfbundleshortversionstring>
pub(super) struct PropertyList;

impl VersionFile for PropertyList {
    fn name(&self) -> &'static str {
        "plist"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "Info.plist"
    }

    /// `App/Info.plist`
    fn nests(&self, below: &str) -> Nesting {
        Nesting::possible(below.matches('/').count() == 1)
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = read(content, version)?;
        Ok(Reading::of(version, Spelling::Numbers, "`CFBundleShortVersionString`"))
    }
}

/// A key and its value follow each other. `$(MARKETING_VERSION)` is the project's business.
fn version(list: Node<'_, '_>) -> Option<Text> {
    let mut elements = child(list, "dict")?.children().filter(Node::is_element);
    elements.find(|node| node.text().is_some_and(|key| key.trim() == "CFBundleShortVersionString"))?;
    elements.next().and_then(text).filter(|text| !text.value.contains("$("))
}
