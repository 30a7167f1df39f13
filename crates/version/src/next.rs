//! From what the commits ask for to the next version.

use semver::{Prerelease, Version};
use serde::Serialize;

use crate::bump::{Bump, ZeroMajor};
use crate::line::Line;

/// What the next version depends on.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Situation {
    /// The highest final version reachable.
    pub last_final: Option<Version>,
    /// The highest pre-release reachable that is above it, of any channel.
    pub last_pre: Option<Version>,
    /// Every version that has a tag anywhere: a number that is taken is not given again.
    pub taken: Vec<Version>,
    /// Versions whose tag can never be made: they are passed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub burned: Vec<Version>,
    /// What the commits since `last_final` ask for.
    pub severity: Bump,
    /// Whether a commit since the channel's last pre-release asks for anything.
    pub news_on_channel: bool,
    /// A `Release-As:` footer's version that no release has answered yet.
    pub release_as: Option<Version>,
    /// The channel of pre-releases to release on.
    pub channel: Option<String>,
    /// The maintenance line to keep to.
    pub line: Option<Line>,
    /// The version of the first release.
    pub initial: Version,
    /// What bumps mean before 1.0.0.
    pub zero_major: ZeroMajor,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Next {
    /// The version to release, or the current one if there is nothing to release.
    pub version: Option<Version>,
    /// The step that leads to it.
    pub bump: Bump,
    /// Whether there is anything to release.
    pub release: bool,
}

impl Next {
    /// Nothing to release.
    #[must_use]
    pub fn rest(situation: &Situation) -> Self {
        Self { version: situation.current().cloned(), bump: Bump::None, release: false }
    }
}

/// Why there can be no next version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `Release-As` does not rise.
    #[error("`Release-As: {asked}` is not above the current version {current}")]
    NotRising {
        /// The version that a commit asks for.
        asked: Version,
        /// The highest version reachable.
        current: Version,
    },
    /// The version that a commit asks for, or that bumping gives, exists already.
    #[error("version {0} has a tag already, on a commit that this branch does not contain")]
    Taken(Version),
    /// The line of maintenance does not hold the version.
    #[error("the commits lead to {version}, which the maintenance branch `{}` ({line}) may not release", line.branch)]
    OutsideLine {
        /// The version that the commits lead to.
        version: Version,
        /// The branch's line.
        line: Box<Line>,
    },
    /// A channel's name cannot stand in a version.
    #[error("`{0}` cannot name a channel: use letters, digits and hyphens, starting with a letter")]
    Channel(String),
}

/// Decides the next version.
///
/// # Errors
/// The rules of [`Refusal`].
pub fn next(situation: &Situation) -> Result<Next, Refusal> {
    let asked = situation.asked()?;
    let version = match situation.channel.as_deref() {
        Some(channel) => situation.on_channel(channel, asked)?,
        None => asked.cloned().or_else(|| situation.final_version()),
    };
    let Some(version) = version else {
        return Ok(Next::rest(situation));
    };
    let version = situation.past_burned(version);
    if let Some(line) = situation.line.as_ref().filter(|line| !line.holds(&version)) {
        return Err(Refusal::OutsideLine { version, line: Box::new(line.clone()) });
    }
    if situation.taken.contains(&version) {
        return Err(Refusal::Taken(version));
    }
    let bump = situation.bump_to(&version);
    Ok(Next { version: Some(version), bump, release: true })
}

impl Situation {
    /// The highest version reachable, pre-releases of other channels aside.
    pub fn current(&self) -> Option<&Version> {
        let on_channel = |pre: &&Version| match self.channel.as_deref() {
            Some(channel) => counter(&pre.pre, channel).is_some(),
            None => false,
        };
        self.last_pre.as_ref().filter(on_channel).or(self.last_final.as_ref())
    }

    /// The version that a final release would have, were there one to make.
    fn target(&self) -> Version {
        let base = match &self.last_final {
            Some(last) => self.zero_major.adapt(self.severity, last).apply(last),
            None => self.initial.clone(),
        };
        // What was announced as `1.5.0-beta.3` is not released as 1.4.3.
        match &self.last_pre {
            Some(pre) => base.max(Bump::None.apply(pre)),
            None => base,
        }
    }

    fn final_version(&self) -> Option<Version> {
        let promotes = self.last_pre.is_some();
        (self.severity > Bump::None || promotes).then(|| self.target())
    }

    /// On a channel `Release-As: 2.0.0` names where the channel leads: a final version has no place on it.
    fn on_channel(&self, channel: &str, asked: Option<&Version>) -> Result<Option<Version>, Refusal> {
        let named = channel.starts_with(|c: char| c.is_ascii_alphabetic())
            && channel.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !named {
            return Err(Refusal::Channel(channel.to_owned()));
        }
        if let Some(asked) = asked.filter(|asked| counter(&asked.pre, channel).is_some()) {
            return Ok(Some(asked.clone()));
        }
        if asked.is_none() && (self.severity == Bump::None || !self.news_on_channel) {
            return Ok(None);
        }
        let target = asked.map_or_else(|| self.target(), |asked| Bump::None.apply(asked));
        // An inquiry into the past knows of no tag but the last.
        let numbers = self.taken.iter().chain(&self.burned).chain(&self.last_pre);
        let numbers = numbers.filter(|taken| Bump::None.apply(taken) == target);
        let last = numbers.filter_map(|taken| counter(&taken.pre, channel)).max();
        let number = last.map_or(1, |last| last.saturating_add(1));
        let pre = Prerelease::new(&format!("{channel}.{number}"))
            .map_err(|_| Refusal::Channel(channel.to_owned()))?;
        Ok(Some(Version { pre, ..target }))
    }

    fn asked(&self) -> Result<Option<&Version>, Refusal> {
        match (&self.release_as, self.last_pre.as_ref().max(self.last_final.as_ref())) {
            (Some(asked), Some(current)) if asked <= current => {
                Err(Refusal::NotRising { asked: asked.clone(), current: current.clone() })
            }
            (asked, _) => Ok(asked.as_ref()),
        }
    }

    /// The version, or the first patch after it that can be had if its name is burned. A pre-release counts on by
    /// itself.
    fn past_burned(&self, version: Version) -> Version {
        if !version.pre.is_empty() || !self.burned.contains(&version) {
            return version;
        }
        let mut next = version;
        while self.burned.contains(&next) || self.taken.contains(&next) {
            next = Bump::Patch.apply(&next);
        }
        next
    }

    fn bump_to(&self, version: &Version) -> Bump {
        match &self.last_final {
            Some(last) => Bump::between(last, version),
            None => self.severity.max(Bump::Patch),
        }
    }
}

/// The `7` of `beta.7`, if the pre-release is one of `channel`'s; `beta` alone counts as 0.
pub(crate) fn counter(pre: &Prerelease, channel: &str) -> Option<u64> {
    match pre.as_str().strip_prefix(channel)? {
        "" => Some(0),
        rest => rest.strip_prefix('.')?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn situation(last_final: &str, last_pre: &str, severity: Bump, channel: &str) -> Situation {
        let version = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let (last_final, last_pre): (Option<Version>, Option<Version>) =
            (version(last_final), version(last_pre));
        Situation {
            taken: last_final.iter().chain(&last_pre).cloned().collect(),
            burned: Vec::new(),
            last_final,
            last_pre,
            severity,
            news_on_channel: true,
            release_as: None,
            channel: (!channel.is_empty()).then(|| channel.to_owned()),
            line: None,
            initial: Version::new(0, 1, 0),
            zero_major: ZeroMajor::Cargo,
        }
    }

    #[track_caller]
    fn check(situation: &Situation, expected: &str) {
        let text = match next(situation) {
            Ok(Next { version: Some(version), bump, release: true }) => format!("{version} {bump}"),
            Ok(_) => "nothing".to_owned(),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(text, expected);
    }

    #[test]
    fn finals() {
        check(&situation("1.2.3", "", Bump::Minor, ""), "1.3.0 minor");
        check(&situation("1.2.3", "", Bump::None, ""), "nothing");
        check(&situation("", "", Bump::Patch, ""), "0.1.0 patch");
        check(&situation("", "", Bump::None, ""), "nothing");
    }

    #[test]
    fn a_channel_is_recomputed_from_the_last_final() {
        check(&situation("1.4.1", "", Bump::Patch, "beta"), "1.4.2-beta.1 patch");
        check(&situation("1.4.1", "1.4.2-beta.7", Bump::Patch, "beta"), "1.4.2-beta.8 patch");
        check(&situation("1.4.1", "1.4.2-beta.7", Bump::Minor, "beta"), "1.5.0-beta.1 minor");
        // The feature was reverted: what was announced is not taken back.
        check(&situation("1.4.1", "1.5.0-beta.1", Bump::Patch, "beta"), "1.5.0-beta.2 minor");
        check(&situation("1.4.1", "1.5.0-alpha.4", Bump::Minor, "beta"), "1.5.0-beta.1 minor");
        check(&situation("", "", Bump::Minor, "beta"), "0.1.0-beta.1 minor");
    }

    #[test]
    fn a_counter_that_is_taken_elsewhere_is_passed_over() {
        let mut it = situation("1.4.1", "", Bump::Patch, "beta");
        it.taken.push("1.4.2-beta.3".parse().unwrap());
        check(&it, "1.4.2-beta.4 patch");
        let mut it = situation("1.4.1", "", Bump::Patch, "");
        it.taken.push("1.4.2".parse().unwrap());
        check(&it, "version 1.4.2 has a tag already, on a commit that this branch does not contain");
    }

    #[test]
    fn a_burned_name_is_passed_over() {
        let mut it = situation("1.4.1", "", Bump::Minor, "");
        it.burned = vec!["1.5.0".parse().unwrap(), "1.5.2".parse().unwrap()];
        check(&it, "1.5.1 minor");
        it.taken.push("1.5.1".parse().unwrap());
        check(&it, "1.5.3 minor");
        let mut it = situation("1.4.1", "", Bump::Minor, "beta");
        it.burned = vec!["1.5.0-beta.1".parse().unwrap()];
        check(&it, "1.5.0-beta.2 minor");
        let mut it = situation("1.4.1", "", Bump::Major, "");
        it.burned = vec!["1.5.0".parse().unwrap()];
        check(&it, "2.0.0 major");
    }

    #[test]
    fn promotion_releases_what_was_announced() {
        check(&situation("1.4.1", "1.5.0-beta.3", Bump::Patch, ""), "1.5.0 minor");
        check(&situation("1.4.1", "1.4.2-beta.3", Bump::Major, ""), "2.0.0 major");
        check(&situation("", "1.0.0-rc.1", Bump::None, ""), "1.0.0 patch");
    }

    #[test]
    fn a_channel_without_news_rests() {
        let mut it = situation("1.4.1", "1.5.0-beta.3", Bump::Minor, "beta");
        it.news_on_channel = false;
        check(&it, "nothing");
        it.channel = Some("not a channel".into());
        check(
            &it,
            "`not a channel` cannot name a channel: use letters, digits and hyphens, starting with a letter",
        );
    }

    #[test]
    fn release_as_must_rise() {
        let mut it = situation("1.4.1", "", Bump::Patch, "");
        it.release_as = Some(Version::new(3, 0, 0));
        check(&it, "3.0.0 major");
        it.release_as = Some(Version::new(1, 4, 1));
        check(&it, "`Release-As: 1.4.1` is not above the current version 1.4.1");
    }

    #[test]
    fn release_as_stays_on_the_channel() {
        let mut it = situation("1.4.1", "", Bump::None, "beta");
        it.release_as = Some(Version::new(2, 0, 0));
        check(&it, "2.0.0-beta.1 major");
        it.release_as = Some("2.0.0-beta.5".parse().unwrap());
        check(&it, "2.0.0-beta.5 major");
        it.release_as = Some("2.0.0-rc.1".parse().unwrap());
        check(&it, "2.0.0-beta.1 major");
        it.channel = Some("no channel".into());
        check(
            &it,
            "`no channel` cannot name a channel: use letters, digits and hyphens, starting with a letter",
        );
    }

    #[test]
    fn a_line_refuses_what_lies_outside() {
        let mut it = situation("1.4.1", "", Bump::Minor, "");
        it.line = Line::of_branch("1.4.x");
        check(
            &it,
            "the commits lead to 1.5.0, which the maintenance branch `1.4.x` (>=1.4.0, <1.5.0) may not release",
        );
        it.line = Line::of_branch("1.x");
        check(&it, "1.5.0 minor");
    }
}
