//! Documents whose parts stand in any order: those of the formats that most repositories have.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{SAME, SLOT};

fn spaces() -> impl Strategy<Value = &'static str> {
    select(&["", " ", "  ", "\t"][..])
}

fn comment() -> impl Strategy<Value = String> {
    select(&["", " # \u{2}", "# version = \"\u{2}\"", "\t#日本語 é"][..]).prop_map(str::to_owned)
}

/// Shuffles without a strategy of its own for each length.
fn shuffled(mut parts: Vec<String>, order: &[Index]) -> Vec<String> {
    for (at, index) in order.iter().enumerate().take(parts.len()) {
        let other = index.index(parts.len());
        parts.swap(at, other);
    }
    parts
}

fn order() -> impl Strategy<Value = Vec<Index>> {
    proptest::collection::vec(any::<Index>(), 8)
}

prop_compose! {
    fn toml_line()(left in spaces(), right in spaces(), quote in select(&["\"", "'", "\"\"\"", "'''"][..]), comment in comment())
        -> String {
        format!("version{left}={right}{quote}{SLOT}{quote}{comment}\n")
    }
}

prop_compose! {
    pub(super) fn cargo()(line in toml_line(), inner in order(), outer in order(), shared in any::<bool>()) -> String {
        let keys = vec![
            line.clone(),
            "name = \"a\"\n".to_owned(),
            format!("description = \"version = \\\"{SAME}\\\" é\"\n"),
            format!("rust-version = \"{SAME}\"\n"),
        ];
        let tables = vec![
            format!("[{}package]\n{}\n", if shared { "workspace." } else { "" }, shuffled(keys, &inner).concat()),
            format!("[package.metadata.x]\nversion = \"{SAME}\"\n"),
            format!("[dependencies]\nb = \"{SAME}\"\na2 = {{ version = \"{SAME}\", path = \"..\" }}\n\n\n"),
            format!("[target.'cfg(unix)'.dependencies.c]\nversion = '{SAME}'\n"),
            format!("#[package]\n#version = \"{SAME}\"\n"),
        ];
        shuffled(tables, &outer).concat()
    }
}

prop_compose! {
    pub(super) fn pyproject()(line in toml_line(), outer in order(), poetry in any::<bool>()) -> String {
        let name = if poetry { "tool.poetry" } else { "project" };
        let tables = vec![
            format!("[{name}]\nname = \"a\"\n{line}"),
            format!("[tool.x]\nversion = \"{SAME}\"\n"),
            format!("[build-system]\nrequires = [\"b=={SAME}\"] # {SAME}\n"),
        ];
        shuffled(tables, &outer).concat()
    }
}

prop_compose! {
    pub(super) fn npm()(left in spaces(), right in spaces(), order in order(), indent in spaces(), end in select(&["", "\n", "\n\n"][..]))
        -> String {
        let members = vec![
            format!("\"version\"{left}:{right}\"{SLOT}\""),
            "\"name\": \"a\"".to_owned(),
            format!("\"description\":\"\\\"version\\\": \\\"{SAME}\\\" é \\ud83d\\ude00\""),
            format!("\"config\": {{ \"version\": \"{SAME}\", \"x\": [1e5, \"{SAME}\"] }}"),
            format!("\"dependencies\": {{ \"b\":\"{SAME}\" }}"),
        ];
        let text = shuffled(members, &order).join(&format!(",\n{indent}"));
        format!("{{\n{indent}{text}\n}}{end}")
    }
}

prop_compose! {
    pub(super) fn cargo_lock()(packages in proptest::collection::vec(any::<(bool, bool)>(), 0..8), at in any::<Index>()) -> String {
        let mut entries: Vec<String> = packages.iter().enumerate().map(|(number, (source, alike))| {
            let source = if *source { "source = \"registry+x\"\n" } else { "" };
            let name = if *alike && !source.is_empty() { "a".to_owned() } else { format!("p{number}") };
            format!("[[package]]\nname = \"{name}\"\nversion = \"{SAME}\"\n{source}dependencies = [\n \"b {SAME}\",\n]\n\n")
        }).collect();
        let own = format!("[[package]]\nname = \"a\"\nversion = \"{SLOT}\"\n\n");
        entries.insert(at.index(entries.len() + 1), own);
        format!("version = 4\n\n{}", entries.concat())
    }
}

prop_compose! {
    pub(super) fn npm_lock()(packages in proptest::collection::vec(any::<bool>(), 0..6), version in 1..4) -> String {
        let installed = packages.iter().enumerate().map(|(number, nested)| {
            let path = if *nested { format!("w/node_modules/p{number}") } else { format!("node_modules/p{number}") };
            format!(",\n\"{path}\": {{ \"version\": \"{SAME}\", \"dependencies\": {{ \"b\": \"{SAME}\" }} }}")
        });
        let root = format!("\"\": {{ \"name\": \"a\", \"version\": \"{SLOT}\" }}");
        let packages = format!(",\n\"packages\": {{ {root}{} }}", installed.collect::<String>());
        let packages = if version == 1 { String::new() } else { packages };
        let tree = format!(",\n\"dependencies\": {{ \"b\": {{ \"version\": \"{SAME}\" }} }}");
        let tree = if version == 3 { String::new() } else { tree };
        format!("{{ \"name\": \"a\", \"version\": \"{SLOT}\"{packages}{tree} }}\n")
    }
}

prop_compose! {
    pub(super) fn text()(before in "[ \\n\\t]{0,4}", v in select(&["", "v"][..]), after in "[ \\n\\t]{0,4}") -> String {
        format!("{before}{v}{SLOT}{after}")
    }
}

prop_compose! {
    pub(super) fn marked()(lines in proptest::collection::vec(0..4, 0..6), at in any::<Index>(), tail in select(&["", " not {2}", "\t日本語"][..]))
        -> String {
        let mut lines: Vec<String> = lines.into_iter().map(|kind| match kind {
            0 => format!("tool {SAME}"),
            1 => format!("é tool-v{SLOT}-x86_64.tar.gz # x-release-please-version"),
            2 => format!("# x-deploy-kit-start-version\nx: \"{SLOT}\"\n\n# x-deploy-kit-end"),
            _ => String::new(),
        }).collect();
        let tail = tail.replace("{2}", SAME);
        lines.insert(at.index(lines.len() + 1), format!("v{SLOT}{tail} x-deploy-kit-version"));
        lines.join("\n")
    }
}
