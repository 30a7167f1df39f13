//! Go cover profiles.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| deploy_kit_fuzz::coverage::check(data));
