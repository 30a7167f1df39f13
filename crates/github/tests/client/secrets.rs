//! No error shows the token, in any form, whatever a server sends back.

use deploy_kit_core::actions::{Masks, Secret};
use deploy_kit_github::commits::NewCommitOnBranch;
use deploy_kit_github::{Clock, Content, Error, GitHub, Options};

use crate::server::{Act, Server, json};
use crate::{TOKEN, options, repo};

/// Base64 of the token, of `x-access-token:` and the token, and the token as in an address.
const FORMS: [&str; 4] = [
    TOKEN,
    "Z2hzX1MzY3IzdD8+flRva2Vu",
    "eC1hY2Nlc3MtdG9rZW46Z2hzX1MzY3IzdD8+flRva2Vu",
    "ghs_S3cr3t%3F%3E~Token",
];

fn check(error: &Error) {
    let shown = format!("{error}\n{error:?}\n{error:#?}\n{:?}\n{:?}", error.kind(), error.hint());
    for form in FORMS {
        assert!(!shown.contains(form), "{form} in {shown}");
    }
}

/// All that a server can do wrong, with every form of the token in it.
fn acts() -> Vec<Act> {
    let echo = FORMS.join(" and ");
    let echo = serde_json::Value::from(echo).to_string();
    let body = format!(
        r#"{{"message": {echo}, "errors": [{{"resource": {echo}, "field": {echo}, "code": {echo}, "message": {echo}}}, {echo}]}}"#
    );
    let mut acts: Vec<_> = [400, 401, 403, 404, 409, 410, 418, 422, 429, 451, 500, 502, 503]
        .iter()
        .flat_map(|status| [json(*status, &body), json(*status, &FORMS.join("\n"))])
        .collect();
    for form in FORMS {
        acts.push(json(302, "").with("location", &format!("http://[{form}")));
        acts.push(json(302, "").with("location", &format!("ftp://{form}@x")));
        acts.push(json(200, &format!(r#"{{"id": {}}}"#, serde_json::Value::from(form))));
        acts.push(json(200, &format!(r#"{{"errors": [{{"type": "NOT_FOUND", "message": "{form}"}}]}}"#)));
        acts.push(json(200, &format!(r#"{{"errors": [{{"message": "{form}"}}]}}"#)));
    }
    acts.extend([Act::Drop, Act::Break, Act::Silence, json(200, "[]")]);
    acts
}

#[test]
fn the_forms_are_those_that_are_masked() {
    let mut masks = Masks::default();
    let masked = masks.add(&Secret::new(TOKEN)).unwrap();
    for form in FORMS {
        assert!(masked.iter().any(|masked| masked == form), "{form} is not among {masked:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_error_shows_the_token() {
    let mut shown = 0;
    for act in acts() {
        // Each call meets the same fault, however often it is tried.
        let server = Server::start(std::iter::repeat_n(act.clone(), 40)).await;
        let repo = repo(options(&server));
        let commit = NewCommitOnBranch::default();
        let errors = [
            repo.get().await.err(),
            repo.refs().update("tags/v1", "abc", deploy_kit_github::refs::Force::No).await.err(),
            repo.releases().delete(1).await.err(),
            repo.issues().create_comment(1, "text").await.err(),
            repo.labels().list().await.err(),
            repo.commits().create_on_branch(&commit).await.err(),
        ];
        for error in errors.iter().flatten() {
            check(error);
            shown += 1;
        }
    }
    assert!(shown > 200, "only {shown} errors were seen");
}

#[tokio::test(start_paused = true)]
async fn neither_do_the_client_and_its_parts() {
    let server = Server::start([]).await;
    let options = options(&server);
    let github = GitHub::connect(options.clone(), Clock::start(0)).unwrap();
    let repo = github.repository(&"o/r".parse().unwrap());
    let shown = format!("{options:?} {github:?} {repo:?} {:?} {:?}", repo.releases(), Content::bytes(TOKEN));
    for form in FORMS {
        assert!(!shown.contains(form), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_is_not_shown_with_its_query_or_password() {
    let options =
        Options { api_url: format!("http://user:{TOKEN}@127.0.0.1:1"), ..options(&Server::start([]).await) };
    let error = repo(options).labels().list().await.unwrap_err();
    check(&error);
    assert!(!format!("{error} {error:?}").contains("per_page"), "{error:?}");
}
