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
    let path = without_suffix(parts.path);
    let (owner, name) = path.rsplit_once('/')?;
    if !path.split('/').all(is_segment) {
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
    // `git@[host:port]:path` names a port, and `[::1]` an address.
    let (authority, path) = match url.split_once("]:") {
        Some((authority, path)) => {
            let (_, host) = authority.split_once('[')?;
            (host.split(':').next()?, path)
        }
        None => url.split_once(':')?,
    };
    if authority.contains(['/', '\\']) || authority.len() < 2 {
        return None;
    }
    Some(Parts { host: after_user(authority), port: None, path, plain_http: false })
}

fn after_user(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The path without slashes around it and without `.git`, with which no forge lets a name end.
fn without_suffix(path: &str) -> &str {
    let mut path = path.trim_matches('/');
    while let Some(shorter) = path.strip_suffix(".git") {
        path = shorter.trim_end_matches('/');
    }
    path
}

/// A part of the path that can stand in a page's address as it is.
fn is_segment(part: &str) -> bool {
    let unsafe_in_urls = |c: char| c.is_whitespace() || c.is_control() || "\"#<>?\\^`{|}".contains(c);
    !part.is_empty() && part != "." && part != ".." && !part.contains(unsafe_in_urls)
}

/// A name, or an address of IPv6 in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(|address| {
            address.contains(':')
                && address.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
        }),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
    }
}

/// The host in lower case; GitHub's and GitLab's SSH over the HTTPS port have names of their own.
fn canonical_host(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if !is_host(&host) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_spelling_of_one_repository() {
        for url in [
            "https://github.com/owner/name.git",
            "https://github.com/owner/name",
            "https://github.com/owner/name/",
            "https://github.com/owner/name.git/",
            "https://github.com/owner/name.git/.git",
            "https://GitHub.com/owner/name",
            "https://github.com:443/owner/name",
            "https://www.github.com/owner/name",
            "https://user@github.com/owner/name.git",
            "https://x-access-token:t0ken@github.com/owner/name.git",
            "git+https://github.com/owner/name.git#main",
            "git@github.com:owner/name.git",
            "git@github.com:/owner/name.git",
            "git@github.com.:owner/name",
            "git@[github.com:22]:owner/name.git",
            "org-123@github.com:owner/name.git",
            "github.com:owner/name",
            "ssh://git@github.com/owner/name.git",
            "ssh://git@github.com:22/owner/name.git",
            "ssh://git@ssh.github.com:443/owner/name.git",
            "git+ssh://git@github.com/owner/name",
            "git://github.com/owner/name.git",
            "  git@github.com:owner/name.git\n",
        ] {
            let remote = parse(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!(remote.slug(), "owner/name", "{url}");
            assert_eq!(remote.host, "github.com", "{url}");
            assert_eq!(remote.kind, Host::GitHub, "{url}");
            assert_eq!(remote.web_url, "https://github.com/owner/name", "{url}");
        }
    }

    #[test]
    fn tells_the_forges_apart() {
        for (url, slug, kind, page) in [
            ("git@gitlab.com:a/b/c.git", "a/b/c", Host::GitLab, "https://gitlab.com/a/b/c"),
            (
                "https://gitlab.gnome.org/GNOME/gtk",
                "GNOME/gtk",
                Host::GitLab,
                "https://gitlab.gnome.org/GNOME/gtk",
            ),
            ("git@bitbucket.org:o/n.git", "o/n", Host::Bitbucket, "https://bitbucket.org/o/n"),
            ("https://codeberg.org/o/n.git", "o/n", Host::Gitea, "https://codeberg.org/o/n"),
            ("http://gitea.local:3000/o/n.git", "o/n", Host::Gitea, "http://gitea.local:3000/o/n"),
            ("ssh://git@git.example.org:2222/o/n.git", "o/n", Host::Other, "https://git.example.org/o/n"),
            ("git@github.example.com:o/n.git", "o/n", Host::GitHub, "https://github.example.com/o/n"),
            ("https://corp.ghe.com/o/n", "o/n", Host::GitHub, "https://corp.ghe.com/o/n"),
            (
                "https://github.com/o/name.github.io",
                "o/name.github.io",
                Host::GitHub,
                "https://github.com/o/name.github.io",
            ),
            ("https://notgithub.com/o/n", "o/n", Host::Other, "https://notgithub.com/o/n"),
        ] {
            let remote = parse(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!(
                (remote.slug().as_str(), remote.kind, remote.web_url.as_str()),
                (slug, kind, page),
                "{url}"
            );
        }
    }

    #[test]
    fn other_urls_name_no_repository() {
        for url in [
            "",
            "origin",
            "/srv/git/name.git",
            "../owner/name",
            "file:///srv/owner/name.git",
            "C:\\owner\\name",
            "C:/owner/name",
            "https://github.com",
            "https://github.com/owner",
            "https://github.com/owner/name/tree/main",
            "git@github.com:name.git",
            "https://dev.azure.com/org/project/_git/name",
            "git@ssh.dev.azure.com:v3/org/project/name",
            "https://github.com/owner/na me",
            "https://[:/owner/name",
            "https://[::1/owner/name",
            "https://::1/owner/name",
            "https://example.org/../name",
            "git@example.org:owner/name?x",
            "git@example.org:owner/<b>",
            "https:///owner/name",
            "ext::sh -c evil",
            "s3://bucket/owner/name",
            "::",
            "[]:",
        ] {
            assert_eq!(parse(url), None, "{url}");
        }
    }
}
