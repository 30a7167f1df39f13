//! Makes a draft release with files, or completes one: `draft OWNER/REPO TAG FILE...`.
//!
//! It links the whole client, so its size is what GitHub costs a program:
//! `cargo build --release -p deploy-kit-github --example draft && ls -l target/release/examples/draft`.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use deploy_kit_core::actions::Environment;
use deploy_kit_github::releases::{NewRelease, Release, Upload};
use deploy_kit_github::{Clock, Content, Deadline, GitHub, Options, Repo, Result, converge, token};

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(repository), Some(tag)) = (arguments.next(), arguments.next()) else {
        return Err("usage: draft OWNER/REPO TAG FILE...".into());
    };
    let files: Vec<_> = arguments.collect();
    let environment = Environment::from_process();
    let options = Options {
        token: token::find(&environment),
        deadline: Deadline::after(Duration::from_secs(600)),
        ..Options::from_environment(&environment)
    };
    let url = deploy_kit_http::runtime()?.block_on(async {
        let repo = GitHub::connect(options, Clock::start(0))?.repository(&repository.parse()?);
        let release = draft(&repo, &tag).await.map_err(explain)?;
        for file in &files {
            upload(&repo, &release, Path::new(file)).await?;
        }
        Ok::<_, Box<dyn Error>>(release.html_url)
    })?;
    writeln!(std::io::stdout(), "{url}")?;
    Ok(())
}

async fn draft(repo: &Repo, tag: &str) -> Result<Release> {
    let is_it = |release: &Release| release.draft && release.tag_name == tag;
    let find = async || Ok(repo.releases().list().await?.into_iter().find(is_it));
    let new = NewRelease { draft: true, ..NewRelease::of(tag) };
    let create = async || repo.releases().create(&new).await;
    Ok(converge(find, create).await?.into_inner())
}

async fn upload(repo: &Repo, release: &Release, file: &Path) -> std::result::Result<(), Box<dyn Error>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let upload = Upload::of(&name, Content::file(file)?);
    let find = async || {
        let assets = repo.releases().assets(release.id).await?;
        match assets.into_iter().find(|asset| asset.name == name) {
            Some(asset) if !asset.is_whole() => {
                repo.releases().delete_asset(asset.id).await?;
                Ok(None)
            }
            found => Ok(found),
        }
    };
    let create = async || repo.releases().upload(release, &upload).await;
    converge(find, create).await.map_err(explain)?;
    Ok(())
}

fn explain(error: deploy_kit_github::Error) -> Box<dyn Error> {
    match error.hint() {
        Some(hint) => format!("{error}\nhint: {hint}").into(),
        None => error.into(),
    }
}
