//! What follows from declarations is as it is rendered.

use deploy_kit::TOOLS;
use deploy_kit_tests::tree;
use xtask::render;

#[test]
fn the_schema_and_the_tables_of_the_pages_are_up_to_date() {
    let read = |path: &str| std::fs::read_to_string(tree::root().join(path)).ok();
    let drift = render::drift(&TOOLS, read).unwrap();
    let told: Vec<String> = drift.iter().map(|path| render::describe_drift(path)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
