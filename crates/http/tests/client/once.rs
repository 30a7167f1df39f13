use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deploy_kit_http::{FailureKind, Obstacle, Options, Request};
use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::client;
use crate::loopback::{Act, Server, json};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_twice() {
    for act in [json(503, "wait").with("retry-after", "1"), Act::Drop, Act::Break, Act::Silence] {
        let server = Server::start([act, json(200, "done")]).await;
        let result = client(Options::default()).once(&Request::new(Method::GET, &server.url), SECOND).await;
        assert!(result.is_err() || result.is_ok_and(|once| once.response.status == 503));
        assert_eq!((server.lines().len(), server.left()), (1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn silence_ends_with_the_time() {
    let server = Server::start([Act::Silence]).await;
    let start = tokio::time::Instant::now();
    let failed = client(Options::default()).once(&Request::new(Method::GET, &server.url), 7 * SECOND).await;
    assert_eq!(failed.unwrap_err().kind(), FailureKind::Timeout(7 * SECOND));
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test]
async fn a_long_answer_is_read_to_the_limit() {
    for (limit, is_cut) in [(1999, true), (2000, false), (2001, false)] {
        let server = Server::start([json(200, &"x".repeat(2000))]).await;
        let request = Request { limit, ..Request::new(Method::GET, &server.url) };
        let once = client(Options::default()).once(&request, 60 * SECOND).await.unwrap();
        assert_eq!((once.response.body.len(), once.is_cut), (limit.min(2000), is_cut));
    }
}

#[tokio::test]
async fn what_stands_in_the_way_is_known() {
    let closed = Server::start([]).await.url.clone();
    tokio::task::yield_now().await;
    for (url, obstacle) in [(&*closed, Obstacle::Refused), ("http://no-such-name.invalid", Obstacle::Name)] {
        let failed = client(Options::default()).once(&Request::new(Method::GET, url), 60 * SECOND).await;
        let failed = failed.unwrap_err();
        assert_eq!(failed.obstacle(), Some(obstacle), "{failed:?}");
        assert!(failed.is_unsent());
    }
}

#[tokio::test]
async fn a_connection_serves_one_request_where_that_is_asked_for() {
    for (keeps_connections, connections) in [(true, 1), (false, 2)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let count = Arc::new(AtomicUsize::new(0));
        let server = tokio::spawn(answer_all(listener, count.clone()));
        let client = client(Options { keeps_connections, ..Options::default() });
        for _ in 0..2 {
            client.once(&Request::new(Method::GET, &url), 60 * SECOND).await.unwrap();
        }
        assert_eq!(count.load(Ordering::Relaxed), connections);
        server.abort();
    }
}

/// Answers every request of every connection, and counts the connections.
async fn answer_all(listener: TcpListener, count: Arc<AtomicUsize>) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        count.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            let mut piece = [0; 4096];
            while stream.read(&mut piece).await.is_ok_and(|read| read > 0) {
                let written = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
                if written.is_err() {
                    return;
                }
            }
        });
    }
}
