use semver::Version;

use super::*;
use crate::action::{Digests, PLATFORMS};

fn release(embedded: &[&str]) -> Release {
    let digests = Digests::sample(&programs());
    assert_eq!(Digests::parse(&digests.list(), &programs()).as_ref(), Ok(&digests));
    let embedded = embedded.iter().filter_map(|name| Platform::find(name)).collect();
    Release { version: Version::new(1, 2, 3), digests, embedded }
}

fn render(release: &Release) -> Vec<Entry> {
    let binary = |program: &str, platform: &Platform| Ok(format!("{program} {}", platform.name).into_bytes());
    tree::<()>(release, |path| Ok(path.as_bytes().to_vec()), binary).unwrap()
}

fn text<'a>(entries: &'a [Entry], path: &str) -> &'a str {
    let entry = entries.iter().find(|entry| entry.path == path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(&entry.bytes).unwrap()
}

#[test]
fn both_paths_of_a_tool_hold_the_same_bytes_and_every_digest() {
    let release = release(&[]);
    let entries = render(&release);
    assert_eq!(entries, render(&release));
    for tool in TOOLS {
        let short = text(&entries, &format!("{}/action.yml", tool.name));
        assert_eq!(short, text(&entries, &format!("actions/{}/action.yml", tool.name)));
        for platform in &PLATFORMS {
            let digest = release.digests.of(&format!("deploy-kit-{}", tool.name), platform);
            assert_eq!(short.matches(digest).count(), 1, "{} {}", tool.name, platform.name);
        }
    }
    assert_eq!(text(&entries, "VERSION"), "1.2.3\n");
}

#[test]
fn a_script_has_no_expression_no_eval_no_mark_left_and_builds_nothing() {
    for entry in render(&release(&["linux-x64", "windows-x64"])) {
        if !entry.path.ends_with("action.yml") {
            continue;
        }
        let text = std::str::from_utf8(&entry.bytes).unwrap();
        for script in text.split("      run: |\n").skip(1) {
            let script = script.split("    - name:").next().unwrap();
            for word in ["${{", "eval", "cargo build", "@P", "@A", "@K", "@D"] {
                assert!(!script.contains(word), "{} has `{word}`", entry.path);
            }
        }
        assert!(!text.contains("uses:"), "{} uses another action", entry.path);
    }
}

#[test]
fn programs_stand_in_the_tree_where_asked() {
    let entries = render(&release(&["linux-x64"]));
    assert_eq!(text(&entries, "bin/linux-x64/deploy-kit-release"), "deploy-kit-release linux-x64");
    assert!(entries.iter().any(|entry| entry.path == "bin/linux-x64/deploy-kit" && entry.executable));
    assert!(text(&entries, "release/action.yml").contains("the embedded $program"));
    let script = text(&entries, "release/action.yml").split("id: windows").nth(1).unwrap();
    assert!(!script.contains("the embedded"), "nothing is embedded for Windows");
}

#[test]
fn every_difference_of_a_published_tree_is_named() {
    let rendered = render(&release(&[]));
    assert!(compare(&rendered, &rendered).is_empty());
    let mut published = rendered.clone();
    published.retain(|entry| entry.path != "VERSION");
    published.push(Entry { path: "install.sh".to_owned(), bytes: Vec::new(), executable: true });
    let file = published.iter_mut().find(|entry| entry.path == "release/action.yml").unwrap();
    file.bytes = String::from_utf8_lossy(&file.bytes).replace("sha256sum", "true").into_bytes();
    let told: Vec<String> = compare(&published, &rendered).iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "`VERSION` is missing");
    assert!(told[1].starts_with("`release/action.yml` differs from line "), "{told:?}");
    assert_eq!(told[2], "`install.sh` is not rendered from these sources");
}
