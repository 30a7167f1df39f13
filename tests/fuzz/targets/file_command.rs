//! `GITHUB_OUTPUT` and its kin: what the simulated runner reads can be written again and read as the same, and
//! what the toolkit writes is read as it was meant.
#![no_main]

use std::fs::File;

use deploy_kit_core::actions::Environment;
use deploy_kit_core::actions::file_command::{FileCommandError, set_output};
use deploy_kit_fuzz::texts;
use deploy_kit_runner_sim::{Files, Platform, Step, read_file_command};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    for platform in [Platform::Linux, Platform::Windows] {
        let files = Files { output: data.to_vec(), ..Files::default() };
        let observed = Step::new(platform).finish(&files);
        let Ok(records) = read_file_command(data, platform) else {
            assert!(!observed.errors.is_empty());
            continue;
        };
        // In front of `<<` a key cannot be empty nor end with `<`, nor with what may belong to a line end.
        let writable = |(key, _): &(String, String)| !key.is_empty() && !key.ends_with(['\r', '<']);
        let expected: Vec<_> = records.into_iter().filter(writable).collect();
        let written: String = expected
            .iter()
            .map(|(key, value)| format!("{key}<<delimiter-of-ours\n{value}\ndelimiter-of-ours\n"))
            .collect();
        let final_cr =
            expected.iter().any(|(_, value)| value.ends_with('\r')) && platform == Platform::Windows;
        let ours = expected.iter().any(|(_, value)| value.contains("delimiter-of-ours"));
        if !final_cr && !ours {
            assert_eq!(read_file_command(written.as_bytes(), platform), Ok(expected));
        }
    }
    round_trip(data);
});

fn round_trip(data: &[u8]) {
    let texts = texts(data, 2);
    let (key, value) = (&texts[0], &texts[1]);
    let file = tempfile::NamedTempFile::new().expect("a file");
    let path = file.path().to_str().expect("a path in UTF-8");
    let environment = Environment::from_iter([("GITHUB_OUTPUT", path)]);
    match set_output(&environment, key, value) {
        Ok(()) => {
            let written = std::io::read_to_string(File::open(path).expect("the file")).expect("text");
            let read = read_file_command(written.as_bytes(), Platform::Linux);
            assert_eq!(read, Ok(vec![(key.clone(), value.clone())]));
        }
        Err(FileCommandError::Key(_)) => {
            let breaks = key.contains(['\n', '\r', '=']) || key.contains("<<") || key.ends_with('<');
            assert!(key.is_empty() || breaks || key.starts_with('\u{feff}'), "{key:?}");
        }
        Err(error) => panic!("{error}"),
    }
}
