//! What merging a pull request would release, for each way of merging.

use deploy_kit_github_sim::{DEFAULT_TOKEN, Level, Permissions, Scope, Token};
use deploy_kit_tests::run_git;
use serde_json::json;

use crate::world::{Run, World};

/// A pull request of these commits, its merge checked out as `actions/checkout` does it.
fn pull_request(world: &World, title: &str, commits: &[&str]) -> serde_json::Value {
    let git = |arguments: &[&str]| run_git(&world.clone, arguments);
    git(&["checkout", "--quiet", "-B", "topic", "main"]);
    for (at, message) in commits.iter().enumerate() {
        std::fs::write(world.clone.join(format!("src/{at}")), message).unwrap();
        git(&["add", "src"]);
        git(&["commit", "--quiet", "-m", message]);
    }
    let head = git(&["rev-parse", "topic"]);
    git(&["checkout", "--quiet", "--detach", "main"]);
    git(&["merge", "--quiet", "--no-ff", "-m", "Merge topic into main", "topic"]);
    json!({
        "action": "opened",
        "number": 7,
        "pull_request": {
            "number": 7,
            "title": title,
            "body": "Why.",
            "head": { "ref": "topic", "sha": head, "label": "fork:topic" },
            "base": { "ref": "main", "sha": git(&["rev-parse", "main"]) },
        },
    })
}

fn preview(world: &World, event: &serde_json::Value, token: &str, arguments: &[&str]) -> Run {
    let path = world.clone.with_file_name("event.json");
    std::fs::write(&path, event.to_string()).unwrap();
    let mut command = world.command(&world.clone, &[&["preview"], arguments].concat());
    let summary = world.clone.with_file_name("summary");
    let outputs = world.clone.with_file_name("outputs");
    for file in [&summary, &outputs] {
        std::fs::write(file, "").unwrap();
    }
    command
        .envs([
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_REF", "refs/pull/7/merge"),
            ("GITHUB_BASE_REF", "main"),
            ("GITHUB_TOKEN", token),
        ])
        .env("RUNNER_TEMP", world.clone.with_file_name(""))
        .env("GITHUB_EVENT_PATH", &path)
        .env("GITHUB_STEP_SUMMARY", &summary)
        .env("GITHUB_OUTPUT", &outputs);
    if token.is_empty() {
        command.env_remove("GITHUB_TOKEN");
    }
    let output = world.watched(command);
    let read = |path| std::fs::read_to_string(path).unwrap();
    Run {
        exit: output.status.code(),
        log: crate::world::log(&output),
        outputs: read(&outputs),
        summary: read(&summary),
    }
}

fn released() -> World {
    let world = World::new();
    assert_eq!(world.run(&[]).exit, Some(0));
    run_git(&world.clone, &["fetch", "--quiet", "--tags", "origin"]);
    run_git(&world.clone, &["checkout", "--quiet", "--force", "-B", "main", "origin/main"]);
    world.sim.clear_journal();
    world
}

#[test]
fn one_answer_where_the_ways_agree() {
    let world = released();
    let event = pull_request(&world, "feat: a door", &["feat: a door"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("#7  merging makes v1.2.0, a minor release"), "{}", run.log);
    assert!(
        run.summary.contains("Merging makes **`v1.2.0`**, a minor release.")
            && run.summary.contains("a door")
    );
    assert!(!run.summary.contains("a thing"), "what the last release has is not added: {}", run.summary);
    let writes =
        world.sim.journal().into_iter().filter(|entry| entry.method != "GET" && entry.path != "/graphql");
    assert_eq!(writes.count(), 0);
}

#[test]
fn each_way_by_itself_where_they_differ() {
    let world = released();
    let event = pull_request(&world, "fix: a window", &["feat!: no more walls", "wip"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert_eq!(run.exit, Some(0), "one way is open that can be read: {}", run.log);
    assert!(run.log.contains("merging by squash makes v2.0.0"), "its body lists the commits: {}", run.log);
    assert!(run.log.contains("merging by merge or rebase makes v2.0.0"), "{}", run.log);
    assert!(run.log.contains("`wip` is not conventional"), "{}", run.log);
    world.sim.merging(|settings| {
        settings.squash_merge_commit_message = deploy_kit_github_sim::SquashMessage::Blank;
        settings.allow_rebase_merge = false;
    });
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert!(run.log.contains("merging by squash makes v1.1.1, a patch release"), "{}", run.log);
    assert!(run.log.contains("merging by merge makes v2.0.0, a major release"), "{}", run.log);
}

#[test]
fn it_says_no_if_no_way_can_be_read() {
    let world = released();
    let event = pull_request(&world, "made it better", &["made it better"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert!(run.log.contains("the title `made it better (#7)` is not conventional"), "{}", run.log);
    let event = pull_request(&world, "fix: better", &["made it better", "and better"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &["--merge-method=rebase"]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert!(run.log.contains("`and better` is not conventional"), "{}", run.log);
    assert_eq!(preview(&world, &event, DEFAULT_TOKEN, &["--merge-method=squash"]).exit, Some(0));
    // The text of a merge commit is the pull request's title: it speaks for commits that say nothing.
    let run = preview(&world, &event, DEFAULT_TOKEN, &["--merge-method=merge"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("makes v1.1.1"), "{}", run.log);
    assert_eq!(preview(&world, &event, DEFAULT_TOKEN, &[]).exit, Some(0), "two ways are open");
    world.sim.merging(|settings| {
        settings.allow_squash_merge = false;
        settings.allow_merge_commit = false;
    });
    assert_eq!(preview(&world, &event, DEFAULT_TOKEN, &[]).exit, Some(1));
}

#[test]
fn a_token_that_may_only_read_is_enough_and_none_is_too() {
    let world = World::new();
    assert_eq!(world.run(&[]).exit, Some(0));
    run_git(&world.clone, &["fetch", "--quiet", "--tags", "origin"]);
    run_git(&world.clone, &["checkout", "--quiet", "--force", "-B", "main", "origin/main"]);
    world.sim.merging(|settings| settings.allow_merge_commit = false);
    let permissions = Permissions::none().with(Scope::Contents, Level::Read);
    world.sim.allow(Token::app("fork", "ghs_ofAFork", permissions));
    let event = pull_request(&world, "docs: words", &["docs: words"]);
    let run = preview(&world, &event, "ghs_ofAFork", &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.summary.contains("Merging releases nothing."), "{}", run.summary);
    assert!(!run.summary.contains("is not known"), "{}", run.summary);
    let run = preview(&world, &event, "", &[]);
    assert!(run.summary.contains("is not known here"), "{}", run.summary);
}

#[test]
fn what_is_to_be_released_anyway_is_said() {
    let world = World::new();
    let event = pull_request(&world, "docs: words", &["docs: words"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert!(run.log.contains("merging leaves the next release as it is, v1.1.0"), "{}", run.log);
}

#[test]
fn another_checkout_or_event_is_refused_with_what_to_do() {
    let world = World::new();
    let event = pull_request(&world, "fix: a", &["fix: a"]);
    run_git(&world.clone, &["checkout", "--quiet", "topic"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert_eq!(run.exit, Some(2));
    assert!(
        run.log.contains("is not the merge of pull request #7")
            && run.log.contains("refs/pull/<number>/merge")
    );
    let run = world.run(&["preview"]);
    assert_eq!(run.exit, Some(2));
    assert!(run.log.contains("on: pull_request"), "{}", run.log);
}

#[test]
fn packages_that_depend_on_one_another_have_no_order() {
    let manifest =
        |name: &str, rest: &str| format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"1.0.0\"{rest}\n}}\n");
    let mut origin = deploy_kit_tests::Repo::new();
    let config =
        "[[package]]\nname = \"cli\"\npath = \"cli\"\n\n[[package]]\nname = \"core\"\npath = \"core\"\n";
    origin
        .change("feat: first")
        .file("deploy-kit.toml", config)
        .file("src/x", "")
        .file("cli/package.json", manifest("cli", ",\n  \"dependencies\": { \"core\": \"^1.0.0\" }"))
        .file("core/package.json", manifest("core", ""))
        .commit();
    origin.annotated_tag("cli-v1.0.0");
    origin.annotated_tag("core-v1.0.0");
    origin.change("feat(core): more").file("core/x", "1").commit();
    let world = World::over(origin, deploy_kit_github_sim::Options::default());
    let event = pull_request(&world, "docs: words", &["docs: words"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    let text = "merging leaves the next release as it is, core-v1.1.0, cli-v1.0.1";
    assert!(run.log.contains(text), "{}", run.log);
}

#[test]
fn ways_that_make_the_same_version_of_other_notes_show_both() {
    let world = released();
    world.sim.merging(|settings| {
        settings.squash_merge_commit_message = deploy_kit_github_sim::SquashMessage::Blank;
    });
    let event = pull_request(&world, "feat: a house", &["feat: a door", "feat: a window"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &["--format=json"]);
    let page = &run.summary;
    assert_eq!(page.matches("Merging makes **`v1.2.0`**, a minor release.").count(), 1, "{page}");
    let (squash, others) =
        page.split_once("<details><summary>What it adds to the notes by merge or rebase</summary>").unwrap();
    assert!(
        squash.contains("<details open><summary>What it adds to the notes by squash</summary>"),
        "{page}"
    );
    assert!(squash.contains("a house") && !squash.contains("a door"), "{page}");
    assert!(
        others.contains("a door") && others.contains("a window") && !others.contains("a house"),
        "{page}"
    );
    let mut documents = serde_json::Deserializer::from_str(&run.log).into_iter::<serde_json::Value>();
    let document = documents.next().unwrap().unwrap();
    assert_eq!(document["outcomes"].as_array().map(Vec::len), Some(2), "{document}");
}

/// The file that a later step takes for a comment.
fn comment(run: &Run) -> String {
    let file = run.outputs.split("report<<").nth(1).unwrap().lines().nth(1).unwrap();
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn the_page_is_left_for_a_comment() {
    let world = released();
    let event = pull_request(&world, "feat: a door", &["feat: a door"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    let page = comment(&run);
    assert_eq!(page.trim(), run.summary.trim());
    let head = &event["pull_request"]["head"]["sha"].as_str().unwrap()[..7];
    assert_eq!(
        page.trim(),
        format!(
            "## What merging #7 releases\n\nMerging makes **`v1.2.0`**, a minor release.\n\n\
             <details open><summary>What it adds to the notes</summary>\n\n### Features\n\n* a door (#7) ({head})\n\n\
             </details>"
        )
    );
}

#[test]
fn the_page_of_a_gate_that_is_shut_says_what_to_mend() {
    let world = released();
    let event = pull_request(&world, "made it better", &["made it better"]);
    let run = preview(&world, &event, DEFAULT_TOKEN, &[]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    let page = comment(&run);
    assert!(page.contains("> [!CAUTION]\n> No way of merging leaves a commit that can be read.\n"), "{page}");
    assert!(page.contains("The title `made it better (#7)` is not conventional: begin the"), "{page}");
}

#[test]
fn long_notes_are_folded_and_the_page_fits_a_comment() {
    let world = released();
    let commits: Vec<String> =
        (0..400).map(|at| format!("feat: {at} {}", "of many words ".repeat(12))).collect();
    let commits: Vec<&str> = commits.iter().map(String::as_str).collect();
    let event = pull_request(&world, "feat: a lot", &commits);
    let run = preview(&world, &event, DEFAULT_TOKEN, &["--merge-method=rebase"]);
    let page = comment(&run);
    assert!(page.contains("<details><summary>What it adds to the notes</summary>"), "{page}");
    assert!(page.chars().count() <= 60_000, "{}", page.chars().count());
    assert!(page.contains("All of it is in the summary of the job") && page.contains("</details>"), "{page}");
    assert!(run.summary.chars().count() > 65_536, "the summary has all of it");
}
