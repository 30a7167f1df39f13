//! A server on loopback that plays a script: what it answers, and how it misbehaves.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is done with one request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Status, headers, body.
    Answer(u16, Vec<(String, String)>, String),
    /// The connection is closed without a word.
    Drop,
    /// The connection is closed within the body.
    Break,
    /// There is no answer, ever.
    Silence,
}

/// An answer of JSON.
pub(crate) fn json(status: u16, body: &str) -> Act {
    Act::Answer(status, Vec::new(), body.to_owned())
}

impl Act {
    /// The same with one more header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer(_, headers, _) = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Method and path with query: `GET /rate_limit`.
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

/// A running server. `{here}` in headers and bodies becomes its address.
pub(crate) struct Server {
    pub(crate) url: String,
    script: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Plays the acts in order, one a request; then 500.
    pub(crate) async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script: Arc<Mutex<VecDeque<Act>>> = Arc::new(Mutex::new(acts.into_iter().collect()));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(listen(listener, url.clone(), script.clone(), seen.clone()));
        Self { url, script, seen, task }
    }

    /// What arrived.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The lines of what arrived.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }

    /// Acts that nobody asked for.
    pub(crate) fn left(&self) -> usize {
        self.script.lock().unwrap().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(
    listener: TcpListener,
    url: String,
    script: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(serve(stream, url.clone(), script.clone(), seen.clone()));
    }
}

async fn serve(
    mut stream: TcpStream,
    url: String,
    script: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    while let Some(request) = read(&mut stream).await {
        seen.lock().unwrap().push(request);
        let act = script.lock().unwrap().pop_front();
        match act.unwrap_or_else(|| json(500, r#"{"message": "the script is over"}"#)) {
            Act::Drop => return,
            Act::Silence => std::future::pending().await,
            Act::Break => {
                let text = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":";
                stream.write_all(text.as_bytes()).await.unwrap();
                return;
            }
            Act::Answer(status, headers, body) => {
                let body = body.replace("{here}", &url);
                let mut text = format!("HTTP/1.1 {status} Whatever\r\n");
                for (name, value) in headers {
                    text += &format!("{name}: {}\r\n", value.replace("{here}", &url));
                }
                // RFC 9110: neither has a body.
                if !matches!(status, 204 | 304) {
                    text += &format!("content-length: {}\r\n", body.len());
                }
                text += &format!("\r\n{body}");
                if stream.write_all(text.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.trim_end().lines();
    let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes.split_off(head);
    while body.len() < length {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&piece[..read]);
    }
    Some(Seen { line, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
