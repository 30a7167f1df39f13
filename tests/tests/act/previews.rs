//! The life of a preview, by the workflows that users copy: one comment all along, and nothing left at the end.

use deploy_kit_github_sim::CommentState;
use deploy_kit_tests::{Site, run_git};
use serde_json::{Value, json};

use super::job::{Run, Runner};
use super::templates::{permissions_of, template};

/// A pull request, and the runs on it.
struct Pull {
    runner: Runner,
    number: u64,
    /// The repository that its commits come from.
    from: &'static str,
    /// The number of the last run.
    run: u64,
}

impl Pull {
    fn open(from: &'static str) -> Self {
        let runner = Runner::new();
        run_git(&runner.checkout, &["checkout", "--quiet", "-b", "topic"]);
        let mut pull = Self { runner, number: 0, from, run: 0 };
        pull.push();
        let owner = from.split('/').next().unwrap();
        let new = json!({ "title": "feat: a door", "head": format!("{owner}:topic"), "base": "main" });
        let (status, made) = pull.runner.github.seed("POST", "{repo}/pulls", new);
        assert_eq!(status, 201, "{made}");
        pull.number = made["number"].as_u64().unwrap();
        pull
    }

    /// Another commit on its branch.
    fn push(&self) {
        let git = |arguments: &[&str]| run_git(&self.runner.checkout, arguments);
        let author = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
        git(&[&author[..], &["commit", "--quiet", "--allow-empty", "--message", "feat: a door"]].concat());
        git(&["push", "--quiet", "origin", "topic"]);
    }

    fn head(&self) -> String {
        run_git(&self.runner.checkout, &["rev-parse", "topic"])
    }

    fn close(&self) {
        let target = format!("{{repo}}/pulls/{}", self.number);
        assert_eq!(self.runner.github.seed("PATCH", &target, json!({ "state": "closed" })).0, 200);
    }

    /// Runs a workflow on the pull request, with the token of one of its jobs.
    fn run(&mut self, action: &str, workflow: &str, job: &str) -> Run {
        let event = json!({
            "action": action,
            "number": self.number,
            "pull_request": {
                "number": self.number,
                "title": "feat: a door",
                "user": { "login": "mona" },
                "head": { "ref": "topic", "sha": self.head(), "repo": { "full_name": self.from } },
                "base": { "ref": "main", "sha": self.head(), "repo": { "full_name": "octocat/hello" } },
            },
        });
        self.told("pull_request", &event, workflow, job)
    }

    /// Runs a workflow after the run of another one on the pull request.
    fn follow(&mut self, conclusion: &str, workflow: &str, job: &str) -> Run {
        let event = json!({
            "action": "completed",
            "workflow_run": {
                "id": 5,
                "run_attempt": 1,
                "event": "pull_request",
                "conclusion": conclusion,
                "head_branch": "topic",
                "head_sha": self.head(),
                "head_repository": { "full_name": self.from },
                "pull_requests": [],
            },
        });
        self.told("workflow_run", &event, workflow, job)
    }

    fn told(&mut self, name: &str, event: &Value, workflow: &str, job: &str) -> Run {
        self.run += 1;
        self.runner.set("GITHUB_RUN_ID", &self.run.to_string());
        self.runner.tell(event);
        self.runner.run_on(name, workflow, permissions_of(workflow, job))
    }

    /// What its only comment says.
    fn said(&self) -> CommentState {
        let comments = self.runner.github.state().comments;
        let [comment] = &comments[..] else { panic!("{comments:#?}") };
        assert_eq!(comment.issue, self.number);
        comment.clone()
    }

    /// What has become of each deployment, the oldest first.
    fn deployments(&self) -> Vec<String> {
        let all = self.runner.github.state().deployments;
        let environment = format!("preview-{}", self.number);
        assert!(all.iter().all(|it| it.environment == environment && it.transient_environment), "{all:?}");
        all.iter().map(|it| it.states.join(" ")).collect()
    }
}

#[test]
fn a_pull_requests_life_by_the_workflow_to_copy() {
    let mut pull = Pull::open("octocat/hello");
    let site = Site::new(&[(503, "starting"), (200, "hello")]);
    let workflow = template("preview.yml");
    // As Vercel's program prints it, with the variables of the step.
    let deploys = format!(
        "#!/bin/sh\ntest \"${{VERCEL_TOKEN+set}}\" = set || exit 9\ntest \"$2 $3\" = 'vercel@64.0.2 deploy' || exit 8\n\
         echo 'Inspect: https://vercel.com/acme/shop/8fGh2' >&2\necho 'Preview: {}'\n",
        site.url
    );
    pull.runner.install("npx", &deploys);

    let run = pull.run("opened", &workflow, "deploy");
    assert!(run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!(observed.output("state"), Some("ready"));
    assert_eq!(observed.output("environment-url"), Some(site.url.as_str()));
    assert!(observed.summary.unwrap().contains("✅"));
    assert_eq!(site.asked(), 2, "what answers 503 is not ready");
    let bodies: Vec<String> = pull.runner.github.journal().iter().filter_map(body).collect();
    assert!(bodies[0].contains("Building") && bodies.len() == 2, "{bodies:#?}");
    assert!(pull.said().body.contains("[Ready]"), "{}", pull.said().body);
    assert_eq!(pull.deployments(), ["in_progress success"]);

    pull.push();
    pull.runner.install("npx", "#!/bin/sh\necho 'Error: no such project' >&2\nexit 1\n");
    let run = pull.run("synchronize", &workflow, "deploy");
    assert!(!run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!(observed.output("state"), Some("failed"));
    assert!(observed.log.iter().any(|line| line.contains("no such project")), "{}", run.log);
    let said = pull.said().body;
    assert!(said.contains("[Failed]") && said.contains(&site.url), "the one before stays: {said}");
    assert_eq!(pull.deployments(), ["in_progress success", "in_progress failure"]);

    pull.push();
    pull.runner.install("npx", &deploys);
    let run = pull.run("synchronize", &workflow, "deploy");
    assert!(run.succeeded, "{}", run.log);
    assert!(pull.said().body.contains("[Ready]"), "{}", pull.said().body);
    let stood = ["in_progress success inactive", "in_progress failure inactive", "in_progress success"];
    assert_eq!(pull.deployments(), stood);

    pull.close();
    let run = pull.run("closed", &workflow, "remove");
    assert!(run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!(observed.output("state"), Some("removed"));
    let stays = |text: &str| text.contains("may not delete environments");
    assert!(observed.annotations.iter().any(|it| stays(&it.message)), "{}", run.log);
    let said = pull.said().body;
    assert!(said.contains("[Removed]") && !said.contains(&site.url), "{said}");
    assert!(pull.deployments().iter().all(|states| states.ends_with("inactive")), "{:?}", pull.deployments());
}

#[test]
fn what_no_run_at_the_end_removed_is_swept() {
    let mut pull = Pull::open("octocat/hello");
    let site = Site::new(&[(200, "hello")]);
    pull.runner.install("npx", &format!("#!/bin/sh\necho {}\n", site.url));
    let run = pull.run("opened", &template("preview.yml"), "deploy");
    assert!(run.succeeded, "{}", run.log);
    pull.close();
    let (workflow, event) = (template("preview-sweep.yml"), json!({ "schedule": "23 3 * * *" }));
    for removed in ["1", "0"] {
        let run = pull.told("schedule", &event, &workflow, "sweep");
        assert!(run.succeeded, "{}", run.log);
        assert_eq!(run.observed().output("removed"), Some(removed), "{}", run.log);
    }
    assert!(pull.said().body.contains("[Removed]"), "{}", pull.said().body);
    assert_eq!(pull.deployments(), ["in_progress success inactive"]);
}

#[test]
fn a_forks_life_by_the_two_workflows_to_copy() {
    let mut pull = Pull::open("mona/hello");
    let site = Site::new(&[(200, "hello")]);
    let (build, publish) = (template("preview-fork.yml"), template("preview-publish.yml"));
    std::fs::write(
        pull.runner.checkout.join("build.sh"),
        "mkdir -p \"$1\" && echo hello > \"$1/index.html\"\n",
    )
    .unwrap();
    run_git(&pull.runner.checkout, &["update-index", "--add", "--chmod=+x", "build.sh"]);
    super::programs::make_executable(&pull.runner.checkout.join("build.sh"));
    let deploys = format!(
        "#!/bin/sh\ntest -f site/index.html || exit 7\necho 'Build logs: https://app.netlify.com/x'\n\
         echo 'Website draft URL: {}'\n",
        site.url
    );
    pull.runner.install("npx", &deploys);

    let run = pull.run("opened", &template("preview.yml"), "deploy");
    assert!(run.succeeded && run.steps.is_empty(), "a fork has no secrets to deploy with: {}", run.log);
    let run = pull.run("opened", &build, "build");
    assert!(run.succeeded && run.actions().is_empty(), "{}", run.log);
    assert!(pull.runner.github.state().comments.is_empty());

    let run = pull.follow("success", &publish, "deploy");
    assert!(run.succeeded, "{}", run.log);
    assert_eq!(run.observed().output("environment-url"), Some(site.url.as_str()));
    assert!(pull.said().body.contains("[Ready]"), "{}", pull.said().body);
    assert_eq!(pull.deployments(), ["in_progress success"]);

    pull.push();
    let run = pull.follow("failure", &publish, "fail");
    assert!(run.succeeded, "{}", run.log);
    let said = pull.said().body;
    assert!(said.contains("[Failed]") && said.contains(&site.url), "{said}");

    pull.close();
    let run = pull.run("closed", &build, "build");
    assert!(run.succeeded && run.steps.is_empty(), "{}", run.log);
    let run = pull.follow("skipped", &publish, "remove");
    assert!(run.succeeded, "{}", run.log);
    assert_eq!(run.observed().output("removed"), Some("1"), "{}", run.log);
    assert!(pull.said().body.contains("[Removed]"), "{}", pull.said().body);
    assert!(pull.deployments().iter().all(|states| states.ends_with("inactive")), "{:?}", pull.deployments());
}

/// The report of a stranger's job, and its publishing, as the page of the action has them.
const REPORT: &str = r#"
on: pull_request
permissions: {}
jobs:
  report:
    runs-on: ubuntu-latest
    permissions: {}
    steps:
      - uses: org/deploy-kit/preview@v1
        with:
          command: report
          url: https://pr.example.com/
          output: report/preview.json
      - uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
        with:
          name: preview
          path: report/
"#;
const PUBLISH: &str = r#"
on: workflow_run
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      deployments: write
      pull-requests: write
    steps:
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with:
          name: preview
          path: report
      - uses: org/deploy-kit/preview@v1
        with:
          command: publish
          file: report/preview.json
          hosts: "*.example.com"
          wait: 0
"#;

#[test]
fn a_report_is_published_and_a_forged_one_refused() {
    let mut pull = Pull::open("mona/hello");
    let run = pull.run("opened", REPORT, "report");
    assert!(run.succeeded, "{}", run.log);
    let path = pull.runner.artifact("preview").join("preview.json");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for (key, value) in [
        ("url", json!("https://pr.example.com.evil.dev/")),
        ("head-sha", json!(run_git(&pull.runner.checkout, &["rev-parse", "main"]))),
        ("state", json!("removed")),
        ("pull-request", json!(1)),
    ] {
        let mut forged = written.clone();
        forged[key] = value;
        std::fs::write(&path, forged.to_string()).unwrap();
        let run = pull.follow("success", PUBLISH, "publish");
        assert_eq!((run.succeeded, run.actions()[0].exit), (false, 1), "{key}: {}", run.log);
    }
    let state = pull.runner.github.state();
    assert!(state.comments.is_empty() && state.deployments.is_empty(), "{state:?}");
    std::fs::write(&path, written.to_string()).unwrap();
    let run = pull.follow("success", PUBLISH, "publish");
    assert!(run.succeeded, "{}", run.log);
    assert!(pull.said().body.contains("(https://pr.example.com/)"), "{}", pull.said().body);
    assert_eq!(pull.deployments(), ["success"]);
}

#[test]
fn a_token_that_may_not_deploy_is_told_which_permission_to_add() {
    let mut pull = Pull::open("octocat/hello");
    let workflow = "on: pull_request\npermissions: {}\njobs:\n  say:\n    runs-on: ubuntu-latest\n    permissions:\n      \
                    deployments: read\n      pull-requests: write\n    steps:\n      - id: preview\n        \
                    uses: org/deploy-kit/preview@v1\n        with:\n          state: building\n";
    let run = pull.run("opened", workflow, "say");
    assert!(!run.succeeded, "{}", run.log);
    let errors: Vec<_> = run.observed().annotations.into_iter().map(|it| it.message).collect();
    assert!(errors.iter().any(|text| text.contains("deployments: write")), "{errors:?}");
}

/// The text of a comment that a request makes or changes.
fn body(entry: &deploy_kit_github_sim::Entry) -> Option<String> {
    let request = entry.request.as_ref()?;
    let is_comment = entry.method != "GET" && entry.path.contains("/comments");
    let mutated = request["variables"]["body"].as_str().or(request["variables"]["input"]["body"].as_str());
    let body = if is_comment { request["body"].as_str() } else { mutated };
    body.map(str::to_owned)
}
