//! Reports in JSON: Istanbul, coverage.py, llvm-cov, SimpleCov, gcov and gcovr, Xcode, Codecov, Coveralls.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| deploy_kit_fuzz::coverage::check(data));
