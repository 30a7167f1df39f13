//! `deploy-kit man`.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_mangen::Man;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

/// Prints the manual page of the umbrella, or writes it and one for each command.
pub(crate) const TOOL: Tool =
    Tool { name: "man", command, sections: Vec::new, layers: &[], outputs: &[], action: None, run };

#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`", path.display())]
struct WriteError {
    path: PathBuf,
    source: io::Error,
}

fn command() -> Command {
    Command::new("man")
        .about("Print the manual page, or write the pages of all commands")
        .after_help("To read it: deploy-kit man | man -l -")
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Write `deploy-kit.1` and a page for each command into this folder"),
        )
}

fn run(matches: &ArgMatches, _: &mut Context) -> Result<Report, Failure> {
    let mut report = Report::default();
    let pages = pages().map_err(Failure::world)?;
    match matches.get_one::<PathBuf>("output") {
        Some(folder) => {
            for (name, page) in pages {
                let path = write(folder, &name, &page).map_err(Failure::world)?;
                report.line(path.display().to_string());
            }
        }
        None => {
            if let Some((_, page)) = pages.into_iter().next() {
                report.line(page);
            }
        }
    }
    Ok(report)
}

/// File names and pages, the umbrella's first.
fn pages() -> io::Result<Vec<(String, String)>> {
    let mut umbrella = crate::command().disable_help_subcommand(true);
    // Names the commands `deploy-kit-version` and their usage `deploy-kit version`.
    umbrella.build();
    let mut pages = Vec::new();
    for command in std::iter::once(&umbrella).chain(umbrella.get_subcommands()) {
        let name = format!("{}.1", command.get_display_name().unwrap_or(command.get_name()));
        let mut bytes = Vec::new();
        Man::new(command.clone()).render(&mut bytes)?;
        pages.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(pages)
}

fn write(folder: &Path, name: &str, page: &str) -> Result<PathBuf, WriteError> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, page))
        .map_err(|source| WriteError { path: path.clone(), source })?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use deploy_kit_core::actions::guard;

    use super::*;

    #[test]
    fn the_umbrella_and_each_command_have_a_page() {
        let pages = pages().unwrap();
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "deploy-kit.1");
        for command in crate::command().get_subcommands() {
            assert!(names.contains(&format!("deploy-kit-{}.1", command.get_name()).as_str()), "{command}");
        }
        for (name, page) in &pages {
            assert!(page.contains(".SH NAME") && page.contains(".SH OPTIONS"), "{name}");
            assert_eq!(guard::text(page), *page, "{name}");
        }
    }

    #[test]
    fn pages_are_written_where_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(&folder.path().join("man1"), "a.1", "page").unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "page");
        let file = folder.path().join("man1/a.1");
        assert!(write(&file, "b.1", "").unwrap_err().to_string().starts_with("cannot write `"));
    }
}
