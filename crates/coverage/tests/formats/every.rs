//! What holds for every format.

use deploy_kit_coverage::format::{FORMATS, Head, recognise};
use deploy_kit_coverage::{ReadError, read};
use proptest::prelude::*;

/// A report of each format, in the list's order.
const SAMPLES: [(&str, &str); 18] = [
    ("deploy-kit JSON", crate::deploy_kit::SAMPLE),
    ("LCOV", crate::lcov::SAMPLE),
    ("Sonar generic", crate::sonar::SAMPLE),
    ("Clover", crate::clover::SAMPLE),
    ("Cobertura", crate::cobertura::SAMPLE),
    ("JaCoCo", crate::jacoco::SAMPLE),
    ("OpenCover", crate::opencover::SAMPLE),
    ("dotnet-coverage", crate::dotnet::SAMPLE),
    ("Go cover profile", crate::go::SAMPLE),
    ("Codecov JSON", crate::codecov::SAMPLE),
    ("Coveralls JSON", crate::coveralls::SAMPLE),
    ("Istanbul", crate::istanbul::SAMPLE),
    ("Istanbul summary", crate::istanbul_summary::SAMPLE),
    ("coverage.py", crate::coverage_py::SAMPLE),
    ("llvm-cov", crate::llvm_cov::SAMPLE),
    ("SimpleCov", crate::simplecov::SAMPLE),
    ("gcov JSON", crate::gcov::SAMPLE),
    ("Xcode xccov", crate::xccov::SAMPLE),
];

#[test]
fn each_format_has_a_sample_and_recognises_it() {
    let names: Vec<_> = SAMPLES.iter().map(|(name, _)| *name).collect();
    let formats: Vec<_> = FORMATS.iter().map(|format| format.name()).collect();
    assert_eq!(names, formats);
    for (name, sample) in SAMPLES {
        for text in [sample.to_owned(), format!("\u{feff}{sample}"), format!("\n \n{sample}")] {
            let format = recognise(&Head::of(text.as_bytes())).map(|format| format.name());
            assert_eq!(format, Some(name));
            assert!(!read("x", text.as_bytes()).unwrap().report.is_empty(), "{name}");
        }
        assert!(read("x", sample.replace('\n', "\r\n").as_bytes()).is_ok(), "{name}");
    }
}

#[test]
fn what_is_foreign_or_empty_is_an_error_and_no_report() {
    for text in ["", " \n\n", "\u{feff}"] {
        assert_eq!(read("x", text.as_bytes()), Err(ReadError::Empty { file: "x".to_owned() }));
    }
    for text in [
        "hello",
        "<html></html>",
        "{}",
        "[]",
        "null",
        "404: Not Found",
        "{\"a\": {\"b\": 1}}",
        "<a",
        "{\"",
        "\0\0",
        "<?xml version=\"1.0\"?>",
    ] {
        let error = read("x", text.as_bytes()).unwrap_err().to_string();
        assert!(
            error.starts_with("`x` is no coverage report of a known format: it begins with `"),
            "{error}"
        );
    }
}

/// Cuts a sample at a byte; it is `true` if what is left reads as a report all the same.
fn is_whole(sample: &str, at: usize) -> bool {
    read("x", &sample.as_bytes()[..at]).is_ok_and(|read| !read.report.is_empty())
}

#[test]
fn what_is_cut_off_is_an_error() {
    for (name, sample) in SAMPLES {
        let end = sample.trim_end().len();
        for at in 0..end {
            // Of a list of lines without an end nobody can tell; its own test says what can be told.
            if crate::CANNOT_TELL.contains(&name) {
                let _ = is_whole(sample, at);
            } else {
                assert!(!is_whole(sample, at), "{name}, cut at {at}: {}", &sample[..at]);
            }
        }
        assert!(is_whole(sample, end), "{name}");
    }
}

proptest! {
    #[test]
    fn no_bytes_do_harm(which in 0..SAMPLES.len(), changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..6)) {
        let mut bytes = SAMPLES[which].1.as_bytes().to_vec();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at + 1),
            }
        }
        if let Ok(read) = read("x", &bytes) {
            for file in read.report.files.values() {
                prop_assert!(file.line_percent().covered() <= file.line_percent().total());
                prop_assert!(file.lines.is_sorted_by(|one, next| one.number < next.number));
            }
        }
    }
}
