//! Committing, tagging and pushing with the git program.

use std::path::{Path, PathBuf};
use std::time::Duration;

use deploy_kit_git::{Guess, Identity, Pick, Picked, Repository, Writer};
use deploy_kit_tests::{Repo, run_git};

/// A server, and a clone with names of its own.
fn clone() -> (Repo, PathBuf) {
    let mut server = Repo::new();
    server.change("feat: first").file("a", "1").file("b", "1").commit();
    let clone = server.clone_with(&[]);
    run_git(&clone, &["config", "user.name", "Mona"]);
    run_git(&clone, &["config", "user.email", "mona@example.com"]);
    (server, clone)
}

fn writer(repository: &Repository) -> Writer<'_> {
    Writer { repository, remote: "origin", token: None, timeout: Duration::from_secs(30), identity: None }
}

#[test]
fn commits_the_files_that_are_named_and_no_others() {
    let (_server, clone) = clone();
    for (file, text) in [("a", "2"), ("b", "2"), ("new/c", "1")] {
        std::fs::create_dir_all(clone.join(file).parent().unwrap()).unwrap();
        std::fs::write(clone.join(file), text).unwrap();
    }
    run_git(&clone, &["add", "b"]);
    let repository = Repository::open(&clone).unwrap();
    let paths = [Path::new("a"), Path::new("new/c")];
    let commit = writer(&repository).commit(paths.into_iter(), "chore: both\n\nTrailer: # kept\n").unwrap();
    assert_eq!(run_git(&clone, &["rev-parse", "HEAD"]).trim(), commit.to_string());
    assert_eq!(
        run_git(&clone, &["show", "--format=%B", "--name-only"]).trim(),
        "chore: both\n\nTrailer: # kept\n\n\na\nnew/c"
    );
    assert_eq!(run_git(&clone, &["status", "--porcelain"]), "M  b");
}

#[test]
fn tags_are_annotated_and_pushes_are_whole() {
    let (server, clone) = clone();
    let repository = Repository::open(&clone).unwrap();
    let head = repository.resolve("HEAD").unwrap();
    let writer = writer(&repository);
    writer.tag("v1.0.0", head, "v1.0.0\n\nRelease-Tag: v1.0.0\n").unwrap();
    let message = Repository::open(&clone).unwrap().tag_message("v1.0.0").unwrap();
    assert_eq!(message.as_deref(), Some("v1.0.0\n\nRelease-Tag: v1.0.0\n"));
    assert!(writer.tag("v1.0.0", head, "again").is_err());
    // One name that cannot be pushed keeps the other back.
    let names = ["refs/tags/v1.0.0".to_owned(), format!("{head}:refs/heads/bad..name")];
    assert!(writer.push(&names).is_err());
    assert_eq!(server.run(&["tag", "--list"]), "");
    writer.push(&names[..1]).unwrap();
    writer.push(&names[..1]).unwrap();
    assert_eq!(server.run(&["tag", "--list"]), "v1.0.0");
}

#[test]
fn a_branch_that_has_moved_on_is_a_rejection() {
    let (mut server, clone) = clone();
    server.change("feat: second").file("a", "2").commit();
    std::fs::write(clone.join("b"), "2").unwrap();
    let repository = Repository::open(&clone).unwrap();
    let writer = writer(&repository);
    let commit = writer.commit([Path::new("b")].into_iter(), "chore: b").unwrap();
    let error = writer.push(&[format!("{commit}:refs/heads/main")]).unwrap_err();
    assert!(error.is_rejection(), "{error}");
    assert!(error.hint().unwrap().contains("git pull --rebase"), "{error}");
}

#[test]
fn a_commit_of_the_server_is_fetched() {
    let (mut server, clone) = clone();
    let second = server.change("feat: second").file("a", "2").commit();
    let second = second.to_string().parse().unwrap();
    let repository = Repository::open(&clone).unwrap();
    assert!(repository.commit(second).is_err());
    writer(&repository).fetch(second).unwrap();
    assert_eq!(Repository::open(&clone).unwrap().commit(second).unwrap().subject(), "feat: second");
    assert_eq!(run_git(&clone, &["log", "--oneline"]).lines().count(), 1, "nothing else moves");
}

#[test]
fn a_folder_tells_what_its_names_stand_for() {
    use deploy_kit_git::FileKind::{Executable, File, Folder, Link};
    let (_server, clone) = clone();
    std::fs::create_dir(clone.join("dir")).unwrap();
    std::fs::write(clone.join("dir/run"), "").unwrap();
    run_git(&clone, &["add", "dir/run"]);
    run_git(&clone, &["update-index", "--chmod=+x", "dir/run"]);
    let blob = run_git(&clone, &["rev-parse", "HEAD:a"]);
    run_git(&clone, &["update-index", "--add", "--cacheinfo", &format!("120000,{},link", blob.trim())]);
    run_git(&clone, &["commit", "--quiet", "--message", "chore: kinds"]);
    let repository = Repository::open(&clone).unwrap();
    let head = repository.resolve("HEAD").unwrap();
    let kinds = |folder: &str| -> Option<Vec<_>> {
        let entries = repository.folder_at(head, folder).unwrap()?;
        Some(entries.into_iter().map(|entry| (entry.name, entry.kind)).collect())
    };
    let named = |name: &str, kind| (name.to_owned(), kind);
    assert_eq!(
        kinds("").unwrap(),
        [named("a", File), named("b", File), named("dir", Folder), named("link", Link)]
    );
    assert_eq!(kinds("dir/").unwrap(), [named("run", Executable)]);
    assert_eq!((kinds("a"), kinds("none")), (None, None));
    assert_eq!(repository.paths_at(head).unwrap(), ["a", "b", "dir/run", "link"]);
}

#[test]
fn an_identity_stands_in_for_the_configured_one() {
    let (_server, clone) = clone();
    let repository = Repository::open(&clone).unwrap();
    let writer = writer(&repository);
    assert!(writer.knows_identity(Guess::Refused).unwrap());
    std::fs::write(clone.join("a"), "2").unwrap();
    let writer =
        Writer { identity: Some(Identity { name: "a [bot]", email: "1+a[bot]@example.com" }), ..writer };
    let commit = writer.commit([Path::new("a")].into_iter(), "chore: a").unwrap();
    writer.tag("v1.0.0", commit, "v1.0.0\n").unwrap();
    let shown = run_git(&clone, &["log", "-1", "--format=%an <%ae> %cn <%ce>"]);
    assert_eq!(shown.trim(), "a [bot] <1+a[bot]@example.com> a [bot] <1+a[bot]@example.com>");
    let tagger =
        run_git(&clone, &["for-each-ref", "--format=%(taggername) %(taggeremail)", "refs/tags/v1.0.0"]);
    assert_eq!(tagger.trim(), "a [bot] <1+a[bot]@example.com>");
}

const MONA: Identity<'static> = Identity { name: "Mona", email: "mona@example.com" };

/// Everything of a commit that a copy is to have.
fn shown(folder: &Path, commit: &str) -> String {
    run_git(folder, &["log", "-1", "--format=%an|%ae|%ad|%T%n%B", "--date=raw", commit])
}

/// What `pick` makes of a commit, and what the program itself does.
fn both(repo: &Repo, commit: deploy_kit_tests::Oid, onto: &str) -> (Picked, String) {
    let repository = Repository::open(repo.path()).expect("git works");
    let (id, onto_id) =
        (commit.to_string().parse().expect("git works"), repository.resolve(onto).expect("git works"));
    let before = run_git(repo.path(), &["status", "--porcelain=v2", "--branch"]);
    let refs = run_git(repo.path(), &["for-each-ref"]);
    let picked = Writer { identity: Some(MONA), ..writer(&repository) }
        .pick(&Pick { commit: id, onto: onto_id, seconds: 1_704_100_000, with_conflicts: false })
        .expect("git works");
    assert_eq!(run_git(repo.path(), &["status", "--porcelain=v2", "--branch"]), before);
    assert_eq!(run_git(repo.path(), &["for-each-ref"]), refs);
    let clone = repo.clone_with(&[]);
    run_git(&clone, &["checkout", "--quiet", "--detach", onto]);
    let is_merge = repository.commit(id).expect("git works").is_merge();
    let mainline: &[&str] = if is_merge { &["-m", "1"] } else { &[] };
    run_git(&clone, &[&["cherry-pick", "-x"], mainline, &[&id.to_string()]].concat());
    (picked, shown(&clone, "HEAD"))
}

#[test]
fn a_pick_is_what_cherry_pick_makes() {
    let mut repo = Repo::new();
    repo.change("feat: first").file("a", "1\n2\n3\n4\n5\n").file("b", "b\n").commit();
    repo.tag("v1");
    repo.change("feat: second").file("a", "1\n2\n3\n4\nfive\n").commit();
    let mut ids = vec![
        repo.change("fix: one\n\nWhy.\n")
            .author("Ann", "ann@example.org")
            .file("a", "one\n2\n3\n4\nfive\n")
            .commit(),
        repo.change("fix: new\n\nSigned-off-by: Ann <ann@example.org>").file("d/c", "c").commit(),
    ];
    repo.branch("side");
    repo.change("feat: of a branch").file("side", "s").commit();
    repo.checkout("main");
    ids.push(repo.merge("side", "Merge side\n\nfeat: of a branch"));
    for id in ids {
        let (picked, wanted) = both(&repo, id, "v1");
        assert!(picked.conflicts.is_empty());
        assert_eq!(shown(repo.path(), &picked.commit.unwrap().to_string()), wanted);
    }
}

#[test]
fn a_pick_without_effect_and_one_with_conflicts() {
    let mut repo = Repo::new();
    repo.change("feat: first").file("a", "1\n").file("b", "b\n").commit();
    repo.tag("v1");
    repo.change("feat: second").file("a", "2\n").commit();
    let clash = repo.change("fix: three").file("a", "3\n").file("c", "c").commit();
    let same = repo.change("fix: a mode").commit();
    let repository = Repository::open(repo.path()).unwrap();
    let onto = repository.resolve("v1").unwrap();
    let pick = |commit: deploy_kit_tests::Oid, with_conflicts| {
        let commit = commit.to_string().parse().unwrap();
        let pick = Pick { commit, onto, seconds: 1_704_100_000, with_conflicts };
        Writer { identity: Some(MONA), ..writer(&repository) }.pick(&pick).unwrap()
    };
    assert_eq!(pick(same, false), Picked { commit: None, conflicts: Vec::new() });
    let conflicts = vec![("a".to_owned(), "content".to_owned())];
    assert_eq!(pick(clash, false), Picked { commit: None, conflicts: conflicts.clone() });
    let kept = pick(clash, true);
    assert_eq!(kept.conflicts, conflicts);
    let text = run_git(repo.path(), &["show", &format!("{}:a", kept.commit.unwrap())]);
    assert!(text.contains("<<<<<<<") && text.contains(">>>>>>>"), "{text}");
}
