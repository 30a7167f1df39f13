//! What becomes of the comment that stands.

use crate::world::World;

#[test]
fn each_app_has_its_row_in_one_table() {
    let world = World::new();
    let head = "--head=| App | State |\n| --- | --- |";
    for (run, app, state) in
        [(1, "web", "building"), (2, "api", "ready"), (3, "web", "ready"), (2, "web", "late")]
    {
        let row = format!("--row=| {app} | {state} |");
        let run = world.post(run, &[&format!("--app={app}"), head, &row]);
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    let body = &world.comments()[0].body;
    let rows: Vec<&str> =
        body.lines().filter_map(|line| line.split_once("-->")?.1.strip_suffix(" |")).collect();
    assert_eq!(rows, ["api | ready", "web | ready"], "{body}");
    assert_eq!(world.post(4, &["--row=| web |"]).exit, Some(2), "a row is an app's, and needs a head");
}

#[test]
fn a_comment_is_made_changed_and_left_as_it_is() {
    let world = World::new();
    let made = world.post(1, &["--body=one"]);
    assert_eq!((made.exit, made.output("action")), (Some(0), "created"), "{}", made.log);
    let url = made.output("comment-url").to_owned();
    assert!(url.ends_with(&format!("#issuecomment-{}", made.output("comment-id"))), "{url}");
    let changed = world.post(2, &["--body=two"]);
    assert_eq!((changed.output("action"), changed.output("comment-url")), ("updated", url.as_str()));
    assert_eq!(world.said(), "two");
    world.sim.clear_journal();
    let same = world.post(3, &["--body=two"]);
    assert_eq!((same.output("action"), same.output("comment-url")), ("unchanged", url.as_str()));
    assert!(world.sim.journal().len() <= 3, "{:?}", world.sim.journal());
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_would_be() {
    let world = World::new();
    let run = world.post(1, &["--body=one", "--dry-run"]);
    assert!(run.exit == Some(0) && run.log.contains("would be created"), "{}", run.log);
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[test]
fn each_key_has_a_comment_of_its_own() {
    let world = World::new();
    for key in ["--key=coverage", "--key=what it costs --> now"] {
        for text in ["--body=one", "--body=two"] {
            assert_eq!(world.post(1, &[key, text]).exit, Some(0));
        }
    }
    assert_eq!(world.comments().len(), 2);
}

#[test]
fn apps_have_their_parts_and_one_may_go() {
    let world = World::new();
    for (run, app) in ["--app=api", "--app=web", "--app=docs"].iter().enumerate() {
        let run = world.post(run as u64 + 1, &[app, &format!("--body=of {app}")]);
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    assert_eq!(world.said(), "of --app=api\nof --app=docs\nof --app=web");
    let gone = world.post(4, &["--app=docs", "--mode=delete"]);
    assert_eq!(gone.output("action"), "deleted", "{}", gone.log);
    assert_eq!(world.said(), "of --app=api\nof --app=web");
    assert_eq!(world.post(5, &["--app=docs", "--mode=delete"]).output("action"), "unchanged");
    assert_eq!(world.post(3, &["--app=docs", "--body=late"]).output("action"), "stale");
    // Its text is in the history of the comment, and stays there.
    assert_eq!(world.post(6, &["--app=web", "--body=new"]).output("action"), "updated");
    assert_eq!(world.said(), "of --app=api\nnew");
    for app in ["--app=api", "--app=web"] {
        assert_eq!(world.post(7, &[app, "--mode=delete"]).output("action"), "deleted");
    }
    assert_eq!(world.comments(), []);
}

#[test]
fn one_run_may_say_one_thing_after_the_other_and_apps_keep_the_last() {
    let world = World::new();
    for arguments in
        [["--app=api", "--body=building"], ["--app=web", "--body=building"], ["--app=api", "--body=ready"]]
    {
        assert_eq!(world.post(1, &arguments).exit, Some(0));
    }
    assert_eq!(world.post(1, &["--app=web", "--body=failed"]).exit, Some(0));
    assert_eq!(world.said(), "ready\nfailed");
}

#[test]
fn a_comment_that_is_made_anew_is_the_last_one() {
    let world = World::new();
    assert_eq!(world.post(1, &["--body=one"]).exit, Some(0));
    world.comment("somebody says something");
    let run = world.post(2, &["--body=two", "--mode=recreate"]);
    assert_eq!(run.output("action"), "created", "{}", run.log);
    let all = world.sim.state().comments;
    assert_eq!(all.len(), 2, "{all:#?}");
    assert!(all[1].body.ends_with("two"), "{all:#?}");
    assert!(run.output("comment-url").ends_with(run.output("comment-id")));
    assert_eq!(world.post(3, &["--body=two", "--mode=recreate"]).output("action"), "unchanged");
}

#[test]
fn a_comment_is_hidden_once_and_shown_when_it_says_something_new() {
    let world = World::new();
    assert_eq!(world.post(1, &["--mode=minimize"]).output("action"), "none");
    assert_eq!(world.post(1, &["--body=one"]).exit, Some(0));
    for (reason, action) in [("outdated", "minimized"), ("outdated", "unchanged")] {
        let run = world.post(2, &["--mode=minimize", &format!("--reason={reason}")]);
        assert_eq!(run.output("action"), action, "{}", run.log);
        assert_eq!(world.comments()[0].minimized.as_deref(), Some(reason));
    }
    assert_eq!(world.post(3, &["--body=two"]).output("action"), "updated");
    assert_eq!(world.comments()[0].minimized, None);
    assert_eq!(world.post(4, &["--mode=minimize", "--reason=resolved"]).output("action"), "minimized");
    assert_eq!(world.comments()[0].minimized.as_deref(), Some("resolved"));
}

#[test]
fn a_comment_goes_and_to_take_away_none_is_fine() {
    let world = World::new();
    assert_eq!(world.post(1, &["--body=one"]).exit, Some(0));
    assert_eq!(world.post(2, &["--mode=delete"]).output("action"), "deleted");
    assert_eq!(world.comments(), []);
    assert_eq!(world.post(3, &["--mode=delete"]).output("action"), "none");
}

#[test]
fn a_text_comes_from_a_file_or_a_template() {
    let world = World::new();
    let write = |name: &str, text: &str| std::fs::write(world.scratch.path().join(name), text).unwrap();
    write("text.md", "from a file\n");
    write("page.md", "{{ name }} has {{ count }}");
    write("data.json", r#"{ "name": "it", "count": 3 }"#);
    assert_eq!(world.post(1, &["--file=text.md"]).exit, Some(0));
    assert_eq!(world.said(), "from a file");
    assert_eq!(world.post(2, &["--template=page.md", "--data=data.json"]).exit, Some(0));
    assert_eq!(world.said(), "it has 3");
    for none in [&["--body= "][..], &[], &["--file=absent.md"], &["--body=x", "--file=text.md"]] {
        assert_eq!(world.post(3, none).exit, Some(2), "{none:?}");
    }
}

#[test]
fn what_is_cut_stands_in_the_summary() {
    let world = World::new();
    let text = format!("# Title\n\n{}", "- a line of many\n".repeat(5_000));
    std::fs::write(world.scratch.path().join("long.md"), &text).unwrap();
    let run = world.post(1, &["--file=long.md"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let body = &world.comments()[0].body;
    assert!(body.len() <= 65_536 && body.starts_with("<!-- deploy-kit-comment: "), "{}", body.len());
    let link = "[the summary of the run](https://github.example/octo-org/octo-repo/actions/runs/1)";
    assert!(body.contains(link), "{}", &body[body.len() - 300..]);
    assert_eq!(run.summary.trim(), text.trim());
    let same = world.post(1, &["--file=long.md"]);
    assert_eq!((same.output("action"), same.summary.as_str()), ("unchanged", ""));
}
