//! The way out of a company's network: through a proxy that wants a password, to a server whose certificate
//! comes from a private authority. tinyproxy, stunnel and moto stand in for them; nobody here wrote one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use support::estate::Estate;
use support::{code, err, files, json, out};

const PASSWORD: &str = "planted-proxy-password";

/// A server of this test; it ends with it.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    /// Writes `settings` (with the port in it) to `file` and starts `program` on that.
    fn start(program: &str, flags: &[&str], file: &Path, settings: impl Fn(u16) -> String) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        std::fs::write(file, settings(port)).unwrap();
        let process = Command::new(program)
            .args(flags)
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("{program} does not start ({e}); tests/servers/up installs it"));
        let server = Self { process, port };
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "{program} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A private authority and a certificate for `localhost`, made by openssl: authority, certificate, key.
fn certificates(directory: &Path) -> (PathBuf, PathBuf, PathBuf) {
    let openssl = |args: &[&str]| {
        let made = Command::new("openssl").args(args).current_dir(directory).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    let authority = ["req", "-x509", "-subj", "/CN=Acme Private CA", "-keyout", "ca.key", "-out", "ca.pem"];
    openssl(&[&authority[..], &key[..]].concat());
    let leaf = ["req", "-x509", "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", "/CN=localhost", "-keyout", "leaf.key"];
    let names = ["-out", "leaf.pem", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"];
    openssl(&[&leaf[..], &names[..], &key[..]].concat());
    (directory.join("ca.pem"), directory.join("leaf.pem"), directory.join("leaf.key"))
}

/// TLS in front of the estate.
fn tls(directory: &Path, estate: &Estate) -> (Server, PathBuf) {
    let (authority, certificate, key) = certificates(directory);
    let behind = estate.told("proxy").strip_prefix("http://").unwrap().to_owned();
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    let server = Server::start("stunnel", &[], &directory.join("stunnel.conf"), |port| {
        format!(
            "foreground = yes\npid =\nsyslog = no\n[estate]\naccept = 127.0.0.1:{port}\nconnect = {behind}\n\
             cert = {certificate}\nkey = {key}\n"
        )
    });
    (server, authority)
}

/// A proxy that wants a password, and its log.
fn proxy(directory: &Path) -> (Server, PathBuf) {
    let log = directory.join("tinyproxy.log");
    let shown = log.display().to_string();
    let server = Server::start("tinyproxy", &["-d", "-c"], &directory.join("tinyproxy.conf"), |port| {
        format!(
            "Port {port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nMaxClients 100\nLogLevel Connect\n\
             LogFile \"{shown}\"\nBasicAuth reader {PASSWORD}\n"
        )
    });
    (server, log)
}

/// Collects the account's user list from `endpoint` in a folder of its own.
fn collect(estate: &Estate, work: &Path, endpoint: &str, network: &str, proxy: Option<&str>, direct: &str) -> Output {
    std::fs::create_dir(work).unwrap();
    let mut command = estate.assize(work);
    let region = estate.told("region");
    let text = format!(
        "[[source]]\nconnector = \"aws\"\nendpoint = \"{endpoint}\"\nregion = \"{region}\"\nimds = false\nservices = [\"iam\", \"s3\"]\n\n\
         [network]\nattempts = 1\n{network}\n"
    );
    std::fs::write(work.join("assize.toml"), text).unwrap();
    if let Some(proxy) = proxy {
        command.env("HTTPS_PROXY", proxy).env("NO_PROXY", direct);
    }
    command.args(["run", "--select", "aws.iam.user_console_mfa", "--format", "json", "--all"]).output().unwrap()
}

fn complete(output: &Output) -> bool {
    let report = json(output);
    let users = report["populations"].as_array().unwrap().iter().find(|p| p["kind"] == "aws.iam.user");
    users.is_some_and(|p| p["complete"] == true && p["items"].as_u64() > Some(0))
}

fn asked(log: &Path) -> usize {
    std::fs::read_to_string(log).unwrap().lines().filter(|line| line.contains("CONNECT localhost")).count()
}

#[test]
fn a_private_authority_is_trusted_if_it_is_named_and_not_otherwise() {
    let work = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let (server, authority) = tls(work.path(), &estate);
    let endpoint = format!("https://localhost:{}", server.port);
    let named = format!("ca_files = [{:?}]", authority.display().to_string());
    let trusted = collect(&estate, &work.path().join("named"), &endpoint, &named, None, "");
    assert!(complete(&trusted), "{}", err(&trusted));
    let refused = collect(&estate, &work.path().join("unnamed"), &endpoint, "", None, "");
    let said = format!("{}{}", out(&refused), err(&refused));
    assert!(code(&refused) == 3 || code(&refused) == 2, "{said}");
    assert!(said.to_lowercase().contains("certificate"), "the cause is named: {said}");
    assert!(said.contains("ca_files"), "the way out is named: {said}");
}

#[test]
fn a_proxy_is_used_with_its_password_which_is_told_to_nobody() {
    let work = tempfile::tempdir().unwrap();
    let estate = Estate::start(&[]);
    let (server, authority) = tls(work.path(), &estate);
    let (proxy, log) = proxy(work.path());
    let endpoint = format!("https://localhost:{}", server.port);
    let named = format!("ca_files = [{:?}]", authority.display().to_string());
    let ask = |name: &str, password: &str, direct: &str| {
        let url = format!("http://reader:{password}@127.0.0.1:{}", proxy.port);
        collect(&estate, &work.path().join(name), &endpoint, &named, Some(&url), direct)
    };
    let through = ask("through", PASSWORD, "");
    assert!(complete(&through), "{}", err(&through));
    let first = asked(&log);
    assert!(first > 0, "the proxy was asked");
    let direct = ask("direct", PASSWORD, "localhost");
    assert!(complete(&direct), "{}", err(&direct));
    assert_eq!(asked(&log), first, "NO_PROXY goes past the proxy");
    let wrong = ask("wrong", "planted-wrong-password", "");
    let said = format!("{}{}", out(&wrong), err(&wrong));
    assert!(code(&wrong) == 3 || code(&wrong) == 2, "{said}");
    assert!(said.contains("the proxy refuses it: see HTTPS_PROXY"), "cause and way out are named: {said}");
    assert!(said.contains("asked 1 times (0 retries"), "attempts = 1 is heeded: {said}");
    for output in [&through, &direct, &wrong] {
        let said = format!("{}{}", out(output), err(output));
        assert!(!said.contains("planted-"), "a password was printed: {said}");
    }
    for folder in ["through", "direct", "wrong"] {
        for file in files(&work.path().join(folder)) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains("planted-"), "{} holds a password", file.display());
        }
    }
}
