//! Single commands: each property and the data arrive.

use deploy_kit_core::actions::{Annotation, Command, Level, guard};
use deploy_kit_runner_sim as sim;
use proptest::prelude::*;

use crate::support::{config, hostile, observe, runners};

/// The property as it arrives: the runner drops `=` in front, so a space stands there.
fn property(value: &str) -> Option<String> {
    let space = if value.starts_with('=') { " " } else { "" };
    (!value.is_empty()).then(|| format!("{space}{value}"))
}

/// Whether `arrived` is `data`, but for a space in front of a character that might join `::`.
fn is_data(arrived: &str, data: &str) -> bool {
    let spaced = data.starts_with(|c: char| !c.is_ascii_graphic() && c != ' ');
    arrived == data || spaced && arrived.strip_prefix(' ') == Some(data)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn properties_and_data_arrive(title in hostile(), other in hostile(), data in hostile()) {
        let command = Command::new("error")
            .property("title", &*title)
            .property("other", &*other)
            .data(&*data);
        let line = format!("{command}\n").into_bytes();
        for runner in runners() {
            let mut observed = observe(runner, &(line.clone(), Vec::new()));
            let annotation = observed.annotations.pop().expect("an annotation");
            prop_assert_eq!(annotation.get("title").map(str::to_owned), property(&title));
            prop_assert_eq!(annotation.get("other").map(str::to_owned), property(&other));
            prop_assert!(is_data(&annotation.message, &data), "{:?}", annotation.message);
            prop_assert_eq!(observed, sim::Observed::default());
        }
    }

    #[test]
    fn annotations_arrive(
        level in 0..3_usize,
        title in hostile(),
        file in hostile(),
        message in hostile(),
        numbers in any::<[Option<u8>; 4]>(),
    ) {
        let level = Level::ALL[level];
        let [line, end_line, column, end_column] = numbers.map(|number| number.map(u32::from));
        let mut annotation = Annotation::new(level, &*message).title(&*title).file(&*file);
        (annotation.line, annotation.end_line) = (line, end_line);
        (annotation.column, annotation.end_column) = (column, end_column);
        let line = format!("{}\n", annotation.to_command()).into_bytes();
        for runner in runners() {
            let mut observed = observe(runner, &(line.clone(), Vec::new()));
            let arrived = observed.annotations.pop().expect("an annotation");
            prop_assert_eq!(arrived.level as usize, level as usize);
            prop_assert!(is_data(&arrived.message, &guard::data(&message)), "{:?}", arrived.message);
            let shown = guard::line(title.trim()).into_owned();
            prop_assert_eq!(arrived.get("title").map(str::to_owned), property(&shown));
            if !file.starts_with('=') {
                let shown = guard::line(&file).into_owned();
                prop_assert_eq!(arrived.get("file").map(str::to_owned), property(&shown));
            }
            // What we validated the runner has nothing to change in.
            let written = String::from_utf8_lossy(&line);
            for (key, value) in &arrived.properties {
                if !matches!(key.as_str(), "title" | "file") {
                    let property = format!("{key}={value}");
                    prop_assert!(written.contains(&property), "{} {}", property, written);
                }
            }
            prop_assert_eq!(observed, sim::Observed::default());
        }
    }

    #[test]
    fn places_are_those_the_runner_would_make(numbers in any::<[Option<u8>; 4]>()) {
        let names = ["line", "endLine", "col", "endColumn"];
        let mut raw = Command::new("error");
        for (name, number) in names.into_iter().zip(numbers) {
            raw = raw.property(name, number.map_or_else(String::new, |number| number.to_string()));
        }
        let [line, end_line, column, end_column] = numbers.map(|number| number.map(u32::from));
        let mut ours = Annotation::error("");
        (ours.line, ours.end_line) = (line, end_line);
        (ours.column, ours.end_column) = (column, end_column);
        let runner = (sim::Platform::Linux, sim::Culture::Ordinal);
        let read = |line: String| observe(runner, &(line.into_bytes(), Vec::new())).annotations;
        prop_assert_eq!(read(ours.to_command().to_string()), read(raw.to_string()));
    }
}

/// The random cases seldom meet the few hundred characters that hide `::` from ICU; here each
/// stands on both sides of it.
#[test]
fn every_character_may_stand_beside_the_marker() {
    let runner = (sim::Platform::Linux, sim::Culture::Linguistic);
    // Without the ideographs, the syllables of Hangul and private use.
    let characters: Vec<char> = ('\u{1}'..='\u{33FF}')
        .chain('\u{A000}'..='\u{ABFF}')
        .chain('\u{F900}'..='\u{1FFFF}')
        .chain('\u{E0000}'..='\u{E01FF}')
        .collect();
    for batch in characters.chunks(4096) {
        let line = |c: &char| {
            let text = format!("{c}x{c}");
            format!("{}\n", Command::new("error").property("title", &*text).data(&*text))
        };
        let lines: String = batch.iter().map(line).collect();
        let observed = observe(runner, &(lines.into_bytes(), Vec::new()));
        let arrived = observed.annotations.iter().chain(&observed.dropped);
        assert_eq!(arrived.clone().count(), batch.len(), "from {:?}", batch[0]);
        for (c, annotation) in batch.iter().zip(arrived) {
            let text = format!("{c}x{c}");
            assert_eq!(annotation.get("title").map(str::to_owned), property(&text));
            assert!(is_data(&annotation.message, &text), "{:?}", annotation.message);
        }
    }
}
