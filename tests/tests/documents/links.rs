//! Links between the files of the repository.

use std::collections::HashMap;
use std::path::Path;

use deploy_kit_tests::tree;

use super::page;

#[test]
fn every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading() {
    let pages = page::all();
    let anchors: HashMap<String, Vec<String>> =
        pages.iter().map(|page| (page.path.clone(), page.anchors.clone())).collect();
    let mut wrong = Vec::new();
    for page in &pages {
        for link in page.links.iter().filter(|link| !is_absolute(link)) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = resolve(&page.path, path);
            if !tree::root().join(&target).exists() {
                wrong.push(format!("{}: `{link}` leads to no file", page.path));
            } else if let Some(known) = anchors.get(&target)
                && !anchor.is_empty()
                && !known.iter().any(|name| name == anchor)
            {
                wrong.push(format!("{}: `{link}` leads to no heading", page.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_absolute(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:")
}

/// The path from the root of a link on a page; a link without a path leads to the page itself.
fn resolve(page: &str, path: &str) -> String {
    if path.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<&str> =
        Path::new(page).parent().and_then(Path::to_str).unwrap_or("").split('/').collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[test]
fn links_are_resolved_from_their_page() {
    assert_eq!(resolve("actions/version/README.md", "../../README.md"), "README.md");
    assert_eq!(resolve("README.md", "./crates/"), "crates");
    assert_eq!(resolve("a/b.md", ""), "a/b.md");
    assert!(is_absolute("https://x") && !is_absolute("x"));
}
