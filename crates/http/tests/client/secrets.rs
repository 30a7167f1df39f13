use deploy_kit_http::{Options, Request};
use http::{HeaderValue, Method};

use crate::client;
use crate::loopback::{Act, Server};

#[tokio::test(start_paused = true)]
async fn a_webhook_s_address_is_never_shown() {
    for act in [Act::Drop, Act::Break, Act::Silence] {
        let server = Server::start(std::iter::repeat_n(act, 9)).await;
        let url = format!("{}/services/T0/hunter22?key=hunter22", server.url);
        let secret = HeaderValue::from_static("hunter22");
        let request = Request::new(Method::GET, url).header(http::header::AUTHORIZATION, secret);
        let client = client(Options::default());
        let error = client.send(&request).await.unwrap_err();
        let shown = format!("{error} {error:?} {:?} {request:?} {client:?}", error.hint());
        assert!(!shown.contains("hunter22"), "{shown}");
        assert!(error.to_string().starts_with(&format!("`GET` to {} failed: ", server.url)), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn nor_is_one_that_cannot_be_used() {
    for url in ["http://hunter22 x/", "hunter22", "hunter22://x", "http://user:hunter22@127.0.0.1:1/hunter22"]
    {
        let error = client(Options::default()).send(&Request::new(Method::GET, url)).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        // The scheme of an address is no secret.
        assert!(!shown.replace("hunter22://", "").contains("hunter22"), "{url}: {shown}");
    }
}
