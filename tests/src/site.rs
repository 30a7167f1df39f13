//! A web server on loopback that answers what a test tells it to.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A site: what it answers to each request in turn, the last of it for ever.
#[derive(Debug)]
pub struct Site {
    /// Its address, with a slash at the end.
    pub url: String,
    asked: Arc<AtomicUsize>,
}

impl Site {
    /// Starts it, with a status and a body for each answer.
    ///
    /// # Panics
    /// It cannot listen, or no answer is given.
    #[must_use]
    pub fn new(answers: &[(u16, &str)]) -> Self {
        Self::with(answers, "")
    }

    /// One that leads elsewhere.
    ///
    /// # Panics
    /// It cannot listen.
    #[must_use]
    pub fn redirect(to: &str) -> Self {
        Self::with(&[(302, "")], &format!("location: {to}\r\n"))
    }

    fn with(answers: &[(u16, &str)], header: &str) -> Self {
        assert!(!answers.is_empty(), "a site answers something");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("its address");
        let answers: Vec<String> =
            answers.iter().map(|(status, body)| answer(*status, header, body)).collect();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut request = [0; 4096];
                let _ = stream.read(&mut request);
                let at = count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
                let _ = stream.write_all(answers[at].as_bytes());
            }
        });
        Self { url: format!("http://{address}/"), asked }
    }

    /// How often it was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn answer(status: u16, header: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\n{header}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}
