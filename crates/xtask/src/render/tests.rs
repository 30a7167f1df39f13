use deploy_kit::TOOLS;

use super::*;

#[test]
fn a_block_is_filled_and_all_else_stays() {
    let page = "a\n<!-- render:args x -->\nold\n<!-- /render -->\nb";
    let filled = fill(page, |kind, of| Some(format!("{kind} of {of}\n"))).unwrap();
    assert_eq!(filled, "a\n<!-- render:args x -->\n\nargs of x\n\n<!-- /render -->\nb");
    assert_eq!(fill(&filled, |kind, of| Some(format!("{kind} of {of}"))).unwrap(), filled);
    assert_eq!(fill("a\n", |_, _| None).unwrap(), "a\n");
}

#[test]
fn wrong_marks_are_named_by_line() {
    let fill = |page: &str| fill(page, |kind, _| (kind == "args").then(String::new)).unwrap_err().to_string();
    assert_eq!(fill("\n<!-- render:args x -->\n"), "line 2: the block has no `<!-- /render -->`");
    assert_eq!(
        fill("<!-- render:args x -->\n<!-- render:args y -->\n<!-- /render -->"),
        "line 1: the block has no `<!-- /render -->`"
    );
    assert_eq!(fill("<!-- /render -->"), "line 1: `<!-- /render -->` ends no block");
    assert_eq!(fill("<!-- render:arg x -->\n<!-- /render -->"), "line 1: nothing renders `arg x`");
}

#[test]
fn a_missing_page_is_begun_and_is_then_as_it_should_be() {
    let first = files(&TOOLS, |_| None).unwrap();
    let read = |path: &str| first.iter().find(|file| file.path == path).map(|file| file.text.clone());
    assert_eq!(files(&TOOLS, read).unwrap(), first);
    let page = read("actions/version/README.md").unwrap();
    assert!(page.contains("| `--channel NAME`"), "{page}");
    assert!(page.contains("| `should-release` |"), "{page}");
    assert!(page.contains("**`[[package]]`**"), "{page}");
}

#[test]
fn values_that_the_help_does_not_name_are_listed() {
    let table = block(&TOOLS, "args", "version").unwrap();
    let line = |name: &str| table.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(line("--format").contains("One of `text`, `json`."));
    assert!(!line("--zero-major").contains("One of"));
    assert!(line("--explain").starts_with("| `--explain` "));
}

#[test]
fn tools_that_know_the_same_section_know_the_same_of_it() {
    use deploy_kit_core::config::json_schema;
    let mut seen = std::collections::BTreeMap::new();
    for section in TOOLS.iter().flat_map(|tool| (tool.sections)()) {
        let name = section.name;
        let schema = json_schema(&[section]).to_string();
        assert_eq!(seen.entry(name).or_insert_with(|| schema.clone()), &schema, "{name}");
    }
}
