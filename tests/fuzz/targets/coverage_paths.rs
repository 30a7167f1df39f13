//! Tracked files, roots, fixes and the paths of a report, each a line: every path is one tracked file or is told as none,
//! whatever the order.
#![no_main]

use std::collections::BTreeSet;

use deploy_kit_coverage::paths::{Fix, Tree, Unmatched, repair};
use deploy_kit_fuzz::texts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [tree, roots, fixes, paths] = &texts(data, 4)[..] else { return };
    // As git lists them.
    let is_file = |path: &&str| path.split('/').all(|part| !["", ".", ".."].contains(&part)) && !path.contains('\\');
    let tracked: BTreeSet<&str> = tree.lines().filter(is_file).collect();
    let roots: Vec<String> = roots.lines().map(str::to_owned).collect();
    let fixes: Vec<Fix> = fixes.lines().filter_map(|fix| fix.parse().ok()).collect();
    let paths: BTreeSet<&str> = paths.lines().collect();
    let tree = Tree::new(tracked.iter().copied());
    let repaired = repair(paths.iter().copied(), &roots, &fixes, &tree);
    for path in &paths {
        assert!(repaired.files.contains_key(*path) != repaired.unmatched.contains_key(*path), "{path}");
        assert!(!tracked.contains(path) || repaired.files[*path] == *path, "{path}");
    }
    assert_eq!(repaired.files.len() + repaired.unmatched.len(), paths.len());
    assert!(repaired.files.values().all(|file| tracked.contains(file.as_str())));
    for unmatched in repaired.unmatched.values() {
        if let Unmatched::Ambiguous(several) = unmatched {
            assert!(several.len() > 1 && several.iter().all(|file| tracked.contains(file.as_str())));
        }
    }
    assert_eq!(repair(paths.iter().rev().copied(), &roots, &fixes, &tree), repaired);
});
