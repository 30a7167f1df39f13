use deploy_kit_core::actions::Environment;
use deploy_kit_http::{Options, Proxies, Request};
use http::Method;

use crate::client;
use crate::loopback::{Server, json};

fn through(variables: &[(&str, &str)]) -> Options {
    let environment = Environment::from_iter(variables.iter().copied());
    Options { proxies: Proxies::from_environment(&environment), ..Options::default() }
}

#[tokio::test(start_paused = true)]
async fn the_proxy_of_the_variables_is_used() {
    let proxy = Server::start([json(200, "")]).await;
    let address = proxy.url.replace("http://", "http://user:pass@");
    let client = client(through(&[("HTTP_PROXY", &address), ("NO_PROXY", "other.example")]));
    client.send(&Request::new(Method::GET, "http://service.example/path")).await.unwrap();
    let seen = &proxy.seen()[0];
    assert_eq!(seen.line, "GET http://service.example/path");
    assert_eq!(seen.header("proxy-authorization"), Some("Basic dXNlcjpwYXNz"));
}

#[tokio::test(start_paused = true)]
async fn what_is_excepted_goes_straight() {
    let proxy = Server::start([]).await;
    let server = Server::start([json(200, "")]).await;
    let client = client(through(&[("HTTP_PROXY", &proxy.url), ("HTTPS_PROXY", &proxy.url)]));
    client.send(&Request::new(Method::GET, &server.url)).await.unwrap();
    assert_eq!((proxy.lines().len(), server.lines().len()), (0, 1));
}
