//! Probes and checks against a server on loopback, with paused time.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod checks;
#[path = "../../../http/tests/loopback/mod.rs"]
mod loopback;
mod probes;
mod redirects;

use std::time::Duration;

use deploy_kit_http::{Client, Clock, Options, Tls};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn client() -> Client {
    let options = Options { tls: Tls::None, keeps_connections: false, ..Options::default() };
    Client::new(options, Clock::start(0)).unwrap()
}

/// A server that reads something, waits, answers every connection with these bytes and closes it; its address.
async fn raw(wait: Duration, answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                if stream.read(&mut [0; 4096]).await.is_ok() {
                    tokio::time::sleep(wait).await;
                    // Whoever gave up does not hear it.
                    let _ = stream.write_all(answer).await;
                }
            });
        }
    });
    url
}
