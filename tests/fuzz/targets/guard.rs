//! Any text through the guard: the runner sees lines of a log, and nothing else.
#![no_main]

use deploy_kit_core::actions::guard;
use deploy_kit_fuzz::one;
use deploy_kit_runner_sim::{Files, Observed, Platform, Step};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = one(data);
    silent(&guard::text(&text));
    let line = guard::line(&text);
    assert!(!line.contains(['\n', '\r']));
    silent(&line);
    silent(&format!("{}\n", guard::line(&text)));
    // Cut anywhere, as a pipe cuts it.
    let guarded = guard::text(&text);
    let at = data.first().map_or(0, |&byte| usize::from(byte) % (guarded.len() + 1));
    silent_in_parts(&guarded.as_bytes()[..at], &guarded.as_bytes()[at..]);

    let document = serde_json::json!({ "title": &text, "list": [&text] }).to_string();
    let guarded = guard::json(&document);
    silent(&guarded);
    let same: serde_json::Value = serde_json::from_str(&guarded).expect("still a document");
    assert_eq!(same["title"], *text);
});

fn silent(text: &str) {
    silent_in_parts(text.as_bytes(), b"");
}

fn silent_in_parts(one: &[u8], two: &[u8]) {
    for platform in [Platform::Linux, Platform::Windows] {
        let mut step = Step::new(platform);
        step.stdout(one);
        step.stdout(two);
        step.stderr(one);
        step.stderr(two);
        let observed = step.finish(&Files::default());
        let log = observed.log.clone();
        assert_eq!(observed, Observed { log, ..Observed::default() });
    }
}
