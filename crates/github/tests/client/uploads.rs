use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use deploy_kit_github::releases::{Release, Upload};
use deploy_kit_github::{Content, Kind, Repo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};

use crate::server::{Act, Server, json};
use crate::{TOKEN, options, repo};

const ASSET: &str = r#"{"id": 9, "name": "a b.tar", "state": "uploaded", "size": 3, "digest": "sha256:x"}"#;

async fn release(repo: &Repo) -> Release {
    repo.releases().get(1).await.unwrap().unwrap()
}

fn release_on(origin: &str) -> Act {
    let upload = format!("{origin}/up/repos/o/r/releases/1/assets{{?name,label}}");
    let body = format!(r#"{{"id": 1, "tag_name": "v1", "html_url": "h", "upload_url": "{upload}"}}"#);
    json(200, &body)
}

#[tokio::test(start_paused = true)]
async fn a_file_goes_to_where_the_release_says() {
    let uploads = Server::start([json(201, ASSET)]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "abc").unwrap();
    let label = Some("A & B".to_owned());
    let upload = Upload { label, ..Upload::of("a b.tar", Content::file(&path).unwrap()) };
    let asset = repo.releases().upload(&release(&repo).await, &upload).await.unwrap();
    assert_eq!((asset.is_whole(), asset.digest.as_deref()), (true, Some("sha256:x")));
    let seen = &uploads.seen()[0];
    assert_eq!(seen.line, "POST /up/repos/o/r/releases/1/assets?name=a%20b.tar&label=A%20%26%20B");
    assert_eq!(seen.header("content-length"), Some("3"));
    assert_eq!(seen.header("transfer-encoding"), None);
    assert_eq!(seen.header("content-type"), Some("application/octet-stream"));
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {TOKEN}")));
    assert_eq!(seen.body, "abc");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_reads_from_the_start() {
    let limited = json(429, "{}").with("retry-after", "1");
    let uploads = Server::start([limited, json(201, ASSET)]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let opened = Arc::new(AtomicUsize::new(0));
    let counting = opened.clone();
    let content = Content::reader(3, move || {
        counting.fetch_add(1, Ordering::Relaxed);
        Ok(io::Cursor::new("abc"))
    });
    repo.releases().upload(&release(&repo).await, &Upload::of("a", content)).await.unwrap();
    let bodies: Vec<_> = uploads.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, ["abc", "abc"]);
    assert_eq!(opened.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_not_repeated_by_itself() {
    let uploads = Server::start([Act::Drop]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let upload = Upload::of("a", Content::bytes("abc"));
    let error = repo.releases().upload(&release(&repo).await, &upload).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!(error.to_string().split(" failed").next(), Some("`POST /repos/o/r/releases/1/assets`"));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_shrinks_is_told() {
    let uploads = Server::start([json(201, ASSET)]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let upload = Upload::of("a", Content::reader(10, || Ok(io::Cursor::new("abc"))));
    let error = repo.releases().upload(&release(&repo).await, &upload).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Content { .. }), "{error:?}");
    assert!(error.to_string().ends_with("it ends 7 bytes too soon"), "{error}");
    assert_eq!(uploads.lines().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_upload_may_be_led_on_within_its_own_server() {
    let away = json(307, "").with("location", "{here}/moved?name=a");
    let uploads = Server::start([away, json(201, ASSET)]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let upload = Upload::of("a", Content::bytes("abc"));
    repo.releases().upload(&release(&repo).await, &upload).await.unwrap();
    let seen = &uploads.seen()[1];
    assert_eq!((seen.line.as_str(), seen.body.as_str()), ("POST /moved?name=a", "abc"));
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {TOKEN}")));
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_not_led_to_another_server() {
    let other = Server::start([]).await;
    let away = json(307, "").with("location", &format!("{}/x", other.url));
    let uploads = Server::start([away]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let upload = Upload::of("a", Content::bytes("abc"));
    let error = repo.releases().upload(&release(&repo).await, &upload).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Redirect { .. }), "{error}");
    assert_eq!(other.lines().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_server_may_take_its_time_to_store_a_file() {
    let uploads = Server::start([Act::Silence]).await;
    let server = Server::start([release_on(&uploads.url)]).await;
    let repo = repo(options(&server));
    let release = release(&repo).await;
    let start = tokio::time::Instant::now();
    let upload = Upload::of("a", Content::bytes("abc"));
    assert!(repo.releases().upload(&release, &upload).await.unwrap_err().is_ambiguous());
    // Once after the last byte, and once more as the first span had seen bytes.
    assert!((300..=600).contains(&crate::seconds(start)), "{:?}", start.elapsed());
}

#[tokio::test]
async fn uploads_overlap() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = Server::start([release_on(&origin)]).await;
    let repo = repo(options(&server));
    let release = release(&repo).await;
    let both = tokio::spawn(answer_when_two_are_there(listener));
    let (one, two) = (Upload::of("a", Content::bytes("a")), Upload::of("b", Content::bytes("b")));
    let (releases, more) = (repo.releases(), repo.releases());
    let (one, two) = tokio::join!(releases.upload(&release, &one), more.upload(&release, &two));
    assert!(one.is_ok() && two.is_ok());
    both.await.unwrap();
}

/// Answers to nobody before two have asked: one after the other would wait for ever.
async fn answer_when_two_are_there(listener: TcpListener) {
    let mut streams = Vec::new();
    while streams.len() < 2 {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 16];
        stream.read_exact(&mut head).await.unwrap();
        streams.push(stream);
    }
    for mut stream in streams {
        let answer = format!("HTTP/1.1 201 Created\r\ncontent-length: {}\r\n\r\n{ASSET}", ASSET.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        // Closing with unread bytes would reset the connection under the answer.
        tokio::spawn(async move { tokio::io::copy(&mut stream, &mut tokio::io::sink()).await });
    }
}

/// Zeros without end, counted.
struct Zeros(Arc<AtomicU64>);

impl Read for Zeros {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.fetch_add(into.len() as u64, Ordering::SeqCst);
        Ok(into.len())
    }
}

/// Bytes of the large file.
const LARGE: u64 = 256 << 20;
/// Bytes that may be between the file and the server: both sockets' buffers, and a little of our own.
const UNDER_WAY: u64 = 16 << 20;

#[tokio::test]
async fn a_large_file_is_read_as_the_server_takes_it() {
    let socket = TcpSocket::new_v4().unwrap();
    // Else the system lets the buffer grow with the speed of the machine.
    socket.set_recv_buffer_size(256 << 10).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = Server::start([release_on(&origin)]).await;
    let repo = repo(options(&server));
    let read = Arc::new(AtomicU64::new(0));
    let ahead = tokio::spawn(take(listener, read.clone()));
    let content = Content::reader(LARGE, move || Ok(Zeros(read.clone())));
    let release = release(&repo).await;
    let asset = repo.releases().upload(&release, &Upload::of("large", content)).await.unwrap();
    assert_eq!(asset.id, 9);
    let ahead = ahead.await.unwrap();
    assert!(ahead <= UNDER_WAY, "{ahead} bytes were read ahead of the server");
}

/// Takes the whole upload, and gives by how much reading was ahead of it at most.
async fn take(listener: TcpListener, read: Arc<AtomicU64>) -> u64 {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut piece = vec![0; 256 << 10];
    let (mut taken, mut ahead) = (0, 0);
    while taken < LARGE {
        ahead = ahead.max(read.load(Ordering::SeqCst).saturating_sub(taken));
        taken += stream.read(&mut piece).await.unwrap() as u64;
    }
    let answer = format!("HTTP/1.1 201 Created\r\ncontent-length: {}\r\n\r\n{ASSET}", ASSET.len());
    stream.write_all(answer.as_bytes()).await.unwrap();
    ahead
}
