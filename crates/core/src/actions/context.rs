//! Where a run happens: the `GITHUB_*` and `RUNNER_*` variables, typed.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::environment::Environment;

/// A repository's owner and name.
///
/// ```
/// use deploy_kit_core::actions::Repository;
///
/// let repository: Repository = "octocat/hello-world".parse().unwrap();
/// assert_eq!(repository.owner, "octocat");
/// assert_eq!(repository.to_string(), "octocat/hello-world");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Repository {
    /// User or organisation.
    pub owner: String,
    /// The repository's name.
    pub name: String,
}

/// A repository that is not written as `owner/name`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a repository: expected `owner/name`")]
pub struct NotARepository(String);

impl FromStr for Repository {
    type Err = NotARepository;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let valid = |part: &str| {
            let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !part.is_empty() && part != "." && part != ".." && part.chars().all(known)
        };
        match text.split_once('/') {
            Some((owner, name)) if valid(owner) && valid(name) => {
                Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
            }
            _ => Err(NotARepository(text.to_owned())),
        }
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// What a ref is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefType {
    /// `refs/heads/…`, and a pull request's merge ref.
    Branch,
    /// `refs/tags/…`.
    Tag,
}

/// What the runner tells a step about the run.
///
/// Off the runner nearly all is `None`; the addresses are then those of github.com.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// `GITHUB_ACTIONS` is `true`; `CI` alone does not make a runner.
    pub is_runner: bool,
    /// `GITHUB_REPOSITORY`.
    pub repository: Option<Repository>,
    /// `GITHUB_SHA`: on a pull request that of the *merge* commit; see the event for the head.
    pub sha: Option<String>,
    /// `GITHUB_REF`, such as `refs/heads/main` or `refs/pull/7/merge`.
    pub r#ref: Option<String>,
    /// `GITHUB_REF_NAME`, such as `main`, `v1.2.0` or `7/merge`.
    pub ref_name: Option<String>,
    /// `GITHUB_REF_TYPE`.
    pub ref_type: Option<RefType>,
    /// `GITHUB_HEAD_REF`: a pull request's source branch.
    pub head_ref: Option<String>,
    /// `GITHUB_BASE_REF`: a pull request's target branch.
    pub base_ref: Option<String>,
    /// `GITHUB_EVENT_NAME`.
    pub event_name: Option<String>,
    /// `GITHUB_EVENT_PATH`, the file with the event's payload.
    pub event_path: Option<PathBuf>,
    /// `GITHUB_RUN_ID`, the same for each attempt.
    pub run_id: Option<u64>,
    /// `GITHUB_RUN_NUMBER`, counted for each workflow from 1.
    pub run_number: Option<u64>,
    /// `GITHUB_RUN_ATTEMPT`, from 1.
    pub run_attempt: Option<u64>,
    /// `GITHUB_WORKFLOW`, its name, or its path if it has none.
    pub workflow: Option<String>,
    /// `GITHUB_JOB`, the job's key in the workflow file.
    pub job: Option<String>,
    /// `GITHUB_ACTOR`, who started the run.
    pub actor: Option<String>,
    /// `GITHUB_API_URL`, without a final slash; default `https://api.github.com`.
    pub api_url: String,
    /// `GITHUB_SERVER_URL`, without a final slash; default `https://github.com`.
    pub server_url: String,
    /// `GITHUB_GRAPHQL_URL`, without a final slash; default `https://api.github.com/graphql`.
    pub graphql_url: String,
    /// `GITHUB_WORKSPACE`, where checkout puts the repository.
    pub workspace: Option<PathBuf>,
    /// `RUNNER_OS`: `Linux`, `macOS` or `Windows`.
    pub runner_os: Option<String>,
    /// `RUNNER_ARCH`: `X86`, `X64`, `ARM` or `ARM64`.
    pub runner_arch: Option<String>,
    /// `RUNNER_TEMP`, emptied before and after each job.
    pub runner_temp: Option<PathBuf>,
    /// `RUNNER_TOOL_CACHE`.
    pub tool_cache: Option<PathBuf>,
    /// `RUNNER_DEBUG` is `1`: someone asked for debug logging.
    pub is_debug: bool,
}

impl Context {
    /// Reads the variables; what is missing or malformed is `None`.
    #[must_use]
    pub fn from_environment(environment: &Environment) -> Self {
        let text = |name| environment.get(name).map(str::to_owned);
        let path = |name| environment.get(name).map(PathBuf::from);
        let number = |name| environment.get(name).and_then(|value| value.parse().ok());
        let url =
            |name, default: &str| environment.get(name).unwrap_or(default).trim_end_matches('/').to_owned();
        Self {
            is_runner: environment.is_true("GITHUB_ACTIONS"),
            repository: environment.get("GITHUB_REPOSITORY").and_then(|value| value.parse().ok()),
            sha: text("GITHUB_SHA"),
            r#ref: text("GITHUB_REF"),
            ref_name: text("GITHUB_REF_NAME"),
            ref_type: environment.get("GITHUB_REF_TYPE").and_then(ref_type),
            head_ref: text("GITHUB_HEAD_REF"),
            base_ref: text("GITHUB_BASE_REF"),
            event_name: text("GITHUB_EVENT_NAME"),
            event_path: path("GITHUB_EVENT_PATH"),
            run_id: number("GITHUB_RUN_ID"),
            run_number: number("GITHUB_RUN_NUMBER"),
            run_attempt: number("GITHUB_RUN_ATTEMPT"),
            workflow: text("GITHUB_WORKFLOW"),
            job: text("GITHUB_JOB"),
            actor: text("GITHUB_ACTOR"),
            api_url: url("GITHUB_API_URL", "https://api.github.com"),
            server_url: url("GITHUB_SERVER_URL", "https://github.com"),
            graphql_url: url("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql"),
            workspace: path("GITHUB_WORKSPACE"),
            runner_os: text("RUNNER_OS"),
            runner_arch: text("RUNNER_ARCH"),
            runner_temp: path("RUNNER_TEMP"),
            tool_cache: path("RUNNER_TOOL_CACHE"),
            is_debug: environment.get("RUNNER_DEBUG") == Some("1"),
        }
    }

    /// Whether this is a step of a workflow run.
    #[must_use]
    pub fn is_runner(&self) -> bool {
        self.is_runner
    }

    /// The address of this run's page, with the attempt if it is not the first.
    #[must_use]
    pub fn run_url(&self) -> Option<String> {
        let (repository, run) = (self.repository.as_ref()?, self.run_id?);
        let url = format!("{}/{repository}/actions/runs/{run}", self.server_url);
        Some(match self.run_attempt {
            Some(attempt) if attempt > 1 => format!("{url}/attempts/{attempt}"),
            _ => url,
        })
    }

    /// The branch this run is about: a pull request's source, else the branch that `ref` names.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.head_ref.as_deref().or_else(|| self.r#ref.as_deref()?.strip_prefix("refs/heads/"))
    }

    /// The tag this run is about.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.r#ref.as_deref()?.strip_prefix("refs/tags/")
    }
}

fn ref_type(word: &str) -> Option<RefType> {
    match word {
        "branch" => Some(RefType::Branch),
        "tag" => Some(RefType::Tag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_only_addresses() {
        let context = Context::from_environment(&Environment::from_iter([("CI", "true")]));
        assert!(!context.is_runner());
        assert_eq!(context.api_url, "https://api.github.com");
        assert_eq!(context.graphql_url, "https://api.github.com/graphql");
        assert_eq!((context.repository.clone(), context.run_url()), (None, None));
    }

    #[test]
    fn a_run_is_read() {
        let context = Context::from_environment(&Environment::from_iter([
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_REPOSITORY", "octocat/hello"),
            ("GITHUB_REF", "refs/heads/feat/x"),
            ("GITHUB_REF_TYPE", "branch"),
            ("GITHUB_RUN_ID", "7"),
            ("GITHUB_RUN_ATTEMPT", "2"),
            ("GITHUB_SERVER_URL", "https://ghe.example/"),
            ("GITHUB_HEAD_REF", ""),
        ]));
        assert!(context.is_runner());
        assert_eq!(context.ref_type, Some(RefType::Branch));
        assert_eq!((context.branch(), context.tag()), (Some("feat/x"), None));
        let url = "https://ghe.example/octocat/hello/actions/runs/7/attempts/2";
        assert_eq!(context.run_url().as_deref(), Some(url));
    }

    #[test]
    fn malformed_values_are_absent() {
        let context = Context::from_environment(&Environment::from_iter([
            ("GITHUB_REPOSITORY", "octocat"),
            ("GITHUB_RUN_ID", "x"),
        ]));
        assert_eq!((context.repository, context.run_id), (None, None));
        for wrong in ["", "a", "a/", "/b", "a/b/c", "a/..", "a b/c"] {
            assert!(wrong.parse::<Repository>().is_err(), "{wrong}");
        }
    }
}
