//! A client of one request a connection, which hides nothing.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Sim};
use serde_json::Value;

/// Where it sends to, and as whom.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    api: String,
    uploads: String,
    repository: String,
    pub(crate) token: Option<String>,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The document of an answer that has to have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// The message of a refusal that has to have this status.
    #[track_caller]
    pub(crate) fn refused(self, status: u16) -> String {
        self.expect(status)["message"].as_str().unwrap_or_default().to_owned()
    }
}

impl Client {
    pub(crate) fn of(sim: &Sim) -> Self {
        Self {
            api: sim.api_url().to_owned(),
            uploads: sim.upload_url().to_owned(),
            repository: sim.name(),
            token: Some(DEFAULT_TOKEN.to_owned()),
        }
    }

    /// The same with another token.
    pub(crate) fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub(crate) fn anonymous(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    /// Sends a request; paths that do not begin with a slash are the repository's.
    pub(crate) fn try_send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let (host, target) = self.place(target);
        let mut stream = TcpStream::connect(&host)?;
        let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "user-agent") {
            head.push_str("user-agent: test\r\n");
        }
        if let Some(token) = &self.token {
            head.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        stream.write_all(format!("{head}\r\n").as_bytes())?;
        // The server may have closed already: then the answer says so.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        read(&bytes, method == "HEAD").ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn place(&self, target: &str) -> (String, String) {
        let url = match target {
            _ if target.starts_with("http://") => target.to_owned(),
            _ if target.starts_with('/') => format!("{}{target}", self.api),
            "" => format!("{}/repos/{}", self.api, self.repository),
            _ => format!("{}/repos/{}/{target}", self.api, self.repository),
        };
        let rest = url.trim_start_matches("http://");
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        (host.to_owned(), format!("/{path}"))
    }

    #[track_caller]
    pub(crate) fn send(&self, method: &str, target: &str, body: Value) -> Answer {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        self.try_send(method, target, &[("content-type", "application/json")], &bytes).expect("an answer")
    }

    #[track_caller]
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.send("GET", target, Value::Null)
    }

    #[track_caller]
    pub(crate) fn post(&self, target: &str, body: Value) -> Answer {
        self.send("POST", target, body)
    }

    #[track_caller]
    pub(crate) fn patch(&self, target: &str, body: Value) -> Answer {
        self.send("PATCH", target, body)
    }

    #[track_caller]
    pub(crate) fn delete(&self, target: &str) -> Answer {
        self.send("DELETE", target, Value::Null)
    }

    /// Uploads an asset to a release.
    #[track_caller]
    pub(crate) fn upload(&self, release: &Value, name: &str, bytes: &[u8]) -> Answer {
        let url = release["upload_url"].as_str().expect("an address");
        let url = url.replace("{?name,label}", &format!("?name={name}"));
        assert!(url.starts_with(&self.uploads), "{url}");
        self.try_send("POST", &url, &[("content-type", "text/plain")], bytes).expect("an answer")
    }

    pub(crate) fn graphql(&self, query: &str, variables: Value) -> Value {
        self.post("/graphql", serde_json::json!({ "query": query, "variables": variables })).expect(200)
    }
}

/// An answer that is complete.
fn read(bytes: &[u8], bodiless: bool) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let answer = Answer { status, headers, bytes: bytes[end + 4..].to_vec() };
    let length = answer.header("content-length").and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    (bodiless || answer.bytes.len() == length).then_some(answer)
}
