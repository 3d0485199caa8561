//! A server that says whatever a test wants, on loopback, over real sockets. It stands in for APIs
//! that misbehave; what well-behaved APIs say comes from servers that nobody here wrote.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub target: String,
    pub body: String,
    /// The body as it came, if it is no text.
    pub raw: Vec<u8>,
}

/// What to say.
#[derive(Debug, Clone)]
pub enum Say {
    /// A whole reply.
    Reply { status: u16, kind: &'static str, body: Vec<u8> },
    /// A page of JSON that names the path of the next one.
    Page { body: Vec<u8>, next: String },
    /// A reply whose length promises more than it holds.
    Half { kind: &'static str, body: Vec<u8> },
    /// Nothing, for ever (until the client goes away).
    Hang,
}

impl Say {
    pub fn xml(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Reply { status, kind: "text/xml", body: body.into() }
    }

    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Reply { status, kind: "application/json", body: body.into() }
    }

    pub fn html(status: u16) -> Self {
        let body = b"<!doctype html><html><body><h1>Welcome to the proxy</h1></body></html>".to_vec();
        Self::Reply { status, kind: "text/html", body }
    }
}

/// A running server. It ends with the test process.
pub struct Server {
    pub url: String,
    pub count: Arc<AtomicU64>,
    pub asked: Arc<Mutex<Vec<Asked>>>,
}

/// Starts a server that answers with `say`.
pub fn serve(say: impl Fn(&Asked) -> Say + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicU64::new(0));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let say = Arc::new(say);
    let server = Server { url, count: Arc::clone(&count), asked: Arc::clone(&asked) };
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (say, count, asked) = (Arc::clone(&say), Arc::clone(&count), Arc::clone(&asked));
            std::thread::spawn(move || {
                if let Some(request) = read(&stream) {
                    count.fetch_add(1, Ordering::SeqCst);
                    asked.lock().unwrap().push(request.clone());
                    write(stream, &say(&request));
                }
            });
        }
    });
    server
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).ok()? <= 2 {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, target, body: String::from_utf8_lossy(&body).into_owned(), raw: body })
}

// A client that went away is part of the game, so write errors are not looked at.
fn write(mut stream: TcpStream, say: &Say) {
    let head = |status: u16, kind: &str, length: usize| {
        // Without this word GitHub's clients must wait a minute, and a test with them.
        let soon = if status == 429 { "retry-after: 1\r\n" } else { "" };
        format!(
            "HTTP/1.1 {status} X\r\n{soon}content-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
    };
    match say {
        Say::Reply { status, kind, body } => {
            let _ = stream.write_all(head(*status, kind, body.len()).as_bytes());
            let _ = stream.write_all(body);
        }
        Say::Page { body, next } => {
            let host = stream.local_addr().map(|address| address.to_string()).unwrap_or_default();
            let link = format!("HTTP/1.1 200 X\r\nlink: <http://{host}{next}>; rel=\"next\"\r\n");
            let head = head(200, "application/json", body.len()).replacen("HTTP/1.1 200 X\r\n", &link, 1);
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body);
        }
        Say::Half { kind, body } => {
            let _ = stream.write_all(head(200, kind, body.len() * 2).as_bytes());
            let _ = stream.write_all(body);
        }
        Say::Hang => {
            let _ = stream.read(&mut [0; 1]);
        }
    }
}
