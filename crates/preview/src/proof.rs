//! Whether a preview answers, in the version that it has to be.

use std::time::Duration;

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_health::condition::{Statuses, VersionField};
use deploy_kit_health::{Attempt, Check, Conditions, Poll, Request, Verdict, check, probe};
use deploy_kit_http::{Clock, Proxies};

use crate::args::PreviewArgs;

/// What an answer has to be like, and how long it may take to become so.
#[derive(Debug, Clone)]
pub struct Proof {
    /// When it has to have answered.
    pub deadline: Duration,
    statuses: Statuses,
    /// Whether redirects are followed; else one is the answer.
    follows: bool,
    /// Where the answer says its version, and what that has to be where it is not the commit.
    version: Option<(VersionField, Option<String>)>,
}

impl Proof {
    /// Resolves arguments; `None` where nothing is to be asked. What a stranger has made may not lead this job, which has
    /// rights that the stranger's has not, to addresses that only its runner reaches: there redirects are not followed.
    ///
    /// # Errors
    /// They are not what they have to be.
    pub fn resolve(asked: &PreviewArgs, is_strangers: bool) -> Result<Option<Self>, Failure> {
        if asked.wait == 0 {
            return Ok(None);
        }
        let statuses = asked.expect_status.parse().map_err(Failure::usage)?;
        let version = match &asked.version_field {
            Some(field) => Some((field.parse().map_err(Failure::usage)?, asked.expect_version.clone())),
            None => None,
        };
        Ok(Some(Self {
            deadline: Duration::from_secs(asked.wait),
            statuses,
            follows: !is_strangers,
            version,
        }))
    }

    /// Asks until it answers as it should, or the time is over.
    ///
    /// # Errors
    /// No client can be set up.
    pub async fn prove(&self, url: &str, sha: &str, context: &Context) -> Result<Verdict, Failure> {
        let mut conditions = Conditions { statuses: self.statuses.clone(), ..Conditions::default() };
        if let Some((field, version)) = &self.version {
            let version = version.clone().unwrap_or_else(|| sha.to_owned());
            conditions =
                Conditions { statuses: self.statuses.clone(), ..Conditions::version(field.clone(), version) };
        }
        let poll = Poll { deadline: self.deadline, longest: Duration::from_secs(5), ..Poll::default() };
        let mut request = Request::get(url);
        if !self.follows {
            request.redirects = 0;
        }
        let check_of = Check { request, conditions, poll };
        let client =
            probe::client(Proxies::from_environment(&context.environment), Clock::start(context.now));
        let client = client.map_err(Failure::world)?;
        let progress = |attempt: &Attempt| {
            if let Some(failed) = &attempt.failed {
                context.console.info(format!("{:>4} s  {failed}", attempt.at.as_secs()));
            }
        };
        Ok(check(&client, &check_of, progress).await)
    }
}

/// A verdict in a few words.
#[must_use]
pub fn described(verdict: &Verdict) -> String {
    let last = &verdict.last.observation;
    if let (true, Some(answer)) = (verdict.is_healthy, last.answer()) {
        return format!("{} in {} ms", answer.status, last.elapsed.as_millis());
    }
    match verdict.last_failure.as_ref().and_then(|attempt| attempt.failed.as_ref()) {
        // What went wrong says it without the condition, which is that there be an answer.
        Some(failed) if failed.condition == "request" => failed.got.clone(),
        Some(failed) => failed.to_string(),
        None => verdict.to_string(),
    }
}
