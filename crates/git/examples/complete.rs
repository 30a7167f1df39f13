//! Completes a shallow clone: `complete PATH [trees]`.
#![expect(clippy::print_stdout, reason = "a program that is run by hand")]

use std::error::Error;
use std::path::Path;

use deploy_kit_git::{Completion, Repository};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(path) = arguments.first() else {
        return Err("usage: complete PATH [trees]".into());
    };
    let mut repository = Repository::open(Path::new(path))?;
    let mut print = |line: &str| println!("{line}");
    let fetched = repository.complete(Completion {
        trees: arguments.get(1).is_some_and(|word| word == "trees"),
        progress: Some(&mut print),
        ..Completion::default()
    })?;
    println!("fetched: {fetched}, tags: {}, {repository:?}", repository.tags()?.len());
    Ok(())
}
