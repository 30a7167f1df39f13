//! The forms of a remote's URL (git-clone(1), "GIT URLS").

use super::{Host, Remote};

/// A URL's parts that matter here.
struct Parts<'a> {
    host: &'a str,
    /// Only of HTTP: the page is at the same port, an SSH port says nothing about it.
    port: Option<&'a str>,
    path: &'a str,
    plain_http: bool,
}

/// Reads `scheme://[user@]host[:port]/path` and `[user@]host:path`.
pub(super) fn parse(url: &str) -> Option<Remote> {
    let url = url.trim();
    let parts = match url.split_once("://") {
        Some((scheme, rest)) => with_scheme(scheme, rest)?,
        None => scp_like(url)?,
    };
    let host = canonical_host(parts.host)?;
    let path = parts.path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    let (owner, name) = path.rsplit_once('/')?;
    if owner.is_empty() || name.is_empty() || path.contains("//") || path.contains(char::is_whitespace) {
        return None;
    }
    let kind = kind(&host);
    // Azure DevOps and the like: `org/project/_git/name` is no owner with a name.
    if kind != Host::GitLab && kind != Host::Other && owner.contains('/') {
        return None;
    }
    if owner.split('/').any(|part| part == "_git" || part == "v3") {
        return None;
    }
    let authority = match parts.port {
        Some(port) => format!("{host}:{port}"),
        None => host,
    };
    let scheme = if parts.plain_http { "http" } else { "https" };
    Some(Remote {
        web_url: format!("{scheme}://{authority}/{owner}/{name}"),
        host: authority,
        owner: owner.to_owned(),
        name: name.to_owned(),
        kind,
    })
}

fn with_scheme<'a>(scheme: &str, rest: &'a str) -> Option<Parts<'a>> {
    let scheme = scheme.to_ascii_lowercase();
    let scheme = scheme.strip_prefix("git+").unwrap_or(&scheme);
    let is_http = matches!(scheme, "http" | "https");
    if !is_http && !matches!(scheme, "ssh" | "git" | "ftp" | "ftps") {
        return None;
    }
    let (authority, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let host = after_user(authority);
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (host, Some(port))
        }
        _ => (host, None),
    };
    let usual = if scheme == "http" { "80" } else { "443" };
    Some(Parts {
        host,
        port: port.filter(|port| is_http && !port.is_empty() && *port != usual),
        path,
        plain_http: scheme == "http",
    })
}

/// `git@host:owner/name`; a single letter before the colon is a drive of Windows, a slash before it a path.
fn scp_like(url: &str) -> Option<Parts<'_>> {
    let (authority, path) = url.split_once(':')?;
    if authority.contains(['/', '\\']) || authority.len() < 2 {
        return None;
    }
    // `git@[host:port]:path` is git's way to name a port here.
    let (authority, path) = match (authority.split_once('['), path.split_once("]:")) {
        (Some((user, host)), Some((_, path))) => (
            if user.is_empty() {
                host
            } else {
                after_user(&url[..user.len() + host.len() + 1]).trim_start_matches('[')
            },
            path,
        ),
        _ => (authority, path),
    };
    Some(Parts { host: after_user(authority), port: None, path, plain_http: false })
}

fn after_user(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The host in lower case; GitHub's and GitLab's SSH over the HTTPS port have names of their own.
fn canonical_host(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._[]:".contains(&byte));
    if host.is_empty() || !is_name {
        return None;
    }
    Some(match host.as_str() {
        "ssh.github.com" | "www.github.com" => "github.com".to_owned(),
        "altssh.gitlab.com" => "gitlab.com".to_owned(),
        "altssh.bitbucket.org" => "bitbucket.org".to_owned(),
        _ => host,
    })
}

/// Self-hosted servers are known by a label of their name: `github.example.com`, `gitlab.gnome.org`.
fn kind(host: &str) -> Host {
    let has = |word: &str| host.split(['.', '-']).any(|label| label == word);
    if has("github") || host.ends_with(".ghe.com") {
        Host::GitHub
    } else if has("gitlab") {
        Host::GitLab
    } else if has("bitbucket") {
        Host::Bitbucket
    } else if has("gitea") || has("forgejo") || host == "codeberg.org" {
        Host::Gitea
    } else {
        Host::Other
    }
}
