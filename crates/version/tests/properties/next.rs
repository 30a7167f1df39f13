use deploy_kit_version::bump::{Bump, ZeroMajor};
use deploy_kit_version::line::Line;
use deploy_kit_version::next::{Next, Refusal, Situation, next};
use proptest::prelude::*;
use semver::{Prerelease, Version};

use super::config;

fn final_version() -> impl Strategy<Value = Version> {
    (0u64..3, 0u64..4, 0u64..4).prop_map(|(major, minor, patch)| Version::new(major, minor, patch))
}

fn pre_release() -> impl Strategy<Value = Version> {
    let pre =
        prop_oneof!["(alpha|beta)\\.[1-9]", "(alpha|beta)", "[1-9]", "beta\\.[1-9]\\.[1-9]", "beta-[1-9]"];
    (final_version(), pre)
        .prop_map(|(version, pre)| Version { pre: Prerelease::new(&pre).expect("a pre-release"), ..version })
}

fn bump() -> impl Strategy<Value = Bump> {
    proptest::sample::select(&[Bump::None, Bump::Patch, Bump::Minor, Bump::Major][..])
}

fn zero_major() -> impl Strategy<Value = ZeroMajor> {
    proptest::sample::select(&[ZeroMajor::Cargo, ZeroMajor::Minor, ZeroMajor::Major][..])
}

prop_compose! {
    /// Facts as a repository could give them: the last pre-release is above the last final one.
    fn situation()(
        last_final in proptest::option::of(final_version()),
        last_pre in proptest::option::of(pre_release()),
        elsewhere in proptest::collection::vec(prop_oneof![final_version(), pre_release()], 0..4),
        burned in proptest::collection::vec(prop_oneof![final_version(), pre_release()], 0..4),
        severity in bump(),
        news_on_channel in any::<bool>(),
        release_as in proptest::option::weighted(0.2, prop_oneof![final_version(), pre_release()]),
        channel in proptest::option::of(proptest::sample::select(&["alpha", "beta", "next-1", "9", "", "a.b"][..])),
        line in proptest::option::weighted(0.3, proptest::sample::select(&["1.x", "1.2.x", "0.x", "main"][..])),
        initial in final_version(),
        zero_major in zero_major(),
    ) -> Situation {
        let last_pre = last_pre.filter(|pre| last_final.as_ref().is_none_or(|last| pre > last));
        let taken = last_final.iter().chain(&last_pre).cloned().chain(elsewhere).collect();
        Situation {
            taken,
            burned,
            news_on_channel: news_on_channel || last_pre.is_none(),
            last_final,
            last_pre,
            severity,
            release_as,
            channel: channel.map(str::to_owned),
            line: line.and_then(Line::of_branch),
            initial,
            zero_major,
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_released_is_new_and_allowed(situation in situation()) {
        let Ok(Next { version, bump, release }) = next(&situation) else { return Ok(()) };
        if !release {
            prop_assert_eq!(version.as_ref(), situation.current());
            prop_assert_eq!(bump, Bump::None);
            return Ok(());
        }
        let version = version.expect("a version to release");
        for last in [situation.current(), situation.last_final.as_ref()].into_iter().flatten() {
            prop_assert!(version > *last, "{} is not above {}", version, last);
        }
        prop_assert!(!situation.taken.contains(&version));
        prop_assert!(!version.pre.is_empty() || !situation.burned.contains(&version));
        prop_assert!(situation.line.as_ref().is_none_or(|line| line.holds(&version)));
        if situation.release_as.is_none() {
            let prefix = situation.channel.as_ref().map(|channel| format!("{channel}."));
            match prefix {
                Some(prefix) => prop_assert!(version.pre.as_str().starts_with(&prefix), "{}", version),
                None => prop_assert!(version.pre.is_empty(), "{}", version),
            }
        }
    }

    #[test]
    fn more_severity_never_gives_less(situation in situation(), other in bump()) {
        let higher = Situation { severity: situation.severity.max(other), ..situation.clone() };
        if let (Ok(one), Ok(more)) = (next(&situation), next(&higher)) {
            prop_assert!(more.release || !one.release);
            prop_assert!(more.version >= one.version, "{:?} {:?}", more.version, one.version);
        }
    }

    #[test]
    fn a_refusal_names_what_is_the_matter(situation in situation()) {
        match next(&situation) {
            Ok(_) => {}
            Err(Refusal::NotRising { asked, current }) => prop_assert!(asked <= current),
            Err(Refusal::Taken(version)) => prop_assert!(situation.taken.contains(&version)),
            Err(Refusal::OutsideLine { version, line }) => prop_assert!(!line.holds(&version)),
            Err(Refusal::Channel(name)) => prop_assert_eq!(Some(name), situation.channel),
        }
    }
}
