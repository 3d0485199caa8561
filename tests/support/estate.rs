//! An AWS account of one's own for one test: moto with the estate `acme` behind a proxy that counts
//! and refuses, both started by `tests/servers/estate`. They end with the test.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};

use serde_json::Value;

use super::assize;

/// A running estate.
pub struct Estate {
    process: Child,
    /// The servers end when this is closed.
    input: Option<ChildStdin>,
    /// What `tests/servers/estate` told.
    told: Value,
}

impl Estate {
    /// The small estate, or with `--users N --roles N --buckets N` a large one.
    pub fn start(sizes: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/estate");
        let mut process = Command::new(script)
            .args(sizes)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/servers/estate starts");
        let input = process.stdin.take();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|e| panic!("the estate did not start ({e}): {line}"));
        Self { process, input, told }
    }

    /// Something the estate told: `moto`, `proxy`, `secret_access_key` …
    pub fn told(&self, name: &str) -> &str {
        self.told[name].as_str().unwrap_or_else(|| panic!("the estate did not tell its {name}"))
    }

    /// The program in `directory`, configured to ask this account with the reader's key.
    pub fn assize(&self, directory: &Path) -> Command {
        let (endpoint, region) = (self.told("proxy"), self.told("region"));
        // What moto does not know it answers with status 500; asking again only takes time.
        let text = format!(
            "[network]\nattempts = 1\n\n[[source]]\nconnector = \"aws\"\nendpoint = \"{endpoint}\"\nregion = \"{region}\"\nimds = false\nservices = [\"iam\", \"s3\"]\n"
        );
        std::fs::write(directory.join("assize.toml"), text).unwrap();
        let mut command = assize(directory);
        command.env("AWS_ACCESS_KEY_ID", self.told("access_key_id"));
        command.env("AWS_SECRET_ACCESS_KEY", self.told("secret_access_key"));
        command
    }

    /// `assize run --format json` with more arguments.
    pub fn run(&self, directory: &Path, args: &[&str]) -> Output {
        self.assize(directory).args(["run", "--format", "json"]).args(args).output().unwrap()
    }

    /// The proxy refuses these permissions from now on, and no others; its log starts anew.
    pub fn deny(&self, permissions: &[&str]) {
        let rules = serde_json::json!({ "deny": permissions }).to_string();
        let answer = send(self.told("proxy"), "PUT", "/_proxy/rules", &[], &rules);
        assert!(answer.contains("\"ok\": true"), "{answer}");
        send(self.told("proxy"), "DELETE", "/_proxy/log", &[], "");
    }

    /// What was asked and refused since the last `deny`.
    pub fn log(&self) -> Value {
        serde_json::from_str(&send(self.told("proxy"), "GET", "/_proxy/log", &[], "")).expect("the proxy's log is JSON")
    }

    /// moto itself checks the reader's permissions from now on, and these are denied. Returns which.
    pub fn enforce(&self, arguments: &[&str]) -> Vec<String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/deny");
        let output = Command::new("python3").arg(script).arg(self.told("moto")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        told["denied"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    }

    /// The body of moto's own answer to an IAM action, past the program and the proxy.
    pub fn iam(&self, action: &str) -> String {
        let scope = "authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, \
                     SignedHeaders=host, Signature=none";
        let form = "content-type: application/x-www-form-urlencoded";
        send(self.told("moto"), "POST", "/", &[scope, form], &format!("Action={action}&Version=2010-05-08"))
    }
}

impl Drop for Estate {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.process.wait();
    }
}

/// One request of HTTP/1.0, so that the answer ends with the connection; returns its body.
pub fn send(url: &str, method: &str, path: &str, headers: &[&str], body: &str) -> String {
    let host = url.strip_prefix("http://").expect("test servers speak plain HTTP");
    let mut stream = TcpStream::connect(host).expect("the test server listens");
    let mut request = format!("{method} {path} HTTP/1.0\r\nhost: {host}\r\ncontent-length: {}\r\n", body.len());
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).expect("an HTTP answer")
}

/// The recorded operations of a recording directory, one for each exchange.
pub fn operations(recording: &Path) -> Vec<String> {
    let lines = std::fs::read_to_string(recording.join("exchanges.jsonl")).unwrap();
    let operation = |line: &str| {
        let exchange: Value = serde_json::from_str(line).unwrap();
        exchange["operation"].as_str().expect("an exchange names its operation").to_owned()
    };
    lines.lines().map(operation).collect()
}
