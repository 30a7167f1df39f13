//! Pull requests: merged by each method, in a queue, by a push; closed by what happens to their branches.

use deploy_kit_github_sim::{
    MergeMethod, MergeTitle, Options, Permissions, Sim, SquashMessage, SquashTitle, Token,
};
use deploy_kit_tests::{Contract, Repo, run_git};
use serde_json::{Value, json};

use crate::client::Client;

/// A change on a branch of its own, and a pull request for it.
fn propose(client: &Client, branch: &str, commits: &[(&str, &str)], title: &str) -> u64 {
    let head = client.get("git/ref/heads/main").expect(200)["object"]["sha"].clone();
    client.post("git/refs", json!({ "ref": format!("refs/heads/{branch}"), "sha": head })).expect(201);
    for (file, message) in commits {
        add(client, branch, file, message);
    }
    let new = json!({ "title": title, "head": branch, "base": "main", "body": "The why." });
    client.post("pulls", new).expect(201)["number"].as_u64().expect("a number")
}

fn add(client: &Client, branch: &str, file: &str, message: &str) -> String {
    let author = json!({ "name": "Bob", "email": "bob@example.org" });
    let put = json!({ "message": message, "content": "eA==", "branch": branch, "author": author });
    let made = client.send("PUT", &format!("contents/{file}"), put).expect(201);
    made["commit"]["sha"].as_str().expect("a text").to_owned()
}

fn merge(client: &Client, number: u64, body: Value) -> crate::client::Answer {
    client.send("PUT", &format!("pulls/{number}/merge"), body)
}

fn log(sim: &Sim, format: &str) -> Vec<String> {
    let lines = run_git(sim.git_path(), &["log", "--topo-order", &format!("--format={format}"), "main"]);
    lines.lines().map(str::to_owned).collect()
}

fn message(sim: &Sim) -> String {
    run_git(sim.git_path(), &["log", "-1", "--format=%B", "main"]).trim_end().to_owned()
}

fn setting() -> (Repo, Sim, Client) {
    crate::start_with(|options: &mut Options| options.private = false)
}

#[test]
fn a_merge_commit_has_both_parents_and_the_classic_message() {
    let (_repo, sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "feat: the a");
    let merged = merge(&client, number, json!({})).expect(200);
    assert_eq!(message(&sim), "Merge pull request #1 from octo-org/topic\n\nfeat: the a");
    assert_eq!(log(&sim, "%cn|%an")[0], "GitHub|github-actions[bot]");
    let pull = client.get("pulls/1").expect(200);
    assert_eq!((&pull["merged"], &pull["merge_commit_sha"]), (&json!(true), &merged["sha"]));
    assert_eq!(pull["merged_at"], "2023-11-14T22:13:20Z");
    assert_eq!(merge(&client, number, json!({})).refused(405), "Pull Request is not mergeable");
}

#[test]
fn a_squash_commit_takes_its_message_from_the_settings() {
    let (_repo, sim, client) = setting();
    let one = propose(&client, "one", &[("a", "feat: a\n\nText of a.")], "the title");
    merge(&client, one, json!({ "merge_method": "squash" })).expect(200);
    assert_eq!(message(&sim), "feat: a (#1)\n\nText of a.\n\nCo-authored-by: Bob <bob@example.org>");
    let two = propose(&client, "two", &[("b", "feat: b"), ("c", "fix: c")], "the title");
    merge(&client, two, json!({ "merge_method": "squash" })).expect(200);
    let authors = "---------\n\nCo-authored-by: Bob <bob@example.org>";
    assert_eq!(message(&sim), format!("the title (#2)\n\n* feat: b\n\n* fix: c\n\n{authors}"));
    sim.merging(|settings| {
        settings.squash_merge_commit_title = SquashTitle::PrTitle;
        settings.squash_merge_commit_message = SquashMessage::PrBody;
    });
    let three = propose(&client, "three", &[("d", "feat: d")], "the title");
    merge(&client, three, json!({ "merge_method": "squash" })).expect(200);
    assert_eq!(message(&sim), format!("the title (#3)\n\nThe why.\n\n{authors}"));
    let four = propose(&client, "four", &[("e", "feat: e")], "the title");
    let own = json!({ "merge_method": "squash", "commit_title": "feat: my own", "commit_message": "" });
    merge(&client, four, own).expect(200);
    assert_eq!(message(&sim), "feat: my own");
}

#[test]
fn a_rebase_makes_new_commits_and_keeps_their_authors() {
    let (_repo, sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a"), ("b", "fix: b\n\nWhy.")], "the title");
    let old = client.get("git/ref/heads/topic").expect(200)["object"]["sha"].clone();
    let merged = merge(&client, number, json!({ "merge_method": "rebase" })).expect(200);
    assert_ne!(merged["sha"], old);
    assert_eq!(
        log(&sim, "%s|%an|%cn")[..2],
        ["fix: b|Bob|github-actions[bot]", "feat: a|Bob|github-actions[bot]"]
    );
    assert_eq!(message(&sim), "fix: b\n\nWhy.");
    assert_eq!(client.get("pulls/1").expect(200)["merge_commit_sha"], merged["sha"]);
}

#[test]
fn what_may_not_be_merged_is_refused() {
    let (_repo, sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "the title");
    let stale = json!({ "sha": "0123456789012345678901234567890123456789" });
    assert_eq!(
        merge(&client, number, stale).refused(409),
        "Head branch was modified. Review and try the merge again."
    );
    sim.merging(|settings| settings.allow_merge_commit = false);
    assert_eq!(
        merge(&client, number, json!({})).refused(405),
        "Merge commits are not allowed on this repository."
    );
    sim.merging(|settings| settings.allow_rebase_merge = false);
    let rebase = json!({ "merge_method": "rebase" });
    assert_eq!(
        merge(&client, number, rebase).refused(405),
        "Rebase merges are not allowed on this repository."
    );
    add(&client, "main", "a", "feat: another a");
    let put = json!({ "message": "fix: a", "content": "eXk=", "branch": "topic",
        "sha": client.get("contents/a?ref=topic").expect(200)["sha"] });
    client.send("PUT", "contents/a", put).expect(200);
    assert_eq!(client.get("pulls/1").expect(200)["mergeable"], false);
    let squash = json!({ "merge_method": "squash" });
    assert_eq!(merge(&client, number, squash).refused(405), "Pull Request is not mergeable");
}

#[test]
fn the_settings_show_for_those_who_may_write() {
    let (_repo, sim, client) = setting();
    sim.merging(|settings| settings.merge_commit_title = MergeTitle::PrTitle);
    let shown = client.get("").expect(200);
    assert_eq!(shown["merge_commit_title"], "PR_TITLE");
    assert_eq!(shown["squash_merge_commit_message"], "COMMIT_MESSAGES");
    sim.allow(Token::app("reader", "ghs_reader", Permissions::none()));
    assert_eq!(client.with("ghs_reader").get("").expect(200)["allow_squash_merge"], Value::Null);
    assert_eq!(client.anonymous().get("").expect(200)["allow_squash_merge"], Value::Null);
}

#[test]
fn a_queue_moves_the_base_once_or_not_at_all() {
    let (_repo, sim, client) = setting();
    let one = propose(&client, "one", &[("a", "feat: a")], "feat: one");
    let two = propose(&client, "two", &[("b", "feat: b"), ("c", "feat: c")], "feat: two");
    let three = propose(&client, "three", &[("a", "feat: clash"), ("d", "feat: d")], "feat: three");
    let before = head(&client, "main");
    sim.merging(|settings| settings.allow_squash_merge = false);
    let refused = sim.merge_queue(&[(one, MergeMethod::Merge), (two, MergeMethod::Squash)]);
    assert_eq!(refused.unwrap_err(), "Squash merges are not allowed on this repository.");
    assert_eq!(head(&client, "main"), before);
    assert_eq!(client.get("pulls/1").expect(200)["merged"], false);
    sim.merging(|settings| settings.allow_squash_merge = true);
    let group = [(one, MergeMethod::Merge), (two, MergeMethod::Squash), (three, MergeMethod::Rebase)];
    let merged = sim.merge_queue(&group).unwrap().unwrap();
    assert_eq!(head(&client, "main"), merged);
    let first_parents = run_git(sim.git_path(), &["log", "--first-parent", "-4", "--format=%s", "main"]);
    assert_eq!(first_parents, "feat: d\nfeat: two (#2)\nMerge pull request #1 from octo-org/one\nfix: mend");
    for number in [one, two, three] {
        assert_eq!(client.get(&format!("pulls/{number}")).expect(200)["merged"], true);
    }
}

fn head(client: &Client, branch: &str) -> String {
    let found = client.get(&format!("git/ref/heads/{branch}")).expect(200);
    found["object"]["sha"].as_str().expect("a text").to_owned()
}

fn reopen(client: &Client, number: u64) -> String {
    let refused = client.patch(&format!("pulls/{number}"), json!({ "state": "open" })).expect(422);
    refused["errors"][0]["message"].as_str().expect("a text").to_owned()
}

#[test]
fn a_branch_that_goes_closes_its_pull_requests() {
    let (_repo, _sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "feat: a");
    let sha = head(&client, "topic");
    client.delete("git/refs/heads/topic").expect(204);
    assert_eq!(client.get("pulls/1").expect(200)["state"], "closed");
    assert_eq!(reopen(&client, number), "state cannot be changed. The topic branch has been deleted.");
    client.post("git/refs", json!({ "ref": "refs/heads/topic", "sha": sha })).expect(201);
    client.patch("pulls/1", json!({ "state": "open" })).expect(200);
}

#[test]
fn a_branch_that_is_set_to_its_base_closes_them_for_good() {
    let (_repo, _sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "feat: a");
    let (topic, main) = (head(&client, "topic"), head(&client, "main"));
    let force = |sha: &str| json!({ "sha": sha, "force": true });
    client.patch("git/refs/heads/topic", force(&main)).expect(200);
    let pull = client.get("pulls/1").expect(200);
    assert_eq!((&pull["state"], &pull["merged"]), (&json!("closed"), &json!(false)));
    client.patch("git/refs/heads/topic", force(&topic)).expect(200);
    assert_eq!(
        reopen(&client, number),
        "state cannot be changed. The topic branch was force-pushed or recreated."
    );
}

#[test]
fn a_closed_one_is_opened_again_unless_its_history_was_rewritten() {
    let (_repo, _sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "feat: a");
    client.patch("pulls/1", json!({ "state": "closed" })).expect(200);
    add(&client, "topic", "b", "feat: b");
    client.patch("pulls/1", json!({ "state": "open" })).expect(200);
    client.patch("pulls/1", json!({ "state": "closed" })).expect(200);
    let main = head(&client, "main");
    client.patch("git/refs/heads/topic", json!({ "sha": main, "force": true })).expect(200);
    add(&client, "topic", "c", "feat: c");
    assert!(reopen(&client, number).ends_with("force-pushed or recreated."));
}

#[test]
fn merged_branches_go_where_the_settings_say_so() {
    let (_repo, sim, client) = setting();
    sim.merging(|settings| settings.delete_branch_on_merge = true);
    let below = propose(&client, "below", &[("a", "feat: a")], "feat: a");
    let sha = head(&client, "below");
    client.post("git/refs", json!({ "ref": "refs/heads/above", "sha": sha })).expect(201);
    add(&client, "above", "b", "feat: b");
    let new = json!({ "title": "feat: b", "head": "above", "base": "below" });
    client.post("pulls", new).expect(201);
    merge(&client, below, json!({})).expect(200);
    client.get("git/ref/heads/below").expect(404);
    let above = client.get("pulls/2").expect(200);
    assert_eq!((&above["state"], &above["base"]["ref"]), (&json!("open"), &json!("main")));
}

#[test]
fn a_push_of_its_commits_to_the_base_merges() {
    let (_repo, sim, client) = setting();
    propose(&client, "topic", &[("a", "feat: a")], "feat: a");
    run_git(sim.git_path(), &["update-ref", "refs/heads/main", &head(&client, "topic")]);
    let pull = client.get("pulls/1").expect(200);
    assert_eq!((&pull["merged"], &pull["merge_commit_sha"]), (&json!(true), &pull["head"]["sha"]));
}

#[test]
fn drafts_are_made_and_ended_by_graphql() {
    let (_repo, sim, client) = setting();
    let number = propose(&client, "topic", &[("a", "feat: a")], "feat: a");
    let id = client.get("pulls/1").expect(200)["node_id"].clone();
    let convert = include_str!("../../../../tests/contract/documents/convert-to-draft.graphql");
    let ready = include_str!("../../../../tests/contract/documents/mark-ready.graphql");
    let input = json!({ "input": { "pullRequestId": id } });
    let made = client.graphql(convert, input.clone());
    assert_eq!(made["data"]["convertPullRequestToDraft"]["pullRequest"]["isDraft"], true);
    assert_eq!(merge(&client, number, json!({})).refused(405), "Pull Request is still a draft");
    assert_eq!(client.get("pulls/1").expect(200)["mergeable_state"], "draft");
    client.graphql(ready, input.clone());
    assert_eq!(client.get("pulls/1").expect(200)["draft"], false);
    let few = Permissions::none()
        .with(deploy_kit_github_sim::Scope::PullRequests, deploy_kit_github_sim::Level::Write);
    sim.allow(Token::app("few", "ghs_few", few));
    let refused = client.with("ghs_few").graphql(convert, input);
    assert_eq!(refused["errors"][0]["type"], "FORBIDDEN");
    let wrong = Contract::load().check(&sim.journal());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
