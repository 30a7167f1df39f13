//! Records of the file-command files: each key and value arrives, or is refused.

use std::cell::RefCell;

use deploy_kit_core::actions::Environment;
use deploy_kit_core::actions::file_command::{
    FileCommandError, add_path, export_variable, save_state, set_output,
};
use deploy_kit_runner_sim::{Files, Observed, Platform, Step};
use proptest::collection::vec;
use proptest::prelude::*;
use tempfile::NamedTempFile;

use crate::support::{config, hostile};

thread_local! {
    /// One file for all cases: making one for each would be most of the time.
    static FILE: RefCell<NamedTempFile> = RefCell::new(NamedTempFile::new().expect("a file"));
}

/// What a file that held `before` holds after `act`, for a runner of `platform`.
fn written(platform: Platform, before: &str, act: impl FnOnce(&Environment)) -> Vec<u8> {
    FILE.with_borrow(|file| {
        std::fs::write(file.path(), before).expect("the file is written");
        let path = file.path().to_str().expect("an ASCII path");
        let os = if platform == Platform::Windows { "Windows" } else { "Linux" };
        let variables = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE"];
        let environment: Environment =
            variables.map(|name| (name, path)).into_iter().chain([("RUNNER_OS", os)]).collect();
        act(&environment);
        std::fs::read(file.path()).expect("the file is read")
    })
}

/// Whether the runner could read the key as it is written.
fn is_sayable(key: &str) -> bool {
    let heredoc = format!("{key}<<D");
    let equals = heredoc.find('=').unwrap_or(usize::MAX);
    let key_end = heredoc.find("<<").unwrap_or(usize::MAX);
    !key.is_empty() && key_end == key.len() && equals > key_end && !key.contains(['\r', '\n'])
}

fn check(sayable: bool, result: &Result<(), FileCommandError>) -> bool {
    assert_eq!(result.is_ok(), sayable, "{result:?}");
    sayable
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn outputs_and_state_arrive(
        before in proptest::sample::select(vec!["", "first=1", "first=1\n"]),
        records in vec((hostile(), hostile()), 1..4),
    ) {
        for platform in [Platform::Linux, Platform::Windows] {
            let mut expected = Vec::new();
            if !before.is_empty() {
                expected.push(("first".to_owned(), "1".to_owned()));
            }
            let bytes = written(platform, before, |environment| {
                for (at, (key, value)) in records.iter().enumerate() {
                    let result = match at % 2 {
                        0 => set_output(environment, key, value),
                        _ => save_state(environment, key, value),
                    };
                    if check(is_sayable(key), &result) {
                        expected.push((key.clone(), value.clone()));
                    }
                }
            });
            let files = Files { output: bytes.clone(), ..Files::default() };
            let observed = Step::new(platform).finish(&files);
            let nothing = Observed::default();
            prop_assert_eq!(observed, Observed { outputs: expected.clone(), ..nothing.clone() });
            let files = Files { state: bytes, ..Files::default() };
            let observed = Step::new(platform).finish(&files);
            prop_assert_eq!(observed, Observed { state: expected, ..nothing });
        }
    }

    #[test]
    fn variables_arrive(key in hostile(), value in hostile()) {
        for platform in [Platform::Linux, Platform::Windows] {
            let sayable = is_sayable(&key) && key != "NODE_OPTIONS";
            let bytes = written(platform, "", |environment| {
                check(sayable, &export_variable(environment, &key, &value));
            });
            let env = if sayable { vec![(key.clone(), value.clone())] } else { Vec::new() };
            let observed = Step::new(platform).finish(&Files { env: bytes, ..Files::default() });
            prop_assert_eq!(observed, Observed { env, ..Observed::default() });
        }
    }

    #[test]
    fn folders_arrive(folders in vec(hostile(), 1..4)) {
        let mut path: Vec<String> = Vec::new();
        let bytes = written(Platform::Linux, "", |environment| {
            for folder in &folders {
                let sayable = !folder.is_empty() && !folder.contains(['\r', '\n']);
                if check(sayable, &add_path(environment, folder)) {
                    path.retain(|known| known != folder);
                    path.push(folder.clone());
                }
            }
        });
        let observed = Step::new(Platform::Linux).finish(&Files { path: bytes, ..Files::default() });
        prop_assert_eq!(observed, Observed { path, ..Observed::default() });
    }
}
