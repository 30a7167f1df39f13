//! The gate by the workflows that users copy: tests in shards, a baseline of each push, one comment, forks by way of the
//! other workflow.

use deploy_kit_github_sim::{Level, Permissions, Scope};
use deploy_kit_tests::{Repo, run_git};
use serde_json::{Value, json};

use super::job::{Run, Runner};
use super::templates::{completed, permissions_of, template};

/// What runs the tests: a line of the source ran if it says that this shard tests it.
const TEST: &str = r#"#!/bin/sh
test "$1 $3" = "--shard --coverage" || exit 9
by="tested by ${2%/*}"
{
  echo SF:calc.py
  awk -v by="$by" '{ print "DA:" NR "," (index($0, by) ? 1 : 0) }' calc.py
  echo end_of_record
} > "$4"
"#;

const CALC: &str = "\
one = 1 # tested by 1
two = 2 # tested by 2
three = 3
four = 4 # tested by 1
five = 5 # tested by 2
";

/// A repository whose workflow is `coverage.yml` as it stands.
struct Project {
    runner: Runner,
    workflow: String,
    /// The number of the last run.
    run: u64,
}

/// A pull request.
struct Pull {
    number: u64,
    from: &'static str,
}

impl Project {
    fn new() -> Self {
        let mut origin = Repo::new();
        origin.commit("chore: begin");
        let mut project = Self { runner: Runner::over(origin), workflow: template("coverage.yml"), run: 0 };
        let script = project.runner.checkout.join("test.sh");
        std::fs::write(&script, TEST).unwrap();
        super::programs::make_executable(&script);
        project.git(&["add", "test.sh"]);
        project.commit(CALC);
        project.git(&["push", "--quiet", "origin", "main"]);
        let run = project.pushed();
        assert!(run.succeeded, "{}", run.log);
        assert_eq!(run.observed().output("coverage"), Some("80.00"), "both shards count: {}", run.log);
        project
    }

    fn git(&self, arguments: &[&str]) -> String {
        let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
        run_git(&self.runner.checkout, &[&author[..], arguments].concat())
    }

    fn commit(&self, source: &str) {
        std::fs::write(self.runner.checkout.join("calc.py"), source).unwrap();
        self.git(&["add", "calc.py"]);
        self.git(&["commit", "--quiet", "--message", "feat: a change"]);
    }

    /// The run of the push to `main` that is checked out.
    fn pushed(&mut self) -> Run {
        let event = json!({
            "ref": "refs/heads/main",
            "before": self.git(&["rev-parse", "main^"]),
            "after": self.git(&["rev-parse", "main"]),
            "repository": { "full_name": "octocat/hello", "default_branch": "main" },
        });
        self.told("push", &event, permissions_of(&self.workflow, "gate"))
    }

    /// A commit on the branch of a pull request, which is opened with the first one.
    fn push(&self, from: &'static str, source: &str) -> Pull {
        let is_new = self.git(&["branch", "--list", "topic"]).is_empty();
        self.git(&["checkout", "--quiet", if is_new { "-b" } else { "--force" }, "topic"]);
        self.commit(source);
        self.git(&["push", "--quiet", "origin", "topic"]);
        let owner = from.split('/').next().unwrap();
        let new = json!({ "title": "feat: a change", "head": format!("{owner}:topic"), "base": "main" });
        if is_new {
            assert_eq!(self.runner.github.seed("POST", "{repo}/pulls", new).0, 201);
        }
        let number = self.runner.github.state().issues.iter().find(|it| it.pull_request).unwrap().number;
        Pull { number, from }
    }

    /// The run on a pull request, with its trial merge checked out.
    fn pulled(&mut self, pull: &Pull) -> Run {
        let (head, base) = (self.git(&["rev-parse", "topic"]), self.git(&["rev-parse", "main"]));
        self.git(&["checkout", "--quiet", "--detach", "main"]);
        self.git(&["merge", "--quiet", "--no-ff", "--message", "Merge topic into main", "topic"]);
        let event = json!({
            "action": "synchronize",
            "number": pull.number,
            "pull_request": {
                "number": pull.number,
                "title": "feat: a change",
                "head": { "ref": "topic", "sha": head, "repo": { "full_name": pull.from } },
                "base": { "ref": "main", "sha": base, "repo": { "full_name": "octocat/hello" } },
            },
            "repository": { "full_name": "octocat/hello", "default_branch": "main" },
        });
        let permissions = match pull.from {
            "octocat/hello" => permissions_of(&self.workflow, "gate"),
            // Whatever a job asks for, on a fork's pull request it may read.
            _ => Permissions::none().with(Scope::Contents, Level::Read),
        };
        self.told("pull_request", &event, permissions)
    }

    /// The run of `comment-publish.yml` after that.
    fn publish(&mut self) -> Run {
        let workflow = template("comment-publish.yml");
        self.run += 1;
        self.runner.set("GITHUB_RUN_ID", &self.run.to_string());
        self.runner.tell(&completed("Coverage", self.run - 1, "failure", &self.git(&["rev-parse", "topic"])));
        self.runner.run_on("workflow_run", &workflow, permissions_of(&workflow, "publish"))
    }

    fn told(&mut self, name: &str, event: &Value, permissions: Permissions) -> Run {
        self.run += 1;
        self.runner.set("GITHUB_RUN_ID", &self.run.to_string());
        self.runner.tell(event);
        self.runner.run_on(name, &self.workflow, permissions)
    }

    /// What the only comment says.
    fn said(&self, pull: &Pull) -> String {
        let comments = self.runner.github.state().comments;
        let [comment] = &comments[..] else { panic!("{comments:#?}") };
        assert_eq!(comment.issue, pull.number);
        comment.body.clone()
    }
}

#[test]
fn a_pull_request_is_measured_against_the_push_before_it() {
    let mut project = Project::new();
    let stored = |project: &Project| {
        let history = "refs/deploy-kit/coverage:coverage/history.jsonl";
        run_git(project.runner.github.git_path(), &["show", history]).lines().count()
    };
    assert_eq!(stored(&project), 1);

    let pull = project.push("octocat/hello", &format!("{CALC}six = 6\n"));
    let run = project.pulled(&pull);
    assert!(!run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!(observed.output("passed"), Some("false"));
    assert_eq!((observed.output("patch-coverage"), observed.output("delta")), (Some("0.00"), Some("-13.33")));
    let place = &observed.annotations[0].properties;
    assert_eq!((place["file"].as_str(), place["line"].as_str()), ("calc.py", "6"), "{place:?}");
    let said = project.said(&pull);
    assert!(said.contains("❌ Coverage 66.66 % (−13.33)") && said.contains("calc.py#L6)"), "{said}");

    project.push("octocat/hello", &format!("{CALC}six = 6 # tested by 2\n"));
    let run = project.pulled(&pull);
    assert!(run.succeeded, "{}", run.log);
    assert_eq!(run.observed().output("passed"), Some("true"));
    assert!(project.said(&pull).contains("✅ Coverage 83.33 % (+3.33)"), "{}", project.said(&pull));
    assert_eq!(stored(&project), 1, "a pull request is no baseline");
}

#[test]
fn a_forks_report_is_published_by_the_other_workflow_and_a_forged_one_refused() {
    let mut project = Project::new();
    let pull = project.push("mona/hello", &format!("{CALC}six = 6\n"));
    let run = project.pulled(&pull);
    assert!(!run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!((observed.output("passed"), observed.output("comment-url")), (Some("false"), Some("")));
    assert!(observed.summary.unwrap().contains("❌ Coverage 66.66 %"));
    assert!(project.runner.github.state().comments.is_empty());

    let path = project.runner.artifact("comment").join("comment.json");
    let written = std::fs::read_to_string(&path).unwrap();
    for (key, value) in [("head-sha", json!(project.git(&["rev-parse", "main"]))), ("pull-request", json!(1))]
    {
        let mut forged: Value = serde_json::from_str(&written).unwrap();
        forged[key] = value;
        std::fs::write(&path, forged.to_string()).unwrap();
        let run = project.publish();
        assert_eq!((run.succeeded, run.actions()[0].exit), (false, 1), "{key}: {}", run.log);
    }
    assert!(project.runner.github.state().comments.is_empty());

    std::fs::write(&path, written).unwrap();
    let run = project.publish();
    assert!(run.succeeded, "{}", run.log);
    let said = project.said(&pull);
    assert!(said.contains("❌ Coverage 66.66 % (−13.33)") && said.contains("calc.py#L6)"), "{said}");
}

#[test]
fn a_shard_that_failed_decides_nothing() {
    let mut project = Project::new();
    let broken = TEST.replacen("by=", "test \"$2\" != 2/2 || exit 1\nby=", 1);
    std::fs::write(project.runner.checkout.join("test.sh"), broken).unwrap();
    project.git(&["add", "test.sh"]);
    project.commit(CALC.trim_end());
    std::fs::remove_dir_all(project.runner.artifact("coverage-2")).unwrap();
    let run = project.pushed();
    assert!(!run.succeeded, "{}", run.log);
    let [.., gate] = run.actions()[..] else { panic!("the gate did not run: {}", run.log) };
    assert_eq!((gate.exit, gate.observe().output("passed")), (4, Some("")), "{}", run.log);
}
