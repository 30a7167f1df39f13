//! Our reading against git2's, on the repository that `DEPLOY_KIT_BENCH_REPO` names, else on this one.
//!
//! `DEPLOY_KIT_BENCH_REPO=../vite cargo bench -p deploy-kit-git`

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use deploy_kit_git::{Range, Repository, Tag};

fn path() -> PathBuf {
    let named = std::env::var_os("DEPLOY_KIT_BENCH_REPO");
    named.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// Opening, and every tag with its commit.
fn tags(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tags");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let repository = Repository::open(&path()).unwrap();
            let tags = repository.tags().unwrap();
            let commit = |tag: &Tag| tag.peeled().or_else(|| tag.commit(&repository).unwrap());
            tags.iter().filter_map(commit).count()
        });
    });
    group.bench_function("git2", |bencher| {
        bencher.iter(|| {
            let repository = git2::Repository::discover(path()).unwrap();
            let names = repository.references_glob("refs/tags/*").unwrap();
            names.filter(|name| name.as_ref().unwrap().peel_to_commit().is_ok()).count()
        });
    });
    group.finish();
}

/// The length of every message of the whole history.
fn history(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("history");
    group.sample_size(10);
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let repository = Repository::open(&path()).unwrap();
            let to = repository.resolve("HEAD").unwrap();
            let commits = repository.commits(Range { from: vec![], to }).unwrap();
            commits.map(|commit| commit.unwrap().message_bytes().len()).sum::<usize>()
        });
    });
    group.bench_function("git2", |bencher| {
        bencher.iter(|| {
            let repository = git2::Repository::discover(path()).unwrap();
            let mut walk = repository.revwalk().unwrap();
            walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME).unwrap();
            walk.push_head().unwrap();
            let length = |id| repository.find_commit(id).unwrap().message_bytes().len();
            walk.map(|id| length(id.unwrap())).sum::<usize>()
        });
    });
    group.finish();
}

/// The newest tag that `HEAD` reaches, of all by name.
fn last_tag(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("last tag");
    group.sample_size(10);
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let repository = Repository::open(&path()).unwrap();
            let head = repository.resolve("HEAD").unwrap();
            let tags = repository.tags().unwrap();
            let ranked: Vec<&Tag> = tags.iter().rev().collect();
            black_box(repository.highest_reachable(head, &ranked).unwrap())
        });
    });
    group.bench_function("git2", |bencher| {
        bencher.iter(|| {
            let repository = git2::Repository::discover(path()).unwrap();
            let mut options = git2::DescribeOptions::new();
            options.describe_tags();
            black_box(repository.describe(&options).is_ok())
        });
    });
    group.finish();
}

criterion_group!(benches, tags, history, last_tag);
criterion_main!(benches);
