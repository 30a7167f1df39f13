//! The anchors GitHub gives to headings.

/// The anchor of a heading: `#` plus this links to it.
///
/// GitHub's rule (its `TableOfContentsFilter`): lower case, everything but letters, digits,
/// `-`, `_` and spaces removed, spaces to hyphens. A second heading of the same name gets `-1`,
/// which the caller has to count.
///
/// ```
/// use deploy_kit_core::markdown::slug;
/// assert_eq!(slug("⚠ BREAKING CHANGES in `core`"), "-breaking-changes-in-core");
/// ```
#[must_use]
pub fn slug(heading: &str) -> String {
    heading
        .trim()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
