//! The same on a pull request, a commit and in a discussion.

use deploy_kit_github_sim::{DEFAULT_TOKEN, Level, Permissions, Scope, Token};
use serde_json::json;

use crate::world::{BOT, Said, World};

/// What the program is told to comment on.
pub(crate) const PLACES: [&str; 3] = ["--pull-request", "--commit", "--discussion"];

/// The texts of ours at a place, without their marks.
fn texts(world: &World, place: &str) -> Vec<String> {
    let own = world.at(place).into_iter().filter(|said| said.author == BOT);
    own.map(|said| said.body.lines().skip(1).collect::<Vec<_>>().join("\n")).collect()
}

fn only(world: &World, place: &str) -> Said {
    let mut own = world.at(place);
    own.retain(|said| said.author == BOT);
    assert_eq!(own.len(), 1, "{place}: {own:#?}");
    own.remove(0)
}

#[test]
fn a_comment_comes_changes_and_goes() {
    for place in PLACES {
        let world = World::new();
        let made = world.on(place, 1, &["--body=one"]);
        assert_eq!((made.exit, made.output("action")), (Some(0), "created"), "{place}: {}", made.log);
        let url = made.output("comment-url").to_owned();
        assert!(url.contains(made.output("comment-id")), "{url}");
        let changed = world.on(place, 2, &["--body=two"]);
        assert_eq!((changed.output("action"), changed.output("comment-url")), ("updated", url.as_str()));
        assert_eq!(texts(&world, place), ["two"]);
        world.sim.clear_journal();
        let same = world.on(place, 3, &["--body=two"]);
        assert_eq!((same.output("action"), world.writes()), ("unchanged", Vec::new()), "{place}");
        assert_eq!(world.sim.journal().len(), 2, "{place}");
        let stale = world.on(place, 1, &["--body=one"]);
        assert_eq!((stale.output("action"), world.writes()), ("stale", Vec::new()), "{place}");
        let anew = world.on(place, 4, &["--body=four", "--mode=recreate"]);
        assert_eq!(anew.output("action"), "created", "{place}: {}", anew.log);
        assert_ne!(anew.output("comment-url"), url);
        assert_eq!(texts(&world, place), ["four"]);
        assert_eq!(world.on(place, 5, &["--mode=delete"]).output("action"), "deleted", "{place}");
        assert_eq!(world.at(place).len(), 0, "{place}");
        assert_eq!(world.on(place, 6, &["--mode=delete"]).output("action"), "none", "{place}");
    }
}

#[test]
fn a_comment_is_hidden_once_and_shows_again_with_its_new_text() {
    for place in PLACES {
        let world = World::new();
        world.on(place, 1, &["--body=one"]);
        let hidden = world.on(place, 2, &["--mode=minimize", "--reason=resolved"]);
        assert_eq!(hidden.output("action"), "minimized", "{place}: {}", hidden.log);
        assert_eq!(only(&world, place).minimized.as_deref(), Some("resolved"), "{place}");
        world.sim.clear_journal();
        world.on(place, 3, &["--mode=minimize", "--reason=resolved"]);
        assert_eq!(world.writes(), Vec::<String>::new(), "{place}");
        world.on(place, 4, &["--body=four"]);
        assert_eq!(only(&world, place).minimized, None, "{place}");
    }
}

#[test]
fn a_strangers_comment_with_our_mark_stays() {
    for place in PLACES {
        let world = World::new();
        world.sim.allow(Token::user("mona", "ghp_ofMona", Permissions::all()));
        assert_eq!(world.by("ghp_ofMona", place, 99, &["--body=forged"]).exit, Some(0));
        assert_eq!(world.on(place, 1, &["--body=one"]).output("action"), "created", "{place}");
        for arguments in [&["--mode=minimize"][..], &["--mode=delete"], &["--body=x", "--reaction=eyes"]] {
            assert_eq!(world.on(place, 2, arguments).exit, Some(0), "{place}");
        }
        let theirs = world.at(place).into_iter().find(|said| said.author == "mona").unwrap();
        assert!(theirs.body.ends_with("forged") && theirs.minimized.is_none(), "{place}: {theirs:?}");
        assert_eq!(theirs.reactions, Vec::<String>::new(), "{place}");
    }
}

/// Gives the comment another text, past all that the program would look at.
fn write_over(world: &World, place: &str, id: &str, body: &str) {
    let (method, target, request) = match place {
        "--pull-request" => ("PATCH", format!("{{repo}}/issues/comments/{id}"), json!({ "body": body })),
        "--commit" => ("PATCH", format!("{{repo}}/comments/{id}"), json!({ "body": body })),
        _ => {
            let (owner, name) =
                world.sim.name().split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            let variables = json!({ "owner": owner, "name": name, "number": world.discussion });
            let query = include_str!("../../../../tests/contract/documents/discussion.graphql");
            let (_, found) =
                world.sim.seed("POST", "/graphql", json!({ "query": query, "variables": variables }));
            let node = &found["data"]["repository"]["discussion"]["comments"]["nodes"][0]["id"];
            let query =
                include_str!("../../../../tests/contract/documents/update-discussion-comment.graphql");
            let variables = json!({ "input": { "commentId": node, "body": body } });
            ("POST", "/graphql".to_owned(), json!({ "query": query, "variables": variables }))
        }
    };
    let (status, said) = world.sim.seed(method, &target, request);
    assert!(status == 200 && said["errors"].is_null(), "{place}: {said}");
}

#[test]
fn what_a_slower_run_wrote_over_comes_back_from_the_history() {
    for place in PLACES {
        let world = World::new();
        let id = world.on(place, 1, &["--app=api", "--body=of api"]).output("comment-id").to_owned();
        let before = only(&world, place).body;
        world.on(place, 2, &["--app=web", "--body=of web"]);
        // One that had looked before `web` wrote, and wrote after it had looked again.
        write_over(&world, place, &id, &before);
        assert!(!only(&world, place).body.contains("of web"), "{place}");
        let run = world.on(place, 3, &["--app=api", "--body=more of api"]);
        assert_eq!(run.exit, Some(0), "{place}: {}", run.log);
        let body = only(&world, place).body;
        assert!(body.contains("\nmore of api\n") && body.contains("\nof web\n"), "{place}: {body}");
    }
}

#[test]
fn the_reactions_are_those_that_are_wanted() {
    for place in PLACES {
        let world = World::new();
        let first = world.on(place, 1, &["--body=one", "--reaction=eyes,+1"]);
        assert_eq!(first.exit, Some(0), "{place}: {}", first.log);
        assert!(first.log.contains("reacted  `+1`, `eyes`"), "{}", first.log);
        assert_eq!(only(&world, place).reactions, ["+1", "eyes"], "{place}");
        world.sim.clear_journal();
        world.on(place, 2, &["--body=one", "--reaction=eyes", "--reaction=+1"]);
        assert_eq!(world.writes(), Vec::<String>::new(), "{place}: they are there");
        let dry = world.on(place, 3, &["--body=one", "--reaction=rocket", "--dry-run"]);
        let told = "would react  `rocket`, no longer `+1`, no longer `eyes`";
        assert!(dry.log.contains(told) && world.writes().is_empty(), "{}", dry.log);
        let changed = world.on(place, 3, &["--body=one", "--reaction=rocket,eyes", "--format=json"]);
        assert!(changed.log.contains(r#""added":"#), "{}", changed.log);
        assert_eq!(only(&world, place).reactions, ["eyes", "rocket"], "{place}");
        world.on(place, 4, &["--body=four"]);
        assert_eq!(only(&world, place).reactions, ["eyes", "rocket"], "{place}: nobody asked for another");
        let late = world.on(place, 2, &["--body=two", "--reaction=confused"]);
        assert_eq!(late.output("action"), "stale", "{place}");
        assert_eq!(only(&world, place).reactions, ["eyes", "rocket"], "{place}: it comes late");
        world.on(place, 5, &["--body=five", "--reaction=none"]);
        assert_eq!(only(&world, place).reactions, Vec::<String>::new(), "{place}");
    }
}

#[test]
fn what_is_not_there_and_what_is_not_allowed_is_said() {
    let world = World::new();
    let permissions = Permissions::none().with(Scope::Contents, Level::Read);
    let permissions = permissions.with(Scope::Discussions, Level::Read);
    world.sim.allow(Token::app("reader", "ghs_reader", permissions));
    assert_eq!(world.on("--commit", 1, &["--body=one"]).exit, Some(0));
    for (place, permission) in [("--commit", "contents: write"), ("--discussion", "discussions: write")] {
        let refused = world.by("ghs_reader", place, 2, &["--body=two"]);
        assert_eq!(refused.exit, Some(3), "{place}: {}", refused.log);
        let hint = format!("permissions:\n  {permission}");
        assert!(refused.log.replace("%0A", "\n").contains(&hint), "{place}: {}", refused.log);
    }
    let event = json!({});
    let run = |arguments: &[&str]| world.run(2, "push", &event, DEFAULT_TOKEN, arguments);
    let unknown = format!("--commit={}", "0".repeat(40));
    for (argument, said) in
        [(unknown.as_str(), "there is a commit 0000000"), ("--discussion=99", "there is a discussion #99")]
    {
        let missing = run(&["--body=x", argument]);
        assert!(missing.exit == Some(3) && missing.log.contains(said), "{}", missing.log);
    }
    for arguments in [
        &["--body=x", "--commit=main"][..],
        &["--body=x", "--commit=abc1234"],
        &["--body=x", "--discussion=1", "--pull-request=1"],
        &["--body=x", "--reaction=tada"],
        &["report", "--body=x", "--discussion=1"],
    ] {
        assert_eq!(run(arguments).exit, Some(2), "{arguments:?}");
    }
}

/// Whatever commit the run itself is of, as that of a schedule moves on.
#[test]
fn a_comment_on_a_commit_is_about_that_commit() {
    let world = World::new();
    let event = world.pull_request(&world.sim.name());
    let commit = format!("--commit={}", world.sim.state().refs["refs/heads/main"]);
    for (run, action) in [(1, "created"), (2, "unchanged")] {
        let arguments = [commit.as_str(), "--body=one"];
        let name = if run == 1 { "pull_request" } else { "push" };
        let done = world.run(run, name, &event, DEFAULT_TOKEN, &arguments);
        assert_eq!(done.output("action"), action, "{}", done.log);
    }
    let said = world.sim.state().commit_comments.remove(0);
    assert!(said.body.contains(&format!("sha={}", said.sha)), "{said:?}");
}

#[test]
fn on_an_event_of_a_discussion_it_comments_there() {
    let world = World::new();
    let event = json!({ "action": "created", "discussion": { "number": world.discussion } });
    let run = world.run(1, "discussion", &event, DEFAULT_TOKEN, &["--body=one"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(texts(&world, "--discussion"), ["one"]);
    assert!(run.log.contains(&format!("discussion #{}", world.discussion)), "{}", run.log);
}
