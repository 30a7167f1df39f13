//! Sends a call, as often as the policy says.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use deploy_kit_http::retry::{self, Answer, Outcome, Repeatable, Retry, Stop};
use deploy_kit_http::{Failure, FailureKind, Place, Progress, watch};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, IF_NONE_MATCH, LOCATION};
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body_util::BodyExt;
use octocrab::OctoBody;

use super::call::LONGEST;
use super::{Call, GitHub, Payload};
use crate::error::{self, Kind, Result};
use crate::operation::Effect;

/// Redirects that are followed in a row.
const REDIRECTS: usize = 5;

/// A repository that answers from another address: it was renamed or transferred.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The path that was asked.
    pub from: String,
    /// The path that it led to, mostly `/repositories/ID/…`.
    pub to: String,
}

/// A whole answer that is a success.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What an attempt came to.
type Attempt = std::result::Result<Answered, Fault>;

/// What an attempt came to instead of a success.
enum Fault {
    /// An answer said no, or we do.
    Refused(Kind),
    /// There was no answer.
    Failed(Failure),
}

impl Call {
    pub(super) async fn send(&self) -> Result<Answered> {
        self.send_to(&self.url()).await
    }

    pub(super) async fn send_to(&self, url: &str) -> Result<Answered> {
        self.repeat(url).await.0
    }

    /// Also tells whether an earlier attempt may have been acted on.
    pub(super) async fn send_with_doubt(&self) -> (Result<Answered>, bool) {
        self.repeat(&self.url()).await
    }

    async fn repeat(&self, url: &str) -> (Result<Answered>, bool) {
        let http = &self.github.shared.http;
        let repeatable = match self.operation.effect {
            Effect::Read | Effect::Replace | Effect::Delete => Repeatable::Yes,
            Effect::Create => Repeatable::No,
        };
        let attempt = async |retry: &Retry| {
            let doubt = retry.is_doubtful();
            let (outcome, attempt) = self.attempt(url, retry).await;
            (outcome, (attempt, doubt))
        };
        let ((attempt, doubt), stop) = retry::repeat(http.retry(repeatable), http.clock(), attempt).await;
        let kind = match attempt {
            Ok(answered) => return (Ok(answered), doubt),
            Err(Fault::Refused(kind)) => kind,
            Err(Fault::Failed(failure)) => match failure.kind() {
                FailureKind::Request => Kind::Content { detail: failure.to_string() },
                FailureKind::Deadline => Kind::Deadline { wait: None, cause: failure.to_string() },
                _ => Kind::Network(failure),
            },
        };
        let kind = match (stop, kind) {
            (_, kind @ Kind::RateLimited { .. }) => kind,
            (Stop::Ambiguous, kind) => Kind::Ambiguous { cause: kind.to_string() },
            (Stop::Deadline(wait), kind) => Kind::Deadline { wait: Some(wait), cause: kind.to_string() },
            (_, kind) => kind,
        };
        (Err(self.fail(kind)), doubt)
    }

    async fn attempt(&self, url: &str, retry: &Retry) -> (Outcome, Attempt) {
        // What we ourselves refuse is settled.
        let settled = || Outcome::Answered(Answer::default());
        if let Err(kind) = self.pace(retry).await {
            return (settled(), Err(Fault::Refused(kind)));
        }
        let http = &self.github.shared.http;
        let progress = Progress::default();
        let left = retry.remaining(http.clock().now());
        let watched = watch(self.exchange(url, &progress), &progress, self.silence(), left).await;
        match watched.unwrap_or_else(|failure| Err(Fault::Failed(failure))) {
            Ok((answer, attempt)) => (Outcome::Answered(answer), attempt),
            Err(Fault::Failed(failure)) => (Outcome::Failed(failure.clone()), Err(Fault::Failed(failure))),
            Err(fault) => (settled(), Err(fault)),
        }
    }

    /// The longest silence. GitHub answers to an upload when it has stored it, which takes time after the last
    /// byte of a large file.
    fn silence(&self) -> Duration {
        let silence = self.github.shared.http.options().silence;
        if matches!(self.payload, Payload::Stream { .. }) { silence * 10 } else { silence }
    }

    /// Waits for its turn, if it writes.
    async fn pace(&self, retry: &Retry) -> std::result::Result<(), Kind> {
        if !self.operation.effect.is_write() {
            return Ok(());
        }
        let shared = &self.github.shared;
        let now = shared.http.clock().now();
        let wait = shared.pace.borrow().wait(now.elapsed);
        if retry.remaining(now).is_some_and(|left| wait >= left) {
            let cause = "GitHub allows 80 writes a minute and 500 an hour".to_owned();
            return Err(Kind::Deadline { wait: Some(wait), cause });
        }
        let wait = shared.pace.borrow_mut().reserve(now.elapsed);
        tokio::time::sleep(wait).await;
        Ok(())
    }

    /// Sends it once, follows redirects, and reads the answer.
    async fn exchange(
        &self,
        url: &str,
        progress: &Progress,
    ) -> std::result::Result<(Answer, Attempt), Fault> {
        let mut at = url.to_owned();
        for _ in 0..=REDIRECTS {
            let request = self.request(&at, progress).map_err(Fault::Failed)?;
            let sent = self.github.shared.stack.send(request).await;
            let response = sent.map_err(|error| Fault::Failed(Failure::of(&error)))?;
            let (parts, body) = response.into_parts();
            match self.redirect(parts.status, &parts.headers, &at) {
                Ok(Some(next)) => at = next,
                Ok(None) => {
                    // What an error says counts, however little was asked for.
                    let longest = if parts.status.is_success() { self.longest } else { LONGEST };
                    let body = read(body, longest, progress).await.map_err(Fault::Failed)?;
                    return Ok(self.judge(url, parts.status, parts.headers, body));
                }
                Err(kind) => return Err(Fault::Refused(kind)),
            }
        }
        Err(Fault::Refused(Kind::Redirect { reason: format!("more than {REDIRECTS} in a row") }))
    }

    fn request(&self, url: &str, progress: &Progress) -> std::result::Result<Request<OctoBody>, Failure> {
        let shared = &self.github.shared;
        let mistake =
            |what: &dyn std::fmt::Display| Failure::new(FailureKind::Request, format!("no request: {what}"));
        let builder =
            Request::builder().method(self.operation.method.clone()).uri(url).header(ACCEPT, self.accept);
        let json = match &self.payload {
            Payload::Json(value) => Some(value),
            Payload::None | Payload::Stream { .. } => None,
        };
        // Octocrab adds the version of the API.
        let mut request = shared.stack.build_request(builder, json).map_err(|error| mistake(&error))?;
        if let Payload::Stream { content, kind } = &self.payload {
            let kind = HeaderValue::from_str(kind).map_err(|error| mistake(&error))?;
            request.headers_mut().insert(CONTENT_TYPE, kind);
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(content.len()));
            let body = content.body(progress.clone());
            let body = body.map_err(|error| Failure::new(FailureKind::Request, error.to_string()))?;
            *request.body_mut() = OctoBody::new(body);
        }
        if let Some(authorization) = shared.authorization.as_ref().filter(|_| self.is_trusted(url)) {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        if self.is_kept()
            && let Some(entry) = shared.cache.borrow().get(&self.key(url))
        {
            request.headers_mut().insert(IF_NONE_MATCH, entry.etag.clone());
        }
        Ok(request)
    }

    /// Whether the token may go to an address: the API's servers, and for an upload the one that GitHub itself
    /// named in the release, unless that would be the first to be sent without encryption.
    fn is_trusted(&self, url: &str) -> bool {
        let options = &self.github.shared.options;
        let is_upload = matches!(self.payload, Payload::Stream { .. });
        let is_worse = options.api_url.starts_with("https://") && !url.starts_with("https://");
        options.is_own(url) || (is_upload && !is_worse && Place::of(&self.url()) == Place::of(url))
    }

    /// Whether an answer stands for its address. Every question of GraphQL has the same one.
    fn is_kept(&self) -> bool {
        self.operation.method == http::Method::GET
    }

    /// One address may be asked for in several forms.
    fn key(&self, url: &str) -> String {
        format!("{} {url}", self.accept)
    }

    /// Where an answer leads, if it leads elsewhere.
    ///
    /// A renamed repository answers 301, and 307 to what is no `GET`. The method stays as it is:
    /// the answer to a `POST` is never a page to get.
    fn redirect(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        at: &str,
    ) -> std::result::Result<Option<String>, Kind> {
        if !matches!(status.as_u16(), 301 | 302 | 307 | 308) {
            return Ok(None);
        }
        let refuse = |reason: &str| Kind::Redirect { reason: reason.to_owned() };
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.ok_or_else(|| refuse("it does not say where to"))?;
        let next = resolve(at, location).ok_or_else(|| refuse("the new address is none"))?;
        if self.operation.effect.is_write() && !self.is_trusted(&next) {
            return Err(refuse("a write must not go to another server"));
        }
        if at.starts_with("https://") && next.starts_with("http://") {
            return Err(refuse("it leads from `https` to `http`"));
        }
        if matches!(status.as_u16(), 301 | 307 | 308) && self.github.shared.options.is_own(&next) {
            let moved = Moved { from: path_of(at), to: path_of(&next) };
            *self.github.shared.moved.borrow_mut() = Some(moved);
        }
        Ok(Some(next))
    }

    fn judge(&self, url: &str, status: StatusCode, headers: HeaderMap, body: Bytes) -> (Answer, Attempt) {
        let shared = &self.github.shared;
        let mut answer = Answer::read(status.as_u16(), &headers);
        let key = self.key(url);
        if status == StatusCode::NOT_MODIFIED {
            let entry = shared.cache.borrow().get(&key).cloned();
            if let Some(entry) = entry {
                return (answer, Ok(Answered { headers: entry.headers, body: entry.body }));
            }
        }
        let kind = if status.is_success() {
            let refused =
                (self.operation.path == "/graphql").then(|| error::graphql(&body, &headers)).flatten();
            match refused {
                None => {
                    if self.is_kept() {
                        shared.cache.borrow_mut().keep(&key, &headers, &body);
                    }
                    return (answer, Ok(Answered { headers, body }));
                }
                Some(kind) => {
                    if matches!(kind, Kind::RateLimited { .. }) {
                        answer.status = StatusCode::TOO_MANY_REQUESTS.as_u16();
                    }
                    kind
                }
            }
        } else {
            answer.is_secondary = status == StatusCode::FORBIDDEN && error::is_secondary(&body);
            error::status(&answer, &headers, &body)
        };
        (answer, Err(Fault::Refused(self.github.redacted(kind))))
    }
}

impl GitHub {
    /// GitHub's words with the token blotted out, should they repeat it.
    pub(super) fn redact(&self, text: &str) -> String {
        self.shared.masks.redact(text).into_owned()
    }

    fn redacted(&self, mut kind: Kind) -> Kind {
        kind.each_text(&mut |text| *text = self.redact(text));
        kind
    }
}

async fn read<B>(body: B, longest: usize, progress: &Progress) -> std::result::Result<Bytes, Failure>
where
    B: http_body::Body<Data = Bytes, Error = octocrab::Error>,
{
    let mut body = std::pin::pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Failure::of(&error))?;
        let Ok(data) = frame.into_data() else { continue };
        progress.add(data.len());
        if bytes.len() + data.len() > longest {
            let text = format!("the answer is longer than {longest} bytes");
            return Err(Failure::new(FailureKind::Request, text));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// An address that may be relative to another.
fn resolve(base: &str, location: &str) -> Option<String> {
    if location.starts_with("https://") || location.starts_with("http://") {
        return Some(location.to_owned());
    }
    let path = location.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    let origin = base.match_indices('/').nth(2).map_or(base, |(at, _)| &base[..at]);
    Some(format!("{origin}/{path}"))
}

/// The path of an address, without its query.
fn path_of(url: &str) -> String {
    let path = url.match_indices('/').nth(2).map_or("", |(at, _)| &url[at..]);
    path.split('?').next().unwrap_or_default().to_owned()
}
