//! Renders a history of 30,000 entries in 300 releases and says how long that takes.
//!
//! `cargo run --release --package deploy-kit-changelog --example whole_history -- conventional`

use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use deploy_kit_changelog::forge::{Links, Remote};
use deploy_kit_changelog::notes::{Action, Commit, Entry, Notes, arrange};
use deploy_kit_changelog::preset::{Preset, preset};
use deploy_kit_changelog::render::{Renderer, Sink};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let preset = preset(&std::env::args().nth(1).unwrap_or_else(|| String::from("conventional")))?;
    let remote = Remote { host: "github.com".into(), owner: "org".into(), name: "kit".into() };
    let links = Links::new(remote, None)?.ok_or("no forge")?;
    let start = Instant::now();
    let releases: Vec<Notes> = (0..300).map(|number| release(number, &links, preset)).collect();
    let built = start.elapsed();
    let start = Instant::now();
    let page = Renderer::new(preset, Sink::File).render_all(&releases)?;
    let mut out = std::io::stdout();
    writeln!(out, "{} bytes: data {built:?}, rendering {:?}", page.len(), start.elapsed())?;
    Ok(())
}

fn release(number: usize, links: &Links, preset: &Preset) -> Notes {
    let kinds = ["feat", "fix", "perf", "fix"];
    let entries = (0..100).map(|index| {
        let id = format!("{:040x}", (number * 100 + index) * 2_654_435_761);
        Entry {
            kind: kinds[index % 4].into(),
            scope: (index % 3 == 0).then(|| "core".into()),
            description: format!("make `parse_{index}` accept a trailing comma in nested lists of options"),
            pull_request: Some(links.reference(None, 1000, Action::Pull)),
            references: if index % 5 == 0 {
                vec![links.reference(None, 7, Action::Closes)]
            } else {
                Vec::new()
            },
            commit: Commit { short: id[33..].into(), url: Some(links.commit(&id)), id },
            ..Entry::default()
        }
    });
    let arranged = arrange(entries.map(Arc::new), &(preset.sections)(), preset.order);
    Notes {
        version: Some(format!("1.{number}.0")),
        date: "2026-11-21".into(),
        compare_url: Some(links.compare("v1", "v2")),
        sections: arranged.sections,
        breaking: arranged.breaking,
        ..Notes::default()
    }
}
