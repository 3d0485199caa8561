//! A server that misbehaves byte by byte, on a loopback socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request.
pub(crate) enum Act {
    /// Writes these bytes and closes.
    Write(Vec<u8>),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Writes the first bytes, then the second for ever.
    Endless(Vec<u8>, Vec<u8>),
    /// Writes these bytes and then nothing, with the connection open.
    Hang(Vec<u8>),
}

/// The server; it stops when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Serves; `act` is given the number of the request, from 0, and its text.
    pub(crate) async fn start(act: impl Fn(usize, &str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let (count, act) = (Arc::clone(&requests), Arc::new(act));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (count, act) = (Arc::clone(&count), Arc::clone(&act));
                tokio::spawn(async move { serve(stream, &count, &*act).await });
            }
        });
        Self { address, requests, task }
    }

    /// `path` on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How many requests came.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A whole reply that says how long it is and that it is the last on its connection.
pub(crate) fn reply(status: &str, headers: &str, body: &[u8]) -> Act {
    let mut bytes = head(status, headers, body.len()).into_bytes();
    bytes.extend_from_slice(body);
    Act::Write(bytes)
}

/// The head of a reply that claims a body of `length` bytes.
pub(crate) fn head(status: &str, headers: &str, length: usize) -> String {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n")
}

async fn serve(mut stream: TcpStream, count: &AtomicUsize, act: &(dyn Fn(usize, &str) -> Act + Send + Sync)) {
    let mut seen = Vec::new();
    let mut piece = [0_u8; 4096];
    while !seen.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(n) if n > 0 => seen.extend_from_slice(&piece[..n]),
            _ => return,
        }
    }
    let n = count.fetch_add(1, Ordering::SeqCst);
    // A client that goes away early is part of the game, so write errors are not looked at.
    match act(n, &String::from_utf8_lossy(&seen)) {
        Act::Write(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Act::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.set_zero_linger();
        }
        Act::Endless(bytes, more) => {
            let _ = stream.write_all(&bytes).await;
            while stream.write_all(&more).await.is_ok() {}
        }
        Act::Hang(bytes) => {
            let _ = stream.write_all(&bytes).await;
            std::future::pending::<()>().await;
        }
    }
}
