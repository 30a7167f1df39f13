use super::*;

fn links(host: &str, name: Option<&str>) -> Option<Links> {
    let remote = Remote { host: host.to_owned(), owner: String::from("org/sub"), name: String::from("kit") };
    Links::new(remote, name).unwrap()
}

fn page(host: &str) -> String {
    let links = links(host, None).unwrap();
    let pull = links.reference(None, 12, Action::Pull);
    let issue = links.reference(None, 3, Action::Closes);
    [
        links.commit("abc"),
        pull.url.unwrap(),
        issue.url.unwrap(),
        links.compare("v1", "kit@2.0.0+b"),
        links.release("go/v2"),
        links.user("ann"),
        pull.text + " " + &issue.text,
    ]
    .join("\n")
}

#[test]
fn each_forge_has_its_pages() {
    insta::assert_snapshot!(page("github.com"), @r"
    https://github.com/org/sub/kit/commit/abc
    https://github.com/org/sub/kit/pull/12
    https://github.com/org/sub/kit/issues/3
    https://github.com/org/sub/kit/compare/v1...kit@2.0.0%2Bb
    https://github.com/org/sub/kit/releases/tag/go/v2
    https://github.com/ann
    #12 #3
    ");
    insta::assert_snapshot!(page("gitlab.example.com:8443"), @r"
    https://gitlab.example.com:8443/org/sub/kit/-/commit/abc
    https://gitlab.example.com:8443/org/sub/kit/-/merge_requests/12
    https://gitlab.example.com:8443/org/sub/kit/-/issues/3
    https://gitlab.example.com:8443/org/sub/kit/-/compare/v1...kit@2.0.0%2Bb
    https://gitlab.example.com:8443/org/sub/kit/-/releases/go/v2
    https://gitlab.example.com:8443/ann
    !12 #3
    ");
    insta::assert_snapshot!(page("bitbucket.org"), @r"
    https://bitbucket.org/org/sub/kit/commits/abc
    https://bitbucket.org/org/sub/kit/pull-requests/12
    https://bitbucket.org/org/sub/kit/issues/3
    https://bitbucket.org/org/sub/kit/branches/compare/kit@2.0.0%2Bb%0Dv1
    https://bitbucket.org/org/sub/kit/src/go/v2
    https://bitbucket.org/ann
    #12 #3
    ");
    insta::assert_snapshot!(page("codeberg.org"), @r"
    https://codeberg.org/org/sub/kit/commit/abc
    https://codeberg.org/org/sub/kit/pulls/12
    https://codeberg.org/org/sub/kit/issues/3
    https://codeberg.org/org/sub/kit/compare/v1...kit@2.0.0%2Bb
    https://codeberg.org/org/sub/kit/releases/tag/go/v2
    https://codeberg.org/ann
    #12 #3
    ");
}

#[test]
fn hosts_tell_their_forge_and_a_name_overrides_them() {
    for (host, id) in [
        ("github.com", "github"),
        ("GitHub.Example.com", "github"),
        ("org.ghe.com", "github"),
        ("gitlab.com", "gitlab"),
        ("my.gitlab-ce.local", "gitlab"),
        ("codeberg.org", "gitea"),
        ("forgejo.example.com", "gitea"),
    ] {
        assert_eq!(links(host, None).unwrap().forge().id(), id, "{host}");
    }
    assert!(links("git.example.com", None).is_none());
    assert_eq!(links("git.example.com", Some("forgejo")).unwrap().forge().id(), "gitea");
    let remote = Remote { host: String::new(), owner: String::new(), name: String::new() };
    let error = Links::new(remote, Some("hub")).unwrap_err();
    assert_eq!(error.to_string(), "unknown forge `hub`; known are `github`, `gitlab`, `bitbucket`, `gitea`");
}

#[test]
fn a_reference_may_be_of_another_repository() {
    let reference = links("github.com", None).unwrap().reference(Some("rust-lang/rust"), 7, Action::Refs);
    assert_eq!(reference.text, "rust-lang/rust#7");
    assert_eq!(reference.url.as_deref(), Some("https://github.com/rust-lang/rust/issues/7"));
}
