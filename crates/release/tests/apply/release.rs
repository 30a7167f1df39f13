//! What a release leaves behind, and what it costs.

use deploy_kit_tests::run_git;

use crate::world::{ASSETS, World};

#[test]
fn everything_is_released_once() {
    let world = World::new();
    let run = world.release();
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let end = world.end();
    assert_eq!(end.commits, ["chore(release): 1.1.0", "feat: a thing (#2)", "feat: first"]);
    assert!(end.files[0].contains("\"version\": \"1.1.0\""), "{}", end.files[0]);
    assert!(end.files[1].contains("## 1.1.0 ("), "{}", end.files[1]);
    let head = &end.state.refs["refs/heads/main"];
    let peeled = |name: &str| run_git(world.sim.git_path(), &["rev-parse", &format!("{name}^{{commit}}")]);
    for tag in ["v1.1.0", "v1", "v1.1"] {
        assert_eq!(peeled(tag).trim(), head, "{tag}");
    }
    let [release] = end.state.releases.as_slice() else { panic!("{:#?}", end.state.releases) };
    assert_eq!((release.tag.as_str(), release.draft, release.prerelease), ("v1.1.0", false, false));
    assert_eq!(end.state.latest.as_deref(), Some("v1.1.0"));
    let body = release.body.as_deref().unwrap();
    assert!(body.contains("a thing") && body.ends_with("<!-- deploy-kit-release: v1.1.0 -->\n"), "{body}");
    let names: Vec<&str> = release.assets.iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(names, ["SHA256SUMS", "a.tgz", "b.tgz", "c.tgz"]);
    assert_eq!(release.assets[1].size as usize, ASSETS[0].1.len());
    let comments: Vec<u64> = end.state.comments.iter().map(|comment| comment.issue).collect();
    assert_eq!(comments, [1, 2]);
    assert!(end.state.issues.iter().all(|issue| issue.labels == ["released"]));
    let open: Vec<&str> =
        end.state.milestones.iter().filter(|milestone| milestone.open).map(|it| it.title.as_str()).collect();
    assert_eq!(open, ["later"]);
    for line in ["released=true", "version=1.1.0", "tag=v1.1.0"] {
        let (key, value) = line.split_once('=').unwrap();
        assert!(run.outputs.contains(&format!("{key}<<")) && run.outputs.contains(value), "{}", run.outputs);
    }
    assert!(run.summary.contains("v1.1.0") && run.summary.contains("a.tgz"), "{}", run.summary);
}

#[test]
fn a_second_run_writes_nothing() {
    let world = World::new();
    assert_eq!(world.release().exit, Some(0));
    let (end, before) = (world.end(), world.sim.journal().len());
    let run = world.release();
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(world.end(), end);
    let journal = world.sim.journal();
    let writes: Vec<_> = journal[before..].iter().filter(|entry| entry.method != "GET").collect();
    assert!(writes.is_empty(), "{writes:#?}");
}

/// The issue of the design: at most 25 requests for one package with three assets. Each issue or pull request
/// that is told adds three.
#[test]
fn requests_are_few() {
    let world = World::new();
    assert_eq!(world.run(&["--assets=dist/*.tgz", "--floating-tags", "--comments=false"]).exit, Some(0));
    let count = world.sim.journal().len();
    assert!(count <= 25, "{count} requests: {:#?}", world.sim.journal());
}

#[test]
fn a_dry_run_writes_nothing_and_needs_no_right_to() {
    use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
    let world = World::new();
    let read = Permissions::none().with(Scope::Contents, Level::Read).with(Scope::Metadata, Level::Read);
    world.sim.allow(Token::app("reader", "ghs_reader", read));
    let end = world.end();
    let run = world.run_as("ghs_reader", &["--dry-run", "--assets=dist/*.tgz"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("would publish v1.1.0"), "{}", run.log);
    assert_eq!(world.end(), end);
    assert!(world.sim.journal().iter().all(|entry| entry.method == "GET"));
}

/// The commit of the release starts workflows, too: what they are told must not start it all again.
#[test]
fn what_stands_is_neither_planned_nor_called_something_to_release() {
    let world = World::new();
    assert_eq!(world.run(&[]).exit, Some(0));
    run_git(&world.clone, &["fetch", "--quiet", "--tags", "origin", "main"]);
    run_git(&world.clone, &["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let again = world.run(&[]);
    assert!(again.log.contains("stands") && again.log.contains("v1.1.0"), "{}", again.log);
    let dry = world.run(&["--dry-run"]);
    assert!(dry.log.contains("nothing to release") && !dry.log.contains("would"), "{}", dry.log);
    for run in [again, dry] {
        let outputs: Vec<&str> = run.outputs.lines().collect();
        let value = |name: &str| {
            let at = outputs.iter().position(|line| line.starts_with(&format!("{name}<<"))).unwrap();
            outputs[at + 1]
        };
        assert_eq!((value("should-release"), value("released")), ("false", "false"), "{}", run.outputs);
    }
}

#[test]
fn a_draft_is_left_for_a_person_to_publish() {
    let world = World::new();
    let run = world.run(&["--draft", "--assets=dist/*.tgz"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let end = world.end();
    assert!(end.state.releases[0].draft && end.state.releases[0].assets.len() == 4);
    assert!(end.state.comments.is_empty());
    assert_eq!(world.run(&["--draft", "--assets=dist/*.tgz"]).exit, Some(0));
    assert_eq!(world.end(), end);
}

#[test]
fn a_floating_tag_never_moves_back() {
    let world = World::new();
    // A later release of the line stands already.
    run_git(world.sim.git_path(), &["tag", "v1.9.0", "v1.0.0"]);
    run_git(world.sim.git_path(), &["tag", "v1", "v1.0.0"]);
    let before = world.sim.state().refs["refs/tags/v1"].clone();
    assert_eq!(world.release().exit, Some(0));
    let refs = world.sim.state().refs;
    assert_eq!(refs["refs/tags/v1"], before);
    assert_eq!(refs["refs/tags/v1.1"], refs["refs/heads/main"]);
}
