//! What the tools read of a repository, for measuring whole processes: `read next|all|tags|last PATH [PREFIX]`.
#![expect(clippy::print_stdout, reason = "a program that is run by hand")]

use std::error::Error;
use std::path::Path;

use deploy_kit_git::{Range, Repository, Tag};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, path, ..] = arguments.as_slice() else {
        return Err("usage: read next|all|tags|last PATH".into());
    };
    let repository = Repository::open(Path::new(path))?;
    let head = repository.resolve("HEAD")?;
    let from = match task.as_str() {
        "tags" => {
            println!("{}", repository.tags()?.len());
            return Ok(());
        }
        "next" => last_tag(&repository, &arguments)?
            .and_then(|tag| tag.commit(&repository).transpose())
            .transpose()?,
        "last" => {
            let tag = last_tag(&repository, &arguments)?;
            println!("{}", tag.map_or_else(String::new, |tag| tag.name));
            return Ok(());
        }
        _ => None,
    };
    let (mut count, mut bytes) = (0, 0);
    for commit in repository.commits(Range { from: from.into_iter().collect(), to: head })? {
        let commit = commit?;
        count += 1;
        bytes += commit.subject().len() + commit.message_bytes().len();
    }
    println!("{count} commits, {bytes} bytes");
    Ok(())
}

/// The highest final version among the reachable tags.
fn last_tag(repository: &Repository, arguments: &[String]) -> Result<Option<Tag>, Box<dyn Error>> {
    let prefix = arguments.get(2).map_or("v", String::as_str);
    let tags = repository.tags()?;
    let mut ranked: Vec<(Vec<u64>, &Tag)> = tags
        .iter()
        .filter_map(|tag| {
            let version = tag.name.strip_prefix(prefix)?;
            let parts: Result<Vec<u64>, _> = version.split('.').map(str::parse).collect();
            Some((parts.ok()?, tag))
        })
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0));
    let ranked: Vec<&Tag> = ranked.into_iter().map(|(_, tag)| tag).collect();
    let head = repository.resolve("HEAD")?;
    let index = repository.highest_reachable(head, &ranked)?;
    Ok(index.map(|index| ranked[index].clone()))
}
