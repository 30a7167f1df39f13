//! Whatever is printed, the runner obeys only what was meant.

use deploy_kit_core::actions::{Annotation, Console, Mode, Secret, Styled, guard};
use deploy_kit_runner_sim::{Level, Observed};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{config, hostile, observe, printed, runners, without_log};

const TERMINAL: Mode = Mode::Terminal { colour: false, width: 80 };

fn messages(observed: &Observed, level: Level) -> Vec<&str> {
    let of_level = observed.annotations.iter().filter(|annotation| annotation.level == level);
    of_level.map(|annotation| annotation.message.trim_start_matches(' ')).collect()
}

/// The characters that neither a terminal nor a reader's eye may get.
fn is_harmful(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}')
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn text_is_only_text(texts in vec((0..4_usize, hostile()), 1..6)) {
        let say = |console: &Console| {
            for (way, text) in &texts {
                match way {
                    0 => console.print(text),
                    1 => console.info(text),
                    2 => console.info(Styled::new().text(text).strong(text).text(text)),
                    _ => console.print(Styled::new().good(":").text(text)),
                }
            }
        };
        let streams = printed(Mode::Runner, say);
        for runner in runners() {
            let observed = observe(runner, &streams);
            prop_assert_eq!(without_log(observed), Observed::default());
        }
        // A terminal may be a runner's log all the same: in a container, under a wrapper.
        let streams = printed(TERMINAL, say);
        for runner in runners() {
            prop_assert_eq!(without_log(observe(runner, &streams)), Observed::default());
        }
        for bytes in [streams.0, streams.1] {
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(!text.contains(is_harmful), "{:?}", text);
        }
    }

    #[test]
    fn guarded_text_is_one_line_for_one(text in hostile()) {
        let guarded = guard::text(&text);
        prop_assert_eq!(guarded.matches('\n').count(), text.matches('\n').count());
        prop_assert_eq!(guard::text(&guarded), &*guarded, "not idempotent");
        prop_assert!(!guard::line(&text).contains('\n'));
        let plain = text.chars().all(|c| matches!(c, ' '..='~'));
        if plain && !text.contains("##[") && !text.trim_start().starts_with("::") {
            prop_assert_eq!(&*guarded, &*text);
        }
    }

    #[test]
    fn commands_are_what_was_meant(
        group in hostile(), debug in hostile(), notice in hostile(), warning in hostile(),
        error in hostile(), info in hostile(),
    ) {
        let streams = printed(Mode::Runner, |console| {
            console.group(&group);
            console.debug(&debug);
            console.info(&info);
            console.notice(&*notice);
            console.warning(&*warning);
            console.annotate(Annotation::error(&*error));
            assert_eq!(console.finish(), None);
        });
        let shown = |text: &str| guard::data(text).trim_start_matches(' ').to_owned();
        for runner in runners() {
            let observed = observe(runner, &streams);
            prop_assert_eq!(messages(&observed, Level::Notice), [shown(&notice)]);
            prop_assert_eq!(messages(&observed, Level::Warning), [shown(&warning)]);
            prop_assert_eq!(messages(&observed, Level::Error), [shown(&error)]);
            prop_assert_eq!(observed.debug[0].trim_start_matches(' '), shown(&debug));
            let title = guard::line(&group);
            prop_assert_eq!(observed.groups[0].trim_start_matches(' '), title.trim_start_matches(' '));
            prop_assert_eq!((observed.debug.len(), observed.groups.len()), (1, 1));
            let rest = Observed {
                annotations: Vec::new(), debug: Vec::new(), groups: Vec::new(), ..observed
            };
            prop_assert_eq!(without_log(rest), Observed::default());
        }
    }

    #[test]
    fn documents_keep_their_value(key in hostile(), value in hostile(), pretty in any::<bool>()) {
        let document = json!({ &key: [value, 1, null, { "nested": value }], "x": key });
        let text = if pretty {
            serde_json::to_string_pretty(&document).unwrap()
        } else {
            document.to_string()
        };
        for mode in [Mode::Runner, TERMINAL] {
            let streams = printed(mode, |console| console.document(&text));
            let printed = String::from_utf8(streams.0.clone()).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&printed).unwrap(), document.clone());
            prop_assert!(!printed.contains(is_harmful), "{:?}", printed);
            for runner in runners() {
                prop_assert_eq!(without_log(observe(runner, &streams)), Observed::default());
            }
        }
    }

    #[test]
    fn secrets_are_masked_and_not_shown(secret in hostile(), around in hostile()) {
        let secret = Secret::new(secret);
        let streams = printed(Mode::Runner, |console| {
            console.mask(&secret);
            console.info(format!("{around}{}{around}", secret.expose()));
            console.print(secret.expose());
            console.document(&json!({ "x": secret.expose() }).to_string());
            console.annotate(Annotation::error(secret.expose()));
            let _ = console.finish();
        });
        for runner in runners() {
            let observed = observe(runner, &streams);
            if secret.is_blank() {
                prop_assert_eq!(&observed.masks, &Vec::<String>::new());
                continue;
            }
            let value = secret.expose();
            let spaced = format!(" {value}");
            prop_assert!(observed.masks.iter().any(|mask| mask == value || *mask == spaced));
            for line in value.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
                prop_assert!(observed.masks.iter().any(|mask| mask == line), "{:?}", line);
            }
            // Short ones are left to the runner, which has got them.
            let frame = format!("{around}\n{{\"x\":\"***\"}}\n::error::***");
            if value.len() >= 4 && !value.contains('*') && !frame.contains(value) {
                let text = String::from_utf8_lossy(&streams.0).into_owned();
                let lines = text.split_inclusive('\n');
                let shown: String = lines.filter(|line| !line.starts_with("::add-mask::")).collect();
                prop_assert!(!shown.contains(value), "{:?}", shown);
            }
            let rest = Observed { masks: Vec::new(), annotations: Vec::new(), ..observed };
            prop_assert_eq!(without_log(rest), Observed::default());
        }
    }

    #[test]
    fn a_pause_ends_with_its_own_token_alone(texts in vec(hostile(), 0..4)) {
        let streams = printed(Mode::Runner, |console| {
            let pause = console.stop_commands().unwrap();
            for text in &texts {
                console.info(text);
            }
            console.error("after");
            drop(pause);
        });
        for runner in runners() {
            let observed = observe(runner, &streams);
            prop_assert_eq!(messages(&observed, Level::Error), ["after"]);
            prop_assert!(!observed.stopped);
            prop_assert_eq!(observed.masks.len(), 1);
        }
    }
}
