//! What one package requires of another, brought to the other's new version.

use semver::{BuildMetadata, Version, VersionReq};

use super::Spelling;

/// How requirements are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1.2`, `^1.2.3`, `=1.2.3`, `>=1, <3`: commas mean *and*. A requirement that does not hold a package of
    /// the same workspace fails its build.
    /// <https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html>
    Cargo,
    /// `^1.2.3`, `~1.2`, `1.x`, `>=1 <3`, `1 || 2`, `workspace:^1.2.3`: spaces mean *and*. A range that does
    /// not hold a sibling makes npm fetch it from the registry.
    /// <https://github.com/npm/node-semver#ranges>
    Npm,
    /// As [`Self::Npm`], of a package that the user brings: a range may leave a version out on purpose.
    NpmPeer,
    /// `==1.2.3`, `~=1.2`, `>=1,<3`: commas mean *and*.
    /// <https://packaging.python.org/en/latest/specifications/version-specifiers/>
    Python,
}

/// A range that does not hold the new version, and that says too much to be rewritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsatisfied;

/// The requirement that asks for the new version as the old one did for the old: the same operator, the same
/// number of parts. `None` leaves it as it stands: any version, a range that holds the new version, a path, an
/// address, a tag.
pub(crate) fn renew(style: Style, text: &str, version: &Version) -> Result<Option<String>, Unsatisfied> {
    let (protocol, range) = match (style, text.strip_prefix("workspace:")) {
        (Style::Npm | Style::NpmPeer, Some(range)) => ("workspace:", range),
        _ => ("", text),
    };
    if let Some(simple) = Simple::read(style, range) {
        return Ok(simple.renewed(style, version).map(|range| format!("{protocol}{range}")));
    }
    match holds(range, version) {
        Some(false) if style != Style::NpmPeer => Err(Unsatisfied),
        _ => Ok(None),
    }
}

/// One comparator that means one version or those like it.
struct Simple<'a> {
    /// Operator, spaces and `v`.
    before: &'a str,
    /// `1`, `1.2`, `1.x`, `1.2.3`.
    parts: Vec<&'a str>,
    /// Spaces.
    after: &'a str,
}

impl Style {
    /// The operators of a comparator that means one version or those like it.
    fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Cargo | Self::Npm | Self::NpmPeer => &["", "=", "^", "~"],
            Self::Python => &["==", "~="],
        }
    }

    fn spelling(self) -> Spelling {
        match self {
            Self::Cargo | Self::Npm | Self::NpmPeer => Spelling::SemVer,
            Self::Python => Spelling::Pep440,
        }
    }
}

impl<'a> Simple<'a> {
    fn read(style: Style, range: &'a str) -> Option<Self> {
        let start = range.find(|c: char| !"=^~<>v ".contains(c))?;
        let (before, rest) = range.split_at(start);
        let operator = before.trim().trim_end_matches('v').trim_end();
        let body = rest.trim_end_matches(' ');
        let parts: Vec<&str> = numbers(body).split('.').collect();
        let known = parts.iter().take_while(|part| is_number(part)).count();
        let wild = parts[known..].iter().all(|part| is_wild(part));
        let right =
            style.operators().contains(&operator) && (1..=3).contains(&parts.len()) && known > 0 && wild;
        // A pre-release or a build stands behind three numbers and is part of a version.
        let whole = numbers(body).len() == body.len() || style.spelling().read(body).is_ok();
        (right && whole).then(|| Self { before, parts, after: &rest[body.len()..] })
    }

    fn renewed(&self, style: Style, version: &Version) -> Option<String> {
        let Self { before, parts, after } = self;
        // Nothing shorter than the whole version holds a pre-release.
        if parts.len() == 3 && !is_wild(parts[2]) && !is_wild(parts[1]) || !version.pre.is_empty() {
            let mut version = version.clone();
            version.build = BuildMetadata::EMPTY;
            return Some(format!("{before}{}{after}", style.spelling().write(&version).ok()?));
        }
        let numbers = [version.major, version.minor, version.patch].map(|number| number.to_string());
        let numbers = numbers.iter().zip(parts);
        let new: Vec<&str> =
            numbers.map(|(number, part)| if is_wild(part) { part } else { number.as_str() }).collect();
        Some(format!("{before}{}{after}", new.join(".")))
    }
}

/// What stands in front of a pre-release or a build.
fn numbers(body: &str) -> &str {
    let end = body.find(|c: char| !c.is_ascii_digit() && !".*xX".contains(c)).unwrap_or(body.len());
    body[..end].trim_end_matches('.')
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_wild(part: &str) -> bool {
    matches!(part, "*" | "x" | "X")
}

/// Whether a range holds a version; `None` if it is no range that we know.
fn holds(range: &str, version: &Version) -> Option<bool> {
    let alternatives = range.split("||").map(|range| VersionReq::parse(&with_commas(range)).ok());
    let alternatives: Vec<VersionReq> = alternatives.collect::<Option<_>>()?;
    Some(alternatives.iter().any(|range| range.matches(version)))
}

/// `>=1 <3` as `>=1, <3`, and `1 - 3` as `>=1, <=3`.
fn with_commas(range: &str) -> String {
    if let Some((from, to)) = range.split_once(" - ") {
        return format!(">={}, <={}", from.trim(), to.trim());
    }
    let mut text = String::with_capacity(range.len() + 4);
    for word in range.split_whitespace() {
        if !text.is_empty() && !text.ends_with(['<', '>', '=', '^', '~', ',']) {
            text.push(',');
        }
        text.push_str(word);
    }
    if text.is_empty() { "*".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renewed(style: Style, text: &str, version: &str) -> Result<Option<String>, Unsatisfied> {
        renew(style, text, &Version::parse(version).unwrap())
    }

    #[test]
    fn the_operator_and_the_precision_stay() {
        for (text, version, new) in [
            ("1.2.0", "1.3.0", "1.3.0"),
            ("^1.2.0", "2.0.0", "^2.0.0"),
            ("~1.2.0", "1.3.0", "~1.3.0"),
            ("=1.2.0", "1.3.0", "=1.3.0"),
            ("= 1.2.0 ", "1.3.0", "= 1.3.0 "),
            ("^v1.2.0", "1.3.0", "^v1.3.0"),
            ("1.2", "1.3.4", "1.3"),
            ("^1", "1.3.4", "^1"),
            ("1", "2.0.0", "2"),
            ("0.4", "0.5.1", "0.5"),
            ("1.x", "2.3.4", "2.x"),
            ("1.2.*", "1.3.4", "1.3.*"),
            ("1.*.*", "2.3.4", "2.*.*"),
            ("1.2.0-rc.1", "1.2.0", "1.2.0"),
            ("^1.2.0", "1.3.0-rc.1", "^1.3.0-rc.1"),
            ("1.2", "1.3.0-rc.1", "1.3.0-rc.1"),
            ("^1.2.0+build", "1.3.0+other", "^1.3.0"),
        ] {
            for style in [Style::Cargo, Style::Npm, Style::NpmPeer] {
                assert_eq!(renewed(style, text, version), Ok(Some(new.to_owned())), "{text}");
            }
        }
    }

    #[test]
    fn what_holds_the_version_stays() {
        for text in ["*", ">=1", ">=1.0.0, <2", "> 1.0", "x", ""] {
            assert_eq!(renewed(Style::Cargo, text, "1.3.0"), Ok(None), "{text}");
        }
        for text in
            [">=1 <2", "1.x || >=2.5.0", "1.0.0 - 2.0.0", ">= 1.0.0", "latest", "file:../a", "catalog:"]
        {
            assert_eq!(renewed(Style::Npm, text, "1.3.0"), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_does_not_hold_it_is_refused() {
        for text in [">=1, <2", "<2", "1, 1.2"] {
            assert_eq!(renewed(Style::Cargo, text, "2.0.0"), Err(Unsatisfied), "{text}");
        }
        for text in [">=1 <2", "^0.9 || ^1", "1.0.0 - 1.9.0"] {
            assert_eq!(renewed(Style::Npm, text, "2.0.0"), Err(Unsatisfied), "{text}");
            assert_eq!(renewed(Style::NpmPeer, text, "2.0.0"), Ok(None), "{text}");
        }
        // Neither Cargo nor npm takes a pre-release for a range of releases.
        assert_eq!(renewed(Style::Cargo, ">=1", "1.3.0-rc.1"), Err(Unsatisfied));
    }

    #[test]
    fn python_has_its_own_operators_and_spelling() {
        for (text, version, new) in [
            ("==1.2.0", "1.3.0", "==1.3.0"),
            ("== 1.2.*", "1.3.0", "== 1.3.*"),
            ("~=1.2", "2.0.0", "~=2.0"),
            ("==1.2.0rc1", "1.2.0", "==1.2.0"),
            ("==1.2.0", "1.3.0-rc.1", "==1.3.0rc1"),
        ] {
            assert_eq!(renewed(Style::Python, text, version), Ok(Some(new.to_owned())), "{text}");
        }
        for text in [">=1.2", ">=1,<2", "!=1.3.0", "", "^1.2.0"] {
            assert_eq!(renewed(Style::Python, text, "1.3.0"), Ok(None), "{text}");
        }
        assert_eq!(renewed(Style::Python, ">=1,<2", "2.0.0"), Err(Unsatisfied));
    }

    #[test]
    fn a_workspace_protocol_stays() {
        for text in ["workspace:*", "workspace:^", "workspace:~", "workspace:../b"] {
            assert_eq!(renewed(Style::Npm, text, "2.0.0"), Ok(None), "{text}");
        }
        assert_eq!(renewed(Style::Npm, "workspace:^1.2.0", "2.0.0"), Ok(Some("workspace:^2.0.0".into())));
    }
}
