//! One HTTP request, its redirects followed.

use std::time::Duration;

use deploy_kit_http::{Client, Clock, Options, Proxies, SetupError};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use super::redirect::{self, Hop};
use super::target::{basic, login};
use super::{Answer, ErrorKind, Observation, Outcome, ProbeError, Request};

/// A client for servers of all kinds: the system's certificates, the environment's proxies, a new connection for
/// each request.
///
/// # Errors
/// As [`Client::new`].
pub fn client(proxies: Proxies, clock: Clock) -> Result<Client, SetupError> {
    Client::new(Options { proxies, keeps_connections: false, ..Options::default() }, clock)
}

/// Sends a request once and follows its redirects. What went wrong is part of what was seen.
pub async fn http(client: &Client, request: &Request) -> Observation {
    let start = client.clock().now().elapsed;
    let elapsed = || client.clock().now().elapsed.saturating_sub(start);
    let mut redirects = 0;
    let outcome = match exchange(client, request, &elapsed, &mut redirects).await {
        Ok(answer) => Outcome::Answer(answer),
        Err(error) => Outcome::Error(error),
    };
    Observation { elapsed: elapsed(), redirects, outcome }
}

async fn exchange(
    client: &Client,
    request: &Request,
    elapsed: &impl Fn() -> Duration,
    redirects: &mut u32,
) -> Result<Answer, ProbeError> {
    let mut hop = start(request)?;
    loop {
        let left = request.timeout.saturating_sub(elapsed());
        let sent = client.once(&message(&hop, request), left).await;
        let once = sent.map_err(|failure| ProbeError::of(&failure, hop.url.as_str(), request.timeout))?;
        let response = once.response;
        let location =
            redirect::location(response.status, &response.headers).filter(|_| request.redirects > 0);
        let Some(location) = location else {
            return Ok(Answer {
                status: response.status,
                headers: headers(&response.headers),
                body: String::from_utf8_lossy(&response.body).into_owned(),
                is_cut: once.is_cut,
                first_byte: once.first_byte,
            });
        };
        let error = |kind, detail| ProbeError::new(kind, hop.url.as_str(), detail);
        if *redirects == request.redirects {
            return Err(error(ErrorKind::TooManyRedirects, redirects.to_string()));
        }
        let next = hop.follow(response.status, location);
        hop = next.map_err(|wrong| error(ErrorKind::Redirect, wrong.to_string()))?;
        *redirects += 1;
    }
}

/// The first request, checked.
fn start(request: &Request) -> Result<Hop, ProbeError> {
    let error = |detail: String| ProbeError::new(ErrorKind::Request, &request.url, detail);
    let url = Url::parse(&request.url).map_err(|wrong| error(wrong.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(error(format!("`{}` is not HTTP", url.scheme())));
    }
    let method = request.method.to_ascii_uppercase();
    let method =
        Method::from_bytes(method.as_bytes()).map_err(|_| error(format!("`{method}` is no method")))?;
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let header =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| error(format!("`{name}` is no header")))?;
        let value = HeaderValue::from_str(value)
            .map_err(|_| error(format!("the value of `{name}` cannot be sent")))?;
        headers.append(header, value);
    }
    if let Some((name, password)) = login(&url).filter(|_| !headers.contains_key(http::header::AUTHORIZATION))
    {
        let value = HeaderValue::from_str(&format!("Basic {}", basic(&name, &password)));
        headers.insert(http::header::AUTHORIZATION, value.map_err(|wrong| error(wrong.to_string()))?);
    }
    Ok(Hop { method, url: anonymous(url), headers, body: request.body.clone() })
}

/// The address without name and password, which travel as a header.
fn anonymous(mut url: Url) -> Url {
    // They fail for addresses without a host alone, and HTTP's have one.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url
}

fn message(hop: &Hop, request: &Request) -> deploy_kit_http::Request {
    let message = deploy_kit_http::Request::new(hop.method.clone(), hop.url.as_str());
    let (headers, body) = (hop.headers.clone(), hop.body.clone().into());
    deploy_kit_http::Request { headers, body, limit: request.body_limit, ..message }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
